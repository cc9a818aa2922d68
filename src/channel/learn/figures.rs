//! What is right of the advice on held-back drafts, in figures.

use std::collections::BTreeMap;

use super::evaluate::Held;
use super::lessons::squeeze;
use crate::channel::{Channel, Verdict};

/// Bounds of the bands of the score, in points.
pub const BANDS: [f32; 6] = [0.0, 7.0, 14.0, 20.0, 25.0, 30.0];

/// A share: so many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are.
    pub found: usize,
    /// How many could be.
    pub all: usize,
}

impl Share {
    fn add(&mut self, found: bool) {
        self.found += usize::from(found);
        self.all += 1;
    }

    /// The share as a number from 0 to 1; 0 of nothing.
    pub fn value(self) -> f64 {
        self.found as f64 / self.all.max(1) as f64
    }
}

/// How right the advice is for one set of drafts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Set {
    /// Called live or not as labelled; where either will do all is right that is not called
    /// live, since either flags nothing.
    pub agreement: Share,
    /// Of those called live, how many are; those where either will do are left out.
    pub precision: Share,
    /// Of those that are live, how many are called so.
    pub recall: Share,
    /// Of those that should be messages, how many are called live.
    pub falsely: Share,
}

/// How right the advice is.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// For each set, by name.
    pub sets: BTreeMap<String, Set>,
    /// For each band of the score, from the lowest: how many drafts are live, of those that
    /// are live or not.
    pub bands: [Share; BANDS.len() + 1],
    /// Meetings that should be messages, and how many are told so.
    pub unneeded: Share,
    /// Meetings that are needed, and how many are called needless.
    pub justified: Share,
    /// Of those rightly called live, how many have a labelled reason among the first two
    /// factors.
    pub reasons: Share,
    /// Of the same, how many show words that the labels name.
    pub evidence: Share,
}

/// The figures of the advice on these drafts.
pub fn figures(held: &[Held]) -> Figures {
    let mut figures = Figures::default();
    for held in held {
        let (labels, advice) = (&held.draft.labels, &held.advice);
        let said = advice.recommended == Channel::Live;
        let live = held.draft.is_live();
        let set = figures.sets.entry(labels.set.clone()).or_default();
        set.agreement.add(said == (live == Some(true)) || live.is_none());
        match live {
            Some(true) => set.recall.add(said),
            Some(false) => set.falsely.add(said),
            None => {}
        }
        if let Some(live) = live {
            if said {
                set.precision.add(live);
            }
            figures.bands[BANDS.iter().filter(|&&from| advice.score >= from).count()].add(live);
            if labels.chosen == "meeting" {
                let part = if live { &mut figures.justified } else { &mut figures.unneeded };
                part.add(advice.verdict == Verdict::NoMeeting);
            }
            if live && said && !labels.reasons.is_empty() {
                let first = advice.factors.iter().take(2);
                figures.reasons.add(first.into_iter().any(|factor| labels.reasons.iter().any(|r| r == factor.name)));
                figures.evidence.add(shows(held));
            }
        }
    }
    figures
}

/// Whether words that are shown stand among those that the labels name, or hold them.
fn shows(held: &Held) -> bool {
    let Held { draft, advice, .. } = held;
    let shown: Vec<String> = advice
        .factors
        .iter()
        .flat_map(|factor| &factor.evidence)
        .filter_map(|span| draft.reading.sentences.iter().find(|sentence| sentence.span == *span))
        .map(|sentence| squeeze(&draft.draft.block(sentence.block).text.as_str()[sentence.range.clone()]))
        .collect();
    let labelled = draft.labels.evidence.iter().map(|text| squeeze(text));
    labelled.into_iter().any(|words| shown.iter().any(|said| said.contains(&words) || words.contains(said)))
}
