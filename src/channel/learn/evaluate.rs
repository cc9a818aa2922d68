//! How well a model does on drafts that it was not learned from.

use super::{Labelled, Sentences, learn};
use crate::channel::model::{Heard, Model};
use crate::channel::{Advice, advise};

/// In how many parts the writers are held back by turns.
pub const FOLDS: usize = 7;

/// A draft with what a model made of it that never saw its writer.
pub struct Held<'a> {
    /// The draft.
    pub draft: &'a Labelled,
    /// What the model made of it.
    pub heard: Heard,
    /// The advice that rests on it.
    pub advice: Advice,
}

/// What is made of the drafts of one part of the writers, of [`FOLDS`], by a model that was
/// learned from those of the others. Each part stands by itself, so that a caller may take
/// them side by side.
pub fn hold_back<'a>(drafts: &'a [Labelled], sentences: &Sentences, part: usize) -> Vec<Held<'a>> {
    let (held, known) = split(drafts.iter(), FOLDS, part);
    if held.is_empty() {
        return Vec::new();
    }
    let tables = learn(&known, sentences);
    // Tables that were just made can be read.
    let Ok(model) = Model::read(tables.each_ref().map(String::as_str)) else { return Vec::new() };
    let judge = |labelled: &'a Labelled| Held {
        draft: labelled,
        heard: model.hear(&labelled.draft, &labelled.reading),
        advice: advise(&labelled.draft, &labelled.reading, &model, &[]),
    };
    held.into_iter().map(judge).collect()
}

/// The drafts of one part of the writers, and those of the others.
pub fn split<'a>(
    drafts: impl Iterator<Item = &'a Labelled> + Clone,
    parts: usize,
    part: usize,
) -> (Vec<&'a Labelled>, Vec<&'a Labelled>) {
    let mut groups: Vec<&str> = drafts.clone().map(Labelled::group).collect();
    groups.sort_unstable();
    groups.dedup();
    drafts.partition(|draft| groups.binary_search(&draft.group()).is_ok_and(|at| at % parts == part))
}
