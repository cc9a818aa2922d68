use super::wording::holds;
use crate::reading::{Ask, AskKind, Sentence};
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// A hint at what should be done, and no ask beside it. Options: `hints`, the phrases;
/// `wishes`, words of what nobody can do anything about; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let hints = setup.phrases("hints");
    let wishes = setup.list("wishes");
    setup.unless();
    setup.needs_phrase(&[hints]);
    Box::new(move |subject: &Subject| {
        // "It would be great if you could" asks, in however polite a form.
        let hint = |sentence: &Sentence| {
            let mut phrases = subject.phrases_in(sentence.block, sentence.range.clone());
            let found = phrases.find(|phrase| phrase.found.list == hints)?;
            let after = subject.text(sentence.block, found.found.range.end..sentence.range.end);
            let mut next = after.split_whitespace().map(|word| word.trim_matches(','));
            let next = next.find(|word| !word.eq_ignore_ascii_case("if")).unwrap_or_default();
            let is_wish = subject.words(sentence).any(|word| holds(&wishes, &word.to_lowercase()));
            let before = subject.text(sentence.block, sentence.range.start..found.found.range.start);
            let before = before.split_whitespace().next_back().unwrap_or_default();
            let is_told = ["whether", "that", "if", "until"].iter().any(|word| word.eq_ignore_ascii_case(before));
            let asks = next.eq_ignore_ascii_case("you") || after.trim_end().ends_with('?');
            (!is_wish && !is_told && !asks).then_some(found)
        };
        // A proposal to meet is plain enough: "it would be great if we could talk". So is a
        // wish to one person with a date.
        let is_plain = |ask: &Ask| {
            ask.kind == AskKind::Meeting
                || ask.owner.name().is_some() && ask.deadline.is_some()
                || hint(subject.reading.sentence(ask.sentence)).is_none()
        };
        let Some((_, sentence)) = subject.said().find(|(_, sentence)| hint(sentence).is_some()) else {
            return Vec::new();
        };
        if subject.reading.real_asks().any(is_plain) {
            return Vec::new();
        }
        let words = hint(sentence).map(|found| subject.text(found.block, found.found.range.clone()).replace('\n', " "));
        let text = format!("“{}” hints at something, and nobody is asked for it", words.unwrap_or_default());
        let help = "ask for it: “Could you …?”, to one person, with a date";
        vec![Finding::new(sentence.span, text).help(help).part_of("ask/no-owner")]
    })
}
