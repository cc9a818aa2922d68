//! The weights of asks, from single sentences and from whole drafts.

use std::io;
use std::path::Path;

use presend::language::Phrases;
use presend::reading::learned::fit::{Example, Options, tell_apart};
use presend::reading::{ASKS_FROM, CREDIT, ask_signs};

use crate::data::{LabelledDraft, LabelledSentence, Read, same, squeeze};
use crate::model::{Counts, FOLDS, Groups, Names, SCALE, drop_rare, fold, write};

const OPTIONS: Options = Options { rate: 0.1, lasso: 1.0, ridge: 1.0, rounds: 8 };

/// How much a sentence of a draft counts against a single one: there are five times as
/// many, and those that ask are not all labelled.
const DRAFT_WEIGHT: f64 = 0.5;

const ABOUT: &str = "How much each sign of an ask counts, in hundredths of log odds. Learned by tools/train, not
written by hand, from ParakweetLabs/EmailIntentDataSet (Apache-2.0, see NOTICE) and from
drafts written for this project.";

/// A sentence, and whether the grammar alone takes it for an ask, or for none in any case.
#[derive(Clone)]
struct Sentence {
    example: Example,
    grammar: Option<bool>,
}

pub fn learn(
    sentences: Vec<LabelledSentence>,
    drafts: &[(LabelledDraft, Read)],
    phrases: &Phrases,
    path: &Path,
) -> io::Result<()> {
    let mut names = Names::default();
    let mut sources = [single(sentences, phrases, &mut names), of_drafts(drafts, &mut names)];
    drop_rare(sources.iter_mut().flat_map(|groups| groups.values_mut().flatten().map(|s| &mut s.example)), &names);
    let mut counts = [Counts::default(); 2];
    for part in 0..FOLDS {
        let folds = sources.each_ref().map(|groups| fold(groups, part));
        let known: Vec<Example> = folds.iter().flat_map(|(known, _)| known.iter().map(|s| s.example.clone())).collect();
        let fit = tell_apart(&known, names.len(), OPTIONS);
        for ((_, held), counts) in folds.iter().zip(&mut counts) {
            for sentence in held {
                let credit = if sentence.grammar == Some(true) { f64::from(CREDIT) } else { 0.0 };
                let points = fit.score(&sentence.example.signs) * SCALE + credit;
                let asks = sentence.grammar.is_some() && points > f64::from(ASKS_FROM);
                counts.add(asks, sentence.example.label);
            }
        }
    }
    println!("asks, held back: single sentences {}", counts[0]);
    println!("asks, held back: sentences of drafts {}", counts[1]);
    let all: Vec<Example> =
        sources.into_iter().flat_map(|groups| groups.into_values().flatten()).map(|s| s.example).collect();
    write(path, ABOUT, &tell_apart(&all, names.len(), OPTIONS), &names, Some("source"))
}

/// What the grammar says of each sentence, and the signs without it.
fn read_signs(read: &Read) -> Vec<(Option<bool>, Vec<String>)> {
    let signs = ask_signs(&read.reading, &read.draft).into_iter();
    signs.map(|signs| (signs.grammar, signs.names)).collect()
}

fn single(sentences: Vec<LabelledSentence>, phrases: &Phrases, names: &mut Names) -> Groups<Sentence> {
    let mut groups = Groups::new();
    for (number, labelled) in sentences.into_iter().enumerate() {
        let read = Read::new("sentence.txt", labelled.text.as_bytes(), phrases);
        let signs = read_signs(&read);
        // Where the text is split in several, the first that seems to ask has the label.
        let asking = signs.iter().position(|(grammar, _)| *grammar == Some(true)).unwrap_or(0);
        for (at, (grammar, signs)) in signs.into_iter().enumerate() {
            if labelled.label && at != asking {
                continue;
            }
            let signs = names.numbers(signs.into_iter().chain(["source single".to_owned()]));
            let example = Example { signs, label: labelled.label, ..Example::default() };
            groups.entry(format!("{number:05}")).or_insert_with(Vec::new).push(Sentence { example, grammar });
        }
    }
    groups
}

fn of_drafts(drafts: &[(LabelledDraft, Read)], names: &mut Names) -> Groups<Sentence> {
    let mut groups = Groups::new();
    for (labels, read) in drafts {
        let asked: Vec<String> = labels.asks.iter().map(|ask| squeeze(ask)).collect();
        for (text, (grammar, signs)) in read.sentences().iter().zip(read_signs(read)) {
            let label = asked.iter().any(|ask| same(ask, text));
            let example = Example { signs: names.numbers(signs), label, weight: DRAFT_WEIGHT, ..Example::default() };
            groups.entry(labels.writer()).or_insert_with(Vec::new).push(Sentence { example, grammar });
        }
    }
    groups
}
