//! Running text as markup gives it: pieces of the source, decoded characters and white
//! space that collapses, gathered into the text of one block.

use std::ops::Range;

use crate::draft::LINE_BREAK;
use crate::text::{MappedText, Mapping};

/// The white space between two words; of two that meet, the greater one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// A space.
    Space,
    /// The line break of wrapped text.
    Wrap,
    /// A line break that the author meant.
    Break,
}

impl Gap {
    fn text(self) -> &'static str {
        match self {
            Gap::Space => " ",
            Gap::Wrap => "\n",
            Gap::Break => "\u{2028}",
        }
    }
}

/// The text of the block that is being read. All ranges are bytes of the markup.
///
/// White space is kept back until the next word, so that none stands at either end, and
/// is copied as it is where it is single already: a paragraph without markup is one
/// verbatim piece, and a fix may reach over its line breaks. Such a piece is copied when
/// it ends, however many calls made it longer.
#[derive(Debug)]
pub struct Flow<'a> {
    markup: &'a MappedText,
    text: MappedText,
    /// The markup that stands behind `text` as it is and is not copied yet.
    run: Range<usize>,
    gap: Option<(Gap, Range<usize>)>,
}

impl<'a> Flow<'a> {
    /// An empty flow of pieces of `markup`.
    pub fn new(markup: &'a MappedText) -> Flow<'a> {
        Flow { markup, text: MappedText::default(), run: 0..0, gap: None }
    }

    /// Makes room for a block of about this length.
    pub fn reserve(&mut self, length: usize) {
        if self.is_empty() {
            self.text = MappedText::from_parts(String::with_capacity(length), Mapping::default());
        }
    }

    /// Whether no word was added since the last [`Flow::take`].
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.run.is_empty()
    }

    /// Adds the markup's bytes at `range`, which read as they stand.
    pub fn push(&mut self, range: Range<usize>) {
        let markup = self.markup;
        let Some(text) = markup.as_str().get(range.clone()) else { return };
        if is_plain(text.as_bytes()) {
            self.append(range);
            return;
        }
        let base = range.start;
        let mut from = 0;
        while let Some(next) = next_gap(text, from) {
            self.append(base + from..base + next);
            let (end, gap) = blank_run(&text[next..]);
            if let Some(gap) = gap {
                self.push_gap(gap, base + next..base + next + end);
            }
            from = next + end;
        }
        self.append(base + from..base + text.len());
    }

    /// Adds `text`, for which the markup has `range`.
    pub fn push_decoded(&mut self, text: &str, range: Range<usize>) {
        let mut at = 0;
        while let Some(next) = next_blank(text, at) {
            self.append_decoded(&text[at..next], range.clone());
            let (end, gap) = blank_run(&text[next..]);
            if let Some(gap) = gap {
                self.push_gap(gap, range.clone());
            }
            at = next + end;
        }
        self.append_decoded(&text[at..], range);
    }

    /// Adds the markup's bytes at `range` with their white space, as in code.
    pub fn push_raw(&mut self, range: Range<usize>) {
        self.append(range);
    }

    /// Adds `text` with its white space, for which the markup has `range`.
    pub fn push_raw_decoded(&mut self, text: &str, range: Range<usize>) {
        self.append_decoded(text, range);
    }

    /// Adds white space, for which the markup has `range`.
    pub fn push_gap(&mut self, gap: Gap, range: Range<usize>) {
        if self.is_empty() {
            return;
        }
        self.gap = Some(match self.gap.take() {
            Some((other, before)) => (gap.max(other), before.start..range.end.max(before.end)),
            None => (gap, range),
        });
    }

    /// Adds what parts the cells and rows of a table, for which the markup has `range`;
    /// white space around it goes.
    pub fn separate(&mut self, separator: &str, range: Range<usize>) {
        self.gap = None;
        if !self.is_empty() {
            self.append_decoded(separator, range);
        }
    }

    /// The white space that was added since the last word.
    pub fn gap(&self) -> Option<Gap> {
        self.gap.as_ref().map(|(gap, _)| *gap)
    }

    /// The text, and an empty flow again.
    pub fn take(&mut self) -> MappedText {
        self.gap = None;
        self.end_run();
        std::mem::take(&mut self.text)
    }

    /// The text without blank lines around it and white space at its end, and an empty
    /// flow again: code keeps the indent of its first line.
    pub fn take_code(&mut self) -> MappedText {
        let text = self.take();
        let code = text.as_str();
        let end = code.trim_end().len();
        let blank = end - code[..end].trim_start().len();
        let start = code[..blank].rfind('\n').map_or(0, |at| at + 1);
        if start == 0 && end == code.len() { text } else { text.slice(start..end) }
    }

