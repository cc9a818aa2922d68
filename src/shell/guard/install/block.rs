//! A marked block at the end of a file of somebody else's.

/// The words of the marks, behind the sign that starts a comment.
const START: &str = ">>> presend guard >>>";
const END: &str = "<<< presend guard <<<";
/// Stands in the first mark where the file had no line break at its end, so that it can be given back
/// as it was.
const NO_LINE_BREAK: &str = ">>> presend guard (the line above had no line break) >>>";

/// The text with the block at its end, in place of an older one; an error as of [`cut`].
pub fn put(text: &str, comment: &str, lines: &str) -> Result<String, String> {
    let text = cut(text, comment)?;
    let (start, line_break) = if text.is_empty() || text.ends_with('\n') { (START, "") } else { (NO_LINE_BREAK, "\n") };
    Ok(format!("{text}{line_break}{comment} {start}\n{lines}\n{comment} {END}\n"))
}

/// The text without the block. An error is that its marks are not as they were written, so that nobody
/// knows what is ours: the number of the first one's line, and what to do.
pub fn cut(text: &str, comment: &str) -> Result<String, String> {
    let marks = marks(text, comment);
    let (start, end) = match marks.as_slice() {
        [] => return Ok(text.to_owned()),
        [start, end] if start.words != END && end.words == END => (start, end),
        [first, ..] => {
            return Err(format!(
                "{}: the marks of presend are not as they were written, “{comment} {START}” before its lines and \
                 “{comment} {END}” behind; take them out by hand, and what stands between",
                first.line
            ));
        }
    };
    // What was added below later starts on a line of its own.
    let line_break = if start.words == NO_LINE_BREAK && end.end == text.len() { 1 } else { 0 };
    Ok(format!("{}{}", &text[..start.start.saturating_sub(line_break)], &text[end.end..]))
}

/// A line that is a mark.
struct Mark {
    words: &'static str,
    /// Its number, counted from 1.
    line: usize,
    /// Where it lies in the text, its end included.
    start: usize,
    end: usize,
}

fn marks(text: &str, comment: &str) -> Vec<Mark> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').enumerate();
    let mark = |(number, line): (usize, &str)| {
        let (from, end) = (start, start + line.len());
        start = end;
        let words = line.trim_end().strip_prefix(comment)?.strip_prefix(' ')?;
        let words = [START, NO_LINE_BREAK, END].into_iter().find(|known| *known == words)?;
        Some(Mark { words, line: number + 1, start: from, end })
    };
    lines.filter_map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_put_once_and_leaves_no_trace() {
        let (put, cut) =
            (|text: &str, lines: &str| put(text, "#", lines).unwrap(), |text: &str| cut(text, "#").unwrap());
        for text in ["", "set a=1\n", "set a=1", "set a=1\n\n"] {
            let with = put(text, "set b=2");
            assert_eq!(put(&with, "set b=2"), with, "{text:?}");
            assert_eq!(cut(&with), text);
            assert!(with.lines().any(|line| line == "set b=2"));
            let later = format!("{}set c=3\n", with);
            let line_break = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            assert_eq!(cut(&later), format!("{text}{line_break}set c=3\n"));
        }
        assert_eq!(put(&put("", "(old)"), "(new)"), put("", "(new)"));
        assert_eq!(cut(&put("set a=1\n", "set b=2").replace('\n', "\r\n")), "set a=1\r\n");
    }

    #[test]
    fn a_block_that_somebody_took_apart_is_told_and_left_alone() {
        let whole = put("set a=1\n", "#", "set b=2").unwrap();
        let without = |mark: &str| whole.replace(&format!("# {mark}\n"), "");
        for (text, line) in [
            (without(END), 2),
            (without(START), 3),
            (format!("{whole}{}", without(END)), 2),
            (format!("{whole}{whole}"), 2),
        ] {
            let told = cut(&text, "#").unwrap_err();
            assert!(told.starts_with(&format!("{line}: ")) && told.contains(END), "{told}");
            assert_eq!(put(&text, "#", "set b=2"), Err(told), "{text}");
        }
    }
}
