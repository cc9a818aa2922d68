//! `phrases`: words that are better not there.

use crate::reading::{Phrase, Sentence, SentenceId};
use crate::rules::replacing::delete;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// Where a phrase counts.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Anywhere,
    /// At the start of one of the first two sentences, also after "Hi Ana,".
    Opening,
    /// As a sentence of its own.
    Sentence,
}

/// Options: `phrases`, `text` with `{words}` for those found, `help`; `place`; `cut`
/// (offer to delete a sentence that says nothing else); `heavier-from` (so many
/// findings weigh more); `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let list = setup.phrases("phrases");
    let (text, help) = (setup.text("text"), setup.text_if_any("help"));
    let places = [("anywhere", Place::Anywhere), ("opening", Place::Opening), ("sentence", Place::Sentence)];
    let place = setup.choice("place", &places);
    let cut = setup.switch("cut");
    let heavier_from = setup.number_if_any("heavier-from").unwrap_or(usize::MAX);
    setup.unless();
    setup.needs_phrase(&[list]);
    Box::new(move |subject: &Subject| {
        let opening: Vec<SentenceId> = subject.said().take(2).map(|(id, _)| id).collect();
        let mut found: Vec<Finding> = Vec::new();
        let mut end = (crate::draft::BlockId(0), 0);
        for phrase in subject.phrases_of(list) {
            // A phrase within a longer one is the same words again.
            if (phrase.block, phrase.found.range.start) < end || !subject.draft.block(phrase.block).role.is_prose() {
                continue;
            }
            let Some((id, sentence)) = subject.sentence_of(phrase) else { continue };
            let counts = match place {
                Place::Anywhere => true,
                Place::Opening => opening.contains(&id) && opens(subject, phrase, sentence),
                Place::Sentence => opens(subject, phrase, sentence) && ends(subject, phrase, sentence),
            };
            if !counts {
                continue;
            }
            end = (phrase.block, phrase.found.range.end);
            let words = subject.text(phrase.block, phrase.found.range.clone()).replace('\n', " ");
            let mut finding =
                Finding::new(subject.span(phrase.block, phrase.found.range.clone()), text.replace("{words}", &words));
            finding.help = help.as_ref().map(|help| help.replace("{words}", &words));
            if cut && opens(subject, phrase, sentence) && ends(subject, phrase, sentence) {
                finding.fix = delete(subject, id);
            }
            found.push(finding);
        }
        if found.len() >= heavier_from {
            found.iter_mut().for_each(|finding| finding.weight = Weight::Heavier);
        }
        found
    })
}

/// Whether the phrase starts its sentence, or follows a greeting of up to three words.
fn opens(subject: &Subject, phrase: &Phrase, sentence: &Sentence) -> bool {
    let before = subject.text(phrase.block, sentence.range.start..phrase.found.range.start).trim_end();
    subject.opens_sentence(phrase.block, phrase.found.range.start)
        || (before.len() <= 60 && before.ends_with([',', '!', '-', '–', ':']) && before.split_whitespace().count() <= 3)
}

/// Whether nothing but punctuation follows the phrase in its sentence.
fn ends(subject: &Subject, phrase: &Phrase, sentence: &Sentence) -> bool {
    !subject.text(phrase.block, phrase.found.range.end..sentence.range.end).contains(|c: char| c.is_alphanumeric())
}
