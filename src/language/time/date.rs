//! Calendar dates: "14 June", "June 14th, 2026", "2026-06-14", "3/5", "the 14th".

use super::holiday::Holiday;
use super::lexer::{Kind, Tokens};
use super::number::{Read, is_digits, is_split, ordinal, short_year, skip, spelled, year};
use super::period::Which;
use super::resolve::LEAP_YEAR;
use super::words::{Form, Unit, Word};
use super::{Lead, follows};

/// A day of the calendar as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Days from today.
    Relative(i32),
    /// Day and month, perhaps with the year.
    Date { year: Option<i16>, month: i8, day: i8 },
    /// Two numbers that are month and day or day and month.
    Numeric { first: i8, second: i8, year: Option<i16>, day_first: bool },
    /// "the 14th".
    OfMonth(i8),
    /// A holiday, perhaps with the year or what says which.
    Holiday(Holiday, Option<i16>, Which),
}

/// A date at this place.
pub(super) fn date(t: &Tokens, at: usize, lead: Lead, after_weekday: bool) -> Read<Day> {
    match t.kind(at) {
        Kind::Number(..) => day_first(t, at)
            .or_else(|| year_first(t, at))
            .or_else(|| numeric(t, at, lead, after_weekday))
            .or_else(|| of_month(t, at, lead, after_weekday)),
        Kind::Word(Word::Month(..)) => month_first(t, at),
        Kind::Word(Word::The) => day_first(t, at + 1).or_else(|| of_month(t, at + 1, Lead::The, after_weekday)),
        Kind::Word(Word::Ordinal(_) | Word::Cardinal(_) | Word::Unit(Unit::Second)) => {
            day_first(t, at).or_else(|| of_month(t, at, lead, after_weekday))
        }
        _ => None,
    }
}

/// A month's name with its full stop, if it is an abbreviation.
pub(super) fn month_name(t: &Tokens, at: usize) -> Read<(i8, Form)> {
    let Some(Word::Month(month, form)) = t.word(at) else { return None };
    let dot = t.text(at).len() <= 4 && t.punct(at + 1, b'.') && t.glued(at + 1);
    Some(((month, form), if dot && follows::dot_belongs(t, at + 1) { at + 2 } else { at + 1 }))
}

/// "14 June", "14th of June 2026", "05-Aug-2016", "twenty-first of June".
pub(super) fn day_first(t: &Tokens, at: usize) -> Read<Day> {
    let ((day, mut next), is_ordinal) = match ordinal(t, at) {
        Some(read) => (read, true),
        None => match t.kind(at) {
            Kind::Number(day @ 1..=31, 1..=2) => ((day as i8, at + 1), false),
            Kind::Word(Word::Cardinal(_)) => match spelled(t, at)? {
                (day @ 1..=31, next) => ((day as i8, next), false),
                _ => return None,
            },
            _ => return None,
        },
    };
    if is_ordinal && t.is(next, Word::Unit(Unit::Day)) {
        next += 1;
    }
    let of = t.is(next, Word::Of);
    let joint = is_joint(t, next);
    next = if of || joint { next + 1 } else { next };
    let ((month, form), next) = month_name(t, next)?;
    let written = with_year(t, next, joint);
    let sure = form != Form::Name || of || is_ordinal || t.capital(next - 1) || written.0.is_some();
    let exists = is_day(written.0, month, day);
    if !(sure && exists || follows::fits(t, written.1)) {
        return None;
    }
    // "two may follow" counts people, not days.
    if form == Form::Name && !is_ordinal && !of && !is_digits(t, at) && !t.capital(next - 1) {
        return None;
    }
    Some((Day::Date { year: written.0, month, day }, written.1))
}

/// "June 14th, 2026", "june the 28th", "Dec31", "May twenty nine", "Nov/2".
fn month_first(t: &Tokens, at: usize) -> Read<Day> {
    let ((month, form), next) = month_name(t, at)?;
    let joint = is_joint(t, next);
    let start = skip(t, if joint { next + 1 } else { next }, Word::The);
    if let Some((day, end)) = ordinal(t, start) {
        let sure = form != Form::Name || t.capital(at) || is_digits(t, start);
        let (year, after) = with_year(t, end, joint);
        let holds = sure && is_day(year, month, day) || follows::fits(t, after);
        return holds.then_some((Day::Date { year, month, day }, after));
    }
    let (day, end) = match t.kind(start) {
        Kind::Number(day @ 1..=31, 1..=2) => (day as i8, start + 1),
        Kind::Word(Word::Cardinal(13..)) => match spelled(t, start)? {
            (day @ 13..=31, end) => (day as i8, end),
            _ => return None,
        },
        _ => return None,
    };
    // "June 10:30" is a month or a person and a time.
    let clock = matches!(t.kind(end), Kind::Punct(b':')) && t.glued(end) && is_digits(t, end + 1)
        || matches!(t.word(end), Some(Word::Am | Word::Pm | Word::Oclock));
    let weak = form == Form::Name && !t.capital(at);
    let (year, after) = with_year(t, end, joint);
    let weak = weak && year.is_none() || !is_day(year, month, day);
    if clock || is_split(t, end) && year.is_none() || weak && !follows::fits(t, after) {
        return None;
    }
    Some((Day::Date { year, month, day }, after))
}

