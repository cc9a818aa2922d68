//! What is no running text: headings, tables, code. A doubtful case stays prose, so
//! that nothing the author wrote is left unread.

use std::ops::Range;

use super::lines::Line;
use super::marker;

/// Whether a line opens or closes a fenced block of code.
pub fn is_fence(content: &str) -> bool {
    content.starts_with("```") || content.starts_with("~~~")
}

/// How many lines the fenced block has that the lines start with, its fences included.
pub fn fenced(text: &str, lines: &[Line]) -> Option<usize> {
    let fence = lines.first()?.content(text).get(..3).filter(|fence| is_fence(fence))?;
    let close = |line: &Line| line.depth == 0 && line.content(text).starts_with(fence);
    lines[1..].iter().position(close).map(|at| at + 2)
}

/// Whether a line is drawn across the page: three or more of the same sign.
pub fn is_rule(content: &str) -> bool {
    let Some(first) = content.bytes().next().filter(|byte| b"-_=*~#+.".contains(byte)) else { return false };
    content.len() >= 3
        && content.bytes().all(|byte| byte == first || byte == b' ')
        && content.bytes().filter(|b| *b == first).count() >= 3
}

/// Whether the first line is a heading that the second underlines.
pub fn is_underlined(text: &str, lines: &[Line]) -> bool {
    let [heading, rule, ..] = lines else { return false };
    let (content, drawn) = (heading.content(text), rule.content(text));
    let fits = rule.width * 3 >= heading.width * 2 && rule.width <= heading.width * 2 + 4;
    drawn.len() >= 3
        && (drawn.bytes().all(|b| b == b'=') || drawn.bytes().all(|b| b == b'-') || drawn.bytes().all(|b| b == b'~'))
        && fits
        && heading.width <= 72
        && content.chars().any(char::is_alphabetic)
        && !content.ends_with([',', ';'])
}

/// How many bytes of marks the heading at `at` has, and its level: `# Title`, a short
/// line in capitals or a label with a colon, alone or above a list.
pub fn heading(text: &str, lines: &[Line], at: usize, is_last: bool) -> Option<(usize, usize)> {
    let line = &lines[at];
    let content = line.content(text);
    if line.width > 60 || (is_last && at + 1 == lines.len()) {
        return None;
    }
    let hashes = content.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes) && content[hashes..].starts_with(' ') {
        return Some((hashes, hashes));
    }
    let is_alone = lines.len() == 1;
    let above_list = lines.get(at + 1).is_some_and(|next| marker::read(next.content(text)).is_some());
    let words = content.split_whitespace().count();
    let is_label = content.strip_suffix(':').is_some_and(|label| {
        words <= 4 && label.starts_with(char::is_uppercase) && !label.contains([',', '@', ':', '/', '<'])
    });
    let letters = content.chars().filter(|c| c.is_alphabetic()).count();
    let is_loud = letters >= 4
        && words <= 7
        && !content.chars().any(char::is_lowercase)
        && content.chars().any(char::is_uppercase)
        && !content.ends_with(['.', '!', '?', ',', ';', ')'])
        && !content.contains(['@', '/']);
    ((is_label && (is_alone || above_list)) || (is_loud && is_alone)).then_some((0, 2))
}

/// How many rows the table has that the lines start with: two or more lines parted
/// into the same number of cells by bars or tabs.
pub fn table(text: &str, lines: &[Line]) -> Option<usize> {
    let first = lines.first()?.content(text);
    let (columns, frame) = (columns(first), is_frame(first));
    if columns < 2 && !frame {
        return None;
    }
    let columns = if frame { self::columns(lines.get(1)?.content(text)) } else { columns };
    let is_row = |line: &&Line| {
        let content = line.content(text);
        is_frame(content) || self::columns(content) == columns
    };
    let rows = lines.iter().take_while(is_row).count();
    (columns >= 2 && rows >= 2).then_some(rows)
}

/// Whether a line only draws the frame of a table: `|---|---|`, `+-----+`.
pub fn is_frame(content: &str) -> bool {
    content.starts_with(['|', '+'])
        && content.ends_with(['|', '+'])
        && content.len() >= 3
        && content.bytes().all(|byte| b"|+-=: ".contains(&byte))
}

