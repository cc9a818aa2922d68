//! Statements that ask: "the form is needed", "I'd leave it", "it would be good to know".
//! Each is a sign that only adds to others: what it weighs in the end is learned.

use super::super::clauses::Start;
use super::super::tokens::{Class, Gap, Tokens};
use super::imperatives::starts_do_not;
use super::{Cue, ENOUGH, Form, clause_depends, cue, shares_subject};
use crate::language::lists;

/// "Two signatures are needed", "comments are to reach us", "the net needs replacing".
pub fn needed(tokens: &Tokens, at: usize) -> Option<Cue> {
    if at == 0 || clause_depends(tokens, at) || tokens.class(at - 1) == Some(Class::First) {
        return None;
    }
    let word = tokens.word(at);
    let mut next = at + 1;
    while matches!(tokens.class(next), Some(Class::Opener | Class::Not)) || tokens.word(next).ends_with("ly") {
        next += 1;
    }
    match tokens.class(at)? {
        Class::Be if matches!(word, "is" | "are" | "isn't" | "aren't" | "be") => {
            let to = tokens.word(next) == "to" && tokens.word(at - 1) != "there";
            let act = |verb: usize| tokens.is(verb, lists::BASE_VERBS) || tokens.is(verb, lists::NOUN_VERBS);
            if to && act(next + 1) && !tokens.is(at - 1, lists::PLAN_NOUNS) {
                return cue(Form::Need, 7, at, next + 2, Some(next + 1));
            }
            // "Your signature is needed": the reader's.
            let yours = (at.saturating_sub(4)..at).any(|before| tokens.word(before) == "your")
                && matches!(tokens.word(next), "needed" | "required" | "awaited" | "missing" | "overdue");
            let weight = if yours { ENOUGH } else { 6 };
            tokens.is(next, lists::NEEDED_WORDS).then(|| cue(Form::Need, weight, at, next + 1, Some(next))).flatten()
        }
        Class::Other if matches!(word, "needs" | "need") => {
            let gerund = tokens.word(next).ends_with("ing") && tokens.word(next).len() > 5;
            gerund.then(|| cue(Form::Need, 5, at, next + 1, Some(next))).flatten()
        }
        _ => None,
    }
}

/// "I'd leave it", "we would take the second": advice in the shape of what the author
/// would do.
pub fn advice(tokens: &Tokens, at: usize) -> Option<Cue> {
    let mut verb = match tokens.word(at) {
        "i'd" | "we'd" => at + 1,
        "i" | "we" if tokens.word(at + 1) == "would" => at + 2,
        _ => return None,
    };
    while matches!(tokens.class(verb), Some(Class::Opener)) || tokens.word(verb) == "rather" {
        verb += 1;
    }
    let acts = tokens.is(verb, lists::BASE_VERBS) || tokens.is(verb, lists::NOUN_VERBS);
    let depends = clause_depends(tokens, at);
    (acts && !depends && !tokens.is(verb, lists::IDLE_VERBS))
        .then(|| cue(Form::Advice, 4, at, verb + 1, Some(verb)))
        .flatten()
}

/// "The club wants the numbers", "Ana asks that", "legal has requested": others ask.
pub fn others_want(tokens: &Tokens, at: usize) -> Option<Cue> {
    if at == 0 || !tokens.is(at, lists::WANTING_WORDS) || clause_depends(tokens, at) {
        return None;
    }
    let has = matches!(tokens.class(at - 1), Some(Class::Have));
    let subject = at - usize::from(has) - 1.min(at - usize::from(has));
    let other = matches!(tokens.class(subject), Some(Class::Other | Class::Third | Class::Determiner));
    let object = matches!(
        tokens.class(at + 1),
        Some(Class::Determiner | Class::Preposition | Class::Number | Class::Other | Class::Object | Class::You)
    );
    (other && object).then(|| cue(Form::Need, 5, subject, at + 1, Some(at))).flatten()
}

/// "It would be good to know", "it'd be lovely if", "could do with": a wish about a thing.
pub fn good_if(tokens: &Tokens, at: usize) -> Option<Cue> {
    if tokens.word(at) != "be" || at == 0 {
        return None;
    }
    let would = matches!(tokens.word(at - 1), "would" | "it'd" | "that'd" | "might" | "d" | "may")
        || tokens.class(at - 1) == Some(Class::Opener) && matches!(tokens.word(at.saturating_sub(2)), "would" | "it'd");
    let mut good = at + 1;
    while matches!(tokens.word(good), "a" | "of" | "very" | "really" | "so" | "most" | "more" | "great") {
        good += 1;
    }
    let praised = tokens.is(good, lists::GOOD_WORDS) || tokens.word(good.saturating_sub(1)) == "great";
    let then = (good..good + 3).any(|next| matches!(tokens.word(next), "if" | "to" | "for" | "when" | "could"));
    (would && praised).then(|| cue(Form::Wish, if then { 8 } else { 5 }, at - 1, good + 1, Some(good))).flatten()
}

