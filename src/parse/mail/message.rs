use crate::text::Span;

/// The bytes of one message, with what must be known to read its lines.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The whole source: all positions are positions in it.
    pub bytes: &'a [u8],
    /// Whether the message lay in an mbox file, where a body line that starts with
    /// `From ` was given a `>` in front (mboxo), and one that starts with `>From `
    /// another (mboxrd).
    pub mbox: bool,
    /// The byte that ends a line: LF, also of CRLF; CR only where the source has no LF
    /// at all, so that a stray CR in a line ends nothing.
    newline: u8,
}

/// One line of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line without its line break.
    pub span: Span,
    /// Where the next line starts.
    pub next: usize,
}

impl<'a> Message<'a> {
    /// The message that `bytes` hold.
    pub fn new(bytes: &'a [u8], mbox: bool) -> Message<'a> {
        let newline = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
        Message { bytes, mbox, newline }
    }

    /// Where the header starts: behind the byte order mark, if there is one.
    pub fn start(&self) -> usize {
        if self.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
    }

    /// The bytes at a span, cut to what there is.
    pub fn slice(&self, span: Span) -> &'a [u8] {
        let end = span.end.min(self.bytes.len());
        &self.bytes[span.start.min(end)..end]
    }

    /// The line that starts at `at` and ends before `limit`; none at the limit.
    pub fn line(&self, at: usize, limit: usize) -> Option<Line> {
        if at >= limit {
            return None;
        }
        let rest = self.slice(Span::new(at, limit));
        let (mut end, next) = match rest.iter().position(|&byte| byte == self.newline) {
            Some(len) => (at + len, at + len + 1),
            None => (at + rest.len(), limit),
        };
        // Also "\r\r\n", which a careless conversion leaves behind.
        while end > at && self.bytes[end - 1] == b'\r' {
            end -= 1;
        }
        Some(Line { span: Span::new(at, end), next })
    }

    /// The lines of a span, in order.
    pub fn lines(&self, span: Span) -> impl Iterator<Item = Line> + use<'a> {
        let message = *self;
        let mut at = span.start;
        std::iter::from_fn(move || {
            let line = message.line(at, span.end)?;
            at = line.next;
            Some(line)
        })
    }

    /// A span without the line break at its end, if there is one.
    pub fn without_line_break(&self, span: Span) -> Span {
        let mut end = span.end;
        if end > span.start && self.bytes[end - 1] == self.newline {
            end -= 1;
            if end > span.start && self.bytes[end - 1] == b'\r' {
                end -= 1;
            }
        }
        Span::new(span.start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &str) -> Vec<&str> {
        let message = Message::new(bytes.as_bytes(), false);
        message.lines(Span::new(0, bytes.len())).map(|line| &bytes[line.span.range()]).collect()
    }

    #[test]
    fn all_line_ends_end_lines() {
        assert_eq!(lines("a\nb\n\nc"), ["a", "b", "", "c"]);
        assert_eq!(lines("a\r\nb\r\n"), ["a", "b"]);
        assert_eq!(lines("a\rb\r\rc"), ["a", "b", "", "c"]);
        assert_eq!(lines("a\r\r\nb\n"), ["a", "b"]);
        assert_eq!(lines("a\rb\nc"), ["a\rb", "c"], "a stray CR ends no line");
        assert_eq!(lines(""), [] as [&str; 0]);
    }

    #[test]
    fn the_last_line_break_is_cut_once() {
        let message = Message::new(b"a\r\n\r\n", false);
        assert_eq!(message.without_line_break(Span::new(0, 5)), Span::new(0, 3));
        assert_eq!(message.without_line_break(Span::new(0, 1)), Span::new(0, 1));
    }
}
