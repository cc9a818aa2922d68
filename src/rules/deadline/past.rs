use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Weekday};

use super::binding::{MOST_TIMES, tells_of_the_past, words};
use crate::language::time::Cue;
use crate::reading::{TimeExpression, TimeId, TimeRole};
use crate::rules::rewrite::deadline;
use crate::rules::said::{self, is_cited, is_reported};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// A deadline lies before the moment of writing. Options: `told`, words that tell of
/// what is over ("was due").
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let told = setup.phrases("told");
    setup.needs(Need::Time);
    setup.needs(Need::Moment);
    Box::new(move |subject: &Subject| {
        let Some(now) = subject.moment().map(|moment| moment.datetime()) else { return Vec::new() };
        let deadlines = || subject.reading.times.iter().filter(|time| time.role == TimeRole::Deadline);
        // A new deadline makes the old one history.
        if deadlines().any(|time| !time.time.vague && !is_past(time, now.date()) && time.latest() >= Some(now)) {
            return Vec::new();
        }
        let mut found: Vec<Finding> =
            deadlines().take(MOST_TIMES).filter_map(|time| gone_by_today(subject, time, now)).take(1).collect();
        // What holds "until" a day tells of an offer as often as of a duty; "by" asks.
        let bound: BTreeSet<TimeId> = subject.reading.asks.iter().filter_map(|ask| ask.deadline).collect();
        let asked = |id: usize, time: &TimeExpression| time.time.cue == Some(Cue::By) || bound.contains(&TimeId(id));
        for (id, time) in subject.reading.times.iter().enumerate().take(MOST_TIMES) {
            if time.role != TimeRole::Deadline
                || !is_past(time, now.date())
                || !asked(id, time)
                || names_a_thing(subject, time)
            {
                continue;
            }
            let Some((date, _)) = &time.time.date else { continue };
            let sentence = subject.sentence_at(time.block, time.time.range.start);
            if sentence.is_some_and(|(_, sentence)| subject.sentence_has(told, sentence))
                || is_cited(subject, time.block, &time.time.range)
                || is_reported(subject, time.block, time.time.range.start)
            {
                continue;
            }
            let date = last_day(time, *date, now.date());
            let days = date.until(now.date()).map_or(0, |span| span.get_days());
            let ago = match days {
                1 => "yesterday".to_owned(),
                _ => format!("{days} days ago"),
            };
            let words = subject.text(time.block, time.time.range.clone()).replace('\n', " ");
            let mut finding = Finding::new(time.span, format!("the deadline “{words}” was {ago}"));
            finding.help = Some(match deadline(subject) {
                Some(deadline) => format!("name a day to come, such as “by {deadline}”"),
                None => "name a day to come".to_owned(),
            });
            // Without a year or a weekday the author may mean another year.
            // What holds until a day, or all that was before it, may be no deadline.
            let is_open = time.time.cue == Some(Cue::Until) || takes_all(subject, time);
            if time.time.year.is_none() && time.time.weekday.is_none() || is_open {
                finding.weight = Weight::Lighter;
            }
            found.push(finding);
        }
        found
    })
}

/// A deadline of today whose hour has struck: "by 9:00 today".
fn gone_by_today(subject: &Subject, time: &TimeExpression, now: DateTime) -> Option<Finding> {
    let (from, to) = time.time.bounds?;
    let today = from.date() == now.date() && to < now && time.time.clock && !time.time.dayless && !time.time.vague;
    let binds = matches!(time.time.cue, Some(Cue::By | Cue::Before));
    if !today || !binds || time.sentence.is_some_and(|id| tells_of_the_past(subject, id)) {
        return None;
    }
    let minutes = now.duration_since(to).as_mins();
    let ago = match minutes {
        0..90 => format!("{} minutes ago", minutes.max(1)),
        _ => format!("{} hours ago", (minutes + 30) / 60),
    };
    let text = format!("the deadline “{}” was {ago}", words(subject, time));
    let help = match deadline(subject) {
        Some(deadline) => format!("name an hour to come, or a day such as “by {deadline}”"),
        None => "name an hour to come".to_owned(),
    };
    Some(Finding::new(time.span, text).help(help))
}

/// Participles by which something is asked: "answer needed by 15 May".
const WANTED: [&str; 6] = ["asked", "expected", "needed", "requested", "required", "wanted"];

