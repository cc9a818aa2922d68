//! Imperatives: "send me the list", "please wait", "Ana to call".

use super::super::clauses::Start;
use super::super::tokens::{Class, Gap, Tokens};
use super::{Cue, ENOUGH, Form, cue, shares_subject};
use crate::language::{AnyOf, lists};

/// Verbs that look the same where they tell what was.
const SAME_IN_PAST: &[&str] =
    &["bet", "cut", "hit", "hurt", "let", "put", "quit", "read", "reset", "set", "shut", "split", "spread", "upset"];

/// "Send me…", "don't wait", "let's…" where a clause starts.
pub fn imperative(tokens: &Tokens, start: &Start) -> Option<Cue> {
    let mut at = start.at;
    let word = tokens.word(at);
    if !may_open_imperative(tokens, at, word) || is_offer(tokens, at) {
        return None;
    }
    if word == "let's"
        || (word == "lets" && start.sure)
        || (tokens.starts(at, "let us") && tokens.word(at + 2) != "know")
    {
        let verb = at + if word == "let" { 2 } else { 1 };
        return cue(Form::Proposal, ENOUGH, at, verb + 1, Some(verb));
    }
    let from = at;
    // "Someone remind the press" asks; "someone put it there" tells what was.
    if matches!(word, "someone" | "somebody")
        && start.sure
        && tokens.is(at + 1, lists::BASE_VERBS)
        && !SAME_IN_PAST.contains(&tokens.word(at + 1))
    {
        return cue(Form::Imperative, ENOUGH, from, at + 2, Some(at + 1));
    }
    let negated = matches!(word, "don't" | "dont" | "never") || starts_do_not(tokens, at);
    if negated {
        at += if word == "do" { 2 } else { 1 };
        if word == "do" && start.sure && matches!(tokens.class(at), Some(Class::Preposition)) {
            return cue(Form::Imperative, ENOUGH, from, at, None);
        }
        let plain = tokens.is(at, lists::BASE_VERBS) || tokens.is(at, lists::NOUN_VERBS);
        let idle = matches!(
            tokens.word(at),
            "know"
                | "think"
                | "mind"
                | "worry"
                | "get"
                | "care"
                | "want"
                | "need"
                | "have"
                | "expect"
                | "see"
                | "believe"
                | "understand"
        );
        let weight = if idle && tokens.class(at + 1) != Some(Class::Object) { 0 } else { ENOUGH };
        return (plain && start.sure && weight > 0)
            .then(|| cue(Form::Imperative, weight, from, at + 1, Some(at)))
            .flatten();
    }
    let word = tokens.word(at);
    if word == "e" && tokens.word(at + 1) == "mail" && tokens.gap(at + 1) != Gap::Space && start.sure {
        let object =
            !matches!(tokens.class(at + 2), Some(Class::Be | Class::Have | Class::Modal | Class::Conjunction) | None);
        return object.then(|| cue(Form::Imperative, ENOUGH, at, at + 2, Some(at))).flatten();
    }
    if word == "let" {
        // "Let me have it by five" asks for it.
        let gets = matches!(tokens.word(at + 1), "me" | "us") && matches!(tokens.word(at + 2), "have" | "see");
        if gets && start.sure && at + 3 < tokens.len() {
            return cue(Form::Imperative, ENOUGH, from, at + 3, Some(at));
        }
        // "Let me know" is found wherever it stands; "let me explain" asks nothing.
        let known = matches!(tokens.word(at + 1), "me" | "us" | "it");
        return (!known && start.sure).then(|| cue(Form::Imperative, ENOUGH, from, at + 1, Some(at))).flatten();
    }
    if matches!(word, "see" | "remember" | "have" | "make" | "look" | "note" | "be" | "help") {
        return special(tokens, start);
    }
    if !tokens.is(at, lists::BASE_VERBS) && !tokens.is(at, lists::NOUN_VERBS) || tokens.is(at, lists::IDLE_VERBS) {
        return None;
    }
    let weight = imperative_weight(tokens, start)?;
    cue(Form::Imperative, weight, from, at + 1, Some(at))
}

