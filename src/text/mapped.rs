use std::ops::Range;

use super::Span;

/// Which source bytes each piece of a decoded text came from.
///
/// Pieces lie one after the other and cover the decoded text without a gap; their
/// source spans never run backwards. All offsets are in bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    pieces: Vec<Piece>,
    /// The length of the decoded text.
    len: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    /// Where the piece starts in the decoded text.
    at: usize,
    source: Span,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Decoded bytes equal the source bytes.
    Verbatim,
    /// Base64: each four source bytes are three decoded ones. `phase` is how many
    /// bytes of its first quad lie before the piece (0 to 2). The source span starts
    /// with that quad, so that any answer can be decoded by itself.
    Base64 { phase: u8 },
    /// The piece stands for its source span as a whole.
    Whole,
}

impl Mapping {
    /// The length of the decoded text in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds `len` decoded bytes that equal the source bytes from `start` on.
    pub fn push_verbatim(&mut self, len: usize, start: usize) {
        if len == 0 {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if last.kind == Kind::Verbatim && last.source.end == start => last.source.end += len,
            _ => self.pieces.push(Piece { at: self.len, source: Span::new(start, start + len), kind: Kind::Verbatim }),
        }
        self.len += len;
    }

    /// Adds `len` decoded bytes that stand for `source` as a whole.
    pub fn push_whole(&mut self, len: usize, source: Span) {
        if len > 0 {
            self.pieces.push(Piece { at: self.len, source, kind: Kind::Whole });
            self.len += len;
        }
    }

    /// Adds `len` decoded bytes of a run of base64 quads that lie side by side in
    /// `source`, which starts with the first quad.
    pub fn push_base64(&mut self, len: usize, source: Span) {
        self.push_quads(len, source, 0);
    }

    fn push_quads(&mut self, len: usize, source: Span, phase: u8) {
        if len > 0 {
            self.pieces.push(Piece { at: self.len, source, kind: Kind::Base64 { phase } });
            self.len += len;
        }
    }

    /// Adds what `other` says of `range`, so that the decoded bytes in `range` can be appended.
    pub fn push_from(&mut self, other: &Mapping, range: Range<usize>) {
        let range = range.start.min(other.len)..range.end.min(other.len);
        if range.is_empty() {
            return;
        }
        for index in other.piece_at(range.start)..other.pieces.len() {
            let piece = other.pieces[index];
            if piece.at >= range.end {
                break;
            }
            let from = range.start.max(piece.at);
            let to = range.end.min(other.piece_end(index));
            let source = other.piece_source(index, from..to);
            match piece.kind {
                Kind::Verbatim => self.push_verbatim(to - from, source.start),
                Kind::Whole => self.push_whole(to - from, source),
                Kind::Base64 { phase } => {
                    let phase = (from - piece.at + usize::from(phase)) % 3;
                    self.push_quads(to - from, source, phase as u8);
                }
            }
        }
    }

    /// The source bytes that the decoded `range` came from. Always answers: a range
    /// past the end is cut, an empty one gives an empty span where it would lie.
    pub fn source(&self, range: Range<usize>) -> Span {
        if self.pieces.is_empty() {
            return Span::default();
        }
        let start = range.start.min(self.len);
        let end = range.end.min(self.len).max(start);
        if start == end {
            if start == self.len {
                return Span::at(self.pieces[self.pieces.len() - 1].source.end);
            }
            let index = self.piece_at(start);
            return Span::at(self.piece_source(index, start..start + 1).start);
        }
        let (first, last) = (self.piece_at(start), self.piece_at(end - 1));
        if first == last {
            return self.piece_source(first, start..end);
        }
        let head = self.piece_source(first, start..self.piece_end(first));
        let tail = self.piece_source(last, self.pieces[last].at..end);
        Span::new(head.start, tail.end.max(head.start))
    }

    /// The smallest span that holds the source of every byte in `range`, also where pieces run
    /// backwards, as those of a loop in a template do; as [`Mapping::source`] at the edges.
    pub fn cover(&self, range: Range<usize>) -> Span {
        let end = range.end.min(self.len);
        if range.start >= end {
            return self.source(range);
        }
        let pieces = self.piece_at(range.start)..=self.piece_at(end - 1);
        let part = |index: usize| range.start.max(self.pieces[index].at)..end.min(self.piece_end(index));
        pieces.map(|index| self.piece_source(index, part(index))).reduce(Span::cover).unwrap_or_default()
    }

    /// Whether any piece stands for all of its source, and for some of this span.
    pub fn has_whole(&self, span: Span) -> bool {
        self.pieces.iter().any(|piece| piece.kind == Kind::Whole && piece.source.overlaps(span))
    }

    /// The source bytes of `range` where they equal the decoded bytes; a fix may
    /// replace just these.
    pub fn verbatim(&self, range: Range<usize>) -> Option<Span> {
        if range.end > self.len || range.start >= range.end {
            return None;
        }
        let index = self.piece_at(range.start);
        let whole = self.pieces[index].kind == Kind::Verbatim && range.end <= self.piece_end(index);
        whole.then(|| self.piece_source(index, range))
    }

