use crate::draft::Role;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// A decision is asked for, and nothing is proposed. Options: `questions`, the phrases that
/// ask for one; `proposals`, phrases of what is proposed or can be chosen; `broad`, phrases
/// of messages that want ideas; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let questions = setup.phrases("questions");
    let proposals = setup.phrases("proposals");
    let broad = setup.phrases("broad");
    setup.unless();
    setup.needs_phrase(&[questions]);
    Box::new(move |subject: &Subject| {
        let reading = subject.reading;
        let asked = reading.real_asks().find_map(|ask| {
            let block = reading.sentence(ask.sentence).block;
            let mut phrases = subject.phrases_in(block, ask.range.clone());
            Some((ask, phrases.find(|phrase| phrase.found.list == questions)?))
        });
        let Some((ask, phrase)) = asked else { return Vec::new() };
        let block = reading.sentence(ask.sentence).block;
        // "The hall or the yard?", before it, in it or after it.
        let near = ask.sentence.0.saturating_sub(3)..(ask.sentence.0 + 4).min(reading.sentences.len());
        let mut near = reading.sentences.get(near).unwrap_or_default().iter();
        let offers = near.any(|sentence| {
            let words = subject.tokens(sentence);
            (0..words.len()).any(|at| matches!(words.word(at), "or" | "either"))
        });
        let items = subject.draft.blocks.iter().filter(|block| block.role == Role::ListItem).count();
        if offers
            || items >= 2
            || subject.phrases_of(proposals).next().is_some()
            || subject.phrases_of(broad).next().is_some()
        {
            return Vec::new();
        }
        let words = subject.text(block, phrase.found.range.clone()).replace('\n', " ");
        let text = format!("“{words}” leaves the reader to find the options");
        let help = "propose one: “I would do X, because …. Is that all right, or rather Y?”";
        vec![Finding::new(ask.span, text).help(help).part_of("channel/verdict")]
    })
}