/// Whether an imperative at `at` asks for nothing: it offers ("help yourself to cake") or
/// says how somebody is called ("call me Ishmael", not "call me Monday").
pub fn is_offer(tokens: &Tokens, at: usize) -> bool {
    let object = tokens.class(at + 1) == Some(Class::Object);
    let reflexive = matches!(tokens.word(at + 1), "yourself" | "yourselves");
    let is_name = |at: usize| {
        tokens.all.get(at).is_some_and(|name| {
            name.capital
                && name.class == Class::Other
                && !crate::language::time::carries(name.folded(tokens.folded), name.hash)
        })
    };
    match tokens.word(at) {
        "help" | "enjoy" | "treat" | "suit" => reflexive,
        "call" => object && is_name(at + 2) && tokens.gap(at + 3) >= Gap::Comma,
        _ => false,
    }
}

/// Whether a word can be the first of an imperative. Most words where a clause starts can't,
/// which their lists tell at once.
fn may_open_imperative(tokens: &Tokens, at: usize, word: &str) -> bool {
    const VERBS: AnyOf = AnyOf::these(&[lists::BASE_VERBS, lists::NOUN_VERBS]);
    let Some(token) = tokens.all.get(at) else { return false };
    token.sets.meets(VERBS)
        || match token.class {
            Class::Third | Class::Not | Class::Do | Class::Have | Class::Be => true,
            Class::Other => {
                matches!(word, "e" | "let" | "let's" | "lets" | "see" | "remember" | "make" | "look" | "note" | "help")
            }
            _ => false,
        }
}

/// Whether the words here are "do not".
pub fn starts_do_not(tokens: &Tokens, at: usize) -> bool {
    tokens.class(at) == Some(Class::Do) && tokens.starts(at, "do not")
}

/// How surely a base form where a clause starts is an imperative, by what follows it.
fn imperative_weight(tokens: &Tokens, start: &Start) -> Option<i32> {
    let at = start.at;
    let doubtful = tokens.is(at, lists::NOUN_VERBS);
    let next = tokens.class(at + 1);
    let ends = tokens.gap(at + 1) >= Gap::Comma;
    // "Call volume", "Plans": a capital inside the sentence is a name or a title.
    let object = match next {
        _ if ends => 0,
        Some(Class::Object) => 3,
        Some(Class::Determiner) => 3,
        Some(Class::Third)
            if matches!(tokens.word(at + 1), "it" | "everyone" | "everybody" | "someone" | "anyone" | "people") =>
        {
            3
        }
        Some(Class::You | Class::First | Class::Third | Class::Modal | Class::Do | Class::Have) => return None,
        Some(Class::Be) if tokens.word(at + 1) != "been" => return None,
        Some(Class::Preposition | Class::Wh) => 2,
        Some(Class::Subordinator | Class::Number | Class::Please) => 2,
        Some(Class::Conjunction) => 1,
        _ => 1,
    };
    let finite = followed_by_finite(tokens, at);
    let weight = match (doubtful, object) {
        _ if finite && object < 3 => 0,
        (false, 1..) => ENOUGH,
        (false, _) => {
            if tokens.len() > 1 || start.vocative.is_some() {
                ENOUGH
            } else {
                4
            }
        }
        (true, 3) => ENOUGH,
        (true, 2) => {
            if matches!(tokens.word(at + 1), "of" | "for" | "from" | "between" | "as")
                || matches!(next, Some(Class::Number))
            {
                4
            } else {
                ENOUGH
            }
        }
        (true, 1) if matches!(next, Some(Class::Conjunction)) => pair(tokens, at),
        (true, 1) => {
            if bare_object(tokens, at) {
                ENOUGH
            } else {
                4
            }
        }
        (true, _) => {
            if start.vocative.is_some() || start.please {
                ENOUGH
            } else {
                4
            }
        }
    };
    let personal = matches!(next, Some(Class::Object));
    let weight = if tokens.is(at, lists::CROWD_VERBS) && !start.please && !personal { weight - 4 } else { weight };
    match start.sure {
        _ if weight <= 0 => None,
        true => Some(weight),
        // After a bare comma or "and" the clause may only go on with a list of verbs.
        false if object == 3 && !shares_subject(tokens, at) => Some(weight),
        false => None,
    }
}

