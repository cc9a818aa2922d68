use jiff::civil::{Date, Weekday};

use super::binding::{after, binding, day_name, words};
use crate::reading::{AskKind, TimeExpression};
use crate::rules::replacing::write;
use crate::rules::rewrite::now;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Fix, Safety, Weight};

/// A day that is told by where it lies from today, in words that people read differently.
/// Options: `late-from` and `late-to`, the hours in which “tomorrow” is today to the reader;
/// `twice`, words that mean twice in a span or once in two.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (from, to) = (setup.number("late-from"), setup.number("late-to"));
    let twice = setup.phrases("twice");
    setup.needs(Need::Moment);
    Box::new(move |subject: &Subject| {
        let Some(now) = now(subject) else { return Vec::new() };
        let hour = now.hour().unsigned_abs() as usize;
        let is_late = hour >= from || hour < to;
        let away = elsewhere(subject, now);
        let mut found = Vec::new();
        for time in binding(subject) {
            let explained = time.time.date.is_some() || after(subject, time).starts_with(" (");
            if explained {
                continue;
            }
            let text = words(subject, time).to_lowercase();
            found.extend(if text.contains("midnight") {
                midnight(subject, time, &text)
            } else if time.time.weekday.is_some() {
                next_weekday(subject, time, now.date())
            } else if is_late && text.contains("tomorrow") || away {
                tomorrow(subject, time, &text, hour < to)
            } else {
                None
            });
        }
        found.extend(how_often(subject, twice));
        found
    })
}

/// Whether it is another day where one of the readers is.
fn elsewhere(subject: &Subject, now: &jiff::ZonedDateTime) -> bool {
    let zones = subject.draft.envelope.recipients().filter_map(|address| subject.contact(address)?.zone.clone());
    zones.into_iter().any(|zone| now.with_time_zone(zone).date() != now.date())
}

/// “Next Friday” on a Tuesday: the one of this week to some, of the next to others.
fn next_weekday(subject: &Subject, time: &TimeExpression, today: Date) -> Option<Finding> {
    let (weekday, range) = time.time.weekday.as_ref()?;
    let meant = one_day(time)?;
    let coming = coming(today, *weekday)?;
    // "Wednesday next week" leaves no doubt.
    let before = subject.text(time.block, time.time.range.start..range.start).trim_end();
    let is_next = before.rsplit(char::is_whitespace).next().is_some_and(|word| word.eq_ignore_ascii_case("next"));
    if !is_next || meant == coming {
        return None;
    }
    let name = |day: Date| day.strftime("%-d %B").to_string();
    let said = format!("“{}” is {} to some and {} to others", words(subject, time), name(coming), name(meant));
    let mut finding = Finding::new(time.span, said);
    finding.help = Some(format!("add the date: “({})” or “({})”", name(coming), name(meant)));
    // Most mean the one of next week, not all: a person has to say.
    finding.fix = added(subject, time, name(meant), Safety::Suggested);
    Some(finding)
}

/// The first such weekday after today.
fn coming(today: Date, weekday: Weekday) -> Option<Date> {
    let ahead = today.weekday().until(weekday);
    today.checked_add(jiff::Span::new().days(if ahead == 0 { 7 } else { i64::from(ahead) })).ok()
}

/// “Midnight on Wednesday” starts the day or ends it.
fn midnight(subject: &Subject, time: &TimeExpression, text: &str) -> Option<Finding> {
    let names_a_day = time.time.weekday.is_some() || text.contains("tomorrow");
    let hours = time.time.hours.as_ref().filter(|_| names_a_day)?;
    let (from, _) = time.time.bounds?;
    let said = format!("“{}” can be the start of the day or its end", words(subject, time));
    let mut finding = Finding::new(time.span, said);
    finding.help = Some(format!("write “23:59 on {}”, or the hour that is meant", day_name(from.date())));
    finding.fix = write(subject, time.block, hours.clone(), "23:59".to_owned(), Safety::Suggested);
    Some(finding)
}

/// “Tomorrow” late in the evening, or to somebody where tomorrow has begun.
fn tomorrow(subject: &Subject, time: &TimeExpression, text: &str, after_midnight: bool) -> Option<Finding> {
    text.split_whitespace().find(|word| matches!(word.trim_matches(','), "today" | "tonight" | "tomorrow"))?;
    let day = day_name(one_day(time)?);
    let said = format!("“{}” can be another day when it is read", words(subject, time));
    let mut finding = Finding::new(time.span, said).weight(Weight::Lighter);
    finding.help = Some(format!("add the date: “({day})”"));
    // Before dawn some call tomorrow what others call today.
    let safety = if after_midnight { Safety::Suggested } else { Safety::Safe };
    finding.fix = added(subject, time, day, safety);
    Some(finding)
}

/// The day of a time that lies within one.
fn one_day(time: &TimeExpression) -> Option<Date> {
    let (from, to) = time.time.bounds?;
    (from.date() == to.date()).then(|| from.date())
}

/// The date in brackets, after the time.
fn added(subject: &Subject, time: &TimeExpression, date: String, safety: Safety) -> Option<Fix> {
    let range = time.time.range.clone();
    let words = subject.text(time.block, range.clone());
    write(subject, time.block, range, format!("{words} ({date})"), safety)
}

/// “Biweekly”: twice a week, or every two weeks. Only where a meeting is to be set up.
fn how_often(subject: &Subject, twice: crate::language::ListId) -> Option<Finding> {
    let phrase = subject.phrases_of(twice).find(|phrase| {
        subject
            .sentence_of(phrase)
            .is_some_and(|(id, _)| subject.asks_of(id).iter().any(|ask| ask.kind != AskKind::Question && !ask.courtesy))
    })?;
    let word = subject.text(phrase.block, phrase.found.range.clone());
    let span = subject.span(phrase.block, phrase.found.range.clone());
    let finding = Finding::new(span, format!("“{word}” is twice in one to some and once in two to others"));
    Some(finding.help("write how often: “every two weeks” or “twice a week”").weight(Weight::Lighter))
}
