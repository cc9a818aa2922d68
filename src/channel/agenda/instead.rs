//! The message that does what a needless meeting was for.

use std::ops::Range;

use jiff::civil::DateTime;

use super::organising::{self, Organising};
use super::{By, Given, Material, matters, quotes, when};
use crate::draft::{BlockId, Role};
use crate::language::lists;
use crate::reading::{SentenceId, TimeExpression, TimeRole};

/// The most sentences of a summary beside the point; of more the news are kept first.
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
    let Organising { any, only: organising } = organising::read(given);
    let matters = matters(given);
    let listed: Vec<&str> = matters.iter().filter(|m| m.ask.is_none()).map(|m| m.words.as_str()).collect();
    let summary = summary(given, &organising, &listed);
    let questions = matters.into_iter().map(|matter| (matter.owner, matter.words)).collect();
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
        summary,
        questions,
        reply_by: reply_by(given, &any, &organising),
        material: quotes::material(given, &left_out),
    }
}

/// The point and what else the draft tells: no asks, which follow as questions.
fn summary(given: &Given, organising: &[bool], listed: &[&str]) -> Vec<String> {
    let reading = given.reading;
    let mut asks = vec![false; reading.sentences.len()];
    reading.asks.iter().for_each(|ask| asks[ask.sentence.0] = true);
    let tells = |id: SentenceId| {
        let sentence = reading.sentence(id);
        let role = given.draft.block(sentence.block).role;
        let lists_in = || given.phrases_in(sentence.block, &sentence.range);
        // "Regards from us" is prose and tells nothing; a list item may be short.
        let long = sentence.length >= if role == Role::Prose { 4 } else { 1 };
        let is_listed =
            role == Role::ListItem && listed.contains(&given.draft.block(sentence.block).text.as_str().trim());
        let leads_up = lists_in().any(|list| list == lists::PREAMBLE);
        let other = organising[id.0] || asks[id.0] || is_listed || leads_up;
        role.is_prose() && long && !other
    };
    let is_news = |id: &SentenceId| {
        let sentence = reading.sentence(*id);
        given.phrases_in(sentence.block, &sentence.range).any(|list| list == lists::NEWS)
    };
    let point = reading.point.filter(|id| !organising[id.0] && !asks[id.0]);
    let mut told: Vec<SentenceId> = (0..reading.sentences.len()).map(SentenceId).filter(|id| tells(*id)).collect();
    told.retain(|id| Some(*id) != point);
    if told.len() > SUMMARY {
        told.sort_by_key(|id| !is_news(id));
        told.truncate(SUMMARY);
        told.sort_unstable();
    }
    let reason =
        || organising.iter().enumerate().filter(|(_, o)| **o).find_map(|(at, _)| quotes::reason(given, SentenceId(at)));
    let first = point.map(|id| quotes::sentence(given, id)).or_else(reason);
    first.into_iter().chain(told.into_iter().map(|id| quotes::sentence(given, id))).collect()
}

/// The earliest deadline, if it is before the meeting that is left out.
fn reply_by(given: &Given, any: &[bool], organising: &[bool]) -> Option<By> {
    let now = given.written().map(|now| now.datetime());
    let meeting = meeting(given, any);
    let of_asks = given.reading.real_asks().filter(|ask| !given.is_meeting(ask)).filter_map(|ask| given.due(ask));
    let matters = |id: Option<SentenceId>| id.is_none_or(|id| !organising[id.0]);
    // "By 2027" is no day to answer by.
    let names_day = |time: &TimeExpression| time.time.year.is_none() || time.time.date.is_some();
    let deadlines = given.reading.times.iter().filter(|time| time.role == TimeRole::Deadline);
    let others = deadlines.filter(|time| matters(time.sentence) && names_day(time));
    let others = others.filter_map(By::of);
    let all = of_asks.chain(others).filter(|by| now.is_none_or(|now| by.latest >= now));
    all.filter(|by| meeting.is_none_or(|meeting| by.latest <= meeting)).min_by_key(|by| by.latest)
}

/// When the meeting is, by the author's clock.
fn meeting(given: &Given, organising: &[bool]) -> Option<DateTime> {
    let zone = given.written()?.time_zone().clone();
    let starts = when::proposed(given, organising, &zone);
    Some(starts.into_iter().next()?.with_time_zone(zone).datetime())
}