/// "2019-aug-1", "2017 april 5".
fn year_first(t: &Tokens, at: usize) -> Read<Day> {
    let (year, next) = year(t, at)?;
    let next = if is_joint(t, next) { next + 1 } else { next };
    let ((month, _), next) = month_name(t, next)?;
    let next = if is_joint(t, next) { next + 1 } else { next };
    match t.kind(next) {
        Kind::Number(day @ 1..=31, 1..=2) => Some((Day::Date { year: Some(year), month, day: day as i8 }, next + 1)),
        _ => None,
    }
}

/// Whether the parts of one date are joined here: "05-Aug", "Nov/2".
fn is_joint(t: &Tokens, at: usize) -> bool {
    matches!(t.kind(at), Kind::Dash | Kind::Punct(b'/')) && t.glued(at) && t.glued(at + 1)
}

/// The year after a day and month, if there is one, and the place after it. Only parts that
/// are joined have one with two digits after a dash: "June 10-12" is a range.
fn with_year(t: &Tokens, at: usize, joint: bool) -> (Option<i16>, usize) {
    let found = match t.kind(at) {
        Kind::Punct(b',') => year(t, at + 1).filter(|_| is_digits(t, at + 1)),
        Kind::Punct(b'\'') if is_digits(t, at + 1) => short_year(t, at + 1),
        Kind::Dash | Kind::Punct(b'/') if joint && is_joint(t, at) => short_year(t, at + 1),
        Kind::Word(Word::Of | Word::In) => year(t, at + 1).filter(|_| is_digits(t, at + 1)),
        _ => year(t, at).filter(|(value, next)| {
            // "14 June 1500 people" and "June 5 1130 hrs" hold no year.
            (1700..=2200).contains(value)
                && !matches!(t.word(*next), Some(Word::Unit(_) | Word::H | Word::Am | Word::Pm))
        }),
    };
    match found {
        Some((year, next)) => (Some(year), next),
        None => (None, at),
    }
}

/// Whether the calendar has the day, in some year where none is given.
pub(super) fn is_day(year: Option<i16>, month: i8, day: i8) -> bool {
    jiff::civil::Date::new(year.unwrap_or(LEAP_YEAR), month, day).is_ok()
}

/// The day, if the calendar has it.
fn valid(year: i16, month: i8, day: i8) -> Option<Day> {
    is_day(Some(year), month, day).then_some(Day::Date { year: Some(year), month, day })
}