/// Whether the clause of a base form goes on with a finite verb, which makes the
/// base form a noun: "Contract review is on Monday".
fn followed_by_finite(tokens: &Tokens, at: usize) -> bool {
    for next in at + 1..(at + 6).min(tokens.len()) {
        if tokens.gap(next) >= Gap::Comma {
            return false;
        }
        match tokens.class(next) {
            Some(Class::Be | Class::Have | Class::Modal | Class::Do) => return true,
            Some(
                Class::Subordinator
                | Class::Wh
                | Class::You
                | Class::First
                | Class::Third
                | Class::Conjunction
                | Class::Preposition,
            ) => return false,
            _ if tokens.word(next) == "that" => return false,
            _ => {}
        }
    }
    false
}

/// "Review and return": a doubtful verb that another verb follows.
fn pair(tokens: &Tokens, at: usize) -> i32 {
    if tokens.is(at + 2, lists::BASE_VERBS) || tokens.is(at + 2, lists::NOUN_VERBS) { ENOUGH } else { 4 }
}

/// Whether what follows a doubtful verb reads as its object without an article: a
/// capitalised name after a verb that is itself only capital because it comes first, or
/// a plural.
fn bare_object(tokens: &Tokens, at: usize) -> bool {
    let plural = tokens.word(at + 1).ends_with('s') && !tokens.word(at + 1).ends_with("ss");
    let name = tokens.all.get(at + 1).is_some_and(|token| token.capital);
    let title = tokens.all.get(at).is_some_and(|token| token.capital) && at > 0;
    (plural || name) && !title && tokens.len() > at + 2
}

/// Verbs that ask only in certain company.
fn special(tokens: &Tokens, start: &Start) -> Option<Cue> {
    let at = start.at;
    let next = tokens.word(at + 1);
    let class = tokens.class(at + 1);
    let yes = match tokens.word(at) {
        "see" => {
            matches!(next, "if" | "whether" | "what" | "how" | "that" | "to")
                || (class == Some(Class::Other) && tokens.word(at + 2) == "about")
        }
        "remember" => matches!(next, "to" | "that"),
        "have" => {
            matches!(next, "it" | "them" | "this" | "these")
                && matches!(tokens.word(at + 2), "in" | "ready" | "done" | "back" | "signed")
                || matches!(next, "a" | "your" | "him" | "her" | "them" | "someone")
                    && matches!(
                        tokens.word(at + 2),
                        "look" | "think" | "go" | "read" | "call" | "contact" | "send" | "people" | "assistant"
                    )
                || (tokens.all.get(at + 1).is_some_and(|token| token.capital && token.class == Class::Other)
                    && tokens.is(at + 2, lists::BASE_VERBS))
        }
        "make" => {
            class.is_some_and(|class| matches!(class, Class::Determiner | Class::Object))
                || matches!(next, "sure" | "it" | "certain" | "that")
                || class == Some(Class::Other)
        }
        "look" => matches!(next, "at" | "into" | "for" | "over" | "through" | "up"),
        "note" => false,
        "help" => matches!(class, Some(Class::Object | Class::Determiner)),
        "be" => {
            matches!(
                next,
                "sure" | "ready" | "prepared" | "careful" | "on" | "there" | "certain" | "honest" | "specific"
            ) || class == Some(Class::Preposition)
        }
        _ => false,
    };
    (yes && start.sure).then(|| cue(Form::Imperative, ENOUGH, at, at + 2, Some(at))).flatten()
}

/// "please send", "send it by Friday, please".
pub fn please(tokens: &Tokens, at: usize) -> Option<Cue> {
    if tokens.class(at) != Some(Class::Please) || tokens.word(at.saturating_sub(1)) == "yes" {
        return None;
    }
    let mut verb = at + 1;
    while matches!(tokens.class(verb), Some(Class::Not | Class::Opener | Class::Please))
        || tokens.word(verb) == "do"
        || (tokens.word(verb).ends_with("ly") && tokens.word(verb) != "reply")
    {
        verb += 1;
    }
    if tokens.class(verb).is_none() || (tokens.gap(at + 1) >= Gap::Comma && tokens.gap(at + 1) != Gap::Comma) {
        // At the end: "Slides by Friday, please."
        return (at > 0).then(|| cue(Form::Imperative, ENOUGH, at, at + 1, None)).flatten();
    }
    let weight = match tokens.class(verb) {
        Some(Class::Other | Class::Be | Class::Have | Class::Number | Class::Modal) => ENOUGH,
        Some(Class::Subordinator | Class::Preposition | Class::Conjunction) => 8,
        _ => 8,
    };
    cue(Form::Imperative, weight, at, verb + 1, Some(verb))
}

