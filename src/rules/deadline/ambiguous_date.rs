use std::ops::Range;

use jiff::civil::Date;

use super::binding::{MOST_TIMES, words};
use crate::reading::{TimeExpression, TimeRole};
use crate::rules::replacing::write;
use crate::rules::rewrite::now;
use crate::rules::{Check, DateOrder, Need, Setup, Subject};
use crate::text::{Finding, Safety};

/// A date in numbers that reads two ways. Options: `names`, dates that everybody reads one
/// way, as they are names.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let names = setup.list("names");
    setup.needs(Need::Time);
    Box::new(move |subject: &Subject| {
        let today = now(subject).map(|now| now.date());
        let order = subject.context.date_order;
        let abroad = subject.draft.envelope.recipients().any(|address| subject.is_external(address) == Some(true));
        // A house that writes its dates one way understands them among itself.
        let among_itself = subject.draft.envelope.recipients().next().is_some()
            && subject.draft.envelope.recipients().all(|address| subject.is_external(address) == Some(false));
        if order.is_some() && among_itself {
            return Vec::new();
        }
        let dates = || subject.reading.times.iter().take(MOST_TIMES).filter_map(|time| numeric(subject, time));
        let settled: Vec<char> = dates().filter(|date| date.second.is_none()).map(|date| date.separator).collect();
        let written_out = written_out(subject);
        let mut found = Vec::new();
        for date in dates().filter(|date| !settled.contains(&date.separator)) {
            let Some(second) = date.second else { continue };
            if date.separator != '/' && !abroad
                || written_out.contains(&date.first)
                || written_out.contains(&second)
                || settles(date.time, date.first, second)
                || today.is_some_and(|today| is_over(&date, second, today))
                || names.iter().any(|name| name == date.text)
            {
                continue;
            }
            found.push(finding(subject, &date, second, order));
        }
        found
    })
}

/// A date in numbers.
struct Numeric<'a> {
    time: &'a TimeExpression,
    range: &'a Range<usize>,
    text: &'a str,
    separator: char,
    first: Date,
    /// The other reading, if it has one.
    second: Option<Date>,
}

/// The time as a date in numbers, the year first excepted: nobody reads that two ways.
fn numeric<'a>(subject: &Subject<'a>, time: &'a TimeExpression) -> Option<Numeric<'a>> {
    let (first, range) = time.time.date.as_ref()?;
    let text = subject.text(time.block, range.clone());
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let digits = text.split(|c: char| !c.is_ascii_digit()).map(str::len).next().unwrap_or(0);
    let plain = matches!(separator, '/' | '.' | '-') && text.chars().all(|c| c.is_ascii_digit() || c == separator);
    let same = first.month() == first.day();
    (plain && digits <= 2 && !same).then(|| Numeric {
        time,
        range,
        text,
        separator,
        first: *first,
        second: time.time.other.and_then(|(from, _)| swapped(*first, from.date())),
    })
}

/// The other reading of a date: on the day from which it can be meant or, as "before" ends when the
/// day begins, on the next one; the one whose day is the month of the first.
fn swapped(first: Date, from: Date) -> Option<Date> {
    let is_swapped = |day: &Date| (day.month(), day.day()) == (first.day(), first.month());
    [Some(from), from.tomorrow().ok()].into_iter().flatten().find(is_swapped)
}

/// The dates of the message that are written with the name of their month.
fn written_out(subject: &Subject) -> Vec<Date> {
    let named = |time: &&TimeExpression| {
        let range = time.time.date.as_ref().map(|(_, range)| range.clone()).unwrap_or_default();
        subject.text(time.block, range).contains(char::is_alphabetic)
    };
    let times = subject.reading.times.iter().take(MOST_TIMES).filter(named);
    times.filter_map(|time| time.time.date.as_ref().map(|(date, _)| *date)).collect()
}

/// Whether nobody has to keep the date, as it is no deadline: both readings have gone by, or it is a stamp, as
/// logs and articles bear, with its hour or of these days.
fn is_over(date: &Numeric, second: Date, today: Date) -> bool {
    let days_ago = |day: Date| day.until(today).map_or(i32::MAX, |span| span.get_days());
    let recent = |day: Date| (0..=3).contains(&days_ago(day));
    let begun = date.first.min(second) <= today;
    let stamp =
        date.time.time.year.is_some() && (date.time.time.clock && begun || recent(date.first) || recent(second));
    date.time.role != TimeRole::Deadline && (stamp || date.first.max(second) < today)
}

/// Whether a weekday beside the date tells which reading is meant.
fn settles(time: &TimeExpression, first: Date, second: Date) -> bool {
    let agrees = |weekday| (first.weekday() == weekday) != (second.weekday() == weekday);
    time.time.weekday.as_ref().is_some_and(|(weekday, _)| agrees(*weekday))
}

fn finding(subject: &Subject, date: &Numeric, second: Date, order: Option<DateOrder>) -> Finding {
    // The first number is the day in one reading and the month in the other.
    let number = date.text.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse::<i8>().ok());
    let (by_day, by_month) = if Some(date.first.day()) == number { (date.first, second) } else { (second, date.first) };
    let year = date.time.time.year.is_some();
    let day_first = |day: Date| day.strftime(if year { "%-d %B %Y" } else { "%-d %B" }).to_string();
    let month_first = |day: Date| day.strftime(if year { "%B %-d, %Y" } else { "%B %-d" }).to_string();
    let text = format!(
        "“{}” is {} to some and {} to others",
        words(subject, date.time),
        day_first(by_day),
        month_first(by_month)
    );
    let mut finding = Finding::new(date.time.span, text);
    finding.help = Some(match order {
        Some(DateOrder::DayMonth) => format!("write “{}”", day_first(by_day)),
        Some(DateOrder::MonthDay) => format!("write “{}”", month_first(by_month)),
        None => format!("write “{}” or “{}”, or set date-order", day_first(by_day), day_first(by_month)),
    });
    let meant = match order {
        Some(DateOrder::DayMonth) => Some(day_first(by_day)),
        Some(DateOrder::MonthDay) => Some(month_first(by_month)),
        None => None,
    };
    finding.fix = meant.and_then(|words| write(subject, date.time.block, date.range.clone(), words, Safety::Safe));
    finding
}
