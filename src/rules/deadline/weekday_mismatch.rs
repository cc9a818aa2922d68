use jiff::civil::{Date, Weekday};

use super::binding::{MOST_TIMES, after, tells_of_the_past};
use crate::language::time::{Reference, times};
use crate::reading::{SentenceId, TimeExpression, TimeRole};
use crate::rules::said::{is_cited, is_denied, is_reported, words};
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
    let has_year = || has_year(after(subject, time)) || time.sentence.is_some_and(|id| has_other_year(subject, id));
    if time.time.year.is_none() && (has_year() || told && time.role != TimeRole::Deadline) {
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
    if agrees(&meant) || names_two_days(subject, time) {
        return None;
    }
    // Whoever cites a wrong day, or says that it is not the one, knows that it is wrong.
    let start = time.time.range.start;
    if is_cited(subject, time.block, date_range) || is_denied(subject, time.block, start) || is_corrected(subject, time)
    {
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
    // Without a year, and where nobody is asked for anything, another year may be meant.
    let asked = time.role == TimeRole::Deadline || time.sentence.is_some_and(|id| !subject.asks_of(id).is_empty());
    let reported = is_reported(subject, time.block, start);
    if reported && !asked {
        return None;
    }
    let finding = Finding::new(subject.span(time.block, range), text).help(help);
    let is_sure = !reported && (time.time.year.is_some() || asked);
    Some(if is_sure { finding } else { finding.weight(Weight::Lighter) })
}

/// Words by which a sentence sets right what another said.
const CORRECTIONS: &[&str] = &[
    "correct",
    "corrected",
    "correction",
    "error",
    "instead",
    "mean",
    "meant",
    "mistake",
    "not",
    "rather",
    "should",
    "slip",
    "sorry",
    "typo",
    "wrong", // English
    "falsch",
    "fehler",
    "meine",
    "meinte",
    "nicht",
    "richtig",
    "sondern",
    "statt", // German
    "erreur",
    "non",
    "pas",
    "plutôt",
    "error",
    "sino", // French, Spanish
];

/// What a date is called that is none.
const MISTAKES: &[&str] = &["typo", "misprint", "mistake", "wrong", "error", "impossible", "falsch", "fehler", "faux"];

/// Whether it is called wrong, or the same date stands near by with its right weekday, and the sentences speak of a
/// mistake: "Thursday, 4 June, not Friday, 4 June".
fn is_corrected(subject: &Subject, time: &TimeExpression) -> bool {
    let (Some(id), Some((date, _))) = (time.sentence, &time.time.date) else { return false };
    // "Friday, 4 June is a typo."
    let is_mistake = |word: &str| MISTAKES.iter().any(|known| word.eq_ignore_ascii_case(known));
    if words(after(subject, time)).take(3).any(is_mistake) {
        return true;
    }
    let is_near = |other: &TimeExpression| other.sentence.is_some_and(|other| other.0.abs_diff(id.0) <= 1);
    let is_right = |other: &TimeExpression| match (&other.time.weekday, &other.time.date) {
        (Some((weekday, _)), Some((right, _))) => {
            (right.month(), right.day()) == (date.month(), date.day()) && right.weekday() == *weekday
        }
        _ => false,
    };
    let sentences = &subject.reading.sentences;
    let near = sentences.get(id.0.saturating_sub(1)..sentences.len().min(id.0 + 2)).unwrap_or_default();
    let speaks = || {
        let mut all = near.iter().flat_map(|sentence| words(subject.sentence_text(sentence)));
        all.any(|word| CORRECTIONS.iter().any(|known| word.eq_ignore_ascii_case(known)))
    };
    subject.reading.times.iter().take(MOST_TIMES).any(|other| is_near(other) && is_right(other)) && speaks()
}

/// Words that part a weekday from a date that says since or until when it is meant: "every
/// Saturday from 4 June on".
const BOUNDS: &[&str] = &[
    "after",
    "before",
    "beginning",
    "between",
    "from",
    "since",
    "starting",
    "till",
    "to",
    "until", // English
    "ab",
    "bis",
    "seit",
    "vor",
    "nach",
    "dès",
    "depuis",
    "jusqu'au",
    "avant",
    "desde",
    "hasta",
];

/// Whether weekday and date stand for two days.
fn names_two_days(subject: &Subject, time: &TimeExpression) -> bool {
    let (Some((_, weekday)), Some((_, date))) = (&time.time.weekday, &time.time.date) else { return false };
    let between = subject.text(time.block, weekday.end..date.start.max(weekday.end));
    words(between).any(|word| BOUNDS.iter().any(|bound| word.eq_ignore_ascii_case(bound)))
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

/// Whether a sentence tells of a year by itself: "in 2025 it began on Wednesday, 4 June".
fn has_other_year(subject: &Subject, id: SentenceId) -> bool {
    let sentence = subject.reading.sentence(id);
    let times = subject.times_in(sentence).take(MOST_TIMES);
    let is_year = |time: &TimeExpression| time.time.year.is_some() && time.time.date.is_none();
    { times }.any(is_year)
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
