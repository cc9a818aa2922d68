use super::VERDICT;
use crate::channel::{Channel, Chosen};
use crate::rules::{Check, Profile, Setup, Subject};
use crate::text::Finding;

/// Terms, sums or consent in what is about to be talked about or chatted away. Options:
/// `phrases` (words of what has to stand in writing), `written` (words that say that it
/// will).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (terms, written) = (setup.phrases("phrases"), setup.phrases("written"));
    setup.needs_phrase(&[terms]);
    Box::new(move |subject: &Subject| {
        let is_chat = subject.profile() == Profile::Chat;
        let talks = subject.advice.chosen == Chosen::Meeting || subject.advice.recommended == Channel::Live;
        if !(is_chat || talks) || subject.phrases_of(written).next().is_some() {
            return Vec::new();
        }
        let Some(phrase) = subject.phrases_of(terms).find(|p| subject.draft.block(p.block).role.is_prose()) else {
            return Vec::new();
        };
        let words = subject.text(phrase.block, phrase.found.range.clone()).replace('\n', " ");
        let text = format!("“{words}” should stand in writing, whatever is said");
        let help = if talks {
            "after the talk, write down what was agreed, with the figures, and ask for a yes"
        } else {
            "confirm it by mail, with the figures: a chat is hard to find again"
        };
        let span = subject.span(phrase.block, phrase.found.range.clone());
        vec![Finding::new(span, text).help(help).part_of(VERDICT)]
    })
}
