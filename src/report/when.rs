//! The days that times of a draft come to, in words.

use jiff::civil::DateTime;

use crate::language::time::Cue;
use crate::reading::TimeExpression;

/// Longer than this many days, a time is no day that anybody needs to be told.
const LONGEST: i32 = 14;

/// The day that a time comes to, where its words leave that open: “Fri 4 Dec” of “by Friday” is
/// “4 Dec”. `moment` is that of the draft: its year goes without saying.
pub fn day(time: &TimeExpression, moment: Option<DateTime>) -> Option<String> {
    let said = &time.time;
    let (from, to) = said.bounds?;
    if !said.relative || said.duration && said.cue != Some(Cue::Within) || said.date.is_some() || said.dayless {
        return None;
    }
    // Nobody needs to be told when today is.
    let is_today = |of: DateTime| moment.is_some_and(|moment| moment.date() == of.date());
    if said.cue != Some(Cue::Within) && is_today(from) && is_today(to) {
        return None;
    }
    let weekday = if said.weekday.is_some() { "" } else { "%a " };
    let year = |of: DateTime| if moment.is_some_and(|moment| moment.year() != of.year()) { " %Y" } else { "" };
    let shown = |of: DateTime| of.strftime(&format!("{weekday}%-d %b{}", year(of))).to_string();
    let is_limit = said.cue.is_some_and(Cue::bounds);
    let is_hour = said.cue == Some(Cue::Within) && (to.minute(), to.second()) != (59, 59);
    match () {
        () if is_hour => Some(format!("{}, {}", shown(to), to.strftime("%H:%M"))),
        () if is_limit || from.date() == to.date() => Some(shown(to)),
        () if from.date().until(to.date()).is_ok_and(|span| span.get_days() <= LONGEST) => {
            Some(format!("{} – {}", shown(from), shown(to)))
        }
        () => None,
    }
}

/// A moment in full: “Friday, 4 December 2026, 17:00”, a whole day without its hours.
pub fn in_full(moment: DateTime) -> String {
    let is_whole = (moment.hour(), moment.minute()) == (23, 59) || moment.time() == jiff::civil::Time::midnight();
    moment.strftime(if is_whole { "%A, %-d %B %Y" } else { "%A, %-d %B %Y, %H:%M" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, Source, check};

    /// Each time of a text with the day it comes to, on Saturday, 28 November 2026, 20:00.
    fn days(text: &str) -> Vec<(String, Option<String>)> {
        let mail = format!("Date: Sat, 28 Nov 2026 20:00:00 +0100\n\n{text}\n");
        let report = check(&Source::new("a.eml", mail.as_bytes()), &Settings::default(), &Context::default());
        let words = |time: &TimeExpression| mail[time.span.range()].to_owned();
        report.reading.times.iter().map(|time| (words(time), day(time, report.reading.moment))).collect()
    }

    #[test]
    fn what_words_leave_open_is_told() {
        for (text, words, expected) in [
            ("Send it by Friday.", "by Friday", "4 Dec"),
            ("Send it by tomorrow 5 pm.", "by tomorrow 5 pm", "Sun 29 Nov"),
            ("We meet next week.", "next week", "Mon 30 Nov – Sun 6 Dec"),
            ("Reply within 48 hours.", "within 48 hours", "Mon 30 Nov, 20:00"),
            ("In six weeks we move.", "In six weeks", "Sat 9 Jan 2027"),
            ("Send it by the end of the month.", "by the end of the month", "Mon 30 Nov"),
        ] {
            assert_eq!(days(text), [(words.to_owned(), Some(expected.to_owned()))]);
        }
    }

    #[test]
    fn what_is_said_or_is_no_day_is_not_told() {
        for text in [
            "We close on 4 December.",
            "It ran for two weeks.",
            "Send it soon.",
            "We moved in May 2025.",
            "The page is up now.",
            "Please pay today.",
            "Every Tuesday we swim.",
        ] {
            assert!(days(text).iter().all(|(_, day)| day.is_none()), "{:?}", days(text));
        }
    }
}
