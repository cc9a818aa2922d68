//! Duties, wishes, needs and offers: "you should…", "if you could…", "I need…".

use super::super::tokens::{Class, Gap, Tokens};
use super::{Cue, ENOUGH, Form, clause_depends, cue};
use crate::language::lists;

/// "you should send", "everyone must sign", "the form must be signed", "we need to talk".
pub fn duty(tokens: &Tokens, at: usize) -> Option<Cue> {
    let word = tokens.word(at);
    // How strongly the words bind, and where the verb stands.
    let (force, mut verb) = match word {
        "must" => (10, at + 1),
        "should" => (8, at + 1),
        "need" | "needs" if tokens.word(at + 1) == "to" => (9, at + 2),
        "have" | "has" if tokens.word(at + 1) == "to" => (8, at + 2),
        "ought" if tokens.word(at + 1) == "to" => (8, at + 2),
        "got" if tokens.word(at + 1) == "to" => (8, at + 2),
        "need" if at > 0 && tokens.word(at - 1) == "will" => return None,
        "is" | "are" if tokens.starts(at + 1, "to be") => (7, at + 2),
        _ => return None,
    };
    if at == 0 {
        return None;
    }
    while matches!(tokens.class(verb), Some(Class::Opener | Class::Please))
        || tokens.word(verb).ends_with("ly") && tokens.word(verb) != "reply"
        || matches!(tokens.word(verb), "all" | "both")
    {
        verb += 1;
    }
    if matches!(tokens.class(verb), Some(Class::Have))
        && tokens.word(verb + 1) != "a"
        && tokens.word(verb + 1) != "the"
        && tokens.word(verb + 1) != "your"
    {
        return None; // "you should have seen it"
    }
    if clause_depends(tokens, at) {
        return None;
    }
    let mut subject = at - 1;
    while subject > 0
        && (matches!(tokens.class(subject), Some(Class::Modal | Class::Opener))
            || tokens.word(subject).ends_with("ly")
            || matches!(tokens.word(subject), "all" | "both" | "really" | "do"))
    {
        subject -= 1;
    }
    let acts =
        tokens.is(verb, lists::DOING_VERBS) || tokens.is(verb, lists::BASE_VERBS) || tokens.is(verb, lists::NOUN_VERBS);
    let weight = match tokens.class(subject) {
        Some(Class::You)
            if matches!(
                tokens.word(verb),
                "be" | "find" | "see" | "receive" | "know" | "expect" | "feel" | "hear" | "get"
            ) && word == "should" =>
        {
            4
        }
        Some(Class::You) if acts || tokens.class(verb) == Some(Class::Be) => ENOUGH,
        Some(Class::First) if matches!(tokens.word(subject), "we" | "we'll") && tokens.is(verb, lists::DOING_VERBS) => {
            9 + i32::from(word != "have")
        }
        Some(Class::First) if tokens.word(subject) == "we" && acts => 6,
        Some(Class::First) => 0,
        Some(Class::Third)
            if matches!(
                tokens.word(subject),
                "everyone" | "everybody" | "nobody" | "someone" | "somebody" | "people" | "anyone"
            ) =>
        {
            ENOUGH
        }
        _ if tokens.word(verb) == "be" && is_participle(tokens.word(verb + 1)) => {
            if word == "should" {
                6
            } else {
                force.max(ENOUGH) - 3 * i32::from(matches!(word, "is" | "are"))
            }
        }
        Some(Class::Third) => 0,
        _ if acts && word == "must" => ENOUGH,
        _ if acts && matches!(word, "should" | "need" | "needs" | "has" | "have") => 6,
        _ => 0,
    };
    (weight > 0).then(|| cue(Form::Duty, weight, subject, verb + 1, Some(verb))).flatten()
}

fn is_participle(word: &str) -> bool {
    word.ends_with("ed")
        || word.ends_with("en")
        || matches!(
            word,
            "sent"
                | "done"
                | "made"
                | "put"
                | "cut"
                | "kept"
                | "paid"
                | "set"
                | "held"
                | "told"
                | "brought"
                | "read"
                | "shut"
                | "built"
                | "worn"
                | "left"
                | "met"
                | "found"
        )
}

/// "if you could send", "if you would", "it would be great if".
pub fn wish(tokens: &Tokens, at: usize) -> Option<Cue> {
    if tokens.class(at + 1) == Some(Class::First)
        || tokens.word(at) != "if"
        || !matches!(tokens.class(at + 1), Some(Class::You | Class::Third))
            && !tokens.all.get(at + 1).is_some_and(|token| token.capital)
    {
        return None;
    }
    let modal = tokens.word(at + 2);
    let next = tokens.word(at + 3);
    let weight = match modal {
        "could" | "would" if !matches!(next, "like" | "prefer" | "rather" | "be" | "have") => ENOUGH,
        "can" if tokens.class(at + 1) == Some(Class::You) => 5,
        _ => 0,
    };
    (weight > 0).then(|| cue(Form::Wish, weight, at, at + 3, Some(at + 3))).flatten()
}

