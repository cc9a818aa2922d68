//! Bytes of a text and positions of the protocol.

use std::cell::Cell;

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::Span;
use crate::text::LineIndex;

/// What a position counts within its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// The encoding to take of those that a client offers. UTF-8 costs nothing here; UTF-16 is
    /// what holds where it offers none.
    pub fn choose(offered: &[&str]) -> Encoding {
        let offers = |kind: &str| offered.contains(&kind);
        match () {
            () if offers("utf-8") => Encoding::Utf8,
            () if offers("utf-16") || !offers("utf-32") => Encoding::Utf16,
            () => Encoding::Utf32,
        }
    }

    /// The name in the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// The encoding of this name; none where there is none.
    pub fn named(name: &str) -> Option<Encoding> {
        let all = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];
        all.into_iter().find(|encoding| encoding.kind().as_str() == name)
    }

    /// How many units a text has.
    fn units(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            // As many as scalar values, and one more for each that takes four bytes.
            Encoding::Utf16 => text.chars().count() + text.bytes().filter(|&byte| byte >= 0xf0).count(),
            Encoding::Utf32 => text.chars().count(),
        }
    }

    /// The byte of a line at which a unit lies; its end where it has fewer units. Within a
    /// character: where it starts.
    fn byte(self, line: &str, units: usize) -> usize {
        if self == Encoding::Utf8 {
            return line.floor_char_boundary(units);
        }
        let mut left = units;
        for (at, c) in line.char_indices() {
            let width = if self == Encoding::Utf16 { c.len_utf16() } else { 1 };
            if left < width {
                return at;
            }
            left -= width;
        }
        line.len()
    }
}

/// The positions of one text. The last answer is remembered, so that asking in order costs one
/// walk over the text even if it is a single line.
#[derive(Debug)]
pub struct Positions<'a> {
    text: &'a str,
    lines: &'a LineIndex,
    encoding: Encoding,
    last: Cell<(usize, Position)>,
}

impl<'a> Positions<'a> {
    /// The positions of a text whose lines these are.
    pub fn new(text: &'a str, lines: &'a LineIndex, encoding: Encoding) -> Positions<'a> {
        Positions { text, lines, encoding, last: Cell::new((0, Position::default())) }
    }

    /// The position of a byte; beyond the text, that of its end.
    pub fn position(&self, at: usize) -> Position {
        let at = self.text.floor_char_boundary(at);
        let line = self.lines.line(at);
        let (last_at, last) = self.last.get();
        let (from, before) = match last.line as usize == line && last_at <= at {
            true => (last_at, last.character),
            false => (self.lines.start(line).unwrap_or(0), 0),
        };
        let position = Position::new(line as u32, before + self.encoding.units(&self.text[from..at]) as u32);
        self.last.set((at, position));
        position
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> Range {
        let start = self.position(span.start);
        let before = self.last.get();
        let end = self.position(span.end);
        self.last.set(before);
        Range { start, end }
    }

    /// The byte at a position: beyond the end of its line, that end; beyond the last line, the
    /// end of the text.
    pub fn byte(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.lines.start(line) else { return self.text.len() };
        let end = self.lines.start(line + 1).unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\r', '\n']);
        start + self.encoding.byte(text, position.character as usize)
    }

    /// The bytes of a range; of one that runs backwards, those of the same range forwards.
    pub fn span(&self, range: Range) -> Span {
        let (start, end) = (self.byte(range.start), self.byte(range.end));
        Span::new(start.min(end), start.max(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "aü𝄞b\r\n\rc\n";

    fn check(encoding: Encoding, columns: [u32; 5]) {
        let lines = LineIndex::new(TEXT.as_bytes());
        let positions = Positions::new(TEXT, &lines, encoding);
        for (at, column) in [0, 1, 3, 7, 8].into_iter().zip(columns) {
            assert_eq!(positions.position(at), Position::new(0, column), "{encoding:?} byte {at}");
            assert_eq!(positions.byte(Position::new(0, column)), at, "{encoding:?} column {column}");
        }
        // Beyond the line, before its line break; beyond the text, its end; within a character,
        // its start.
        assert_eq!(positions.byte(Position::new(0, 99)), 8);
        assert_eq!(positions.byte(Position::new(1, 5)), 10);
        assert_eq!(positions.byte(Position::new(2, u32::MAX)), 12);
        assert_eq!(positions.byte(Position::new(3, 0)), TEXT.len());
        assert_eq!(positions.byte(Position::new(u32::MAX, u32::MAX)), TEXT.len());
        assert_eq!(positions.position(5), positions.position(3));
        assert_eq!(positions.position(usize::MAX), Position::new(3, 0));
        let backwards = Range { start: Position::new(2, 1), end: Position::new(0, 0) };
        assert_eq!(positions.span(backwards), Span::new(0, 12));
    }

    #[test]
    fn positions_count_as_the_client_does() {
        check(Encoding::Utf8, [0, 1, 3, 7, 8]);
        check(Encoding::Utf16, [0, 1, 2, 4, 5]);
        check(Encoding::Utf32, [0, 1, 2, 3, 4]);
        let lines = LineIndex::new(TEXT.as_bytes());
        assert_eq!(Positions::new(TEXT, &lines, Encoding::Utf16).byte(Position::new(0, 3)), 3, "half a character");
    }

    #[test]
    fn utf_16_holds_where_a_client_says_nothing() {
        assert_eq!(Encoding::choose(&[]), Encoding::Utf16);
        assert_eq!(Encoding::choose(&["utf-32"]), Encoding::Utf32);
        assert_eq!(Encoding::choose(&["utf-32", "utf-16"]), Encoding::Utf16);
        assert_eq!(Encoding::choose(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(Encoding::choose(&["utf-7"]), Encoding::Utf16);
    }
}
