//! Who speaks in what is quoted: "On Monday, Ana wrote:", "From: Ana", "Ana: …".

use crate::draft::Envelope;
use crate::language::{self, lists};

/// Lines that say who speaks are not longer, in bytes.
const LONGEST: usize = 200;
/// A name before a colon is not longer, in bytes.
const LONGEST_PREFIX: usize = 48;

/// A line that tells who wrote what stands below it.
#[derive(Debug, PartialEq)]
pub struct Attribution {
    /// Who; none where only the date can be made out.
    pub author: Option<String>,
}

/// What a line says of who speaks, if it says nothing else: "On Monday, Ana wrote:",
/// "From: Ana", "Ana Berg, 3 May:".
pub fn attribution(line: &str) -> Option<Attribution> {
    let line = line.trim();
    if line.len() > LONGEST || !has_colon(line) {
        return None;
    }
    if let Some((label, value)) = label(line) {
        let is_from = matches!(label.as_str(), "from" | "von" | "de" | "da" | "van" | "från" | "fra");
        return is_from.then(|| Attribution { author: name(value) });
    }
    let body = line.strip_suffix([':', '：'])?.trim_end();
    let words: Vec<&str> = body.split([' ', '\n']).filter(|word| !word.is_empty()).collect();
    let wrote = words.iter().any(|word| lists::WROTE_WORDS.contains(bare(word)));
    let short = words.len() <= 7 && words.iter().any(|word| is_time(bare(word)));
    if !wrote && !short {
        return None;
    }
    let author = name(body).filter(|name| is_name(name));
    (wrote || author.is_some()).then_some(Attribution { author })
}

/// Whether a line is one of those a mail program writes above a message.
pub fn is_header_line(line: &str) -> bool {
    line.len() <= LONGEST && label(line.trim()).is_some()
}

/// A speaker before what they say, "Ana: …" or "Ana, Mon 14:20: …": the name, and where
/// the words start.
pub fn speaker(line: &str) -> Option<(String, usize)> {
    let head = &line[..line.floor_char_boundary(LONGEST_PREFIX)];
    // Of "Ana Tue 19:40 – fine" the clock holds a colon as well.
    let (end, start) = memchr::memchr2_iter(b':', DASH_STARTS, head.as_bytes()).find_map(|at| {
        let (before, after) = (&head[..at], &head[at..]);
        match before.strip_suffix(' ') {
            _ if after.starts_with(": ") => Some((at, at + ": ".len())),
            Some(name) if after.starts_with("– ") => Some((name.len(), at + "– ".len())),
            _ => None,
        }
    })?;
    let prefix = &head[..end];
    let dash = line[end..].starts_with(' ');
    if dash && !prefix.split(' ').any(|word| is_time(bare(word))) {
        return None;
    }
    if label(line).is_some() || prefix.split(' ').count() > 6 || prefix.contains(['?', '!', ';', '"', '“']) {
        return None;
    }
    let name = name(prefix).filter(|name| is_name(name))?;
    (line.len() > start).then_some((name, start))
}

/// The first byte of a dash, and of few other signs.
const DASH_STARTS: u8 = 0xe2;

/// Whether there may be a colon, plain or wide, in a line: most have none.
fn has_colon(line: &str) -> bool {
    const WIDE_STARTS: u8 = 0xef;
    memchr::memchr2(b':', WIDE_STARTS, line.as_bytes()).is_some()
}

/// The label and the value of a header line: "From: Ana".
fn label(line: &str) -> Option<(String, &str)> {
    let (label, value) = line.split_once([':', '：'])?;
    let label = label.trim_matches(['*', '_', ' ']);
    let known = label.len() <= 20 && lists::QUOTE_LABELS.contains(label);
    known.then(|| (label.to_lowercase(), value.trim()))
}

