use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, ToSpan, ZonedDateTime};

use super::binding::{MOST_TIMES, here, only_contact, words};
use crate::channel::Contact;
use crate::language::time::Cue;
use crate::reading::{AskKind, TimeExpression, TimeId, TimeRole};
use crate::rules::rewrite::{at, home, now, working_days_after};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::Finding;

/// A deadline falls on a day off of who is asked, or leaves too little of their working
/// time. Options: `question-hours` and `review-hours`, how many working hours an answer and
/// a review take at least; `reviews`, words of work that takes its time; `unless`
/// (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let question = setup.number("question-hours");
    let review = setup.number("review-hours");
    let reviews = setup.phrases("reviews");
    setup.unless();
    setup.needs(Need::Ask);
    setup.needs(Need::Time);
    setup.needs(Need::Moment);
    Box::new(move |subject: &Subject| {
        let Some(now) = now(subject) else { return Vec::new() };
        // In an incident nobody looks at the clock.
        let incident = subject.advice.factors.iter().any(|factor| factor.name == "urgency");
        if incident {
            return Vec::new();
        }
        let times = subject.reading.times.iter().enumerate().take(MOST_TIMES);
        let deadlines = times.filter(|(_, time)| time.role == TimeRole::Deadline && !time.time.vague);
        let found = deadlines.filter_map(|(index, time)| {
            let ask = subject.reading.real_asks().find(|ask| ask.deadline == Some(TimeId(index)))?;
            let heavy = subject.sentence_has(reviews, subject.reading.sentence(ask.sentence));
            let least = if heavy && ask.kind != AskKind::Question { review } else { question };
            day_off(subject, time, now).or_else(|| too_short(subject, time, now, least))
        });
        found.take(1).collect()
    })
}

