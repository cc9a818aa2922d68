use super::Span;

/// A place in a file as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1, in Unicode scalar values; a byte that is not
    /// UTF-8 counts as one.
    pub column: usize,
}

/// Finds the line and column of a byte of the source.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// The byte at which each line starts.
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads the line breaks of `bytes`: LF, CRLF and lone CR each end a line.
    pub fn new(bytes: &[u8]) -> LineIndex {
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if ends_line(bytes, at) {
                starts.push(at + 1);
            }
        }
        LineIndex { starts }
    }

    /// Brings the index up to date: `bytes` are those it was made from, with `length` bytes in
    /// place of those at `old`.
    pub fn replace(&mut self, bytes: &[u8], old: Span, length: usize) {
        let end = old.start + length;
        // Whether a line starts at a byte is told by it and the one before.
        let first = self.starts.partition_point(|&start| start < old.start.max(1));
        let last = self.starts.partition_point(|&start| start <= old.end).max(first);
        for start in &mut self.starts[last..] {
            *start = *start - old.end + end;
        }
        let scanned = old.start.saturating_sub(1);
        let breaks = memchr::memchr2_iter(b'\n', b'\r', &bytes[scanned..end]).map(|at| scanned + at);
        let new = breaks.filter(|&at| ends_line(bytes, at)).map(|at| at + 1);
        self.starts.splice(first..last, new);
    }

    /// How many lines there are; a file without a line break has one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line of byte `at`, counted from 0.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at) - 1
    }

    /// The byte at which a line (counted from 0) starts, if there is such a line.
    pub fn start(&self, line: usize) -> Option<usize> {
        self.starts.get(line).copied()
    }

    /// The line and column of byte `at` of `bytes`, the bytes the index was made from.
    pub fn position(&self, bytes: &[u8], at: usize) -> Position {
        let at = at.min(bytes.len());
        let line = self.line(at);
        Position { line: line + 1, column: scalars(&bytes[self.starts[line]..at]) + 1 }
    }

    /// The line (counted from 0) and the column in UTF-16 code units of byte `at`,
    /// as the Language Server Protocol counts them.
    pub fn utf16(&self, bytes: &[u8], at: usize) -> (usize, usize) {
        let at = at.min(bytes.len());
        let line = self.line(at);
        let column = bytes[self.starts[line]..at]
            .utf8_chunks()
            .map(|chunk| chunk.valid().chars().map(char::len_utf16).sum::<usize>() + chunk.invalid().len())
            .sum();
        (line, column)
    }
}

/// Whether the LF or CR at `at` ends a line: the CR of a CRLF does not.
fn ends_line(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')
}

/// How many Unicode scalar values `bytes` hold, each byte that is not UTF-8 counted as one.
fn scalars(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_that_is_brought_up_to_date_is_as_one_made_anew() {
        let texts = ["", "\n", "\r", "\r\n", "a\r", "\nb", "a\r\nb\rc\n", "ab"];
        for text in ["", "a\r\nb\r\n\r\nc\rd\n", "\r\r\n\n"] {
            for (start, end) in (0..=text.len()).flat_map(|end| (0..=end).map(move |start| (start, end))) {
                for new in texts {
                    let mut index = LineIndex::new(text.as_bytes());
                    let after = format!("{}{new}{}", &text[..start], &text[end..]);
                    index.replace(after.as_bytes(), Span::new(start, end), new.len());
                    assert_eq!(
                        index.starts,
                        LineIndex::new(after.as_bytes()).starts,
                        "{text:?} {start}..{end} {new:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn positions_count_scalars_and_all_line_breaks() {
        let bytes = "a\r\nü𝄞b\rc\n\u{e9}x".as_bytes();
        let index = LineIndex::new(bytes);
        assert_eq!(index.lines(), 4);
        assert_eq!(index.position(bytes, 3), Position { line: 2, column: 1 });
        assert_eq!(index.position(bytes, 9), Position { line: 2, column: 3 });
        assert_eq!(index.utf16(bytes, 9), (1, 3));
        assert_eq!(index.position(bytes, bytes.len()), Position { line: 4, column: 3 });
        assert_eq!(index.position(b"\xff\xffa", 2), Position { line: 1, column: 3 });
    }
}
