//! What is being written where a comment to Presend stands, also one without its end: what an
//! editor can complete.

use std::ops::Range;

use super::{COMMENTS, LONGEST, MARK};
use crate::draft::Format;

/// The words of comments, each with what it speaks for.
pub const VERBS: [(&str, &str); 5] = [
    ("ok", "this line; on a line of its own, the paragraph that follows"),
    ("ok-next", "the next line with words"),
    ("ok-file", "the whole draft"),
    ("off", "from here on, up to `on`"),
    ("on", "ends what `off` began"),
];

/// What stands at a place of a comment, with the bytes of the word there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// What the comment speaks for: one of [`VERBS`].
    Verb(Range<usize>),
    /// The name of a rule or of a group.
    Name(Range<usize>),
}

/// What stands at byte `at` of a text of this format; none where no comment to Presend is
/// written, or at its reason.
pub fn slot(text: &str, format: Format, at: usize) -> Option<Slot> {
    let at = text.floor_char_boundary(at);
    let content = comment(text, format, at).or_else(|| field(text, format, at))?;
    let (start, is_field) = content;
    let written = &text[start..at];
    let Some(verb) = (!is_field).then(|| verb(written)) else { return name(text, start, at) };
    let (verb, rest) = verb;
    match rest {
        None => Some(Slot::Verb(word(text, start + (written.len() - written.trim_start().len()), at))),
        Some(rest) if VERBS.iter().any(|(known, _)| *known == verb) => name(text, start + rest, at),
        Some(_) => None,
    }
}

/// Where the content starts of the comment that byte `at` stands in.
fn comment(text: &str, format: Format, at: usize) -> Option<(usize, bool)> {
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
    let mark = from + text[from..at].rfind(MARK)?;
    let content = &text[mark + MARK.len()..at];
    let before = text[..mark].trim_end();
    let is_open = match COMMENTS.iter().find(|(open, _)| before.ends_with(open)) {
        Some((_, close)) if content.contains(close) => false,
        Some(("[", _)) => {
            let line = before.rsplit('\n').next().unwrap_or_default();
            matches!(format, Format::Text | Format::Mail)
                && !content.contains('\n')
                && !line.trim_start().starts_with('>')
        }
        Some(_) => true,
        None => {
            let tag = before.strip_suffix("%}").and_then(|tag| Some(&tag[tag.rfind("{%")? + 2..]));
            !content.contains("{%") && tag.is_some_and(|tag| tag.trim_matches(['-', ' ']).starts_with("comment"))
        }
    };
    is_open.then_some((mark + MARK.len(), false))
}

/// Where the value starts of the field of a mail's header that byte `at` stands in, if it
/// names rules.
fn field(text: &str, format: Format, at: usize) -> Option<(usize, bool)> {
    const FIELD: &str = "x-presend-ignore:";
    if format != Format::Mail {
        return None;
    }
    let mut start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    while text[start..].starts_with([' ', '\t']) && start > 0 {
        start = text[..start - 1].rfind('\n').map_or(0, |newline| newline + 1);
    }
    let is_field = text.get(start..start + FIELD.len()).is_some_and(|name| name.eq_ignore_ascii_case(FIELD));
    let head = &text[..start];
    let is_head = !head.contains("\n\n") && !head.contains("\r\n\r\n");
    (is_field && is_head && start + FIELD.len() <= at).then_some((start + FIELD.len(), true))
}

/// The first word of what is written, and where what follows it starts.
fn verb(written: &str) -> (&str, Option<usize>) {
    let blank = written.len() - written.trim_start().len();
    let end = written[blank..].find(|c: char| c.is_whitespace() || matches!(c, ':' | ','));
    match end {
        Some(end) => (&written[blank..blank + end], Some(blank + end)),
        None => (&written[blank..], None),
    }
}

/// The name at `at` of a list that starts at `start`; none in a reason.
fn name(text: &str, start: usize, at: usize) -> Option<Slot> {
    let mut depth = 0_usize;
    for c in text[start..at].chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => return None,
            _ => {}
        }
    }
    let parts = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ')' | ':');
    let from = start + text[start..at].rfind(parts).map_or(0, |last| last + 1);
    (depth == 0).then(|| Slot::Name(word(text, from, at)))
}

/// The word from `start` on that `at` stands in or behind.
fn word(text: &str, start: usize, at: usize) -> Range<usize> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/');
    let rest = text[at..].find(|c| !is_word(c)).unwrap_or(text.len() - at);
    // A comment that ends at once ends with hyphens, too.
    let rest = if text[at..at + rest].starts_with('-') { 0 } else { rest };
    start..at + text[at..at + rest].trim_end_matches('-').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands at the stroke: the kind and the word.
    fn at_stroke(marked: &str, format: Format) -> Option<(char, String)> {
        let at = marked.find('|').expect("a stroke marks the place");
        let text = marked.replacen('|', "", 1);
        slot(&text, format, at).map(|slot| match slot {
            Slot::Verb(range) => ('v', text[range].to_owned()),
            Slot::Name(range) => ('n', text[range].to_owned()),
        })
    }

    #[test]
    fn names_and_words_of_all_comments_are_known_while_they_are_written() {
        let name = |word: &str| Some(('n', word.to_owned()));
        let verb = |word: &str| Some(('v', word.to_owned()));
        for (marked, format, expected) in [
            ("a <!-- presend: ok |", Format::Markdown, name("")),
            ("a <!-- presend: ok dead|line/missing: x -->", Format::Html, name("deadline/missing")),
            ("a <!-- presend: ok dead|-->", Format::Html, name("dead")),
            ("a <!-- presend: ok-|", Format::Html, verb("ok-")),
            ("a <!-- presend:|", Format::Html, verb("")),
            ("[presend: ok a/b, c/|]", Format::Text, name("c/")),
            ("[presend: ok a/b (known) c|", Format::Mail, name("c")),
            ("{# presend: ok-next |", Format::Text, name("")),
            ("{{!-- presend: off a|", Format::Html, name("a")),
            ("{% comment %}presend: ok a|{% endcomment %}", Format::Text, name("a")),
            ("<%# presend: ok |", Format::Html, name("")),
            ("To: a\nX-Presend-Ignore: a/b, ü|\n\nHi", Format::Mail, name("ü")),
            ("To: a\nX-Presend-Ignore: a/b,\n c|\n\nHi", Format::Mail, name("c")),
        ] {
            assert_eq!(at_stroke(marked, format), expected, "{marked}");
        }
    }

    #[test]
    fn nothing_is_completed_anywhere_else() {
        for (marked, format) in [
            ("We met presend: ok |", Format::Text),
            ("[presend: ok a/b: the rea|son]", Format::Text),
            ("[presend: ok a/b (the rea|", Format::Text),
            ("[presend: ok a/b] and |", Format::Text),
            ("[presend: ok a/b\nand |", Format::Text),
            ("[presend: ok |", Format::Markdown),
            ("> [presend: ok |", Format::Mail),
            ("<!-- presend: ok a/b --> and |", Format::Markdown),
            ("{% comment %}presend: ok a{% endcomment %}|", Format::Text),
            ("To: a\nSubject: b|\n\nHi", Format::Mail),
            ("To: a\n\nX-Presend-Ignore: a|", Format::Mail),
            ("<!-- presend: maybe a|", Format::Html),
            ("in order |", Format::Text),
        ] {
            assert_eq!(at_stroke(marked, format), None, "{marked}");
        }
    }
}
