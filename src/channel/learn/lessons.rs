//! Examples made of labelled drafts and sentences.

use super::Sentences;
use super::labelled::Labelled;
use crate::channel::model::{FACTORS, scale};
use crate::channel::signs::{Tokens, each_sentence, of_text};
use crate::reading::learned::fit::Example;
use crate::reading::learned::names::Names;

/// How much an ordinary sentence counts against one of a labelled draft, and a message made
/// of such sentences against a draft: there are many, and their trade is not the drafts'.
const ORDINARY_SENTENCE: f64 = 0.04;
const ORDINARY_MESSAGE: f64 = 0.06;

/// How much a labelled sentence by itself counts against one of a draft: it has no draft
/// around it.
const LABELLED_SENTENCE: f64 = 0.4;

/// How many ordinary sentences make a message, in turn.
const LENGTHS: [usize; 8] = [3, 1, 7, 2, 12, 4, 9, 5];

/// What each table is learned from.
pub struct Lessons {
    pub sentences: (Names, Vec<Example>),
    pub wording: (Names, Vec<Example>),
    pub factors: (Names, Vec<Example>),
}

impl Lessons {
    pub fn of(drafts: &[&Labelled], extra: &Sentences) -> Lessons {
        let mut lessons = Lessons {
            sentences: (Names::default(), Vec::new()),
            wording: (Names::default(), Vec::new()),
            factors: (Names::default(), Vec::new()),
        };
        let count = |live: bool| drafts.iter().filter(|draft| draft.is_live() == Some(live)).count() as f64;
        // Both kinds of drafts count as much, however many there are of each.
        let live_weight = count(false) / count(true).max(1.0);
        for draft in drafts {
            let Some(live) = draft.is_live() else { continue };
            let evidence: Vec<String> = draft.labels.evidence.iter().map(|text| squeeze(text)).collect();
            let mut whole = Vec::new();
            each_sentence(&draft.draft, &draft.reading, |id, tokens| {
                let sentence = draft.reading.sentence(id);
                let said = squeeze(&draft.draft.block(sentence.block).text.as_str()[sentence.range.clone()]);
                let shows =
                    evidence.iter().any(|words| said.contains(words) || said.len() > 8 && words.contains(&said));
                whole.extend(tokens.names(false));
                if live && shows {
                    lessons.name(tokens, |factor| draft.labels.reasons.iter().any(|reason| reason == factor));
                }
                // What stands beside the evidence in a live draft may say the same.
                if live == shows || !live {
                    lessons.sentence(tokens, live, 1.0);
                }
            });
            lessons.whole(whole, live, if live { live_weight } else { 1.0 });
        }
        for line in &extra.labelled {
            of_text(&line.text, |tokens| {
                let shows = line.factor != "none";
                lessons.sentence(tokens, shows, LABELLED_SENTENCE);
                if shows {
                    lessons.name(tokens, |factor| factor == line.factor);
                }
            });
        }
        let mut ordinary = extra.ordinary.iter();
        for length in LENGTHS.iter().cycle() {
            let mut whole = Vec::new();
            for line in ordinary.by_ref().take(*length) {
                of_text(&line.text, |tokens| {
                    lessons.sentence(tokens, false, ORDINARY_SENTENCE);
                    whole.extend(tokens.names(false));
                });
            }
            if whole.is_empty() {
                break;
            }
            lessons.whole(whole, false, ORDINARY_MESSAGE);
        }
        lessons
    }

    fn sentence(&mut self, tokens: &Tokens, label: bool, weight: f64) {
        let (names, examples) = &mut self.sentences;
        let signs = tokens.names(true);
        examples.push(Example { signs: names.numbers(signs), label, weight, ..Example::default() });
    }

    fn whole(&mut self, mut signs: Vec<String>, label: bool, weight: f64) {
        let (names, examples) = &mut self.wording;
        signs.sort_unstable();
        signs.dedup();
        let scale = scale(signs.len());
        examples.push(Example { signs: names.numbers(signs), label, weight, scale, ..Example::default() });
    }

    fn name(&mut self, tokens: &Tokens, shows: impl Fn(&str) -> bool) {
        let (names, examples) = &mut self.factors;
        for factor in FACTORS {
            let mut signs = vec![format!("{factor} always")];
            tokens.signs(factor, factor, |sign| signs.push(sign.to_string()));
            examples.push(Example { signs: names.numbers(signs), label: shows(factor), ..Example::default() });
        }
    }
}

/// White space folded, so that wrapped text compares.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