/// The name in such a line: what is neither date nor verb nor address.
fn name(text: &str) -> Option<String> {
    let outside = text.split(['<', '[', '(']).next().unwrap_or_default();
    let outside = if outside.trim().is_empty() { text.trim_matches(['<', '>', '[', ']', '(', ')']) } else { outside };
    let words = outside.split([' ', '\n', ',', '"']).map(bare).filter(|word| !word.is_empty());
    let names: Vec<&str> = words
        .filter(|word| word.starts_with(char::is_uppercase) || word.contains('@'))
        .filter(|word| !is_time(word) && !lists::WROTE_WORDS.contains(word))
        .filter(|word| {
            !matches!(*word, "On" | "Am" | "Le" | "El" | "Il" | "Op" | "AM" | "PM" | "Dr" | "Mr" | "Mrs" | "Ms")
        })
        .take(3)
        .collect();
    (!names.is_empty()).then(|| names.join(" "))
}

fn is_name(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    !lists::NOT_SPEAKERS.contains(first) && !lists::STOP_WORDS.contains(first)
}

/// Whether a word is part of a date or a time.
fn is_time(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit()) && !word.contains('@')
        || lists::CALENDAR_NAMES.contains(word)
        || lists::CALENDAR_ABBREVIATIONS.contains(word)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The names by which the author is known, in lower case.
pub struct Own {
    names: Vec<String>,
}

impl Own {
    /// The names in the From line and below the draft.
    pub fn new(envelope: &Envelope, closing: &str) -> Own {
        let mut names = Vec::new();
        if let Some(from) = &envelope.from {
            names.extend(parts(&from.name));
            names.extend(parts(from.local()));
        }
        names.extend(parts(closing));
        // Who shares a name with the reader is not told from them by it.
        let readers: Vec<String> =
            envelope.recipients().flat_map(|to| parts(&to.name).chain(parts(to.local()))).collect();
        names.retain(|name| !readers.contains(name));
        Own { names }
    }

    /// Whether nobody knows who the author is.
    pub fn is_unknown(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether this is one of the author's names.
    pub fn is(&self, name: &str) -> bool {
        parts(name).any(|part| self.names.contains(&part))
    }
}

fn parts(name: &str) -> impl Iterator<Item = String> {
    let words = language::words(name).into_iter().take(8).map(|range| &name[range]);
    words.flat_map(|word| word.split(['.', '_', '-'])).filter(|part| part.len() > 1).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Address;

    fn author(line: &str) -> Option<String> {
        attribution(line).map(|found| found.author.unwrap_or_default())
    }

    #[test]
    fn attributions_name_who_wrote() {
        assert_eq!(
            author("On Thu, 26 Jun 2025 at 13:02, Olga Prins <o@x.example> wrote:").as_deref(),
            Some("Olga Prins")
        );
        assert_eq!(author("On 4 May the Office wrote:").as_deref(), Some("Office"));
        assert_eq!(author("From: Tom Ark").as_deref(), Some("Tom Ark"));
        assert_eq!(author("Olga, Monday:").as_deref(), Some("Olga"));
        assert_eq!(author("On 3 May 2025, olga@x.example wrote:").as_deref(), Some("olga@x.example"));
        for other in ["Sent: Tuesday", "The plan has three parts:", "I need the following:", "So this is it.", ""] {
            assert_eq!(author(other), None, "{other}");
        }
    }

    #[test]
    fn speakers_stand_before_their_words() {
        let found = |line: &str| speaker(line).map(|(name, at)| (name, line[at..].to_owned()));
        assert_eq!(found("Olga: it is done"), Some(("Olga".into(), "it is done".into())));
        assert_eq!(found("Olga Tue 9:40 – it is done"), Some(("Olga".into(), "it is done".into())));
        assert_eq!(found("26/6 Agent: it is done"), Some(("Agent".into(), "it is done".into())));
        assert_eq!(found("Olga (Reykjavík): done"), Some(("Olga".into(), "done".into())));
        for other in ["Note: it is done", "it is so: done", "Olga – done", "https://x.example", "Olga:", "To: Olga"] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn the_author_is_known_by_any_name() {
        let from = Address { name: "Olga Prins".into(), address: "desk@x.example".into(), ..Address::default() };
        let own = Own::new(&Envelope { from: Some(from), ..Envelope::default() }, "Best, Olli");
        assert!(own.is("Olga") && own.is("desk@x.example") && own.is("Olli") && !own.is("Tom"));
        assert!(Own::new(&Envelope::default(), "").is_unknown());
    }
}
