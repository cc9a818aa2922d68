//! Blocks out of lines: white space made single, markers taken off, places kept.

use std::ops::Range;

use crate::draft::{Block, LINE_BREAK, Role};
use crate::text::MappedText;

use super::layout;
use super::lines::Line;
use super::marker::Marker;
use super::wrap::{self, Wrap};

/// The text, how it is wrapped, and the blocks made so far.
pub struct Builder<'a> {
    /// The whole text.
    pub text: &'a MappedText,
    /// How its lines are broken.
    pub wrap: Wrap,
    /// The blocks made so far, in order.
    pub blocks: Vec<Block>,
}

impl Builder<'_> {
    /// Adds lines as one block of running text.
    pub fn push_wrapped(&mut self, role: Role, lines: &[Line], depth: usize) {
        let text = self.running(lines, 0);
        self.push(role, text, lines, depth);
    }

    /// Adds the first of `lines` as a heading, without the `marks` bytes it starts with;
    /// `all` are the lines it covers.
    pub fn push_heading(&mut self, lines: &[Line], all: &[Line], marks: usize, depth: usize) {
        let text = self.running(lines, marks);
        self.push(Role::Heading, text, all, depth);
    }

    /// Adds a list item.
    pub fn push_item(&mut self, lines: &[Line], marker: Marker, depth: usize) {
        let text = self.running(lines, marker.len);
        self.push(Role::ListItem, text, lines, depth);
        if let Some(block) = self.blocks.last_mut() {
            block.numbered = marker.is_numbered();
            block.marker = lines[0].content(self.text.as_str())[..marker.len].to_owned();
        }
    }

    /// Adds lines as they stand, indentation included; `all` are the lines it covers.
    pub fn push_raw(&mut self, role: Role, lines: &[Line], all: &[Line]) {
        let mut text = MappedText::default();
        for (index, line) in lines.iter().enumerate() {
            let start = if index == 0 { line.start } else { line.outer.min(line.start) };
            if index > 0 {
                self.push_break(&mut text, '\n', lines[index - 1].end..line.outer);
            }
            text.push_from(self.text, start..line.end.max(start));
        }
        self.push(role, text, all, 0);
    }

    /// Adds rows of cells; lines that only draw the table's frame are left out.
    pub fn push_table(&mut self, lines: &[Line]) {
        let all = self.text.as_str();
        let mut text = MappedText::default();
        let mut last: Option<usize> = None;
        for line in lines.iter().filter(|line| !layout::is_frame(line.content(all))) {
            if let Some(end) = last {
                self.push_break(&mut text, '\n', end..line.start);
            }
            let mut end = line.start;
            for (index, cell) in layout::cells(line.content(all)).into_iter().enumerate() {
                let cell = line.start + cell.start..line.start + cell.end;
                if index > 0 {
                    text.push_whole("\t", self.text.source(end..cell.start));
                }
                end = cell.end;
                self.push_words(&mut text, cell);
            }
            last = Some(end);
        }
        self.push(Role::Table, text, lines, 0);
    }

    fn push(&mut self, role: Role, text: MappedText, lines: &[Line], depth: usize) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let start = if first.depth > 0 { first.outer } else { first.start };
        let span = self.text.source(start.min(last.end)..last.end);
        self.blocks.push(Block { depth, ..Block::new(role, text, span) });
    }

    /// The lines as running text, without the first `skip` bytes.
    fn running(&self, lines: &[Line], skip: usize) -> MappedText {
        let mut text = MappedText::default();
        for (index, line) in lines.iter().enumerate() {
            if index == 0 {
                self.push_words(&mut text, line.start + skip..line.end);
                continue;
            }
            let before = &lines[index - 1];
            let all = self.text.as_str();
            // The lines of an item hang below its text, not below its marker.
            let hangs = skip > 0 && line.indent > lines[0].indent;
            let indent = if hangs { line.indent } else { before.indent };
            let is_soft = line.depth > 0
                || wrap::is_soft(all, self.wrap, &Line { indent, ..*before }, line)
                || (hangs && wrap::goes_on(before.content(all), line.content(all)));
            self.push_break(&mut text, if is_soft { '\n' } else { LINE_BREAK }, before.end..line.start);
            self.push_words(&mut text, line.start..line.end);
        }
        text
    }

    /// Adds a line break that stands for `range`, byte for byte where it is a bare `\n`.
    fn push_break(&self, out: &mut MappedText, sign: char, range: Range<usize>) {
        if sign == '\n' && &self.text.as_str()[range.clone()] == "\n" {
            out.push_from(self.text, range);
        } else {
            out.push_whole(sign.encode_utf8(&mut [0; 4]), self.text.source(range));
        }
    }

    /// Adds a part of one line with white space made single and none at its ends.
    fn push_words(&self, out: &mut MappedText, range: Range<usize>) {
        let part = &self.text.as_str()[range.clone()];
        let base = range.start + (part.len() - part.trim_start().len());
        let part = part.trim();
        let bytes = part.as_bytes();
        let (mut from, mut at) = (0, 0);
        while at < bytes.len() {
            if bytes[at].is_ascii_graphic() {
                at += 1;
                continue;
            }
            let run = part[at..].len() - part[at..].trim_start().len();
            if run == 0 {
                at += part[at..].chars().next().map_or(1, char::len_utf8);
            } else if &part[at..at + run] == " " {
                at += 1;
            } else {
                out.push_from(self.text, base + from..base + at);
                let sign = if part[at..at + run].contains([LINE_BREAK, '\u{2029}', '\u{85}', '\r']) {
                    LINE_BREAK
                } else {
                    ' '
                };
                self.push_break(out, sign, base + at..base + at + run);
                at += run;
                from = at;
            }
        }
        out.push_from(self.text, base + from..base + part.len());
    }
}
