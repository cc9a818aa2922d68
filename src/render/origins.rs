use std::ops::Range;

use crate::text::Span;

/// Which bytes of the template each byte of a rendered text came from.
///
/// Pieces lie one after the other and cover the rendered text without a gap. Their spans may
/// run backwards, as those of a loop do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origins {
    pieces: Vec<Piece>,
    /// The length of the rendered text.
    len: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    /// Where the piece starts in the rendered text.
    at: usize,
    template: Span,
    /// Whether the bytes equal those of the template; else the piece stands for all of its span.
    verbatim: bool,
}

impl Origins {
    /// The length of the rendered text in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing was rendered.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds `len` bytes that equal those of the template from `start` on.
    pub fn push_verbatim(&mut self, len: usize, start: usize) {
        if len == 0 {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if last.verbatim && last.template.end == start => last.template.end += len,
            _ => self.push(len, Span::new(start, start + len), true),
        }
        self.len += len;
    }

    /// Adds `len` bytes that stand for a span as a whole: what a tag wrote.
    pub fn push_whole(&mut self, len: usize, template: Span) {
        if len == 0 {
            return;
        }
        match self.pieces.last() {
            Some(last) if !last.verbatim && last.template == template => {}
            _ => self.push(len, template, false),
        }
        self.len += len;
    }

    fn push(&mut self, _len: usize, template: Span, verbatim: bool) {
        self.pieces.push(Piece { at: self.len, template, verbatim });
    }

    /// The smallest span of the template that holds all that the rendered `range` came from.
    /// Always answers: a range past the end is cut, an empty one gives an empty span.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = range.start.min(self.len);
        let end = range.end.min(self.len).max(start);
        if start == end {
            return Span::at(self.start_of(start));
        }
        let first = self.piece_at(start);
        let pieces = self.pieces[first..].iter().enumerate().take_while(|(_, piece)| piece.at < end);
        let spans = pieces.map(|(index, _)| self.part(first + index, start, end));
        spans.reduce(Span::cover).unwrap_or_default()
    }

    /// The span of the template whose bytes equal those of the rendered `range`, if one does.
    pub fn verbatim(&self, range: Range<usize>) -> Option<Span> {
        if range.start >= range.end || range.end > self.len {
            return None;
        }
        let index = self.piece_at(range.start);
        let whole = self.pieces[index].verbatim && range.end <= self.end_of(index);
        whole.then(|| self.part(index, range.start, range.end))
    }

    /// Whether tags in this span wrote any words.
    pub fn was_written(&self, span: Span) -> bool {
        let is_of = |piece: &Piece| !piece.verbatim && piece.template.overlaps(span);
        self.pieces.iter().any(is_of)
    }

    /// Where an empty range at `at` lies in the template.
    fn start_of(&self, at: usize) -> usize {
        match self.pieces.last() {
            None => 0,
            Some(last) if at == self.len => last.template.end,
            Some(_) => self.part(self.piece_at(at), at, at + 1).start,
        }
    }

    /// The index of the piece that holds rendered byte `at`, which must be below `len`.
    fn piece_at(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1)
    }

    fn end_of(&self, index: usize) -> usize {
        self.pieces.get(index + 1).map_or(self.len, |next| next.at)
    }

    /// What the part of a piece between two rendered bytes came from.
    fn part(&self, index: usize, start: usize, end: usize) -> Span {
        let piece = self.pieces[index];
        if !piece.verbatim {
            return piece.template;
        }
        let from = start.max(piece.at) - piece.at;
        let to = end.min(self.end_of(index)) - piece.at;
        Span::new(piece.template.start + from, piece.template.start + to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_covers_all_that_the_words_came_from() {
        // Template: "Hi {{a}}, bye" with a = "Ana".
        let mut origins = Origins::default();
        origins.push_verbatim(3, 0);
        origins.push_whole(3, Span::new(3, 8));
        origins.push_verbatim(5, 8);
        assert_eq!(origins.span(0..2), Span::new(0, 2));
        assert_eq!(origins.span(4..5), Span::new(3, 8));
        assert_eq!(origins.span(1..7), Span::new(1, 9));
        assert_eq!((origins.span(7..7), origins.span(11..99)), (Span::at(9), Span::at(13)));
        assert_eq!((origins.verbatim(6..8), origins.verbatim(2..4)), (Some(Span::new(8, 10)), None));
        assert_eq!(Origins::default().span(0..3), Span::default());
    }

    #[test]
    fn a_loop_runs_back() {
        let mut origins = Origins::default();
        for _ in 0..2 {
            origins.push_verbatim(4, 10);
            origins.push_whole(1, Span::new(14, 20));
        }
        assert_eq!(origins.span(3..6), Span::new(10, 20));
        assert_eq!(origins.span(5..7), Span::new(10, 12));
    }
}
