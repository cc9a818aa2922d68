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
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        LineIndex { starts }
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

/// How many Unicode scalar values `bytes` hold, each byte that is not UTF-8 counted as one.
fn scalars(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

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
