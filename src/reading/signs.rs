//! The signs of a sentence that learned weights stand for.

use super::learned::Sign;
use super::tokens::{Class, Gap, Tokens};
use crate::draft::Role;

/// The signs in the words of a sentence: each word, how it starts and ends, how long it
/// is and where it stands.
pub fn of_words<'a>(tokens: &Tokens<'a>, said: &str, role: Role, mut give: impl FnMut(Sign<'a>)) {
    let word = |at: usize| tokens.shown(at);
    for at in 0..tokens.len() {
        give(Sign::word("w", word(at)).shown(at, at + 1));
    }
    if let Some(last) = tokens.len().checked_sub(1) {
        give(Sign::word("first", word(0)).shown(0, 1));
        give(Sign::word("last", word(last)).shown(last, last + 1));
    }
    if tokens.len() > 1 {
        give(Sign::pair("parts", part(tokens, 0), part(tokens, 1)).shown(0, 2));
    }
    let end = said.trim_end_matches([')', '"', '”', '\'', '*', '_', ' ', '\n', '\u{2028}']);
    give(Sign::of(
        "end",
        end.rfind(['?', '!', ':', '.', ',']).filter(|&at| at + 1 == end.len()).map_or("none", |at| {
            match end.as_bytes()[at] {
                b'?' => "question",
                b'!' => "exclamation",
                b':' => "colon",
                b',' => "comma",
                _ => "stop",
            }
        }),
    ));
    give(Sign::of(
        "length",
        match tokens.len() {
            0..=1 => "1",
            2 => "2",
            3..=4 => "4",
            5..=7 => "7",
            8..=11 => "11",
            12..=17 => "17",
            18..=25 => "25",
            26..=40 => "40",
            _ => "more",
        },
    ));
    give(Sign::of("role", role.name()));
}

/// The signs in two words in a row, no mark between them, and in the first two.
pub fn of_pairs<'a>(tokens: &Tokens<'a>, mut give: impl FnMut(Sign<'a>)) {
    for next in 1..tokens.len() {
        let (first, second) = (tokens.shown(next - 1), tokens.shown(next));
        if next == 1 {
            give(Sign::hashed("start", first, second).shown(0, 2));
        }
        if tokens.gap(next) <= Gap::Joined {
            give(Sign::hashed("b", first, second).shown(next - 1, next + 1));
        }
    }
}

/// The part that a word can play, by name.
fn part(tokens: &Tokens, at: usize) -> &'static str {
    match tokens.class(at) {
        Some(Class::You) => "you",
        Some(Class::First) => "author",
        Some(Class::Third) => "other",
        Some(Class::Modal) => "modal",
        Some(Class::Do) => "do",
        Some(Class::Be) => "be",
        Some(Class::Have) => "have",
        Some(Class::Wh) => "wh",
        Some(Class::Determiner) => "determiner",
        Some(Class::Object) => "object",
        Some(Class::Preposition) => "preposition",
        Some(Class::Subordinator) => "subordinator",
        Some(Class::Conjunction) => "conjunction",
        Some(Class::Please) => "please",
        Some(Class::Opener) => "opener",
        Some(Class::Not) => "not",
        Some(Class::Number) => "number",
        Some(Class::Other) if tokens.all[at].capital && at > 0 => "name",
        Some(Class::Other) => "word",
        None => "none",
    }
}