    /// The source bytes of `range` where it starts and ends with whole pieces, so that what is
    /// written there takes the place of just these words. What lies between two pieces and
    /// belongs to neither must be such as `may_skip` allows. None in base64, where words
    /// share their bytes.
    pub fn exact(&self, range: Range<usize>, may_skip: impl Fn(Span) -> bool) -> Option<Span> {
        if range.end > self.len || range.start >= range.end {
            return None;
        }
        let mut exact: Option<Span> = None;
        for index in self.piece_at(range.start)..=self.piece_at(range.end - 1) {
            let (piece, end) = (self.pieces[index], self.piece_end(index));
            let is_whole = range.start <= piece.at && end <= range.end;
            if matches!(piece.kind, Kind::Base64 { .. }) || piece.kind == Kind::Whole && !is_whole {
                return None;
            }
            let source = self.piece_source(index, range.start.max(piece.at)..range.end.min(end));
            let gap = exact.map_or(source.start, |before| before.end);
            if gap > source.start || gap < source.start && !may_skip(Span::new(gap, source.start)) {
                return None;
            }
            exact = Some(exact.map_or(source, |before| before.cover(source)));
        }
        exact
    }

    /// Where a decoded byte stands in base64: the first byte of its quad in the source, and how
    /// many of the quad's bytes lie before it. None elsewhere.
    pub fn quad(&self, at: usize) -> Option<(usize, usize)> {
        let piece = self.pieces.get(self.piece_at(at)).filter(|_| at < self.len)?;
        let Kind::Base64 { phase } = piece.kind else { return None };
        let byte = at - piece.at + usize::from(phase);
        Some((piece.source.start + byte / 3 * 4, byte % 3))
    }

    /// The first byte whose source `holds`, which must hold for those of all that follow; else
    /// the length.
    fn first_byte(&self, holds: impl Fn(Span) -> bool) -> usize {
        let source = |index: usize, at: usize| self.piece_source(index, at..at + 1);
        let piece = first(self.pieces.len(), |index| holds(source(index, self.piece_end(index) - 1)));
        let Some(at) = self.pieces.get(piece).map(|piece| piece.at) else { return self.len };
        at + first(self.piece_end(piece) - at, |next| holds(source(piece, at + next)))
    }

    /// The index of the piece that holds decoded byte `at`, which must be below `len`.
    fn piece_at(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1)
    }

    fn piece_end(&self, index: usize) -> usize {
        self.pieces.get(index + 1).map_or(self.len, |next| next.at)
    }

    /// The source of a range that lies within one piece.
    fn piece_source(&self, index: usize, range: Range<usize>) -> Span {
        let piece = self.pieces[index];
        let (from, to) = (range.start - piece.at, range.end - piece.at);
        match piece.kind {
            Kind::Whole => piece.source,
            Kind::Verbatim => Span::new(piece.source.start + from, piece.source.start + to),
            Kind::Base64 { phase } => {
                let (from, to) = (from + usize::from(phase), to + usize::from(phase));
                let start = piece.source.start + from / 3 * 4;
                let end = piece.source.start + to.div_ceil(3) * 4;
                Span::new(start.min(piece.source.end), end.min(piece.source.end))
            }
        }
    }
}

/// Decoded bytes (of a transfer encoding) that know where they came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MappedBytes {
    /// The decoded bytes.
    pub bytes: Vec<u8>,
    /// Where they came from.
    pub map: Mapping,
}

impl MappedBytes {
    /// Adds source bytes that decode to themselves and start at byte `start` of the source.
    pub fn push_verbatim(&mut self, bytes: &[u8], start: usize) {
        self.bytes.extend_from_slice(bytes);
        self.map.push_verbatim(bytes.len(), start);
    }

    /// Adds bytes that stand for `source` as a whole.
    pub fn push_whole(&mut self, bytes: &[u8], source: Span) {
        self.bytes.extend_from_slice(bytes);
        self.map.push_whole(bytes.len(), source);
    }

    /// Adds the bytes of a run of adjoining base64 quads.
    pub fn push_base64(&mut self, bytes: &[u8], source: Span) {
        self.bytes.extend_from_slice(bytes);
        self.map.push_base64(bytes.len(), source);
    }
}

/// Decoded text that knows which source bytes each piece of it came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MappedText {
    text: String,
    map: Mapping,
}

impl MappedText {
    /// Text that stands in the source as it is, from byte `start` on.
    pub fn verbatim_at(text: &str, start: usize) -> MappedText {
        let mut mapped = MappedText::default();
        mapped.push_verbatim(text, start);
        mapped
    }

