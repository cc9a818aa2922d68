//! The weights of deadlines, from whole drafts.

use std::io;
use std::path::Path;

use presend::reading::learned::fit::{Example, Options, tell_apart};
use presend::reading::{DEADLINE_CREDIT, DEADLINE_FROM, deadline_signs};

use crate::data::{LabelledDraft, Read, squeeze};
use crate::model::{Counts, FOLDS, Groups, Names, SCALE, drop_rare, fold, write};

const OPTIONS: Options = Options { rate: 0.05, lasso: 1.0, ridge: 1.0, rounds: 5 };

const ABOUT: &str = "How much each sign of a deadline counts, in hundredths of log odds. Learned by tools/train,
not written by hand, from drafts written for this project.";

pub fn learn(drafts: &[(LabelledDraft, Read)], path: &Path) -> io::Result<()> {
    let mut names = Names::default();
    let mut groups: Groups<(Example, bool)> = Groups::new();
    for (labels, read) in drafts {
        let wanted: Vec<String> = labels.deadlines.iter().map(|time| squeeze(&time.text)).collect();
        for (time, signs) in deadline_signs(&read.reading, &read.draft) {
            let text = squeeze(&read.draft.block(time.block).text.as_str()[time.time.range.clone()]);
            let label = wanted.iter().any(|wanted| wanted.contains(&text) || text.contains(wanted));
            let example = Example { signs: names.numbers(signs.names), label, ..Example::default() };
            groups.entry(labels.writer()).or_default().push((example, signs.grammar == Some(true)));
        }
    }
    drop_rare(groups.values_mut().flatten().map(|(example, _)| example), &names);
    let learned = |examples: &[(Example, bool)]| {
        let examples: Vec<Example> = examples.iter().map(|(example, _)| example.clone()).collect();
        tell_apart(&examples, names.len(), OPTIONS)
    };
    let (mut grammar, mut both) = (Counts::default(), Counts::default());
    for part in 0..FOLDS {
        let (known, held) = fold(&groups, part);
        let fit = learned(&known);
        for (example, by_grammar) in held {
            let credit = if by_grammar { f64::from(DEADLINE_CREDIT) } else { 0.0 };
            grammar.add(by_grammar, example.label);
            both.add(fit.score(&example.signs) * SCALE + credit > f64::from(DEADLINE_FROM), example.label);
        }
    }
    println!("deadlines, by the grammar alone: {grammar}");
    println!("deadlines, held back: {both}");
    let all: Vec<(Example, bool)> = groups.into_values().flatten().collect();
    write(path, ABOUT, &learned(&all), &names, None)
}
