use jiff::civil::Date;

use super::binding::words;
use crate::reading::{TimeExpression, TimeRole};
use crate::rules::rewrite::now;
use crate::rules::said::{is_cited, is_denied, is_reported};
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// A day that the calendar does not have. No options.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| {
        let never = subject.reading.impossible.iter().filter_map(|time| impossible(subject, time));
        let today = now(subject).map(|now| now.date());
        let leap = subject.reading.times.iter().filter_map(|time| no_leap_year(subject, time, today?));
        never.chain(leap).collect()
    })
}

fn impossible(subject: &Subject, time: &TimeExpression) -> Option<Finding> {
    let last = time.time.impossible?;
    // Whoever tells of such a day knows that there is none.
    let (block, range) = (time.block, &time.time.range);
    if is_cited(subject, block, range)
        || is_denied(subject, block, range.start)
        || is_reported(subject, block, range.start)
    {
        return None;
    }
    let written = without_cue(words(subject, time));
    let counted = time.time.weekday.is_some() && !written.contains(|c: char| c.is_ascii_digit());
    let help = if counted {
        format!("the last one is {}", last.strftime("%A %-d %B"))
    } else if written.to_ascii_lowercase().contains("week") {
        format!("the last week of that year ends on {}", last.strftime("%A %-d %B"))
    } else {
        choice(last)
    };
    Some(Finding::new(time.span, format!("there is no “{written}” in the calendar")).help(help))
}

/// "29 February" where the next February ends with the 28th. Only where the reader is to do
/// something then: a birthday may be on that day.
fn no_leap_year(subject: &Subject, time: &TimeExpression, today: Date) -> Option<Finding> {
    let (date, _) = time.time.date.as_ref()?;
    let is_leap_day = date.month() == 2 && date.day() == 29;
    if !is_leap_day || time.time.year.is_some() || time.role != TimeRole::Deadline {
        return None;
    }
    let year = if today.month() <= 2 { today.year() } else { today.year().checked_add(1)? };
    let last = Date::new(year, 2, 1).ok()?.last_of_month();
    let text = format!("there is no “{}” in {year}", without_cue(words(subject, time)));
    (last.day() == 28 && *date > last).then(|| Finding::new(time.span, text).help(choice(last)))
}

/// The date without the word that says by when: "31 June" of "by 31 June".
fn without_cue(written: String) -> String {
    const CUES: &[&str] = &["by ", "before ", "until ", "till ", "since ", "after ", "from ", "due "];
    let lower = written.to_ascii_lowercase();
    let cue = CUES.iter().find(|cue| lower.starts_with(**cue)).map_or(0, |cue| cue.len());
    written.get(cue..).map_or(written.clone(), str::to_owned)
}

/// The two days that can be meant.
fn choice(last: Date) -> String {
    let name = |day: Date| day.strftime("%-d %B").to_string();
    match last.tomorrow() {
        Ok(next) => format!("write the day that is meant: “{}” or “{}”", name(last), name(next)),
        Err(_) => format!("write the day that is meant: “{}”", name(last)),
    }
}