/// Participles that don't end in "-ed", and verbs that tell of what is over.
const PARTICIPLES: &[&str] = &[
    "begun", "born", "bought", "brought", "built", "came", "cast", "caught", "chosen", "cut", "done", "drawn", "found",
    "given", "held", "kept", "left", "lost", "made", "met", "paid", "put", "ran", "sat", "seen", "sent", "set",
    "shown", "slept", "sold", "spent", "stood", "taken", "taught", "told", "went", "won", "written",
];

/// Words between which and a participle stands what is to be done: "get it signed by".
const CAUSES: [&str; 12] =
    ["get", "have", "like", "need", "needs", "want", "wants", "be", "is", "are", "being", "gets"];

/// Words that stand for a thing without naming it.
const PRONOUNS: [&str; 6] = ["it", "them", "this", "these", "those", "everything"];

/// Whether the date only says which thing is meant: "the invoice due 15 May", "orders placed by
/// 31 May", "all mail from before 2020".
fn names_a_thing(subject: &Subject, time: &TimeExpression) -> bool {
    let before = said::before(subject, time.block, time.time.range.start).to_lowercase();
    let mut words = said::words(&before).rev().peekable();
    while words.next_if(|word| matches!(*word, "on" | "by" | "for" | "before" | "until" | "till")).is_some() {}
    let Some(last) = words.next() else { return false };
    let Some(previous) = words.peek().copied() else { return false };
    match last {
        "from" | "of" => true,
        "due" => {
            !matches!(previous, "is" | "are" | "be" | "falls") && !previous.ends_with("'s") && !previous.ends_with("’s")
        }
        // A participle behind a noun says which one is meant, unless it is to be brought about.
        _ => {
            let is_participle = last.len() > 4 && last.ends_with("ed") || PARTICIPLES.contains(&last);
            let is_wanted = WANTED.contains(&last) || PRONOUNS.contains(&previous);
            is_participle && !is_wanted && !words.any(|word| CAUSES.contains(&word))
        }
    }
}

/// Whether all things of a time are spoken of: "all costs before 1 June".
fn takes_all(subject: &Subject, time: &TimeExpression) -> bool {
    let before = subject.draft.block(time.block).text.as_str().get(..time.time.range.start).unwrap_or_default();
    let is_all = |word: &str| ["all", "any", "every", "everything"].iter().any(|all| word.eq_ignore_ascii_case(all));
    said::words(before).rev().take(3).any(is_all)
}

/// The last day on which the deadline can be met: for "before 4 June" the day before.
fn last_day(time: &TimeExpression, date: Date, today: Date) -> Date {
    let date = written_date(time, date, today);
    match time.time.cue {
        Some(Cue::Before) if !time.time.clock => date.yesterday().unwrap_or(date),
        _ => date,
    }
}

/// Whether a time with a calendar date lies before today.
fn is_past(time: &TimeExpression, today: Date) -> bool {
    time.time.date.as_ref().is_some_and(|(date, _)| last_day(time, *date, today) < today)
        && time.time.other.is_none_or(|(_, to)| to.date() < today)
}

/// How many days off a date without a year can be and still be meant for its weekday: of
/// "Thursday, 5 June" nobody means the one of a year ago.
const NEAR: i32 = 200;

/// The date meant: where no year is written, the one of this year or of those beside it
/// whose weekday is the written one, and which is nearest to today; without a weekday the
/// resolved one, yet one shortly gone by rather than one nearly a year ahead.
fn written_date(time: &TimeExpression, date: Date, today: Date) -> Date {
    if time.time.year.is_some() {
        return date;
    }
    let in_year = |year: i16| Date::new(year, date.month(), date.day()).ok();
    let distance = |date: &Date| date.until(today).map_or(i32::MAX, |span| span.get_days().abs());
    let years = [today.year() - 1, today.year(), today.year() + 1].into_iter().filter_map(in_year);
    let weekday: Option<Weekday> = time.time.weekday.as_ref().map(|(weekday, _)| *weekday);
    match weekday {
        Some(weekday) => years
            .filter(|date| date.weekday() == weekday && distance(date) <= NEAR)
            .min_by_key(distance)
            .unwrap_or(date),
        None => match in_year(today.year()) {
            Some(this_year) if this_year < today && distance(&this_year) <= 90 => this_year,
            _ => date,
        },
    }
}