/// Into how many cells bars or tabs part a line; one where nothing does.
fn columns(content: &str) -> usize {
    if content.len() > 2_000 || !content.bytes().any(|byte| byte == b'|' || byte == b'\t') {
        return 1;
    }
    cells(content).len()
}

/// The cells of a row, without the white space around them.
pub fn cells(content: &str) -> Vec<Range<usize>> {
    let inner = content.strip_prefix('|').unwrap_or(content);
    let offset = content.len() - inner.len();
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let bar = content.contains('|');
    let mut cells = Vec::new();
    let mut at = offset;
    // Several tabs in a row only fill up to the next column.
    for cell in inner.split(if bar { '|' } else { '\t' }) {
        let start = at + (cell.len() - cell.trim_start().len());
        at += cell.len() + 1;
        if bar || !cell.trim().is_empty() {
            cells.push(start..start + cell.trim().len());
        }
    }
    cells
}

/// How many lines of code the lines start with: all of them or none.
pub fn code(text: &str, lines: &[Line]) -> Option<usize> {
    let first = lines.first()?.content(text);
    if ["Traceback (most recent call last)", "diff --git ", "@@ -"].iter().any(|start| first.starts_with(start)) {
        return Some(lines.len());
    }
    // Most paragraphs start with a word and are no code: their first two lines tell.
    let is_code = |line: &&Line| is_code_line(line.content(text));
    let is_log = |line: &&Line| is_log_line(line.content(text));
    let is_indented = lines.iter().all(|line| line.indent >= 4);
    if !is_indented && !lines.iter().take(2).any(|line| is_code(&line) || is_log(&line)) {
        return None;
    }
    let codes = lines.iter().filter(is_code).count();
    let logs = lines.iter().filter(is_log).count();
    let is_enough =
        if is_indented { codes * 2 >= lines.len() } else { lines.len() >= 2 && codes * 4 >= lines.len() * 3 };
    (is_enough || (lines.len() >= 2 && logs * 4 >= lines.len() * 3)).then_some(lines.len())
}

/// Whether a line looks like code rather than words.
fn is_code_line(content: &str) -> bool {
    let starts = [
        "#include",
        "import ",
        "def ",
        "function ",
        "if (",
        "for (",
        "while (",
        "$ ",
        "File \"",
        "</",
        "<?",
        "//",
        "/*",
        "*/",
        "#!/",
        "+++ ",
        "@@ ",
        "SELECT ",
        "sudo ",
        "git ",
        "cd /",
        "npm ",
        "cargo ",
    ];
    if content.len() > 1_000 || content.starts_with("http") {
        return false;
    }
    let is_trace =
        content.starts_with("at ") && content.contains('(') && content.ends_with(')') && content.contains('.');
    let is_assignment = content
        .split_once(" = ")
        .is_some_and(|(name, _)| !name.is_empty() && !name.trim_start_matches("let ").contains(' '));
    content.ends_with(['{', '}', ';'])
        || content.ends_with("()")
        || content.ends_with("):")
        || is_trace
        || is_assignment
        || starts.iter().any(|start| content.starts_with(start))
        || ["::", "();", "&&", "!=", "==", " => "].iter().any(|sign| content.contains(sign))
}

/// Whether a line comes from a log: it starts with a date and a time, or with a time to
/// the second.
fn is_log_line(content: &str) -> bool {
    let bytes = content.trim_start_matches('[').as_bytes();
    let matches = |bytes: &[u8], pattern: &[u8]| {
        bytes.len() >= pattern.len()
            && pattern
                .iter()
                .zip(bytes)
                .all(|(sign, byte)| if *sign == b'0' { byte.is_ascii_digit() } else { sign == byte })
    };
    matches(bytes, b"00:00:00")
        || matches(bytes, b"0000-00-00T00:00")
        || matches(bytes, b"0000-00-00 00:00:00")
        || matches(bytes, b"0000/00/00 00:00:00")
}
