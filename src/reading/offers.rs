//! What a sentence says to the reader without asking: promises and offers.

use super::cues::{self, Cue};
use super::tokens::{Class, Gap, Tokens};
use crate::language::lists;

/// Whether the author says what he or she will do: "I'll call you on Tuesday".
pub fn promises(tokens: &Tokens) -> bool {
    let mut authors = tokens.all.iter().enumerate().filter(|(_, token)| token.class == Class::First);
    authors.any(|(at, _)| matches!(tokens.word(at), "i'll" | "we'll") || tokens.word(at + 1) == "will")
}

/// Whether a cue only says that something is to be soon.
pub fn hastens(tokens: &Tokens, cue: &Cue) -> bool {
    tokens.word(cue.from) == "asap" || tokens.starts(cue.from, "as soon as")
}

/// Whether the reader is only told what is open to him or her: "you can reach me at this
/// number", "help yourself to cake", how somebody is called, or asked in form only: "would
/// you believe it".
pub fn offers(tokens: &Tokens) -> bool {
    let first = (0..tokens.len()).find(|&at| !matches!(tokens.class(at), Some(Class::Opener | Class::Conjunction)));
    let Some(first) = first else { return false };
    let may = tokens.class(first) == Some(Class::You) && matches!(tokens.word(first + 1), "can" | "may" | "could");
    let verb = if may { (first + 2..first + 4).find(|&at| tokens.is(at, lists::CONTACT_VERBS)) } else { None };
    let contact = verb.is_some_and(|verb| {
        let object = if tokens.word(verb + 1) == "to" { verb + 2 } else { verb + 1 };
        let ends = tokens.gap(object + 1) >= Gap::Comma;
        // Not "you can send me the rest".
        tokens.class(object) == Some(Class::Object)
            && (ends || matches!(tokens.class(object + 1), Some(Class::Preposition)))
    });
    contact || cues::is_offer(tokens, first) || cues::marvels(tokens, first)
}
