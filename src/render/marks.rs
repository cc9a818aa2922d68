//! Marks in a template that survive rendering: each says from which byte of the template on
//! the text behind it came, so that loops and branches come out right by themselves.

use super::tags::{self, Kind, Tag};
use crate::text::{Mapping, Span};

/// The two planes of private use; a mark is made of characters of one that nobody else uses.
const PLANES: [u32; 2] = [0xf_0000, 0x10_0000];
/// What starts a mark, before the characters that write its number.
const START: u32 = 0xf000;
/// A number is written in digits of twelve bits.
const DIGIT: u32 = 12;
const DIGITS: u32 = 3;

/// The characters that marks are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    plane: u32,
}

impl Marks {
    /// Marks that can't be mistaken for anything in these texts; none where they use both
    /// planes.
    pub fn unused_in<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Option<Marks> {
        let uses = |plane: u32| texts.clone().flat_map(str::chars).any(|c| u32::from(c) & !0xffff == plane);
        PLANES.into_iter().find(|plane| !uses(*plane)).map(|plane| Marks { plane })
    }

    /// Whether sample data has characters that these marks are made of.
    pub fn occur_in(self, data: &serde_json::Value) -> bool {
        match data {
            serde_json::Value::String(text) => text.chars().any(|c| self.owns(c)),
            serde_json::Value::Array(items) => items.iter().any(|item| self.occur_in(item)),
            serde_json::Value::Object(map) => map.values().any(|value| self.occur_in(value)),
            _ => false,
        }
    }

    fn owns(self, c: char) -> bool {
        u32::from(c) & !0xffff == self.plane
    }

    /// Says that what follows comes from byte `at` of the template on.
    fn place(self, out: &mut String, at: usize) {
        out.extend(char::from_u32(self.plane + START));
        for digit in (0..DIGITS).rev() {
            let digit = (at >> (digit * DIGIT)) & ((1 << DIGIT) - 1);
            out.extend(u32::try_from(digit).ok().and_then(|digit| char::from_u32(self.plane + digit)));
        }
    }

    /// The template with marks around its literal text and around what writes. `write` adds
    /// a tag; `is_bare` tells of those that no mark may touch, and what they hold.
    pub fn weave(
        marks: Option<Marks>,
        text: &str,
        all: &[Tag],
        mut write: impl FnMut(&mut String, &Tag) -> Touch,
    ) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        let mut at = 0;
        let mut hidden = 0usize;
        for tag in all {
            literal(marks.filter(|_| hidden == 0), &mut out, text, Span::new(at, tag.span.start));
            at = tag.span.end;
            let mut written = String::new();
            let touch = write(&mut written, tag);
            hidden = match touch {
                Touch::Hides => hidden + 1,
                Touch::Shows => hidden.saturating_sub(1),
                _ => hidden,
            };
            let marks = marks.filter(|_| hidden == 0 && touch == Touch::Writes);
            if let Some(marks) = marks.filter(|_| !tag.trims.0) {
                marks.place(&mut out, tag.span.start);
            }
            out.push_str(&written);
            if let Some(marks) = marks.filter(|_| !tag.trims.1) {
                marks.place(&mut out, tag.span.end);
            }
        }
        literal(marks.filter(|_| hidden == 0), &mut out, text, Span::new(at, text.len()));
        out
    }

    /// The next mark in a rendered text: where it stands, its length and its number.
    fn next(self, text: &str) -> Option<(usize, usize, usize)> {
        let low = |c: char| u32::from(c) & 0xffff;
        for (at, _) in text.char_indices().filter(|(_, c)| self.owns(*c) && low(*c) == START) {
            let digits = text[at..].chars().skip(1).take_while(|c| self.owns(*c)).take(DIGITS as usize);
            let (count, number) = digits.fold((0, 0), |(n, number), c| (n + 1, (number << DIGIT) | low(c) as usize));
            if count == DIGITS {
                return Some((at, 4 * (DIGITS as usize + 1), number));
            }
        }
        None
    }

    /// Reads the marks of a rendered text and takes them away. The last of the three are the
    /// tags for values that wrote nothing.
    pub fn read(self, marked: &str, template: &str, all: &[Tag]) -> (String, Mapping, Vec<Tag>) {
        let mut reader = Reader {
            template,
            all,
            text: String::with_capacity(marked.len()),
            origins: Mapping::default(),
            empty: Vec::new(),
        };
        let mut rest = marked;
        let mut from = 0;
        while let Some((at, len, number)) = self.next(rest) {
            reader.segment(from, number, &rest[..at]);
            rest = &rest[at + len..];
            from = number;
        }
        reader.segment(from, template.len(), rest);
        reader.empty.sort_by_key(|tag| tag.span);
        reader.empty.dedup();
        (reader.text, reader.origins, reader.empty)
    }

    /// The number of the last mark in a text that broke off.
    pub fn last(self, marked: &str) -> usize {
        let mut last = 0;
        let mut rest = marked;
        while let Some((at, len, number)) = self.next(rest) {
            last = number;
            rest = &rest[at + len..];
        }
        last
    }
}

