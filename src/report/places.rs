//! Lines and columns of a draft as people count them.

use std::cell::{Cell, OnceCell};

use crate::text::{LineIndex, Position, Source, Span};

/// Finds lines and columns, and remembers the last answer, so that asking in order of
/// position costs one walk over the source even if it is a single line.
pub struct Places<'a> {
    source: &'a Source<'a>,
    index: OnceCell<LineIndex>,
    last: Cell<(usize, Position)>,
}

impl<'a> Places<'a> {
    /// The places of a source. Nothing is read before the first question.
    pub fn new(source: &'a Source<'a>) -> Places<'a> {
        Places { source, index: OnceCell::new(), last: Cell::new((0, Position { line: 1, column: 1 })) }
    }

    /// The line and column of byte `at` in the file as it was given: in the mailbox,
    /// where the source is one of its messages.
    pub fn position(&self, at: usize) -> Position {
        let bytes = &self.source.bytes;
        let at = at.min(bytes.len());
        let line = self.index().line(at);
        let (last_at, last) = self.last.get();
        let (from, column) = match last.line == line + 1 && last_at <= at {
            true => (last_at, last.column),
            false => (self.index().start(line).unwrap_or(0), 1),
        };
        let more: usize =
            bytes[from..at].utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum();
        let position = Position { line: line + 1, column: column + more };
        self.last.set((at, position));
        Position { line: position.line + self.lines_before(), ..position }
    }

    /// The positions of a span's first byte and of the byte after its last one.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let start = self.position(span.start);
        let before = self.last.get();
        let end = self.position(span.end);
        self.last.set(before);
        (start, end)
    }

    /// The line and the column in bytes, both counted from 1, of byte `at` in the file as it
    /// was given.
    pub fn byte_position(&self, at: usize) -> Position {
        let at = at.min(self.source.bytes.len());
        let line = self.index().line(at);
        Position { line: self.number(line), column: at - self.index().start(line).unwrap_or(0) + 1 }
    }

    /// The lines (counted from 0 in the source) that a span touches.
    pub fn lines(&self, span: Span) -> (usize, usize) {
        let index = self.index();
        (index.line(span.start), index.line(span.end.saturating_sub(1).max(span.start)))
    }

    /// The bytes of a line (counted from 0 in the source), without its line break.
    pub fn line(&self, line: usize) -> Span {
        let bytes = &self.source.bytes;
        let start = self.index().start(line).unwrap_or(bytes.len());
        let mut end = self.index().start(line + 1).unwrap_or(bytes.len());
        while end > start && matches!(bytes[end - 1], b'\n' | b'\r') {
            end -= 1;
        }
        Span::new(start, end)
    }

    /// The number that a line (counted from 0 in the source) has in the file as it was given.
    pub fn number(&self, line: usize) -> usize {
        line + 1 + self.lines_before()
    }

    fn lines_before(&self) -> usize {
        self.source.origin.map_or(0, |origin| origin.line)
    }

    fn index(&self) -> &LineIndex {
        self.index.get_or_init(|| LineIndex::new(&self.source.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Origin;

    #[test]
    fn positions_are_the_same_in_any_order_of_asking() {
        let bytes = "ä b c\nd \u{1d11e} e\r\n\nf".as_bytes();
        let source = Source::new("a.txt", bytes);
        let index = LineIndex::new(bytes);
        let places = Places::new(&source);
        for at in (0..=bytes.len()).chain((0..=bytes.len()).rev()) {
            if std::str::from_utf8(&bytes[..at]).is_ok() {
                assert_eq!(places.position(at), index.position(bytes, at), "byte {at}");
            }
        }
        assert_eq!(places.line(1).range(), 7..15);
    }

    #[test]
    fn a_message_is_found_in_its_mailbox() {
        let origin = Origin { message: 2, offset: 100, line: 10 };
        let source = Source::message("box", &b"one\ntwo"[..], origin);
        assert_eq!(Places::new(&source).position(4), Position { line: 12, column: 1 });
        assert_eq!(Places::new(&source).number(1), 12);
        let source = Source::message("box", "ä b\nüx".as_bytes(), origin);
        assert_eq!(Places::new(&source).byte_position(7), Position { line: 12, column: 3 });
    }
}
