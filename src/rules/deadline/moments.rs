//! What times say of when an answer is wanted.

use jiff::{SignedDuration, civil::DateTime};

use crate::language::time::{self, Cue, Reference};
use crate::reading::TimeExpression;
use crate::rules::Subject;

/// Whether the subject line, which the reading does not hold, says by when: "Sign page 4 by Friday".
pub fn is_dated_by_subject(subject: &Subject) -> bool {
    let line = subject.draft.envelope.subject.as_ref().map_or("", |line| line.as_str());
    let now = subject.moment();
    let times = time::times(line, Reference { now, ..subject.context.reference() });
    let is_over = |to: DateTime| now.is_some_and(|now| to < now.datetime());
    times.iter().any(|time| time.cue.is_some_and(Cue::bounds) && time.bounds.is_some_and(|(_, to)| !is_over(to)))
}

/// Whether something starts at a clock time within so many hours: an answer is wanted now.
pub fn starts_within(subject: &Subject, hours: usize) -> bool {
    let Some(now) = subject.moment().map(|moment| moment.datetime()) else { return false };
    let soon = SignedDuration::from_hours(hours as i64);
    let starts = |time: &TimeExpression| {
        let from = time.time.bounds.map(|(from, _)| from)?;
        let within = from > now && from.duration_since(now) <= soon;
        // "In ten minutes" may be told of what was.
        let is_told = subject.text(time.block, time.time.range.clone()).starts_with("in ");
        Some(time.time.clock && within && !time.time.duration && !is_told && time.time.cue != Some(Cue::Within))
    };
    subject.reading.times.iter().any(|time| starts(time).unwrap_or(false))
}

/// Whether a text has a word that starts a question within a sentence.
pub fn has_wh_word(text: &str) -> bool {
    const WH: &[&str] = &["what", "which", "whether", "how", "why", "who", "where"];
    text.split(' ').any(|word| WH.iter().any(|wh| word.eq_ignore_ascii_case(wh)))
}

/// How many days a time may be long to say when: "next week" does, "next year" does not.
const LONGEST_DAYS: i64 = 8;

/// Whether a time that is not over says when something is to be.
pub fn names_moment(time: &TimeExpression, now: Option<DateTime>) -> bool {
    let Some((from, to)) = time.time.bounds else { return false };
    !time.time.duration
        && now.is_none_or(|now| to >= now && (from, to) != (now, now))
        && to.duration_since(from) <= SignedDuration::from_hours(24 * LONGEST_DAYS)
}