/// "I need the list", "I'd like to see you", "we want Ana to call".
pub fn want(tokens: &Tokens, at: usize) -> Option<Cue> {
    let subject = tokens.word(at);
    let mut next = at + 1;
    let wished = match subject {
        "i'd" | "we'd" => true,
        "i" | "we" => false,
        _ => return None,
    };
    if clause_depends(tokens, at) {
        return None;
    }
    while matches!(
        tokens.word(next),
        "would"
            | "will"
            | "still"
            | "also"
            | "just"
            | "really"
            | "do"
            | "only"
            | "both"
            | "then"
            | "urgently"
            | "badly"
    ) || tokens.word(next) == "'d"
    {
        next += 1;
    }
    let would = wished || (at + 1..next).any(|word| tokens.word(word) == "would");
    let verb = next + 2;
    match tokens.word(next) {
        "like" | "love" if would && tokens.word(next + 1) == "to" => {
            let weight = match tokens.word(verb) {
                "know" | "hear" | "see" | "discuss" | "meet" | "get" | "have" | "talk" | "schedule" | "arrange"
                | "set" | "speak" | "invite" | "receive" | "request" | "ask" | "sit" | "understand" | "catch"
                | "chat" | "review" | "go" => {
                    9 + i32::from(
                        tokens.word(verb) != "get"
                            && tokens.word(verb) != "have"
                            && tokens.word(verb) != "go"
                            && tokens.word(verb) != "see",
                    )
                }
                _ => 4,
            };
            cue(Form::Phrase, weight, at, verb + 1, Some(verb))
        }
        "need" if tokens.word(next + 1) == "to" => {
            let weight = if matches!(
                tokens.word(verb),
                "know" | "hear" | "discuss" | "meet" | "talk" | "speak" | "understand" | "ask"
            ) {
                ENOUGH
            } else if subject == "i" {
                4
            } else {
                0
            };
            (weight > 0).then(|| cue(Form::Phrase, weight, at, verb + 1, Some(verb))).flatten()
        }
        // "I'd like it back", "I'd like my name in".
        "like" if would && matches!(tokens.class(next + 1), Some(Class::Determiner | Class::Third | Class::Object)) => {
            cue(Form::Phrase, ENOUGH, at, next + 2, None)
        }
        "expect" if !would && tokens.class(next + 1) == Some(Class::Determiner) => {
            cue(Form::Phrase, 8, at, next + 2, None)
        }
        "need" | "want" if tokens.word(next + 1) != "to" && next + 1 < tokens.len() => {
            // "I need Ana to call", "we need the numbers": an object, then perhaps an act.
            let acts = (next + 2..next + 6).any(|to| tokens.word(to) == "to" && tokens.is(to + 1, lists::BASE_VERBS));
            let object = matches!(
                tokens.class(next + 1),
                Some(Class::Determiner | Class::Number | Class::Other | Class::Object | Class::Third)
            ) && tokens.word(next + 1) != "not"
                && !(is_count(tokens, next + 1) && tokens.gap(next + 2) >= Gap::Comma);
            let weight = match (tokens.word(next), acts) {
                (_, true) => ENOUGH,
                ("need", _) if object => ENOUGH,
                ("want", _) if object => 6,
                _ => 0,
            };
            (weight > 0).then(|| cue(Form::Phrase, weight, at, next + 2, None)).flatten()
        }
        _ => None,
    }
}

/// Whether a word only says how many: "we need three" tells of a number.
fn is_count(tokens: &Tokens, at: usize) -> bool {
    tokens.class(at) == Some(Class::Number)
        || matches!(
            tokens.word(at),
            "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten" | "twelve"
        )
}

/// "we can discuss it tomorrow", "I could meet at ten": an offer of time together.
pub fn together(tokens: &Tokens, at: usize) -> Option<Cue> {
    if !matches!(tokens.word(at), "we" | "i")
        || !matches!(tokens.word(at + 1), "can" | "could" | "might")
        || clause_depends(tokens, at)
    {
        return None;
    }
    let mut verb = at + 2;
    while matches!(tokens.class(verb), Some(Class::Opener))
        || tokens.word(verb).ends_with("ly")
        || tokens.word(verb) == "all"
    {
        verb += 1;
    }
    let meets = matches!(
        tokens.word(verb),
        "meet" | "discuss" | "talk" | "chat" | "schedule" | "reschedule" | "try" | "do" | "arrange"
    ) || tokens.starts(verb, "get together")
        || tokens.starts(verb, "catch up")
        || tokens.starts(verb, "set up")
        || tokens.starts(verb, "sit down");
    let both = tokens.word(at) == "we" || matches!(tokens.word(verb), "meet" | "talk");
    (meets && both).then(|| cue(Form::Proposal, ENOUGH, at, verb + 1, Some(verb))).flatten()
}
