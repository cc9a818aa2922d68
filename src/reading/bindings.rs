//! Which deadline is whose: each is bound to the asks that it is for.

use std::ops::Range;

use super::split;
use super::tokens::MOST_WORDS;
use super::words::Words;
use super::{Ask, Reading, SentenceId, TimeId, TimeRole};
use crate::draft::{Draft, Role};
use crate::language::{ListId, lists};

/// Binds each deadline to the asks of its sentence, else to those it speaks of.
pub fn give(reading: &mut Reading, draft: &Draft, words: &Words) {
    let deadlines: Vec<(usize, SentenceId)> = (0..reading.times.len())
        .filter_map(|index| {
            let time = &reading.times[index];
            (time.role == TimeRole::Deadline).then_some(time.sentence).flatten().map(|id| (index, id))
        })
        .collect();
    // A date of the ask's own sentence, or of the list it leads in to, goes before others.
    for &(index, id) in &deadlines {
        let last = last_of_list(reading, draft, id);
        let from = reading.asks.partition_point(|ask| ask.sentence < id);
        let here = reading.asks.partition_point(|ask| ask.sentence <= id);
        let to = reading.asks.partition_point(|ask| ask.sentence <= last);
        // Where a sentence asks several people, each has the dates of its own words.
        let place = reading.times[index].time.range.start;
        let own = (from..here).filter(|_| here - from > 1).find(|&ask| reading.asks[ask].range.contains(&place));
        match own {
            Some(ask) => set(&mut reading.asks[ask..ask + 1], TimeId(index)),
            None => set(&mut reading.asks[from..here], TimeId(index)),
        }
        set(&mut reading.asks[here.min(to)..to], TimeId(index));
        // "Could you send me", a list, "by Friday?".
        if let Some(lead) = split::begun(reading, draft, words, id) {
            let from = reading.asks.partition_point(|ask| ask.sentence < lead);
            let here = reading.asks.partition_point(|ask| ask.sentence < id);
            set(&mut reading.asks[from..here], TimeId(index));
        }
    }
    // "Please reply by Friday" is for every ask of the message that has no date of its own.
    let mut whole = None;
    for &(index, id) in &deadlines {
        if phrases_in(reading, id, lists::REPLY_PHRASES).next().is_some() {
            whole = whole.or(Some(TimeId(index)));
        }
        let back = phrases_in(reading, id, lists::BACK_PHRASES).next().is_some();
        let from = reading.asks.partition_point(|ask| ask.sentence < id);
        let here = reading.asks.partition_point(|ask| ask.sentence <= id);
        let near = |at: usize| reading.asks.get(at).is_some_and(|ask| ask.sentence.0.abs_diff(id.0) <= 2);
        if from == here || back {
            // "Could you check it? I need it by Friday."
            if from > 0 && near(from - 1) {
                set(&mut reading.asks[from - 1..from], TimeId(index));
            } else if from == here && near(here) {
                set(&mut reading.asks[here..here + 1], TimeId(index));
            }
        }
    }
    if let Some(deadline) = whole {
        set(&mut reading.asks, deadline);
    }
}

/// Gives the deadline to those asks that have none.
fn set(asks: &mut [Ask], deadline: TimeId) {
    for ask in asks.iter_mut().filter(|ask| ask.deadline.is_none()) {
        ask.deadline = Some(deadline);
    }
}

/// The last sentence of the list that this one leads in to; the sentence itself where
/// no list follows.
fn last_of_list(reading: &Reading, draft: &Draft, id: SentenceId) -> SentenceId {
    let sentence = reading.sentence(id);
    let block = draft.block(sentence.block);
    if block.role == Role::ListItem || sentence.range.end < block.text.len() {
        return id;
    }
    let items = draft.blocks.iter().skip(sentence.block.0 + 1).take_while(|block| block.role == Role::ListItem).count();
    let end = reading.sentences.partition_point(|other| other.block.0 <= sentence.block.0 + items);
    SentenceId(end.saturating_sub(1).max(id.0))
}

/// The bytes of the phrases of one list in a sentence.
pub fn phrases_in(reading: &Reading, id: SentenceId, list: ListId) -> impl Iterator<Item = Range<usize>> {
    let sentence = reading.sentence(id);
    let first =
        reading.phrases.partition_point(|p| (p.block, p.found.range.start) < (sentence.block, sentence.range.start));
    reading.phrases[first..]
        .iter()
        .take(MOST_WORDS)
        .take_while(|p| p.block == sentence.block && p.found.range.start < sentence.range.end)
        .filter(move |p| p.found.list == list)
        .map(|p| p.found.range.clone())
}
