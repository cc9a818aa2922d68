use jiff::civil::{Date, Weekday};

use super::binding::{MOST_TIMES, after, tells_of_the_past};
use crate::language::time::{Reference, times};
use crate::reading::{TimeExpression, TimeRole};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// A weekday and a date that don't go together. No options.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    setup.needs(Need::Time);
    Box::new(|subject: &Subject| {
        let today = subject.moment().map(|moment| moment.date());
        let dates = subject.reading.times.iter().filter(|time| time.time.weekday.is_some() && time.time.date.is_some());
        dates.take(MOST_TIMES).filter_map(|time| mismatch(subject, time, today)).collect()
    })
}

fn mismatch(subject: &Subject, time: &TimeExpression, today: Option<Date>) -> Option<Finding> {
    let (weekday, weekday_range) = time.time.weekday.as_ref()?;
    let (date, date_range) = time.time.date.as_ref()?;
    // "Saturday from 9.30" tells the hour.
    let written = subject.text(time.block, date_range.clone());
    if time.time.year.is_none() && written.contains('.') && !written.contains(char::is_alphabetic) {
        return None;
    }
    // "Mon Nov 19 12:40:39 MST 2001" is of a log; "on Friday, 14 September, he met them" tells
    // of a year that the reader knows.
    let told = time.sentence.is_some_and(|id| tells_of_the_past(subject, id));
    if time.time.year.is_none() && (has_year(after(subject, time)) || told && time.role != TimeRole::Deadline) {
        return None;
    }
    let agrees = |date: &Date| date.weekday() == *weekday;
    // "The dates for May: Wednesday the 5th".
    let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|end| written.ends_with(end));
    if time.time.year.is_none() && is_ordinal && is_in_told_month(subject, date.day(), *weekday) {
        return None;
    }
    // A numeric date may be read the other way round.
    if time.time.other.is_some_and(|(from, _)| agrees(&from.date())) {
        return None;
    }
    let meant = match time.time.year {
        Some(_) => *date,
        None => {
            // The last such day and the next: only if neither agrees is it certain.
            let today = today?;
            let in_year = |year: i16| Date::new(year, date.month(), date.day()).ok();
            let years = [today.year() - 1, today.year(), today.year() + 1];
            let candidates: Vec<Date> = years.into_iter().filter_map(in_year).collect();
            let last = candidates.iter().rev().find(|date| **date < today);
            let next = candidates.iter().find(|date| **date >= today);
            // Nobody writes of a day a year off without the year.
            let near = |date: &Date| date.until(today).map_or(i32::MAX, |span| span.get_days().abs()) <= 200;
            if [last, next].into_iter().flatten().any(|date| near(date) && agrees(date)) {
                return None;
            }
            let days_ago = |date: &Date| date.until(today).map_or(i32::MAX, |span| span.get_days());
            *last.filter(|last| days_ago(last) <= 30).or(next).or(last)?
        }
    };
    if agrees(&meant) {
        return None;
    }
    let range = weekday_range.start.min(date_range.start)..weekday_range.end.max(date_range.end);
    // "Mon–Wed 8–10 June": a range names more days than the time has fields for.
    let words = subject.text(time.block, range.clone());
    if words.contains(['–', '—', '+', '/']) && !words.chars().any(|c| c.is_ascii_digit()) || is_range(words) {
        return None;
    }
    let right = nearest(meant, *weekday)?;
    let name = |date: Date| date.strftime("%A %-d %B").to_string();
    let text =
        format!("{} is a {}, not a {}", date_name(meant, time), weekday_name(meant.weekday()), weekday_name(*weekday));
    let help = format!("write “{}” or “{}”", name(meant), name(right));
    let finding = Finding::new(subject.span(time.block, range), text).help(help);
    // Without a year, and where nobody is asked for anything, another year may be meant.
    let asked = time.role == TimeRole::Deadline || time.sentence.is_some_and(|id| !subject.asks_of(id).is_empty());
    Some(if time.time.year.is_some() || asked { finding } else { finding.weight(Weight::Lighter) })
}

/// Whether the day of a month that the message names has the weekday.
fn is_in_told_month(subject: &Subject, day: i8, weekday: Weekday) -> bool {
    let of_subject = subject.draft.envelope.subject.as_ref().map(|text| {
        let now = subject.moment();
        times(text.as_str(), Reference { now, ..Reference::default() })
    });
    let all = of_subject.iter().flatten().chain(subject.reading.times.iter().map(|time| &time.time));
    let months = all.filter_map(|time| time.bounds).flat_map(|(from, to)| [from.date(), to.date()]);
    let mut days = months.filter_map(|told| Date::new(told.year(), told.month(), day).ok());
    days.any(|date| date.weekday() == weekday)
}

/// Whether a year stands among the next words.
fn has_year(after: &str) -> bool {
    let near = after.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(5);
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    near.into_iter().any(|word| is_year(word) && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether the words name several days: "Mon-Wed 8-10 June", "Monday to Wednesday".
fn is_range(words: &str) -> bool {
    let bytes = words.as_bytes();
    let hyphen_joins = |at: usize| {
        let (before, after) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at + 1));
        // Digits on both sides are an ISO date as well; a range has letters on one.
        before.is_some_and(u8::is_ascii_alphabetic) && after.is_some_and(u8::is_ascii_alphabetic)
    };
    words.match_indices('-').any(|(at, _)| hyphen_joins(at))
        || words.contains(['–', '—'])
        || words.to_ascii_lowercase().contains(" to ")
        || words.contains(" and ")
        || words.contains('&')
}

/// The date nearest to this one that has the weekday.
fn nearest(date: Date, weekday: Weekday) -> Option<Date> {
    let ahead = i64::from(date.weekday().until(weekday));
    let days = if ahead > 3 { ahead - 7 } else { ahead };
    date.checked_add(jiff::Span::new().days(days)).ok()
}

fn date_name(date: Date, time: &TimeExpression) -> String {
    let format = if time.time.year.is_some() { "%-d %B %Y" } else { "%-d %B" };
    date.strftime(format).to_string()
}

fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