    /// A text with its mapping, which must be of the same length.
    pub fn from_parts(text: String, map: Mapping) -> MappedText {
        debug_assert_eq!(text.len(), map.len());
        MappedText { text, map }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The length of the text in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where the text came from.
    pub fn map(&self) -> &Mapping {
        &self.map
    }

    /// Adds text that stands in the source as it is, from byte `start` on.
    pub fn push_verbatim(&mut self, text: &str, start: usize) {
        self.text.push_str(text);
        self.map.push_verbatim(text.len(), start);
    }

    /// Adds text that stands for the source bytes of `source` as a whole.
    pub fn push_whole(&mut self, text: &str, source: Span) {
        self.text.push_str(text);
        self.map.push_whole(text.len(), source);
    }

    /// Adds the part `range` of another mapped text; `range` must lie on character boundaries.
    pub fn push_from(&mut self, other: &MappedText, range: Range<usize>) {
        self.text.push_str(&other.text[range.clone()]);
        self.map.push_from(&other.map, range);
    }

    /// The part `range` of this text; `range` must lie on character boundaries.
    pub fn slice(&self, range: Range<usize>) -> MappedText {
        let mut part = MappedText::default();
        part.push_from(self, range);
        part
    }

    /// The source bytes that the text at `range` came from. Always answers.
    pub fn source(&self, range: Range<usize>) -> Span {
        self.map.source(range)
    }

    /// The source bytes of `range` where they equal the text; a fix may replace just these.
    pub fn verbatim(&self, range: Range<usize>) -> Option<Span> {
        self.map.verbatim(range)
    }

    /// The characters that came from `span`, whole ones: the way back from [`MappedText::source`].
    pub fn range_of(&self, span: Span) -> Range<usize> {
        let start = self.map.first_byte(|source| source.end > span.start);
        let end = self.map.first_byte(|source| source.start >= span.end).max(start);
        self.text.floor_char_boundary(start)..self.text.ceil_char_boundary(end)
    }
}

/// The first number below `len` that `holds`, which must hold for all that follow; else `len`.
fn first(len: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_like_pieces_map_back() {
        // Source: "a=C3=BCb" decodes to "aüb".
        let mut text = MappedText::default();
        text.push_verbatim("a", 0);
        text.push_whole("ü", Span::new(1, 7));
        text.push_verbatim("b", 7);
        assert_eq!(text.source(0..4), Span::new(0, 8));
        assert_eq!(text.source(1..3), Span::new(1, 7));
        assert_eq!(text.verbatim(3..4), Some(Span::new(7, 8)));
        assert_eq!(text.verbatim(0..2), None);
        assert_eq!(text.source(4..4), Span::at(8));
        assert_eq!(text.slice(1..4).source(2..3), Span::new(7, 8));
    }

    #[test]
    fn a_span_covers_all_that_the_words_came_from() {
        // Template: "Hi {{a}}, bye" with a = "Ana".
        let mut map = Mapping::default();
        map.push_verbatim(3, 0);
        map.push_whole(3, Span::new(3, 8));
        map.push_verbatim(5, 8);
        assert_eq!(map.cover(0..2), Span::new(0, 2));
        assert_eq!(map.cover(4..5), Span::new(3, 8));
        assert_eq!(map.cover(1..7), Span::new(1, 9));
        assert_eq!((map.cover(7..7), map.cover(11..99)), (Span::at(9), Span::at(13)));
        assert_eq!((map.verbatim(6..8), map.verbatim(2..4)), (Some(Span::new(8, 10)), None));
        assert_eq!((map.has_whole(Span::new(7, 9)), map.has_whole(Span::new(8, 9))), (true, false));
        assert_eq!(Mapping::default().cover(0..3), Span::default());
    }

    #[test]
    fn a_loop_runs_back() {
        let mut map = Mapping::default();
        for _ in 0..2 {
            map.push_verbatim(4, 10);
            map.push_whole(1, Span::new(14, 20));
        }
        assert_eq!(map.cover(3..6), Span::new(10, 20));
        assert_eq!(map.cover(5..7), Span::new(10, 12));
    }

    #[test]
    fn base64_answers_in_whole_quads_also_after_slicing() {
        // Source: "SGVsbG8sIHlvdQ==" at byte 10 decodes to "Hello, you".
        let mut map = Mapping::default();
        map.push_base64(10, Span::new(10, 26));
        let text = MappedText::from_parts("Hello, you".into(), map);
        assert_eq!(text.source(0..5), Span::new(10, 18));
        assert_eq!(text.source(7..10), Span::new(18, 26));
        assert_eq!(text.slice(4..10).source(3..6), Span::new(18, 26));
        assert_eq!(text.slice(4..10).slice(1..6).source(0..1), Span::new(14, 18));
    }

    #[test]
    fn what_is_exact_starts_and_ends_with_whole_pieces() {
        // Source: "a=C3=BC=\nb" decodes to "aüb".
        let mut text = MappedText::default();
        text.push_verbatim("a", 0);
        text.push_whole("ü", Span::new(1, 7));
        text.push_verbatim("b", 9);
        let exact = |range, skips: bool| text.map().exact(range, |_| skips);
        assert_eq!(exact(0..3, false), Some(Span::new(0, 7)));
        assert_eq!((exact(1..4, true), exact(1..4, false)), (Some(Span::new(1, 10)), None));
        assert_eq!((exact(0..2, true), exact(0..0, true), exact(3..9, true)), (None, None, None));
        let mut map = Mapping::default();
        map.push_base64(10, Span::new(10, 26));
        assert_eq!((map.exact(0..3, |_| true), map.quad(7), map.quad(10)), (None, Some((18, 1)), None));
    }
}