/// How a tag stands to marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// It writes, and marks may stand right beside it.
    Writes,
    /// No mark may touch it.
    Bare,
    /// What follows is not written where it stands.
    Hides,
    /// The end of what [`Touch::Hides`] started.
    Shows,
}

/// Adds literal text. Its marks stand within the white space at its ends, which tags beside it
/// may take away.
fn literal(marks: Option<Marks>, out: &mut String, text: &str, span: Span) {
    let literal = &text[span.range()];
    let inner = literal.trim();
    let Some(marks) = marks.filter(|_| !inner.is_empty()) else {
        out.push_str(literal);
        return;
    };
    let before = literal.len() - literal.trim_start().len();
    out.push_str(&literal[..before]);
    marks.place(out, span.start + before);
    out.push_str(inner);
    marks.place(out, span.start + before + inner.len());
    out.push_str(&literal[before + inner.len()..]);
}

struct Reader<'a> {
    template: &'a str,
    all: &'a [Tag],
    text: String,
    origins: Mapping,
    empty: Vec<Tag>,
}

impl Reader<'_> {
    /// Adds what was rendered between two marks: literal text that goes on from the first or
    /// leads up to the second equals that of the template, and tags wrote what is left.
    fn segment(&mut self, from: usize, to: usize, rendered: &str) {
        if rendered.is_empty() {
            let first = self.all.partition_point(|tag| tag.span.start < from);
            let mut within = self.all[first..].iter().take_while(|tag| tag.span.end <= to);
            if let (Some(tag), None) = (within.next().filter(|tag| tag.kind == Kind::Value), within.next()) {
                self.empty.push(tag.clone());
            }
            return;
        }
        self.text.push_str(rendered);
        let (from, to) = (from.min(self.template.len()), to.min(self.template.len()));
        let literal = &self.template[from..tags::literal_end(self.all, self.template.len(), from)];
        let same = |(a, b): &(char, char)| a == b;
        let len = |chars: usize, c: (char, char)| chars + c.0.len_utf8();
        let head = rendered.chars().zip(literal.chars()).take_while(same).fold(0, len);
        let rest = &rendered[head..];
        let literal = &self.template[tags::literal_start(self.all, to)..to];
        let tail = rest.chars().rev().zip(literal.chars().rev()).take_while(same).fold(0, len);
        self.origins.push_verbatim(head, from);
        let (start, end) = (from + head, to - tail);
        let written = match start < end {
            true => Span::new(start, end),
            // Back to the start of a loop: its end wrote it.
            false => tags::tag_from(self.all, start).map_or(Span::at(start), |tag| tag.span),
        };
        self.origins.push_whole(rest.len() - tail, written);
        self.origins.push_verbatim(tail, to - tail);
    }
}
