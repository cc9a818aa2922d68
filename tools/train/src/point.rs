//! The weights of the point, from whole drafts.

use std::io;
use std::path::Path;

use presend::reading::learned::fit::{Example, Options, choose};
use presend::reading::point_signs;

use crate::data::{LabelledDraft, Read, same, squeeze};
use crate::model::{FOLDS, Groups, Names, SCALE, drop_rare, fold, write};

const OPTIONS: Options = Options { rate: 0.05, lasso: 1.0, ridge: 1.0, rounds: 8 };

const ABOUT: &str = "How much each sign of the point counts, in hundredths of log odds. Learned by tools/train,
not written by hand, from drafts written for this project.";

/// A sentence that may be the point, and the points that its place brings.
type Candidate = (Example, i32);

pub fn learn(drafts: &[(LabelledDraft, Read)], path: &Path) -> io::Result<()> {
    let mut names = Names::default();
    let mut groups: Groups<Vec<Candidate>> = Groups::new();
    for (labels, read) in drafts {
        let texts = read.sentences();
        let wanted = labels.point.as_deref().map(squeeze);
        let candidate = |(id, place, signs): (presend::reading::SentenceId, i32, Vec<String>)| {
            let label = wanted.as_deref().is_some_and(|wanted| same(wanted, &texts[id.0]));
            (Example { signs: names.numbers(signs), label, ..Example::default() }, place)
        };
        let candidates: Vec<Candidate> = point_signs(&read.reading, &read.draft).into_iter().map(candidate).collect();
        if wanted.is_none() || candidates.iter().any(|(example, _)| example.label) {
            groups.entry(labels.writer()).or_default().push(candidates);
        }
    }
    drop_rare(groups.values_mut().flatten().flatten().map(|(example, _)| example), &names);
    let learned = |drafts: &[Vec<Candidate>]| {
        let examples = |draft: &Vec<Candidate>| draft.iter().map(|(example, _)| example.clone()).collect();
        let drafts: Vec<Vec<Example>> = drafts.iter().map(examples).collect();
        choose(&drafts, names.len(), OPTIONS)
    };
    let (mut right, mut by_place, mut all) = (0, 0, 0);
    for part in 0..FOLDS {
        let (known, held) = fold(&groups, part);
        let fit = learned(&known);
        for draft in held.iter().filter(|draft| draft.iter().any(|(example, _)| example.label)) {
            let place = |(_, place): &Candidate| f64::from(*place);
            let points = |candidate: &Candidate| place(candidate) + fit.score(&candidate.0.signs) * SCALE;
            all += 1;
            right += usize::from(first_best(draft, points));
            by_place += usize::from(first_best(draft, place));
        }
    }
    let share = |part: usize| part as f64 / f64::from(all.max(1));
    println!("point, held back: right {:.3} of {all} drafts, by the place alone {:.3}", share(right), share(by_place));
    let drafts: Vec<Vec<Candidate>> = groups.into_values().flatten().collect();
    write(path, ABOUT, &learned(&drafts), &names, None)
}

/// Whether the first of the best has the label.
fn first_best(draft: &[Candidate], points: impl Fn(&Candidate) -> f64) -> bool {
    let mut best: Option<(f64, bool)> = None;
    for candidate in draft {
        let points = points(candidate);
        if best.is_none_or(|(most, _)| points > most) {
            best = Some((points, candidate.0.label));
        }
    }
    best.is_some_and(|(_, label)| label)
}
