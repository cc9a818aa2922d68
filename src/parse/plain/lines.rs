//! The lines of a plain text, their quote marks read and taken off.

use crate::parse::MOST_PARTS;

/// A line of a plain text. All offsets are bytes of the text.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The first byte of the line, quote marks included.
    pub outer: usize,
    /// The first byte that is neither quote mark nor white space.
    pub start: usize,
    /// The byte after the last one that is no white space.
    pub end: usize,
    /// How many quote marks stand before it.
    pub depth: usize,
    /// The column at which the content starts after the quote marks; a tab counts to
    /// the next multiple of eight.
    pub indent: usize,
    /// How many characters the line has, indentation included; counted up to [`WIDEST`].
    pub width: usize,
}

/// Lines wider than this are all alike to us, so nothing beyond is counted.
pub const WIDEST: usize = 400;

impl Line {
    /// Whether nothing but white space and quote marks stands on the line.
    pub fn is_blank(&self) -> bool {
        self.start >= self.end
    }

    /// The line without quote marks, indentation and trailing white space.
    pub fn content<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }
}

/// The lines of a text, in order, up to as many as a draft has at most.
pub fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    for raw in text.split_inclusive('\n').take(MOST_PARTS) {
        lines.push(read(text, at, at + raw.len()));
        at += raw.len();
    }
    mark_initials(text, &mut lines);
    mark_bars(text, &mut lines);
    mend(text, &mut lines);
    lines
}

/// Reads the line at `outer..next`: `>` marks with or without spaces between.
fn read(text: &str, outer: usize, next: usize) -> Line {
    let bytes = text.as_bytes();
    let end = outer + text[outer..next].trim_end().len();
    let (mut at, mut depth) = (outer, 0);
    loop {
        let mut mark = at;
        // At most three spaces may stand before a mark, as in `> > >`.
        while mark < end && mark - at < 3 && bytes[mark] == b' ' {
            mark += 1;
        }
        // `>From` at the start of a line is how mailboxes escape the word.
        if mark >= end || bytes[mark] != b'>' || (depth == 0 && text[mark..end].starts_with(">From ")) {
            break;
        }
        depth += 1;
        at = mark + 1;
    }
    // The space after the last mark belongs to the mark.
    if depth > 0 && at < end && bytes[at] == b' ' {
        at += 1;
    }
    finish(text, Line { outer, start: at, end, depth, indent: 0, width: 0 })
}

/// Sets start, indent and width of a line whose content begins at or after `start`.
fn finish(text: &str, mut line: Line) -> Line {
    let (mut at, mut indent) = (line.start, 0);
    for c in text[line.start.min(line.end)..line.end].chars() {
        match c {
            '\t' => indent = (indent / 8 + 1) * 8,
            '\u{feff}' => {}
            c if c.is_whitespace() => indent += 1,
            _ => break,
        }
        at += c.len_utf8();
    }
    line.start = at;
    line.indent = indent;
    let content = &text.as_bytes()[at.min(line.end)..line.end];
    // Continuation bytes are no characters of their own.
    let seen = &content[..content.len().min(4 * WIDEST)];
    line.width = (indent + seen.iter().filter(|byte| **byte & 0xc0 != 0x80).count()).min(WIDEST);
    line
}

/// Quotes marked with the initials of who wrote them: `AB> text`. One such line alone
/// may be anything, so its neighbour must carry the same mark.
fn mark_initials(text: &str, lines: &mut [Line]) {
    let mut previous: Option<(usize, &str)> = None;
    for index in 0..lines.len() {
        let line = lines[index];
        let Some(mark) = (line.depth == 0).then(|| initials(line.content(text))).flatten() else { continue };
        if let Some((before, same)) = previous
            && same == mark
            && index - before <= 2
        {
            for marked in [before, index] {
                if lines[marked].depth == 0 {
                    take_marks(text, &mut lines[marked], mark.len());
                }
            }
        }
        previous = Some((index, mark));
    }
}

