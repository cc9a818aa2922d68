//! `require`: words that should be there.

use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// Options: `any-of` (one of these phrases must be there), `text`, `help`, `from-words`
/// (only in messages of so many words), `unless` (situations to spare). The finding is
/// about the first sentence.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let list = setup.phrases("any-of");
    let (text, help) = (setup.text("text"), setup.text_if_any("help"));
    let from_words = setup.number_if_any("from-words").unwrap_or(1);
    let unless = setup.situations("unless");
    Box::new(move |subject: &Subject| {
        let there = subject.reading.phrases_of(list).next().is_some();
        if there || subject.reading.word_count() < from_words || subject.is_any(&unless) {
            return Vec::new();
        }
        let first = subject.said().next();
        first
            .map(|(_, sentence)| Finding {
                help: help.as_ref().map(|help| help.to_string()),
                ..Finding::new(sentence.span, text.as_ref())
            })
            .into_iter()
            .collect()
    })
}
