//! The message that does what a needless meeting was for.

use std::ops::Range;

use jiff::civil::DateTime;

use super::{By, Given, Material, organising, quotes, when};
use crate::draft::{BlockId, Role};
use crate::language::lists;
use crate::reading::{AskKind, SentenceId, TimeRole};

/// The most sentences of a summary; of more only the point and the news are kept.
const SUMMARY: usize = 5;

/// A message instead of a meeting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Instead {
    /// What it is called.
    pub subject: Option<String>,
    /// What the draft says, in its own sentences: the point first.
    pub summary: Vec<String>,
    /// What is asked, with who is asked.
    pub questions: Vec<(Option<String>, String)>,
    /// By when an answer is wanted.
    pub reply_by: Option<By>,
    /// Files and links.
    pub material: Vec<Material>,
}

/// The message that a draft of a meeting makes.
pub fn instead(given: &Given) -> Instead {
    let organising = organising::all(given);
    let asks = given.topics();
    let questions = asks.iter().map(|ask| (ask.owner.name().map(str::to_owned), quotes::ask(given, ask))).collect();
    let left_out: Vec<(BlockId, Range<usize>)> = given
        .reading
        .sentences
        .iter()
        .zip(&organising)
        .filter(|(_, organises)| **organises)
        .map(|(sentence, _)| (sentence.block, sentence.range.clone()))
        .collect();
    Instead {
        subject: quotes::subject(given),
        summary: summary(given, &organising),
        questions,
        reply_by: reply_by(given, &organising),
        material: quotes::material(given, &left_out),
    }
}

/// The point and what else the draft tells: no asks, which follow as questions.
fn summary(given: &Given, organising: &[bool]) -> Vec<String> {
    let reading = given.reading;
    let mut asks = vec![false; reading.sentences.len()];
    reading.asks.iter().for_each(|ask| asks[ask.sentence.0] = true);
    let tells = |id: SentenceId| {
        let sentence = reading.sentence(id);
        let role = given.draft.block(sentence.block).role;
        let lists_in = || given.phrases_in(sentence.block, &sentence.range);
        role.is_prose()
            && !organising[id.0]
            && !asks[id.0]
            && sentence.length > 0
            && !(sentence.length < 4 && role == Role::Prose)
            && !lists_in().any(|list| list == lists::PREAMBLE)
    };
    let is_news = |id: &SentenceId| {
        let sentence = reading.sentence(*id);
        given.phrases_in(sentence.block, &sentence.range).any(|list| list == lists::NEWS)
    };
    let point = reading.point.filter(|id| !organising[id.0] && !asks[id.0]);
    let mut told: Vec<SentenceId> = (0..reading.sentences.len()).map(SentenceId).filter(|id| tells(*id)).collect();
    if told.len() > SUMMARY {
        told.retain(is_news);
        told.truncate(SUMMARY);
    }
    told.retain(|id| Some(*id) != point);
    let reason =
        || organising.iter().enumerate().filter(|(_, o)| **o).find_map(|(at, _)| quotes::reason(given, SentenceId(at)));
    let first = point.map(|id| quotes::sentence(given, id)).or_else(reason);
    first.into_iter().chain(told.into_iter().map(|id| quotes::sentence(given, id))).collect()
}

/// The earliest deadline, if it is before the meeting that is left out.
fn reply_by(given: &Given, organising: &[bool]) -> Option<By> {
    let now = given.written().map(|now| now.datetime());
    let meeting = meeting(given, organising);
    let of_asks = given.reading.real_asks().filter(|ask| ask.kind != AskKind::Meeting).filter_map(|ask| given.due(ask));
    let others = given.reading.times.iter().filter(|time| time.role == TimeRole::Deadline);
    let others = others.filter_map(|time| Some(By { latest: time.latest()?, clock: time.time.clock }));
    let all = of_asks.chain(others).filter(|by| now.is_none_or(|now| by.latest >= now));
    all.filter(|by| meeting.is_none_or(|meeting| by.latest <= meeting)).min_by_key(|by| by.latest)
}

/// When the meeting is, by the author's clock.
fn meeting(given: &Given, organising: &[bool]) -> Option<DateTime> {
    let zone = given.written()?.time_zone().clone();
    let start = when::proposed(given, organising, &zone)?;
    Some(start.with_time_zone(zone).datetime())
}
