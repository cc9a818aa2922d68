//! How long a reader waits for the point.

use crate::channel::{Channel, LIVE_FROM};
use crate::reading::SentenceId;
use crate::rules::Subject;

/// How many words of prose a message has, and how many stand before a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    /// The words before the sentence.
    pub before: usize,
    /// All words.
    pub total: usize,
}

impl Wait {
    /// The words before a sentence; all words where there is none.
    pub fn for_sentence(subject: &Subject, id: Option<SentenceId>) -> Wait {
        let mut wait = Wait { before: 0, total: 0 };
        for (at, sentence) in subject.said() {
            let length = subject.length(sentence);
            wait.before += if id.is_none_or(|id| at < id) { length } else { 0 };
            wait.total += length;
        }
        wait
    }

    /// Whether the sentence lies past the middle.
    pub fn is_past_middle(self) -> bool {
        self.before * 2 > self.total
    }

    /// Whether it comes late: past the middle after some words, or after many.
    pub fn is_late(self, words: usize, words_anyway: usize) -> bool {
        (self.before > words && self.is_past_middle()) || self.before > words_anyway
    }
}

/// How many points above the least of a conversation make one certain: odds of two to one
/// over those at which it begins.
const CERTAIN: f32 = 7.0;

/// Whether it should certainly be said rather than written: then no order of sentences
/// mends it, and the rule channel/verdict says so.
pub fn is_better_said(subject: &Subject) -> bool {
    subject.advice.recommended == Channel::Live && subject.advice.score >= LIVE_FROM + CERTAIN
}
