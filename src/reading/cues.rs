//! The signs that a sentence asks for something, each with a weight. A sentence asks
//! when its signs weigh [`ENOUGH`] together.

use super::clauses::{self, Start};
use super::tokens::{Class, Gap, Tokens};
use crate::language::lists;

/// How much the signs of a sentence must weigh together.
pub const ENOUGH: i32 = 10;

/// One sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// What it is.
    pub form: Form,
    /// How much it weighs.
    pub weight: i32,
    /// The first word of it.
    pub from: usize,
    /// The word after the last.
    pub to: usize,
    /// The verb of what is asked, where one is known.
    pub verb: Option<usize>,
}

/// What a sign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// "Send me the list."
    Imperative,
    /// "Could you…", "will you…".
    Polite,
    /// "Is the list ready", "what is the price": the word order of a question.
    Inversion,
    /// A question mark.
    Mark,
    /// "You should…", "everyone must…", "the form must be signed".
    Duty,
    /// "Let's…", "we should…", "shall we…".
    Proposal,
    /// "If you could send…".
    Wish,
    /// A phrase of a list.
    Phrase,
    /// A sign that only adds to others.
    Hint,
}

/// All signs in the words of a sentence; phrases of lists are added by the caller.
pub fn find(tokens: &Tokens) -> Vec<Cue> {
    let starts = clauses::starts(tokens);
    let mut cues = Vec::new();
    for start in &starts {
        cues.extend(imperative(tokens, start));
        cues.extend(inversion(tokens, start));
        cues.extend(delegation(tokens, start));
    }
    for at in 0..tokens.len() {
        cues.extend(please(tokens, at));
        cues.extend(polite(tokens, at));
        cues.extend(duty(tokens, at));
        cues.extend(wish(tokens, at));
        cues.extend(want(tokens, at));
        cues.extend(let_know(tokens, at));
        cues.extend(together(tokens, at));
        cues.extend(to_me(tokens, at));
    }
    cues.retain(|cue| !tokens.all.get(cue.from).is_some_and(|token| token.quoted));
    cues
}

fn cue(form: Form, weight: i32, from: usize, to: usize, verb: Option<usize>) -> Option<Cue> {
    Some(Cue { form, weight, from, to, verb })
}

/// "Send me…", "don't wait", "let's…" where a clause starts.
fn imperative(tokens: &Tokens, start: &Start) -> Option<Cue> {
    let mut at = start.at;
    let word = tokens.word(at);
    if word == "let's"
        || (word == "lets" && start.sure)
        || (tokens.starts(at, "let us") && tokens.word(at + 2) != "know")
    {
        let verb = at + if word == "let" { 2 } else { 1 };
        return cue(Form::Proposal, ENOUGH, at, verb + 1, Some(verb));
    }
    let from = at;
    let negated = matches!(word, "don't" | "dont" | "never") || tokens.starts(at, "do not");
    if negated {
        at += if word == "do" { 2 } else { 1 };
        if word == "do" && start.sure && matches!(tokens.class(at), Some(Class::Preposition)) {
            return cue(Form::Imperative, ENOUGH, from, at, None);
        }
        let plain = lists::BASE_VERBS.contains(tokens.word(at)) || lists::NOUN_VERBS.contains(tokens.word(at));
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
        // "Let me know" is found wherever it stands; "let me explain" asks nothing.
        let known = matches!(tokens.word(at + 1), "me" | "us" | "it");
        return (!known && start.sure).then(|| cue(Form::Imperative, ENOUGH, from, at + 1, Some(at))).flatten();
    }
    if matches!(word, "see" | "remember" | "have" | "make" | "look" | "note" | "be" | "help") {
        return special(tokens, start);
    }
    if !lists::BASE_VERBS.contains(word) && !lists::NOUN_VERBS.contains(word) || lists::IDLE_VERBS.contains(word) {
        return None;
    }
    let weight = imperative_weight(tokens, start)?;
    cue(Form::Imperative, weight, from, at + 1, Some(at))
}

