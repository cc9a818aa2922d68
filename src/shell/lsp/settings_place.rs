//! Where a place of `presend.toml` stands, also while it is written and is no TOML yet.

use std::ops::Range;

/// What can be written at a place of a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The keys that lead there: those of the table, and for a value its own.
    pub path: Vec<String>,
    /// What is written there.
    pub what: What,
    /// The bytes of the word there, its quotation marks included.
    pub word: Range<usize>,
}

/// What is written at a place of a settings file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A key with a value.
    Key,
    /// The value of a key.
    Value,
    /// The name of a table: `[rules]`.
    Table,
    /// The name of a list of tables: `[[overrides]]`.
    Tables,
}

/// What byte `at` of a text stands for; none in comments and in lists.
pub fn place(text: &str, at: usize) -> Option<Place> {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &text[start..at];
    if is_in_list(&text[..start]) {
        return None;
    }
    let indent = line.len() - line.trim_start().len();
    if let Some(name) = line[indent..].strip_prefix('[') {
        let (what, name) = name.strip_prefix('[').map_or((What::Table, name), |name| (What::Tables, name));
        let from = at - name.len();
        let keys = keys(name);
        let (last, path) = keys.split_last()?;
        let path = path.iter().map(|key| key.name.clone()).collect();
        return (!name.contains(']')).then(|| place_at(text, path, what, from + last.start, at));
    }
    let mut path = table(&text[..start]);
    let mut from = start;
    loop {
        let segment = Segment::of(&text[from..at])?;
        let Some(equals) = segment.equals else {
            let keys = keys(&text[from..at]);
            let (last, before) = keys.split_last()?;
            path.extend(before.iter().map(|key| key.name.clone()));
            return Some(place_at(text, path, What::Key, from + last.start, at));
        };
        path.extend(keys(&text[from..from + equals]).into_iter().map(|key| key.name));
        let value = from + equals + 1;
        let written = &text[value..at];
        let blank = written.len() - written.trim_start().len();
        match written.as_bytes().get(blank) {
            // Within an inline table the next key follows the last comma.
            Some(b'{') => from = value + blank + 1 + last_comma(&written[blank + 1..]),
            Some(b'[') => return None,
            _ => return Some(place_at(text, path, What::Value, value + blank, at)),
        }
    }
}

fn place_at(text: &str, path: Vec<String>, what: What, start: usize, at: usize) -> Place {
    let is_quoted = text[start..].starts_with('"');
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || is_quoted && c == '/';
    let rest = text[at..].find(|c| !is_word(c)).unwrap_or(text.len() - at);
    let closes = is_quoted && text[at + rest..].starts_with('"') && !(at > start + 1 && text[..at].ends_with('"'));
    Place { path, what, word: start..at + rest + usize::from(closes) }
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
    let header = before.lines().rev().find(|line| is_header(line));
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
    let (mut depth, mut last) = (0_usize, 0);
    for (at, c) in bare(text) {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => last = at + 1,
            _ => {}
        }
    }
    last
}

/// Whether a list of several lines is open behind a text. One that was never closed ends with the
/// next table.
fn is_in_list(before: &str) -> bool {
    let mut depth = 0_usize;
    for line in before.lines() {
        if is_header(line) {
            depth = 0;
            continue;
        }
        for (_, c) in bare(line) {
            match c {
                '[' => depth += 1,
                ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }
    depth > 0
}

/// Whether a line starts a table.
fn is_header(line: &str) -> bool {
    let line = line.trim_start();
    let name = line.strip_prefix("[[").or_else(|| line.strip_prefix('['));
    // What starts so and holds a comma or an equals sign is a list in a list.
    name.is_some_and(|name| bare(name).all(|(_, c)| !matches!(c, '[' | ',' | '=' | '{')))
}

/// The characters of a line, or of a part of it, that stand in no text and no comment.
fn bare(line: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut is_comment) = (None, false);
    line.char_indices().filter(move |&(_, c)| {
        match c {
            _ if is_comment => return false,
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            '#' if quote.is_none() => is_comment = true,
            _ => return quote.is_none(),
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place at the stroke: its path, kind and word.
    fn at_stroke(marked: &str) -> Option<(String, What, String)> {
        let at = marked.find('|').expect("a stroke marks the place");
        let text = marked.replacen('|', "", 1);
        place(&text, at).map(|place| (place.path.join(" > "), place.what, text[place.word].to_owned()))
    }

    #[test]
    fn keys_and_values_are_told_apart_while_they_are_written() {
        for (marked, path, what, word) in [
            ("|", "", What::Key, ""),
            ("pre|", "", What::Key, "pre"),
            ("preset = |", "preset", What::Value, ""),
            ("preset = \"str|ict\" # so", "preset", What::Value, "\"strict\""),
            ("[|", "", What::Table, ""),
            ("[ru|]", "", What::Table, "ru"),
            ("[[|", "", What::Tables, ""),
            ("[[guard.rec|]]", "guard", What::Tables, "rec"),
            ("[rules.\"dead|\"]", "rules", What::Table, "\"dead\""),
            ("[rules]\n\"dead|", "rules", What::Key, "\"dead"),
            ("[rules]\n\"dead|\"", "rules", What::Key, "\"dead\""),
            ("[rules]\n\"a/b\" = \"|\"", "rules > a/b", What::Value, "\"\""),
            ("[rules]\nask = \"off\"\ndeadl|ine = \"info\"", "rules", What::Key, "deadline"),
            ("[rules]\n\"a/b\" = { le|", "rules > a/b", What::Key, "le"),
            ("[rules]\n\"a/b\" = { words = [\"x, y\"], level = \"w|", "rules > a/b > level", What::Value, "\"w"),
            ("[rules.\"a/b\"]\nlevel = |", "rules > a/b > level", What::Value, ""),
            ("rules.\"a/b\".le|", "rules > a/b", What::Key, "le"),
            ("own-domains = [\n  \"a[\",\n]\npre|", "", What::Key, "pre"),
            ("own-domains = [\n[rules]\nas|", "rules", What::Key, "as"),
            ("[[overrides]]\nfiles = [\"a\"]\npro|", "overrides", What::Key, "pro"),
        ] {
            assert_eq!(at_stroke(marked), Some((path.to_owned(), what, word.to_owned())), "{marked}");
        }
    }

    #[test]
    fn nothing_is_written_in_comments_and_lists() {
        for marked in [
            "# pre|",
            "preset = \"a\" # |",
            "own-domains = [\"|",
            "own-domains = [\n  \"a\", # [\n  |\n]\n",
            "[rules]|",
        ] {
            assert_eq!(at_stroke(marked), None, "{marked}");
        }
    }
}
