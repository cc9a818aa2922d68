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
            let signs = super::situation::signs(&draft.draft, &draft.reading);
            let signs = names.numbers(signs.iter().map(ToString::to_string));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::PhrasesBuilder;
    use crate::{Source, parse, reading};

    /// A draft of a writer, labelled by whether it quarrels.
    fn labelled(id: &str, text: &str, channel: &str) -> Labelled {
        let draft = parse::parse(&Source::new("draft.txt", text.as_bytes()));
        let reading = reading::read(&draft, &PhrasesBuilder::with_pack().build(), Default::default());
        let line =
            format!(r#"{{"id": "{id}", "channel": "{channel}", "reasons": ["conflict"], "evidence": ["{text}"]}}"#);
        let labels = lines(&line).expect("it is one object").remove(0);
        Labelled { labels, draft, reading }
    }

    fn drafts() -> Vec<Labelled> {
        let things = ["report", "van", "hall", "roof", "fence", "menu"];
        let quarrels = things.map(|thing| format!("You broke your word about the {thing}."));
        let news = things.map(|thing| format!("The {thing} is ready for you."));
        let mut drafts = Vec::new();
        for (at, (quarrel, news)) in quarrels.iter().zip(&news).enumerate() {
            let writer = ["a", "b", "c"][at % 3];
            drafts.push(labelled(&format!("{writer}{at}live"), quarrel, "live"));
            drafts.push(labelled(&format!("{writer}{at}async"), news, "async"));
        }
        drafts
    }

    #[test]
    fn what_quarrels_is_learned_from_a_few_drafts_and_always_alike() {
        let drafts = drafts();
        let all: Vec<&Labelled> = drafts.iter().collect();
        let tables = learn(&all, &Sentences::default());
        assert_eq!(tables, learn(&all, &Sentences::default()));
        let model = Model::read(tables.each_ref().map(String::as_str)).expect("what is written can be read");
        let sum = |text: &str| {
            let new = labelled("z1", text, "live");
            model.hear(&new.draft, &new.reading).sum()
        };
        assert!(sum("You broke your word about the piano.") > sum("The piano is ready for you."));
    }

    #[test]
    fn no_writer_is_learned_from_and_judged_in_one_go() {
        let drafts = drafts();
        let mut judged = 0;
        for part in 0..FOLDS {
            let (held, known) = split(drafts.iter(), FOLDS, part);
            assert!(held.iter().all(|held| known.iter().all(|known| known.group() != held.group())));
            judged += held.len();
        }
        assert_eq!(judged, drafts.len());
        let held: Vec<Held> = (0..FOLDS).flat_map(|part| hold_back(&drafts, &Sentences::default(), part)).collect();
        let figures = figures(&held);
        assert_eq!(figures.sets[""].agreement.all, drafts.len());
        assert_eq!(figures.bands.iter().map(|band| band.all).sum::<usize>(), drafts.len());
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = lines::<Labels>("{\"id\": \"a1\", \"channel\": \"live\"}\n{\"id\": 7}").expect_err("7 is no name");
        assert!(error.starts_with("2:"), "{error}");
    }
}