/// How surely a base form where a clause starts is an imperative, by what follows it.
fn imperative_weight(tokens: &Tokens, start: &Start) -> Option<i32> {
    let at = start.at;
    let word = tokens.word(at);
    let doubtful = lists::NOUN_VERBS.contains(word);
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
    let weight = if lists::CROWD_VERBS.contains(word) && !start.please && !personal { weight - 4 } else { weight };
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
    let second = tokens.word(at + 2);
    if lists::BASE_VERBS.contains(second) || lists::NOUN_VERBS.contains(second) { ENOUGH } else { 4 }
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

/// Whether an earlier subject governs the base form: "we will print, fold the sheets".
/// Over "and" or "or" any subject before can; over a comma or "so" only a near one.
fn shares_subject(tokens: &Tokens, at: usize) -> bool {
    let joined = (1..=3.min(at)).any(|back| matches!(tokens.word(at - back), "and" | "or" | "then" | "nor"));
    let reach = if joined { at } else { at.min(8) };
    (at - reach..at).any(|before| {
        let governs = matches!(tokens.class(before), Some(Class::Modal))
            || matches!(
                tokens.word(before),
                "to" | "did" | "do" | "does" | "i'll" | "we'll" | "you'll" | "they'll" | "he'll" | "she'll" | "don't"
            );
        governs || joined && matches!(tokens.class(before), Some(Class::First | Class::Third | Class::You))
    })
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
            matches!(next, "a" | "your" | "him" | "her" | "them" | "someone")
                && matches!(
                    tokens.word(at + 2),
                    "look" | "think" | "go" | "read" | "call" | "contact" | "send" | "people" | "assistant"
                )
                || (tokens.all.get(at + 1).is_some_and(|token| token.capital && token.class == Class::Other)
                    && lists::BASE_VERBS.contains(tokens.word(at + 2)))
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
fn please(tokens: &Tokens, at: usize) -> Option<Cue> {
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

/// "could you", "will anyone", "do you", "can I": a verb before its subject.
fn polite(tokens: &Tokens, at: usize) -> Option<Cue> {
    let first = tokens.class(at)?;
    let subject = tokens.class(at + 1)?;
    if tokens.gap(at + 1) >= Gap::Comma
        || (at > 0
            && matches!(tokens.word(at - 1), "nor" | "neither" | "as" | "than" | "so" | "only")
            && tokens.gap(at) == Gap::Space
            && tokens.word(at - 1) != "so")
    {
        return None;
    }
    let word = tokens.word(at);
    let second = tokens.word(at + 1);
    let initial = at == 0
        || tokens.gap(at) >= Gap::Comma
        || matches!(tokens.class(at - 1), Some(Class::Wh | Class::Conjunction | Class::Opener | Class::Please))
        || tokens.word(at - 1) == "when";
    let weight = match (first, subject) {
        (Class::Modal, Class::You) if matches!(word, "should" | "may" | "might" | "must" | "shall") => 0,
        (Class::Modal, Class::You) if matches!(second, "you" | "u" | "ya") => ENOUGH,
        (Class::Modal, Class::First)
            if matches!(second, "we" | "i")
                && matches!(word, "can" | "could" | "shall" | "should" | "may" | "might")
                && initial =>
        {
            ENOUGH
        }
        (Class::Modal, Class::First) if word == "shall" => ENOUGH,
        (Class::Modal, Class::Third)
            if matches!(second, "someone" | "somebody" | "anyone" | "anybody" | "people" | "everyone") && initial =>
        {
            ENOUGH
        }
        (Class::Do, Class::You) if word != "does" && initial => ENOUGH,
        (Class::Be, Class::You) if matches!(word, "are" | "aren't") && initial => ENOUGH,
        (Class::Have, Class::You) if matches!(word, "have" | "haven't") && initial => ENOUGH,
        (Class::Do, Class::Third) if matches!(second, "anyone" | "anybody" | "somebody") && initial => ENOUGH,
        (Class::Have | Class::Be, Class::Third) if matches!(second, "anyone" | "anybody") && initial => ENOUGH,
        _ => 0,
    };
    if weight == 0 {
        return None;
    }
    let mut verb = at + 2;
    while matches!(tokens.class(verb), Some(Class::Opener | Class::Please | Class::Not))
        || tokens.word(verb).ends_with("ly")
        || matches!(tokens.word(verb), "both" | "all" | "each" | "guys" | "maybe" | "two" | "either")
    {
        verb += 1;
    }
    let form = if first == Class::Modal && subject == Class::First {
        Form::Proposal
    } else if first == Class::Modal {
        Form::Polite
    } else {
        Form::Inversion
    };
    cue(form, weight, at, at + 2, Some(verb))
}

/// The word order of a question where a clause starts: "is the list", "what does it".
fn inversion(tokens: &Tokens, start: &Start) -> Option<Cue> {
    let at = start.at;
    if !start.sure {
        return None;
    }
    let word = tokens.word(at);
    match tokens.class(at)? {
        Class::Wh if tokens.len() <= at + 2 && tokens.len() < 4 => cue(Form::Inversion, ENOUGH, at, at + 1, None),
        Class::Wh => {
            let gone = matches!(tokens.word(at + 1), "more" | "worse" | "important" | "ever" | "a" | "an");
            let mut next = at + 1;
            // "how many", "which of the two", "what time", "how soon": up to three words.
            while next < at + 4
                && matches!(tokens.class(next), Some(Class::Other | Class::Preposition | Class::Determiner))
                && tokens.gap(next) == Gap::Space
            {
                next += 1;
            }
            let verb = matches!(tokens.class(next), Some(Class::Be | Class::Do | Class::Modal | Class::Have));
            let subject = next > at + 1
                || !matches!(tokens.class(next), Some(Class::Modal | Class::Have))
                || matches!(word, "who" | "what" | "which")
                || matches!(tokens.class(next + 1), Some(Class::You | Class::First | Class::Third | Class::Determiner));
            let contracted = word.ends_with("'s") || matches!(word, "whats" | "hows");
            let heads = (at + 1..at + 8).any(|next| next < tokens.len() && tokens.gap(next) == Gap::Colon);
            if gone || heads || !(verb && subject || contracted) || matches!(tokens.word(next), "been" | "being") {
                return None;
            }
            // "What matters is…" states; a second finite verb soon after gives it away.
            let asks = matches!(tokens.class(next), Some(Class::Do | Class::Modal));
            let weight = if asks || next == at + 1 || word == "how" || contracted { 8 } else { 6 };
            let brief = if asks || tokens.len() < 14 { 2 } else { 0 };
            cue(Form::Inversion, weight + brief, at, (next + 1).min(tokens.len()), None)
        }
        Class::Be if matches!(word, "is" | "are" | "was" | "were" | "isn't" | "aren't") => {
            let subject = matches!(
                tokens.class(at + 1),
                Some(Class::Third | Class::Determiner | Class::First | Class::Object | Class::Number)
            ) || tokens.all.get(at + 1).is_some_and(|token| token.capital);
            subject
                .then(|| cue(Form::Inversion, if matches!(word, "was" | "were") { 6 } else { 9 }, at, at + 2, None))
                .flatten()
        }
        Class::Do if matches!(word, "does" | "did" | "didn't" | "doesn't" | "do") => {
            let subject = matches!(tokens.class(at + 1), Some(Class::Third | Class::Determiner | Class::First))
                || tokens.all.get(at + 1).is_some_and(|token| token.capital);
            let imperative = word == "do"
                && !matches!(tokens.word(at + 1), "i" | "we")
                && !matches!(tokens.word(at + 1), "they" | "people" | "these" | "those");
            (subject && !imperative).then(|| cue(Form::Inversion, ENOUGH, at, at + 2, None)).flatten()
        }
        Class::Have if matches!(word, "has" | "have" | "hasn't" | "haven't") => {
            let subject = matches!(tokens.class(at + 1), Some(Class::Third | Class::First))
                || (word == "has"
                    && !matches!(tokens.word(at + 1), "been" | "to" | "a" | "not" | "never")
                    && at == 0
                    && tokens.class(1) == Some(Class::Other))
                || (word == "has"
                    && (tokens.all.get(at + 1).is_some_and(|token| token.capital)
                        || tokens.class(at + 1) == Some(Class::Determiner)));
            (subject && tokens.word(at + 1) != "been").then(|| cue(Form::Inversion, ENOUGH, at, at + 2, None)).flatten()
        }
        Class::Modal if matches!(word, "can" | "could" | "would" | "will" | "shall" | "should") => {
            let subject = matches!(tokens.class(at + 1), Some(Class::Third | Class::Determiner))
                || tokens.all.get(at + 1).is_some_and(|token| token.capital);
            let bare = matches!(word, "will" | "would") && tokens.word(at + 1) == "be";
            (subject && !bare).then(|| cue(Form::Inversion, 9, at, at + 2, None)).flatten()
        }
        _ => {
            let anyone = matches!(word, "anyone" | "anybody")
                && start.at == 0
                && !matches!(tokens.class(1), Some(Class::Modal | Class::Be | Class::Wh))
                && tokens.word(1) != "with";
            anyone.then(|| cue(Form::Inversion, 8, at, at + 2, None)).flatten()
        }
    }
}

/// "Ana to send the list", "Ops and sales to confirm": a name, then what it is to do.
fn delegation(tokens: &Tokens, start: &Start) -> Option<Cue> {
    let at = start.at;
    let name = tokens.all.get(at)?;
    if lists::NOT_NAMES.contains(tokens.word(at))
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
    let verb = lists::BASE_VERBS.contains(tokens.word(to + 1)) || lists::DOING_VERBS.contains(tokens.word(to + 1));
    let finite = (to + 2..tokens.len())
        .take(6)
        .any(|next| matches!(tokens.class(next), Some(Class::Be | Class::Modal | Class::Have)));
    (plain && verb && !finite).then(|| cue(Form::Duty, ENOUGH, at, to + 2, Some(to + 1))).flatten()
}

/// "you should send", "everyone must sign", "the form must be signed", "we need to talk".
fn duty(tokens: &Tokens, at: usize) -> Option<Cue> {
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
    let acts = lists::DOING_VERBS.contains(tokens.word(verb))
        || lists::BASE_VERBS.contains(tokens.word(verb))
        || lists::NOUN_VERBS.contains(tokens.word(verb));
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
        Some(Class::First)
            if matches!(tokens.word(subject), "we" | "we'll") && lists::DOING_VERBS.contains(tokens.word(verb)) =>
        {
            9 + i32::from(word != "have")
        }
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

/// Whether the words just before `at` make its clause hang on another: "if you need to".
fn clause_depends(tokens: &Tokens, at: usize) -> bool {
    for before in (at.saturating_sub(5)..at).rev() {
        if matches!(tokens.class(before), Some(Class::Subordinator | Class::Wh))
            || matches!(tokens.word(before), "that" | "think" | "thought" | "told" | "said")
                && tokens.word(before) != "think"
        {
            return !matches!(tokens.word(before), "per" | "due" | "given");
        }
        if before > 0 && tokens.gap(before) >= Gap::Comma {
            return false;
        }
    }
    false
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
fn wish(tokens: &Tokens, at: usize) -> Option<Cue> {
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
fn want(tokens: &Tokens, at: usize) -> Option<Cue> {
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
        "need" | "want" if tokens.word(next + 1) != "to" && next + 1 < tokens.len() => {
            // "I need Ana to call", "we need the numbers": an object, then perhaps an act.
            let acts = (next + 2..next + 6)
                .any(|to| tokens.word(to) == "to" && lists::BASE_VERBS.contains(tokens.word(to + 1)));
            let object = matches!(
                tokens.class(next + 1),
                Some(Class::Determiner | Class::Number | Class::Other | Class::Object | Class::Third)
            ) && tokens.word(next + 1) != "not";
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

/// "if it rains call me", "so tell us": a verb with the author as its object and no
/// subject before it, wherever it stands.
fn to_me(tokens: &Tokens, at: usize) -> Option<Cue> {
    let verb = tokens.word(at);
    let object = matches!(tokens.word(at + 1), "me" | "us");
    if !object
        || matches!(verb, "let" | "help" | "believe" | "trust")
        || !lists::BASE_VERBS.contains(verb)
        || lists::IDLE_VERBS.contains(verb)
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

/// "we can discuss it tomorrow", "I could meet at ten": an offer of time together.
fn together(tokens: &Tokens, at: usize) -> Option<Cue> {
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

/// "let me know", "let Ana know" unless somebody else did so.
fn let_know(tokens: &Tokens, at: usize) -> Option<Cue> {
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
    (!others && !told).then(|| cue(Form::Imperative, ENOUGH, at, know + 1, Some(at))).flatten()
}
