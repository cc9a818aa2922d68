//! Untrusted text made safe for a terminal.

use std::borrow::Cow;

use crate::draft::LINE_BREAK;

/// Text on one line, as a terminal may show it: line breaks and tabs are spaces;
/// control characters, direction marks and invisible characters stand as `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c >= ' ' && shown(c).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_visible(&mut safe, c);
    }
    Cow::Owned(safe)
}

/// Text of several lines, as a terminal may show it: line breaks stay, the rest as [`visible`].
pub fn visible_lines(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | LINE_BREAK => safe.push('\n'),
            _ => push_visible(&mut safe, c),
        }
    }
    safe
}

/// Adds a character as [`visible`] shows it.
pub fn push_visible(safe: &mut String, c: char) {
    match shown(c) {
        None => safe.push(c),
        Some(Shown::Space) => safe.push(' '),
        Some(Shown::Escape) => safe.extend(c.escape_unicode()),
    }
}

enum Shown {
    Space,
    Escape,
}

/// What stands for a character that a terminal would obey rather than show.
fn shown(c: char) -> Option<Shown> {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(Shown::Space),
        _ if c.is_control() => Some(Shown::Escape),
        // Direction overrides and isolates could show a text as another; the others
        // can't be seen at all. Joiners (U+200C, U+200D) belong to scripts and emoji.
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            Some(Shown::Escape)
        }
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => Some(Shown::Escape),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_comes_through() {
        assert_eq!(visible("plain ü 𝄞"), "plain ü 𝄞");
        assert_eq!(visible("a\tb\r\nc\u{2028}d"), "a b  c d");
        assert_eq!(visible("\u{1b}[31mred\u{7f}\u{9b}"), "\\u{1b}[31mred\\u{7f}\\u{9b}");
        assert_eq!(visible("abc\u{202e}gpj.exe"), "abc\\u{202e}gpj.exe");
        assert_eq!(visible_lines("a\u{2028}b\nc\u{1b}"), "a\nb\nc\\u{1b}");
    }
}