/// Dates of digits alone. A separator must be the same on both sides.
fn numeric(t: &Tokens, at: usize, lead: Lead, after_weekday: bool) -> Read<Day> {
    let Kind::Number(first, first_len) = t.kind(at) else { return None };
    if first_len == 8 {
        let (year, month, day) = (first / 10000, first / 100 % 100, first % 100);
        return (1900..2100)
            .contains(&year)
            .then(|| valid(year as i16, month as i8, day as i8))
            .flatten()
            .map(|day| (day, at + 1));
    }
    let spaced = first_len == 4 && !t.glued(at + 1);
    if spaced {
        // "2016 10 16".
        let (Kind::Number(month, 2), Kind::Number(day, 2)) = (t.kind(at + 1), t.kind(at + 2)) else { return None };
        let year = (1900..2100).contains(&first).then_some(first as i16)?;
        return valid(year, month as i8, day as i8).map(|day| (day, at + 3));
    }
    let separator = t.kind(at + 1);
    let dash = separator == Kind::Dash;
    if !(dash || matches!(separator, Kind::Punct(b'/' | b'.'))) || !t.glued(at + 1) || !t.glued(at + 2) {
        return None;
    }
    let Kind::Number(second, second_len @ 1..=2) = t.kind(at + 2) else { return None };
    let third = match t.kind(at + 4) {
        Kind::Number(value, len) if t.kind(at + 3) == separator && t.glued(at + 3) && t.glued(at + 4) => {
            Some((value, len))
        }
        _ => None,
    };
    if first_len == 4 {
        let (year, month, day) = (first as i16, second as i8, i8::try_from(third?.0).ok()?);
        // A month and a day of any month, in a year that people write of: what says that it is a date.
        let dated = (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        return (dated || is_day(Some(year), month, day))
            .then_some((Day::Date { year: Some(year), month, day }, at + 5));
    }
    if first_len > 2 {
        return None;
    }
    let dotted = separator == Kind::Punct(b'.');
    let (year, next) = match third {
        Some((value, 4)) if (1700..=2200).contains(&value) => (Some(value as i16), at + 5),
        // "1.2.3" and "10-20-30" are versions and codes; "3.5.26" wants two digits at the end.
        Some((value, 2)) if !dash && (!dotted || lead != Lead::None || after_weekday) => {
            (Some(2000 + value as i16), at + 5)
        }
        Some(_) => return None,
        None => (None, at + 3),
    };
    let (first, second) = (first as i8, second as i8);
    if year.is_none() {
        let after_weekday = after_weekday && lead != Lead::At;
        let dated = lead.takes_date() || after_weekday;
        let next_fits = follows::fits(t, next) && !t.is(next, Word::Of);
        // "5/1-5/7": the other end says that it is one.
        let to_date = t.kind(next) == Kind::Dash && is_digits(t, next + 1) && t.punct(next + 2, b'/');
        let ok = match separator {
            Kind::Punct(b'/') => {
                let (large, small) = (first.max(second), first.min(second));
                let unmistakable =
                    (13..=31).contains(&large) && (1..=12).contains(&small) && (first, second) != (24, 7);
                (next_fits || to_date) && (dated || to_date || unmistakable && follows::is_line_like(t, at, next))
            }
            // "Tuesday 7.45" is a clock time: with dots the day comes before the month.
            Kind::Punct(_) => {
                // "by 31.12." can be no hour.
                let large = lead.is_bound() && first > 24 && second <= 12;
                let dated = lead == Lead::On || large;
                next_fits && (after_weekday && second <= 12 || !after_weekday && dated && second_len == 2)
            }
            // "Monday 12-4" is a range of hours.
            _ => false,
        };
        if !ok {
            return None;
        }
    }
    let reads = |month: i8, day: i8| is_day(year, month, day);
    let (month_first, day_first) = (reads(first, second), reads(second, first));
    let day = match (month_first, day_first) {
        (true, true) if first != second => {
            Day::Numeric { first, second, year, day_first: dotted && (!after_weekday || year.is_some()) }
        }
        (true, _) => Day::Date { year, month: first, day: second },
        (false, true) => Day::Date { year, month: second, day: first },
        // "31/6" and "30.02.2026" are no days, yet nothing else either.
        (false, false) => {
            let (month, day) = (first.min(second), first.max(second));
            let dated = (1..=12).contains(&month) && (29..=31).contains(&day);
            dated.then_some(Day::Date { year, month, day })?
        }
    };
    Some((day, next))
}

/// "the 14th", "Monday 21", "on the twenty third".
fn of_month(t: &Tokens, at: usize, lead: Lead, after_weekday: bool) -> Read<Day> {
    if let Some((day, next)) = ordinal(t, at) {
        let next = if t.is(next, Word::Unit(Unit::Day)) && t.is(next + 1, Word::Of) { next + 1 } else { next };
        let in_period = t.is(next, Word::Of) && follows::period(t, next + 1);
        let led = after_weekday || is_digits(t, at) && (lead.takes_date() || lead == Lead::The);
        return (in_period || led && follows::fits(t, next) && !t.is(next, Word::Of))
            .then_some((Day::OfMonth(day), next));
    }
    let Kind::Number(day @ 1..=31, 1..=2) = t.kind(at) else { return None };
    // "the 17 between 2 and 4pm".
    let led = after_weekday && lead != Lead::At || lead == Lead::The && t.is(at + 1, Word::Between);
    let clock = t.glued(at + 1)
        && matches!(t.kind(at + 1), Kind::Punct(b':') | Kind::Dash | Kind::Word(_) | Kind::Other)
        || matches!(t.word(at + 1), Some(Word::Am | Word::Pm | Word::Oclock | Word::To | Word::H))
        || t.kind(at + 1) == Kind::Dash;
    (led && !clock && !is_split(t, at + 1) && follows::fits(t, at + 1)).then_some((Day::OfMonth(day as i8), at + 1))
}