/// The initials before the first `>` of a line: one to four letters or digits, the first a capital.
fn initials(content: &str) -> Option<&str> {
    let mark = content.bytes().take(5).position(|byte| byte == b'>')?;
    let name = content.get(..mark)?;
    let rest = &content[mark + 1..];
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_name && (rest.is_empty() || rest.starts_with([' ', '>']))).then_some(name)
}

/// Takes initials of `len` bytes and the `>` marks that follow off a line.
fn take_marks(text: &str, line: &mut Line, len: usize) {
    let marked = read(text, line.start + len, line.end);
    *line = Line { outer: line.outer, ..marked };
}

/// Quotes marked with a bar: two lines or more that start with `| ` and hold no other
/// bar, else they are the rows of a table.
fn mark_bars(text: &str, lines: &mut [Line]) {
    let is_barred = |line: &Line| {
        let content = line.content(text);
        line.depth == 0 && (content == "|" || content.starts_with("| ")) && !content[1..].contains('|')
    };
    let mut index = 0;
    while index < lines.len() {
        let run = lines[index..].iter().take_while(|line| is_barred(line)).count();
        if run >= 2 {
            for line in &mut lines[index..index + run] {
                let start = (line.start + 2).min(line.end);
                *line = finish(text, Line { start, depth: 1, ..*line });
            }
        }
        index += run.max(1);
    }
}

/// Mends what mail programs break: a quoted line that was wrapped on the way leaves its
/// last words on an unmarked line of their own, and an address in angle brackets may
/// leave its `>` at the start of a line.
fn mend(text: &str, lines: &mut [Line]) {
    for index in 1..lines.len() {
        let (before, line) = (lines[index - 1], lines[index]);
        if line.is_blank() {
            continue;
        }
        if line.depth == 0 {
            let after = lines.get(index + 1).map_or(0, |after| after.depth);
            let wrapped = before.depth > 0 && before.depth == after && before.width >= 55 && line.width < 40;
            if wrapped && line.content(text).starts_with(|c: char| c.is_lowercase()) {
                lines[index].depth = before.depth;
            }
        } else if line.depth == 1 && before.depth == 0 && line.end - line.start < 40 {
            let content = before.content(text);
            let is_open = content.rfind('<').is_some_and(|at| !content[at..].contains('>'))
                || (index >= 2 && lines[index - 2].content(text).ends_with('<'));
            if is_open && line.content(text).ends_with(':') {
                lines[index] = finish(text, Line { start: line.outer, depth: 0, ..line });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depths(text: &str) -> Vec<(usize, &str)> {
        split(text).iter().map(|line| (line.depth, line.content(text))).collect()
    }

    #[test]
    fn marks_count_with_and_without_spaces() {
        assert_eq!(depths("> > a\n>> b\r\n>c\nd > e"), [(2, "a"), (2, "b"), (1, "c"), (0, "d > e")]);
        assert_eq!(depths(">From the start"), [(0, ">From the start")]);
    }

    #[test]
    fn initials_and_bars_need_company() {
        assert_eq!(depths("AB> one\nAB> two"), [(1, "one"), (1, "two")]);
        assert_eq!(depths("AB> one\ntwo"), [(0, "AB> one"), (0, "two")]);
        assert_eq!(depths("| one\n| two"), [(1, "one"), (1, "two")]);
        assert_eq!(depths("| one | two\n| three | four")[0].0, 0);
    }

    #[test]
    fn a_word_that_fell_off_a_quoted_line_is_quoted() {
        let text = "> The members of the committee will receive the minutes within one\nweek.\n> Then they vote.";
        assert_eq!(depths(text)[1], (1, "week."));
        let text =
            "> The members of the committee will receive the minutes within one week.\n\nFine.\n> Then they vote.";
        assert_eq!(depths(text)[2].0, 0);
    }

    #[test]
    fn widths_count_characters() {
        let line = split("\tüß a")[0];
        assert_eq!((line.indent, line.width), (8, 12));
    }
}
