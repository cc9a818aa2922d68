//! The signs of a sentence that learned weights stand for.

use super::learned::Sign;
use super::tokens::{Class, Gap, Tokens};
use crate::draft::Role;

/// The signs in the words of a sentence: each word, each two in a row, how it starts and
/// ends, how long it is and where it stands.
pub fn of_words<'a>(tokens: &Tokens<'a>, said: &str, role: Role, mut give: impl FnMut(Sign<'a>)) {
    let word = |at: usize| shown(tokens, at);
    for at in 0..tokens.len() {
        give(Sign { kind: "w", first: word(at), second: "", from: at, to: at + 1 });
        if at + 1 < tokens.len() && tokens.gap(at + 1) <= Gap::Joined {
            give(Sign { kind: "b", first: word(at), second: word(at + 1), from: at, to: at + 2 });
        }
    }
    if tokens.len() > 0 {
        give(Sign { kind: "first", first: word(0), second: "", from: 0, to: 1 });
        let last = tokens.len() - 1;
        give(Sign { kind: "last", first: word(last), second: "", from: last, to: last + 1 });
    }
    if tokens.len() > 1 {
        give(Sign { kind: "start", first: word(0), second: word(1), from: 0, to: 2 });
        give(Sign { kind: "parts", first: part(tokens, 0), second: part(tokens, 1), from: 0, to: 2 });
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

/// A word as it counts: all numbers are one.
fn shown<'a>(tokens: &Tokens<'a>, at: usize) -> &'a str {
    if tokens.class(at) == Some(Class::Number) { "#" } else { tokens.word(at) }
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
