//! Which sentences only organise a meeting.

use std::ops::Range;

use super::Given;
use crate::draft::{BlockId, Draft, Role};
use crate::language::{ListId, Phrases, lists};
use crate::reading::{Phrase, Reading, SentenceId, TimeRole};

/// A sentence that names a time and little else only says when: "Thursday 10-11, room 4".
const FEW_WORDS: usize = 4;

/// Which sentences organise a meeting.
pub struct Organising {
    /// For each sentence, whether it organises, whatever else it says.
    pub any: Vec<bool>,
    /// For each sentence, whether it does nothing else.
    pub only: Vec<bool>,
}

/// The reading with the phrases that only an agenda needs.
pub fn with_phrases(draft: &Draft, reading: &Reading) -> Reading {
    let phrases = Phrases::of_pack(&[lists::ORGANISING, lists::INVITES, lists::ASKS_FOR_REPLY]);
    let mut reading = reading.clone();
    for (block, own) in draft.own_blocks() {
        let found = phrases.find(own.text.as_str());
        reading.phrases.extend(found.into_iter().map(|found| Phrase { block, found }));
    }
    reading.phrases.sort_by_key(|phrase| (phrase.block, phrase.found.range.start));
    reading
}

/// Finds what organises a meeting.
pub fn read(given: &Given) -> Organising {
    let reading = given.reading;
    let mut any = vec![false; reading.sentences.len()];
    for ask in reading.asks.iter().filter(|ask| given.is_meeting(ask)) {
        any[ask.sentence.0] = true;
    }
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let role = given.draft.block(sentence.block).role;
        if matches!(role, Role::Heading | Role::Table) {
            continue;
        }
        let mut phrases = given.phrases_in(sentence.block, &sentence.range);
        any[index] |= phrases.any(|list| list == lists::ORGANISING || list == lists::INVITES)
            || is_time_and_place(given, SentenceId(index));
    }
    // An ask of another kind is the matter itself, whatever stands around it.
    let mut only = any.clone();
    for ask in reading.real_asks().filter(|ask| !given.is_meeting(ask)) {
        only[ask.sentence.0] = false;
    }
    Organising { any, only }
}

fn is_time_and_place(given: &Given, id: SentenceId) -> bool {
    let sentence = given.reading.sentence(id);
    let times = given.reading.times_in(sentence.block, &sentence.range);
    let due = times.iter().any(|time| time.role == TimeRole::Deadline);
    if due || !times.iter().any(|time| time.time.clock) {
        return false;
    }
    let words = &given.reading.words[sentence.words.clone()];
    let outside = words.iter().filter(|word| !times.iter().any(|time| time.time.range.contains(&word.range.start)));
    outside.take(FEW_WORDS + 1).count() <= FEW_WORDS
}

impl<'a> Given<'a> {
    /// The lists of the phrases that start in a part of a block.
    pub fn phrases_in(&self, block: BlockId, range: &Range<usize>) -> impl Iterator<Item = ListId> + use<'a> {
        self.reading.phrases_in(block, range).iter().map(|phrase| phrase.found.list)
    }
}
