//! Where a place of `presend.toml` stands, also while it is written and is no TOML yet.

use std::ops::Range;

/// What can be written at a place of a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The keys that lead there: those of the table, and for a value its own.
    pub path: Vec<String>,
    /// Whether a value is written there, or a key.
    pub is_value: bool,
    /// The bytes of the word there, its quotation marks included.
    pub word: Range<usize>,
}

/// What byte `at` of a text stands for; none in comments and in lists.
pub fn place(text: &str, at: usize) -> Option<Place> {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &text[start..at];
    let indent = line.len() - line.trim_start().len();
    if line[indent..].starts_with('[') {
        let from = start + indent + line[indent..].len() - line[indent..].trim_start_matches('[').len();
        let keys = keys(&text[from..at]);
        let (last, path) = keys.split_last()?;
        let is_open = !text[from..at].contains(']');
        return is_open
            .then(|| place_at(text, path.iter().map(|key| key.name.clone()).collect(), false, from + last.start, at));
    }
    let mut path = table(&text[..start]);
    let mut from = start;
    loop {
        let segment = Segment::of(&text[from..at])?;
        let Some(equals) = segment.equals else {
            let keys = keys(&text[from..at]);
            let (last, before) = keys.split_last()?;
            path.extend(before.iter().map(|key| key.name.clone()));
            return Some(place_at(text, path, false, from + last.start, at));
        };
        path.extend(keys(&text[from..from + equals]).into_iter().map(|key| key.name));
        let value = from + equals + 1;
        let written = &text[value..at];
        let blank = written.len() - written.trim_start().len();
        match written.as_bytes().get(blank) {
            // Within an inline table the next key follows the last comma.
            Some(b'{') => from = value + blank + 1 + last_comma(&written[blank + 1..]),
            Some(b'[') => return None,
            _ => return Some(place_at(text, path, true, value + blank, at)),
        }
    }
}

fn place_at(text: &str, path: Vec<String>, is_value: bool, start: usize, at: usize) -> Place {
    let is_quoted = text[start..].starts_with('"');
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || is_quoted && c == '/';
    let rest = text[at..].find(|c| !is_word(c)).unwrap_or(text.len() - at);
    let closes = is_quoted && text[at + rest..].starts_with('"') && !(at > start + 1 && text[..at].ends_with('"'));
    Place { path, is_value, word: start..at + rest + usize::from(closes) }
}

/// A key of a dotted one, and where it starts.
struct Key {
    name: String,
    start: usize,
}

/// The keys of a dotted key, the last of which may be unfinished or empty.
fn keys(text: &str) -> Vec<Key> {
    let mut keys = vec![Key { name: String::new(), start: text.len() - text.trim_start().len() }];
    let mut quote = None;
    for (at, c) in text.char_indices() {
        let Some(last) = keys.last_mut() else { break };
        match c {
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            '.' if quote.is_none() => keys.push(Key { name: String::new(), start: at + 1 }),
            ' ' | '\t' if quote.is_none() => {}
            c => last.name.push(c),
        }
    }
    keys
}

/// The table that what follows a text belongs to.
fn table(before: &str) -> Vec<String> {
    let header = before.lines().rev().find(|line| line.trim_start().starts_with('['));
    let inside = header.map(|line| line.trim().trim_start_matches('[')).and_then(|line| line.split(']').next());
    inside.map(|inside| keys(inside).into_iter().map(|key| key.name).collect()).unwrap_or_default()
}

/// The start of a line or of an entry of an inline table.
struct Segment {
    /// Where the equals sign behind the key is.
    equals: Option<usize>,
}

impl Segment {
    /// Reads a segment; none where it ends in a comment.
    fn of(text: &str) -> Option<Segment> {
        let mut equals = None;
        let mut quote = None;
        for (at, c) in text.char_indices() {
            match c {
                _ if quote == Some(c) => quote = None,
                '"' | '\'' if quote.is_none() => quote = Some(c),
                '#' if quote.is_none() => return None,
                '=' if quote.is_none() && equals.is_none() => equals = Some(at),
                _ => {}
            }
        }
        Some(Segment { equals })
    }
}

/// Where what follows the last comma of an inline table starts; the commas of its lists and
/// texts aside.
fn last_comma(text: &str) -> usize {
    let (mut quote, mut depth, mut last) = (None, 0_usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            '[' | '{' if quote.is_none() => depth += 1,
            ']' | '}' if quote.is_none() => depth = depth.saturating_sub(1),
            ',' if quote.is_none() && depth == 0 => last = at + 1,
            _ => {}
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place at the stroke: its path, kind and word.
    fn at_stroke(marked: &str) -> Option<(String, bool, String)> {
        let at = marked.find('|').expect("a stroke marks the place");
        let text = marked.replacen('|', "", 1);
        place(&text, at).map(|place| (place.path.join(" > "), place.is_value, text[place.word].to_owned()))
    }

    #[test]
    fn keys_and_values_are_told_apart_while_they_are_written() {
        for (marked, path, is_value, word) in [
            ("|", "", false, ""),
            ("pre|", "", false, "pre"),
            ("preset = |", "preset", true, ""),
            ("preset = \"str|ict\" # so", "preset", true, "\"strict\""),
            ("[|", "", false, ""),
            ("[rules.\"dead|\"]", "rules", false, "\"dead\""),
            ("[rules]\n\"dead|", "rules", false, "\"dead"),
            ("[rules]\n\"dead|\"", "rules", false, "\"dead\""),
            ("[rules]\n\"a/b\" = \"|\"", "rules > a/b", true, "\"\""),
            ("[rules]\nask = \"off\"\ndeadl|ine = \"info\"", "rules", false, "deadline"),
            ("[rules]\n\"a/b\" = { le|", "rules > a/b", false, "le"),
            ("[rules]\n\"a/b\" = { words = [\"x, y\"], level = \"w|", "rules > a/b > level", true, "\"w"),
            ("[rules.\"a/b\"]\nlevel = |", "rules > a/b > level", true, ""),
            ("rules.\"a/b\".le|", "rules > a/b", false, "le"),
            ("[[overrides]]\nfiles = [\"a\"]\npro|", "overrides", false, "pro"),
        ] {
            assert_eq!(at_stroke(marked), Some((path.to_owned(), is_value, word.to_owned())), "{marked}");
        }
    }

    #[test]
    fn nothing_is_written_in_comments_and_lists() {
        for marked in ["# pre|", "preset = \"a\" # |", "own-domains = [\"|", "[rules]|"] {
            assert_eq!(at_stroke(marked), None, "{marked}");
        }
    }
}