/// A deadline on a weekend or public holiday, unless it is written on one as well.
fn day_off(subject: &Subject, time: &TimeExpression, now: &ZonedDateTime) -> Option<Finding> {
    let (from, to) = time.time.bounds?;
    let is_day = from.date() == to.date() && !time.time.dayless && time.time.other.is_none() && to >= now.datetime();
    if !is_day || !matches!(time.time.cue, Some(Cue::By | Cue::Before)) {
        return None;
    }
    let contact = only_contact(subject);
    let zone = contact.and_then(|contact| contact.zone.as_ref());
    // Who is asked may have another day by then, where the hour is told.
    let day = match zone.filter(|_| time.time.clock) {
        Some(zone) => here(subject, to)?.with_time_zone(zone.clone()).date(),
        None => to.date(),
    };
    // The holidays that are known are those of the author's country.
    // A mail tells an offset only, so that clocks which show the same are taken for one place.
    let at = now.timestamp();
    let abroad = zone.is_some_and(|zone| home(subject).is_some_and(|home| home.to_offset(at) != zone.to_offset(at)));
    let holiday = |day: Date| subject.context.country.filter(|_| !abroad).and_then(|country| country.holiday(day));
    if is_weekend(now.date()) || holiday(now.date()).is_some() {
        return None;
    }
    let written = words(subject, time);
    let numbered = written.contains(|c: char| c.is_ascii_digit());
    let named_by_weekday = time.time.weekday.is_some();
    // Who writes "by Christmas" knows what day it is; who writes "by Friday" may not.
    let relative = written.to_ascii_lowercase().contains("tomorrow");
    let text = match holiday(day).filter(|_| numbered || named_by_weekday || relative) {
        Some(holiday) => format!("“{written}” is a public holiday: {holiday}"),
        // "By Sunday" is meant as it is said among people who meet on weekends: unless the
        // reader's hours are known, only a date whose weekday is not written is a slip.
        None if !is_weekend(day) => return None,
        None if numbered && !named_by_weekday || contact.is_some_and(|contact| contact.hours.is_some()) => {
            format!("“{written}” is a {}", day.strftime("%A"))
        }
        None => return None,
    };
    Some(Finding::new(time.span, text).help(next_day(subject, day)))
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// What to write in place of a day off.
fn next_day(subject: &Subject, day: Date) -> String {
    let next = working_days_after(subject, day, 1).and_then(|day| here(subject, day.at(12, 0, 0, 0)));
    match next {
        Some(next) => format!("name a working day, such as “{}”", at(&next)),
        None => "name a working day".to_owned(),
    }
}

/// A deadline that leaves less working time than what is asked takes, by the hours that are
/// recorded of the only person asked.
fn too_short(subject: &Subject, time: &TimeExpression, now: &ZonedDateTime, least: usize) -> Option<Finding> {
    let contact = only_contact(subject)?;
    let until = here(subject, time.latest()?)?;
    if until <= *now {
        return None;
    }
    let minutes = working_minutes(contact, now, &until, least * 60)?;
    if minutes >= least * 60 {
        return None;
    }
    let name = if contact.name.is_empty() { &contact.address } else { &contact.name };
    let left = match minutes {
        0 => "no working time".to_owned(),
        1..60 => format!("{minutes} minutes of working time"),
        60..120 => "about an hour of working time".to_owned(),
        _ => format!("about {} hours of working time", minutes / 60),
    };
    let text = format!("“{}” leaves {name} {left}", words(subject, time));
    Some(Finding::new(time.span, text).help(next_day(subject, until.date())))
}

/// How many minutes a person works between two moments, up to `enough`; none where their
/// zone or hours are not recorded.
fn working_minutes(contact: &Contact, from: &ZonedDateTime, to: &ZonedDateTime, enough: usize) -> Option<usize> {
    let (zone, (start, end)) = (contact.zone.as_ref()?, contact.hours?);
    let mut day = from.with_time_zone(zone.clone()).date().yesterday().ok()?;
    let last = to.with_time_zone(zone.clone()).date();
    let mut minutes = 0;
    while day <= last && minutes < enough {
        if !is_weekend(day) {
            let (begins, ends) = shift(day, (start, end))?;
            let begins = begins.to_zoned_datetime(zone.clone()).ok()?.max(from.clone());
            let ends = ends.to_zoned_datetime(zone.clone()).ok()?.min(to.clone());
            minutes += usize::try_from(ends.duration_since(&begins).as_mins()).unwrap_or(0);
        }
        day = day.checked_add(1.day()).ok()?;
    }
    Some(minutes)
}

/// The start and end of the working time that begins on a day; past midnight where the end
/// is the earlier hour.
fn shift(day: Date, (start, end): (Time, Time)) -> Option<(jiff::civil::DateTime, jiff::civil::DateTime)> {
    let last = if end <= start { day.checked_add(Span::new().days(1)).ok()? } else { day };
    Some((day.to_datetime(start), last.to_datetime(end)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use jiff::tz::TimeZoneDatabase;

    use super::*;

    #[test]
    fn working_time_is_counted_in_the_zone_of_who_works() {
        let minutes = |zone: &str, hours, from: &str, to: &str| {
            let contact =
                Contact { zone: TimeZoneDatabase::bundled().get(zone).ok(), hours: Some(hours), ..Contact::default() };
            let moment = |text: &str| text.parse().expect("it is a moment");
            working_minutes(&contact, &moment(from), &moment(to), 10_000)
        };
        let day = (time(9, 0, 0, 0), time(17, 0, 0, 0));
        let night = (time(22, 0, 0, 0), time(6, 0, 0, 0));
        for (zone, hours, from, to, expected) in [
            // Tuesday half past five to Wednesday nine.
            ("Europe/Berlin", day, "2026-06-02T17:30+02[Europe/Berlin]", "2026-06-03T09:00+02[Europe/Berlin]", 0),
            ("Europe/Berlin", day, "2026-06-02T16:30+02[Europe/Berlin]", "2026-06-03T09:30+02[Europe/Berlin]", 60),
            // The same moments in Toronto are eleven thirty and three in the night.
            ("America/Toronto", day, "2026-06-02T17:30+02[Europe/Berlin]", "2026-06-03T09:00+02[Europe/Berlin]", 330),
            // Over a weekend, and over the night in which an hour is left out.
            ("Europe/Berlin", day, "2026-06-05T16:00+02[Europe/Berlin]", "2026-06-08T10:00+02[Europe/Berlin]", 120),
            ("Europe/Berlin", night, "2026-03-27T12:00+01[Europe/Berlin]", "2026-03-28T12:00+01[Europe/Berlin]", 480),
            ("Australia/Sydney", day, "2026-06-04T10:00+02[Europe/Berlin]", "2026-06-05T06:00+02[Europe/Berlin]", 300),
            // Over the end of a year.
            ("Europe/Berlin", day, "2026-12-31T16:00+01[Europe/Berlin]", "2027-01-01T10:00+01[Europe/Berlin]", 120),
        ] {
            assert_eq!(minutes(zone, hours, from, to), Some(expected), "{zone} {from} {to}");
        }
    }
}