    fn append(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.close_gap();
            self.push_run(range);
        }
    }

    /// Adds what stands in the markup as it is.
    fn push_run(&mut self, range: Range<usize>) {
        if self.run.end != range.start {
            self.end_run();
            self.run.start = range.start;
        }
        self.run.end = range.end;
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if !run.is_empty() {
            self.text.push_from(self.markup, run);
        }
    }

    fn append_decoded(&mut self, text: &str, range: Range<usize>) {
        if !text.is_empty() {
            self.close_gap();
            self.end_run();
            self.text.push_whole(text, self.markup.source(range));
        }
    }

    fn close_gap(&mut self) {
        if let Some((gap, range)) = self.gap.take() {
            if self.markup.as_str().get(range.clone()) == Some(gap.text()) {
                self.push_run(range);
            } else {
                self.end_run();
                self.text.push_whole(gap.text(), self.markup.source(range));
            }
        }
    }
}

/// Whether a text stands as it is for certain: ASCII words with one space between two. Most
/// lines are such; they are looked through without a branch, many bytes at once.
fn is_plain(bytes: &[u8]) -> bool {
    let [first, rest @ ..] = bytes else { return true };
    let is_printed = |byte: u8| (b' '..=b'~').contains(&byte);
    let odd = bytes.iter().fold(false, |odd, &byte| odd | !is_printed(byte));
    let wide = bytes.iter().zip(rest).fold(false, |wide, (&one, &next)| wide | (one == b' ') & (next == b' '));
    !odd && !wide && *first != b' ' && rest.last() != Some(&b' ')
}

/// The first byte from `from` on at which a piece of text ends that stands as it is: at white
/// space or a character without a face, other than the usual white space, one space or line
/// break between two words.
fn next_gap(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'!'..=b'~' => at += 1,
            b' ' | b'\n' if at > from && is_single(bytes, at) => at += 2,
            _ => match next_blank(text, at)? {
                next if next > at => at = next,
                next => return Some(next),
            },
        }
    }
    None
}

/// The first byte from `at` on that is white space or a character without a face.
fn next_blank(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            if byte <= b' ' {
                return Some(at);
            }
            at += 1;
        } else {
            let char = text[at..].chars().next()?;
            if is_blank(char) {
                return Some(at);
            }
            at += char.len_utf8();
        }
    }
    None
}

/// Whether the white space at `at` is one space or line feed with a word's ASCII byte behind it.
fn is_single(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at], b' ' | b'\n') && bytes.get(at + 1).is_some_and(|byte| (b'!'..=b'~').contains(byte))
}

/// The length of the run of blanks at the start of `text`, and the white space it is,
/// if it is any.
fn blank_run(text: &str) -> (usize, Option<Gap>) {
    let mut gap = None;
    for (at, char) in text.char_indices() {
        if !is_blank(char) {
            return (at, gap);
        }
        gap = gap.max(match char {
            '\n' | '\r' => Some(Gap::Wrap),
            LINE_BREAK => Some(Gap::Break),
            _ if char.is_whitespace() => Some(Gap::Space),
            _ => None,
        });
    }
    (text.len(), gap)
}

/// White space, control characters, and characters that nobody sees: soft hyphens, zero
/// width spaces and the fillers of preview texts. The joiners stay, they shape letters and emoji.
fn is_blank(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '\u{ad}' | '\u{34f}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    #[test]
    fn single_white_space_stays_verbatim_and_runs_collapse() {
        let markup = MappedText::verbatim_at("  one two\nthree \t four\r\nfive ", 10);
        let mut flow = Flow::new(&markup);
        flow.push(0..markup.len());
        let text = flow.take();
        assert_eq!(text.as_str(), "one two\nthree four\nfive");
        assert_eq!(text.verbatim(0..13), Some(Span::new(12, 25)));
        assert_eq!(text.verbatim(13..14), None);
        assert_eq!(text.source(13..14), Span::new(25, 28));
        assert_eq!(text.verbatim(14..18), Some(Span::new(28, 32)));
    }

    #[test]
    fn the_greater_gap_stands_and_none_at_the_ends() {
        let markup = MappedText::verbatim_at("a <br> b<br>", 0);
        let mut flow = Flow::new(&markup);
        flow.push(0..2);
        flow.push_gap(Gap::Break, 2..6);
        flow.push(6..8);
        flow.push_gap(Gap::Break, 8..12);
        let text = flow.take();
        assert_eq!(text.as_str(), "a\u{2028}b");
        assert_eq!(text.source(1..4), Span::new(1, 7));
        assert!(flow.is_empty() && flow.gap().is_none());
    }

    #[test]
    fn characters_without_a_face_are_dropped() {
        let markup = MappedText::verbatim_at("con\u{ad}tract\u{200b} \u{a0}x", 0);
        let mut flow = Flow::new(&markup);
        flow.push(0..markup.len());
        assert_eq!(flow.take().as_str(), "contract x");
    }

    #[test]
    fn code_keeps_its_first_indent() {
        let markup = MappedText::verbatim_at("\n\n    if x:\n      y\n\n", 0);
        let mut flow = Flow::new(&markup);
        flow.push_raw(0..markup.len());
        assert_eq!(flow.take_code().as_str(), "    if x:\n      y");
    }
}
