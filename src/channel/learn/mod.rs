//! Learns the tables of a [`Model`](super::model::Model) from labelled drafts, and tells how
//! well they do on drafts that they were not learned from.

mod evaluate;
mod figures;
mod labelled;
mod lessons;

use evaluate::split;
pub use evaluate::{FOLDS, Held, hold_back};
pub use figures::{BANDS, Figures, Set, Share, figures};
pub use labelled::{Labelled, Labels, Line, lines};
use lessons::Lessons;

use super::model::{Model, TABLES};
use crate::reading::learned::fit::{Example, Options, tell_apart};
use crate::reading::learned::names::{Names, SCALE, drop_rare};

const SENTENCES: Options = Options { rate: 0.2, lasso: 0.5, ridge: 1.0, rounds: 16 };
const WORDING: Options = Options { rate: 0.3, lasso: 0.2, ridge: 3.0, rounds: 12 };
const FACTORS: Options = Options { rate: 0.1, lasso: 1.0, ridge: 1.0, rounds: 6 };
const SITUATION: Options = Options { rate: 0.1, lasso: 1.0, ridge: 2.0, rounds: 8 };

/// In how many examples a sign must be seen.
const LEAST: usize = 3;

/// In how many parts the groups are held back by turns to find what the situation adds to
/// what the words say.
const INNER_FOLDS: usize = 3;

/// What is learned from beside whole drafts.
#[derive(Clone, Debug, Default)]
pub struct Sentences {
    /// Sentences with the factor they show, or "none".
    pub labelled: Vec<Line>,
    /// Sentences of ordinary mail that nobody labelled: hardly any shows a factor.
    pub ordinary: Vec<Line>,
}

/// Learns the four tables, in the order of [`TABLES`].
pub fn learn(drafts: &[&Labelled], sentences: &Sentences) -> [String; 4] {
    let mut tables = of_words(drafts, sentences);
    let mut names = Names::default();
    let mut examples = Vec::new();
    for part in 0..INNER_FOLDS {
        let (held, known) = split(drafts.iter().copied(), INNER_FOLDS, part);
        let Ok(model) = Model::read(of_words(&known, sentences).each_ref().map(String::as_str)) else { continue };
        for (draft, label) in held.iter().filter_map(|draft| Some((draft, draft.is_live()?))) {
            let signs = names.numbers(super::situation::signs(&draft.draft, &draft.reading));
            let start = f64::from(model.hear(&draft.draft, &draft.reading).sum()) / SCALE;
            examples.push(Example { signs, label, start, ..Example::default() });
        }
    }
    let found = tell_apart(&examples, names.len(), SITUATION);
    tables[3] = names.table(&about(3), &found, None);
    tables
}

/// The tables that rest on words; that of the situation is empty.
fn of_words(drafts: &[&Labelled], sentences: &Sentences) -> [String; 4] {
    let lessons = Lessons::of(drafts, sentences);
    let table = |at: usize, (names, mut examples): (Names, Vec<Example>), options: Options| {
        drop_rare(examples.iter_mut(), &names, LEAST);
        names.table(&about(at), &tell_apart(&examples, names.len(), options), None)
    };
    [
        table(0, lessons.sentences, SENTENCES),
        table(1, lessons.wording, WORDING),
        table(2, lessons.factors, FACTORS),
        String::new(),
    ]
}

/// What stands above a table.
fn about(at: usize) -> String {
    let what = [
        "How much each sign of a sentence speaks for a conversation",
        "How much each word speaks for a conversation, whatever the sentence",
        "How much each word of a sentence speaks for each factor",
        "How much the situation speaks for a conversation beside the words",
    ];
    format!(
        "{}, in hundredths of log odds ({}.tsv).\nLearned by `presend channel train`, not written by hand. docs/channel.md tells from what.",
        what[at], TABLES[at]
    )
}