/// "let me know", "let Ana know" unless somebody else did so.
pub fn let_know(tokens: &Tokens, at: usize) -> Option<Cue> {
    if tokens.word(at) != "let" {
        return None;
    }
    let know = (at + 2..at + 5).find(|&next| tokens.word(next) == "know")?;
    let before = at.checked_sub(1);
    let others = matches!(tokens.word(at + 1), "you" | "u");
    let told = before.is_some_and(|before| {
        matches!(
            tokens.word(before),
            "he" | "she"
                | "they"
                | "it"
                | "has"
                | "have"
                | "had"
                | "to"
                | "will"
                | "i'll"
                | "we'll"
                | "i"
                | "we"
                | "who"
        ) && !matches!(
            tokens.word(before.saturating_sub(1)),
            "you" | "like" | "want" | "need" | "sure" | "free" | "hesitate"
        )
    });
    // "I'll call in and let Ana know": the author does both.
    let shared = before.is_some_and(|before| matches!(tokens.word(before), "and" | "or"))
        && shares_subject(tokens, at)
        && !(0..at).any(|word| matches!(tokens.class(word), Some(Class::You | Class::Please)));
    (!others && !told && !shared).then(|| cue(Form::Imperative, ENOUGH, at, know + 1, Some(at))).flatten()
}

/// "if it rains call me", "so tell us": a verb with the author as its object and no
/// subject before it, wherever it stands.
pub fn to_me(tokens: &Tokens, at: usize) -> Option<Cue> {
    let verb = tokens.word(at);
    let object = matches!(tokens.word(at + 1), "me" | "us");
    if !object
        || is_offer(tokens, at)
        || matches!(verb, "let" | "help" | "believe" | "trust")
        || !tokens.is(at, lists::BASE_VERBS)
        || tokens.is(at, lists::IDLE_VERBS)
    {
        return None;
    }
    let free = match at.checked_sub(1) {
        None => true,
        Some(before) => {
            tokens.gap(at) >= Gap::Comma && !shares_subject(tokens, at)
                || match tokens.class(before) {
                    Some(Class::Opener | Class::Conjunction | Class::Please) => !shares_subject(tokens, at),
                    Some(Class::Other | Class::Number | Class::Preposition) => {
                        tokens.word(before) != "to"
                            && tokens.class(0) == Some(Class::Subordinator)
                            && !tokens.all[before].capital
                            && !(1..4)
                                .any(|back| before >= back && matches!(tokens.class(before - back), Some(Class::Modal)))
                            && !tokens.word(before).ends_with("ly")
                    }
                    _ => false,
                }
        }
    };
    free.then(|| cue(Form::Imperative, ENOUGH, at, at + 2, Some(at))).flatten()
}

/// "Ana to send the list", "Ops and sales to confirm": a name, then what it is to do.
pub fn delegation(tokens: &Tokens, start: &Start) -> Option<Cue> {
    let at = start.at;
    let name = tokens.all.get(at)?;
    if tokens.is(at, lists::NOT_NAMES)
        || !start.sure
        || !name.capital
        || name.class != Class::Other
        || tokens.word(at).ends_with("ing")
        || tokens.word(at).ends_with("ed")
    {
        return None;
    }
    let to = (at + 1..at + 4).find(|&next| tokens.word(next) == "to")?;
    let plain = (at..to).all(|word| {
        tokens.all.get(word).is_some_and(|token| {
            (token.capital && token.class == Class::Other) || matches!(tokens.word(word), "and" | "or")
        })
    });
    let verb = tokens.is(to + 1, lists::BASE_VERBS) || tokens.is(to + 1, lists::DOING_VERBS);
    let finite = (to + 2..tokens.len())
        .take(6)
        .any(|next| matches!(tokens.class(next), Some(Class::Be | Class::Modal | Class::Have)));
    (plain && verb && !finite).then(|| cue(Form::Duty, ENOUGH, at, to + 2, Some(to + 1))).flatten()
}
