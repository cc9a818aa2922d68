use crate::reading::Sentence;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Span};

/// Words that mean the opposite, and a wink beside criticism. Options: `phrases`, `winks`
/// (signs at the end of a sentence), `criticism` (words, one of which stands in the
/// sentence of a wink).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let list = setup.phrases("phrases");
    let (winks, criticism) = (setup.list("winks"), setup.list("criticism"));
    Box::new(move |subject: &Subject| {
        let is_critical = |sentence: &Sentence| {
            subject.words(sentence).any(|word| criticism.iter().any(|known| word.eq_ignore_ascii_case(known)))
        };
        let wink = |sentence: &Sentence| {
            let text = subject.sentence_text(sentence).trim_end_matches(['.', '!', ' ', '\n']);
            let wink = winks.iter().find(|wink| text.ends_with(wink.as_ref()))?;
            let start = sentence.range.start + text.len() - wink.len();
            is_critical(sentence).then(|| subject.span(sentence.block, start..start + wink.len()))
        };
        let said = |span: Span, what: &str| {
            let text = format!("{what} may be read as it stands, without the irony");
            Finding::new(span, text).help("say plainly what you mean, or leave it out")
        };
        let phrase = subject.phrases_of(list).find(|p| subject.draft.block(p.block).role.is_prose());
        if let Some(phrase) = phrase {
            let words = subject.text(phrase.block, phrase.found.range.clone()).replace('\n', " ");
            return vec![said(subject.span(phrase.block, phrase.found.range.clone()), &format!("“{words}”"))];
        }
        let found = subject.said().find_map(|(_, sentence)| wink(sentence));
        found.map(|span| said(span, "criticism with a wink")).into_iter().collect()
    })
}
