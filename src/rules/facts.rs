use std::cell::OnceCell;

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;

use super::gate::{Needs, Situations};
use super::meeting::Proposal;
use crate::language::ListId;
use crate::reading::{Ask, Phrase, Sentence, SentenceId};

/// What several rules ask of a draft, found out when the first of them asks.
#[derive(Default)]
pub struct Facts<'a> {
    /// The lists of which a phrase was found.
    pub lists: OnceCell<Lists>,
    /// The situations that the message is in.
    pub situations: OnceCell<Situations>,
    /// What it has of all that checks can need.
    pub needs_met: OnceCell<Needs>,
    /// The sentences that say something.
    pub said: OnceCell<Vec<(SentenceId, &'a Sentence)>>,
    /// The words of the sentences that say something.
    pub said_words: OnceCell<usize>,
    /// The asks that wait for an answer.
    pub owed: OnceCell<Vec<&'a Ask>>,
    /// The meeting that the draft proposes.
    pub proposal: OnceCell<Option<Proposal<'a>>>,
    /// The author's zone.
    pub home: OnceCell<Option<&'a TimeZone>>,
    /// The moment of writing on the author's clock.
    pub now: OnceCell<Option<ZonedDateTime>>,
}

/// A set of lists of phrases, one bit each.
pub struct Lists(Vec<u64>);

impl Lists {
    /// The lists of these phrases.
    pub fn of(phrases: &[Phrase]) -> Lists {
        let mut bits: Vec<u64> = Vec::with_capacity(16);
        for phrase in phrases {
            let list = usize::from(phrase.found.list.0);
            if list / 64 >= bits.len() {
                bits.resize(list / 64 + 1, 0);
            }
            bits[list / 64] |= 1 << (list % 64);
        }
        Lists(bits)
    }

    /// Whether a list is in the set.
    pub fn has(&self, list: ListId) -> bool {
        let list = usize::from(list.0);
        self.0.get(list / 64).is_some_and(|bits| bits >> (list % 64) & 1 == 1)
    }
}
