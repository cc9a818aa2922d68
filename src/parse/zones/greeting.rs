//! The greeting: "Hi Ana,", "Dear all,", "Team,".

use std::ops::Range;

use super::{Line, signature, words};
use crate::draft::Role;

/// No greeting is longer, in characters.
const LONGEST: usize = 70;

/// Marks the greeting where it has a line of its own. Where a clear sentence follows on
/// the same line, gives its block and the byte at which that sentence starts.
pub fn find(lines: &mut [Line]) -> Option<(usize, usize)> {
    let at = lines.iter().position(|line| line.is_open() && !signature::is_rule(line.text))?;
    let line = lines[at];
    if !matches!(line.role, Role::Prose | Role::Heading) {
        return None;
    }
    let goes_on = lines[at + 1..].iter().any(|line| line.is_open() || line.found == Some(Role::Closing));
    if is_greeting(line.text, goes_on) {
        super::mark(lines, at..at + 1, Role::Greeting);
        return None;
    }
    let sentence = inline(line.text)?;
    Some((line.block, line.start + sentence))
}

/// The part of a greeting behind the phrase that opens it: who is greeted. None where it
/// greets a group, or whoever reads it.
pub fn greeted(text: &str) -> Option<Range<usize>> {
    let mut rest = text.trim_start();
    while let Some(phrase) = words::GREETINGS.prefix(&rest.to_lowercase()) {
        for _ in phrase.split_whitespace() {
            rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
        }
    }
    let words = rest.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let is_group = |word: &str| words::GROUPS.holds(&word.to_lowercase());
    (!words.into_iter().any(is_group)).then_some(text.len() - rest.len()..text.len())
}

/// Whether a whole line is a greeting.
fn is_greeting(text: &str, goes_on: bool) -> bool {
    if text.len() > 4 * LONGEST || text.chars().count() > LONGEST || text.ends_with('?') {
        return false;
    }
    let bare = text.trim_end_matches([',', '!', '.', ':', '-', '–', '—', ';', '，', '！', '、', '。', ' ']);
    let ends = &text[bare.len()..];
    let phrase = || words::GREETINGS.prefix(&text.to_lowercase());
    if let Some(phrase) = words::GREETINGS.may_open(text).then(phrase).flatten() {
        let names: Vec<&str> = bare.split_whitespace().skip(phrase.split_whitespace().count()).collect();
        let is_ended = ends.starts_with([',', '!', '，', '！']);
        return names.len() <= 7
            && !inner_end(bare)
            && (names.iter().all(|word| is_addressee(word)) || (is_ended && names.len() <= 3));
    }
    // "Ana," and "Team -": only above something else.
    if !goes_on || ends.is_empty() {
        return false;
    }
    let words: Vec<&str> = bare.split_whitespace().collect();
    let is_group = words.iter().all(|word| words::GROUPS.holds(&word.to_lowercase()));
    let is_parted =
        ends.starts_with([',', '，']) || ends.starts_with(" -") || ends.starts_with(" –") || ends.starts_with(" —");
    let is_named = is_parted || (ends.starts_with(['!', ':']) && is_group);
    is_named && (1..=4).contains(&words.len()) && words.iter().all(|word| is_addressee(word)) && !inner_end(bare)
}

/// Where the sentence starts that follows a greeting on the same line.
fn inline(text: &str) -> Option<usize> {
    if !words::GREETINGS.may_open(text) {
        return None;
    }
    let head = text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end]);
    let phrase = words::GREETINGS.prefix(&head.to_lowercase())?;
    let end = text.char_indices().take(LONGEST).find(|(_, c)| matches!(c, ',' | '!' | '.')).map(|(at, _)| at)?;
    let names: Vec<&str> = text[..end].split_whitespace().skip(phrase.split_whitespace().count()).collect();
    let rest = text[end..].trim_start_matches([',', '!', '.']);
    let sentence = rest.trim_start();
    let is_clear = sentence.starts_with(char::is_uppercase) && sentence.split_whitespace().nth(1).is_some();
    let is_parted = rest.starts_with(char::is_whitespace);
    // "Dear Dr. Silva" is parted by no full stop.
    let is_title = text[end..].starts_with('.') && names.last().is_none_or(|name| name.len() <= 4);
    (is_clear && is_parted && !is_title && names.len() <= 4 && names.iter().all(|word| is_addressee(word)))
        .then(|| text.len() - sentence.len())
}

/// Whether a word can stand in the address of a greeting: a name, a group, "and".
fn is_addressee(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
    let joins = [
        "and", "or", "&", "und", "oder", "et", "ou", "y", "e", "o", "en", "och", "og", "i", "ja", "van", "von", "de",
        "der", "there", "again", "dear", "hi",
    ];
    bare.is_empty()
        || bare.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        || joins.contains(&bare)
        || words::GROUPS.holds(bare)
}

/// Whether a sentence ends inside, other than by a title such as "Dr.".
fn inner_end(text: &str) -> bool {
    text.match_indices(['.', '!', '?']).any(|(at, _)| {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        text[at + 1..].starts_with(' ') && word.chars().count() > 4
    })
}
