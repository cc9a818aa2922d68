//! Questions by their word order, with or without a question mark.

use super::super::clauses::Start;
use super::super::tokens::{Class, Gap, Tokens};
use super::{Cue, ENOUGH, Form, cue};

/// "could you", "will anyone", "do you", "can I": a verb before its subject.
pub fn polite(tokens: &Tokens, at: usize) -> Option<Cue> {
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
    if marvels(tokens, at) {
        return None;
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

/// "Would you believe it", "can you imagine": a question in form only.
pub fn marvels(tokens: &Tokens, at: usize) -> bool {
    tokens.class(at) == Some(Class::Modal)
        && tokens.class(at + 1) == Some(Class::You)
        && matches!(tokens.word(at + 2), "believe" | "imagine")
}

/// The word order of a question where a clause starts: "is the list", "what does it".
pub fn inversion(tokens: &Tokens, start: &Start) -> Option<Cue> {
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
