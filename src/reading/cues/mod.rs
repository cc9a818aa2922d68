//! The signs that a sentence asks for something, each with a weight. A sentence asks
//! when its signs weigh [`ENOUGH`] together.

mod imperatives;
mod questions;
mod statements;
mod wishes;

pub use imperatives::is_offer;
use imperatives::{delegation, imperative, let_know, please, to_me};
pub use questions::marvels;
use questions::{inversion, polite};
use statements::{
    advice, after_condition, good_if, needed, opens_condition, others_want, reader_needs, unsure_imperative,
    unsure_inversion,
};
use wishes::{duty, together, want, wish};

use super::clauses;
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
    /// "Two signatures are needed", "the net needs mending".
    Need,
    /// "I'd leave it".
    Advice,
    /// A sign that only adds to others.
    Hint,
}

impl Form {
    /// Its name in the tables of learned weights.
    pub fn name(self) -> &'static str {
        match self {
            Form::Imperative => "imperative",
            Form::Polite => "polite",
            Form::Inversion => "inversion",
            Form::Mark => "mark",
            Form::Duty => "duty",
            Form::Proposal => "proposal",
            Form::Wish => "wish",
            Form::Phrase => "phrase",
            Form::Need => "need",
            Form::Advice => "advice",
            Form::Hint => "hint",
        }
    }
}

/// All signs in the words of a sentence; phrases of lists are added by the caller.
pub fn find(tokens: &Tokens) -> Vec<Cue> {
    let starts = clauses::starts(tokens);
    let mut cues = Vec::new();
    let mut tasks = 0;
    for start in &starts {
        cues.extend(imperative(tokens, start));
        cues.extend(inversion(tokens, start));
        let task = task(tokens, start, tasks > 0);
        tasks += usize::from(task.is_some());
        cues.extend(task);
        cues.extend(unsure_imperative(tokens, start));
        cues.extend(unsure_inversion(tokens, start));
    }
    let conditional = opens_condition(tokens);
    for at in 0..tokens.len() {
        // The class of a word says which signs it can start, so that most words cost nothing.
        match tokens.all[at].class {
            Class::Please => cues.extend(please(tokens, at)),
            Class::You => cues.extend(reader_needs(tokens, at)),
            Class::Subordinator => cues.extend(wish(tokens, at)),
            Class::First => {
                cues.extend(want(tokens, at));
                cues.extend(together(tokens, at));
                cues.extend(advice(tokens, at));
            }
            Class::Modal | Class::Do | Class::Be | Class::Have => {
                cues.extend(polite(tokens, at));
                cues.extend(duty(tokens, at));
                cues.extend(needed(tokens, at));
                cues.extend(good_if(tokens, at));
            }
            Class::Other => {
                if tokens.is(at, lists::CUE_STARTS) {
                    cues.extend(duty(tokens, at));
                    cues.extend(needed(tokens, at));
                    cues.extend(let_know(tokens, at));
                }
                if tokens.is(at, lists::WANTING_WORDS) {
                    cues.extend(others_want(tokens, at));
                }
                if conditional {
                    cues.extend(after_condition(tokens, at));
                }
            }
            _ => {}
        }
        if tokens.class(at + 1) == Some(Class::Object) {
            cues.extend(to_me(tokens, at));
        }
    }
    cues.retain(|cue| !tokens.all.get(cue.from).is_some_and(|token| token.quoted));
    cues
}

/// "Ana to send the list"; after a first task, a clause that only may start gives one
/// as well: "Ben to sweep and Ana to wash".
pub fn task(tokens: &Tokens, start: &clauses::Start, after_task: bool) -> Option<Cue> {
    delegation(tokens, &clauses::Start { sure: start.sure || after_task, ..*start })
}

pub fn cue(form: Form, weight: i32, from: usize, to: usize, verb: Option<usize>) -> Option<Cue> {
    Some(Cue { form, weight, from, to, verb })
}

/// Whether an earlier subject governs the base form: "we will print, fold the sheets".
/// Over "and" or "or" any subject before can; over a comma or "so" only a near one.
pub fn shares_subject(tokens: &Tokens, at: usize) -> bool {
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

/// Whether the words just before `at` make its clause hang on another: "if you need to".
pub fn clause_depends(tokens: &Tokens, at: usize) -> bool {
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