/// An imperative that stands where no clause surely starts: "so ask about it", "if that
/// doesn't work just pick another", "but don't wait".
pub fn unsure_imperative(tokens: &Tokens, start: &Start) -> Option<Cue> {
    let at = start.at;
    if start.sure {
        return None;
    }
    let negated = matches!(tokens.word(at), "don't" | "dont" | "never");
    let verb = at + if starts_do_not(tokens, at) { 2 } else { usize::from(negated) };
    if tokens.is(verb, lists::IDLE_VERBS) || !tokens.is(verb, lists::BASE_VERBS) || shares_subject(tokens, at) {
        return None;
    }
    let object = matches!(
        tokens.class(verb + 1),
        Some(Class::Determiner | Class::Object | Class::Preposition | Class::Wh | Class::Number)
    ) || tokens.word(verb + 1) == "it";
    // "… tomorrow at ten, so submit yours today": what follows from it is asked.
    let follows = at > 0 && tokens.word(at - 1) == "so" && !tokens.is(verb, lists::NOUN_VERBS);
    let weight = if negated || follows { ENOUGH } else { 6 };
    (negated || follows || object).then(|| cue(Form::Imperative, weight, at, verb + 1, Some(verb))).flatten()
}

/// Whether a sentence opens with a condition.
pub fn opens_condition(tokens: &Tokens) -> bool {
    matches!(tokens.word(0), "if" | "when" | "once" | "whenever")
}

/// In a sentence that [opens with a condition](opens_condition):
/// "If you see Bill pass it on", "when it beeps take it out": an imperative right after a
/// condition, without a comma.
pub fn after_condition(tokens: &Tokens, at: usize) -> Option<Cue> {
    if at < 3
        || tokens.gap(at) != Gap::Space
        || !tokens.is(at, lists::BASE_VERBS)
        || tokens.is(at, lists::IDLE_VERBS)
        || (1..=at).any(|word| tokens.gap(word) >= Gap::Comma)
    {
        return None;
    }
    let object = matches!(tokens.class(at + 1), Some(Class::Determiner | Class::Object)) || tokens.word(at + 1) == "it";
    let before = at - 1;
    let free = match tokens.class(before) {
        Some(Class::Object | Class::Number) => true,
        Some(Class::Opener) => tokens.class(before.saturating_sub(1)) != Some(Class::First),
        Some(Class::Third) => tokens.word(before) == "it",
        Some(Class::Other) => !tokens.word(before).ends_with('s') && !tokens.word(before).ends_with("ly"),
        _ => false,
    };
    let governed = (1..=3.min(at)).any(|back| {
        matches!(tokens.class(at - back), Some(Class::Modal | Class::Do)) || tokens.word(at - back) == "to"
    }) && tokens.class(before) != Some(Class::Opener);
    (object && free && !governed).then(|| cue(Form::Imperative, 6, at, at + 1, Some(at))).flatten()
}

/// "You need the bill", "you'll need a key", "you need talk to them": what the reader has
/// to have or do.
pub fn reader_needs(tokens: &Tokens, at: usize) -> Option<Cue> {
    if tokens.class(at) != Some(Class::You) || clause_depends(tokens, at) {
        return None;
    }
    let mut need = at + 1;
    while matches!(tokens.word(need), "will" | "would" | "also" | "still" | "only" | "just") {
        need += 1;
    }
    let needs = matches!(tokens.word(need), "need" | "require") && tokens.word(need + 1) != "to";
    let object = need + 1 < tokens.len() && tokens.gap(need + 1) == Gap::Space;
    (needs && object).then(|| cue(Form::Need, 6, at, need + 1, Some(need))).flatten()
}

/// "and is the price still the same", ", does finance know": the word order of a question
/// where no clause surely starts.
pub fn unsure_inversion(tokens: &Tokens, start: &Start) -> Option<Cue> {
    if start.sure {
        return None;
    }
    let (at, next) = (start.at, start.at + 1);
    let subject = matches!(tokens.class(next), Some(Class::Third | Class::First | Class::You | Class::Determiner))
        || tokens.all.get(next).is_some_and(|token| token.capital);
    let verb = match tokens.class(at)? {
        Class::Be | Class::Do | Class::Have | Class::Modal => subject && tokens.gap(next) == Gap::Space,
        Class::Wh => {
            !matches!(tokens.word(at), "which" | "who" | "whose" | "whom" | "where")
                && matches!(tokens.class(next), Some(Class::Be | Class::Do | Class::Modal | Class::Have))
        }
        _ => false,
    };
    verb.then(|| cue(Form::Inversion, 5, at, next + 1, None)).flatten()
}
