//! Asks that nobody owes an answer: what to do in some case, and how to do it.

use super::Subject;
use crate::language::lists;
use crate::reading::{Ask, AskKind};

/// Whether the ask stands in a sentence that says what to do in some case: "If the light
/// is red, ring the bell." Who asks a question there wants an answer all the same.
pub fn is_conditional(subject: &Subject, ask: &Ask) -> bool {
    let sentence = subject.reading.sentence(ask.sentence);
    let first = subject.words(sentence).next();
    first.is_some_and(|word| lists::CONDITION_WORDS.contains(word)) && !subject.sentence_text(sentence).contains('?')
}

/// Whether an ask is a bare instruction: an act without question, "please" or date.
pub fn is_step(subject: &Subject, ask: &Ask) -> bool {
    const ASKING: &[&str] = &["please", "pls", "kindly", "could", "can", "would", "need"];
    let sentence = subject.reading.sentence(ask.sentence);
    ask.kind == AskKind::Request
        && ask.deadline.is_none()
        && !subject.sentence_text(sentence).ends_with('?')
        && !subject.words(sentence).any(|word| ASKING.iter().any(|asking| word.eq_ignore_ascii_case(asking)))
}
