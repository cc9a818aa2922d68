//! A marked block at the end of a file of somebody else's.

/// The words of the marks, behind the sign that starts a comment.
const START: &str = ">>> presend guard >>>";
const END: &str = "<<< presend guard <<<";
/// Stands in the first mark where the file had no line break at its end, so that it can be given back
/// as it was.
const NO_LINE_BREAK: &str = ">>> presend guard (the line above had no line break) >>>";

/// The text with the block at its end, in place of an older one.
pub fn put(text: &str, comment: &str, lines: &str) -> String {
    let text = cut(text, comment);
    let (start, line_break) = if text.is_empty() || text.ends_with('\n') { (START, "") } else { (NO_LINE_BREAK, "\n") };
    format!("{text}{line_break}{comment} {start}\n{lines}\n{comment} {END}\n")
}

/// The text without the block.
pub fn cut(text: &str, comment: &str) -> String {
    let mark = |words: &str| format!("{comment} {words}\n");
    let found = [(START, 0), (NO_LINE_BREAK, 1)].into_iter().find_map(|(words, line_break)| {
        let start = text.find(&mark(words)).filter(|at| *at == 0 || text[..*at].ends_with('\n'))?;
        let end = text[start..].find(&mark(END))? + start + mark(END).len();
        // What was added below later starts on a line of its own.
        let line_break = if text[end..].is_empty() { line_break } else { 0 };
        Some((start.saturating_sub(line_break), end))
    });
    match found {
        Some((start, end)) => format!("{}{}", &text[..start], &text[end..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_put_once_and_leaves_no_trace() {
        for text in ["", "set a=1\n", "set a=1", "set a=1\n\n"] {
            let with = put(text, "#", "set b=2");
            assert_eq!(put(&with, "#", "set b=2"), with, "{text:?}");
            assert_eq!(cut(&with, "#"), text);
            assert!(with.lines().any(|line| line == "set b=2"));
            let later = format!("{}set c=3\n", with);
            let line_break = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            assert_eq!(cut(&later, "#"), format!("{text}{line_break}set c=3\n"));
        }
        assert_eq!(put(&put("", ";;", "(old)"), ";;", "(new)"), put("", ";;", "(new)"));
        let half = "# >>> presend guard >>>\nset b=2\n";
        assert_eq!(cut(half, "#"), half, "a block without an end is left alone");
    }
}
