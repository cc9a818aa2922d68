//! Stretches of the calendar: "next week", "June 2026", "Q3", "the last 3 months".

use super::Lead;
use super::date::month_name;
use super::follows;
use super::lexer::{Kind, Tokens};
use super::number::{Read, cardinal, is_digits, is_split, ordinal, skip, year};
use super::words::{Form, Season, Unit, Word};

/// Which one of a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Nothing says: "Friday", "June".
    Plain,
    /// The one that runs or comes: "this".
    This,
    /// The one after: "next".
    Next,
    /// The one before: "last", "previous".
    Last,
    /// The nearest that is over: "this past Wednesday".
    Past,
    /// "Friday week": a week after the next one.
    InAWeek,
}

/// A stretch of the calendar as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    /// `count` units, the first of them `from` units from the current one.
    Relative { unit: Unit, from: i32, count: i32, few: bool },
    /// A month of a written, named or likely year.
    Month { month: i8, year: Option<i16>, which: Which },
    /// A quarter (3 months) or half (6 months), counted from 1.
    Part { months: i8, nth: i8, year: Option<i16> },
    /// Years from the first to the last.
    Years(i16, i16),
    /// A season.
    Season { season: Season, year: Option<i16>, which: Which },
    /// An ISO week.
    Week { number: i8, year: Option<i16> },
}

/// A period at this place.
pub(super) fn period(t: &Tokens, at: usize, lead: Lead) -> Read<Period> {
    match t.kind(at) {
        Kind::Word(word) => match word {
            Word::The if t.is(at + 1, Word::The) => None,
            Word::The => period(t, at + 1, if lead == Lead::None { Lead::The } else { lead }),
            Word::This | Word::Next | Word::Following | Word::Last | Word::Past | Word::That => relative(t, at, word),
            Word::Month(..) => month(t, at, lead),
            Word::Q | Word::H => part(t, at),
            Word::Season(season) => season_at(t, at, season, lead),
            Word::Fiscal | Word::Business => fiscal(t, at),
            Word::Unit(unit) => unit_at(t, at, unit, lead),
            Word::Ordinal(_) => quarter_in_words(t, at),
            Word::Cardinal(_) => counted(t, at).or_else(|| bare_year(t, at, lead)),
            _ => None,
        },
        Kind::Number(..) => year_first(t, at)
            .or_else(|| quarter_in_words(t, at))
            .or_else(|| counted(t, at))
            .or_else(|| bare_year(t, at, lead)),
        _ => None,
    }
}

/// How far a word points: −1, 0 or 1.
fn direction(word: Word) -> i32 {
    match word {
        Word::Next | Word::Following => 1,
        Word::Last | Word::Past => -1,
        _ => 0,
    }
}

/// "next week", "the last 3 months", "this past year", "next June", "last summer".
fn relative(t: &Tokens, at: usize, word: Word) -> Read<Period> {
    let mut step = direction(word);
    let mut next = at + 1;
    let past = matches!(t.word(next), Some(Word::Past));
    if word == Word::This && matches!(t.word(next), Some(Word::Past | Word::Following)) {
        step = if past { -1 } else { 1 };
        next += 1;
    }
    let which = match (step, past) {
        (0, _) => Which::This,
        (1, _) => Which::Next,
        _ => Which::Last,
    };
    let (count, few, after) = match t.word(next) {
        Some(Word::Few) => (3, true, next + 1),
        Some(Word::Couple) => (2, false, skip(t, next + 1, Word::Of)),
        _ => cardinal(t, next).map_or((1, false, next), |(count, after)| (count.min(100_000) as i32, false, after)),
    };
    let counted = after > next;
    let named = after + usize::from(matches!(t.word(after), Some(Word::Business)));
    match t.word(named)? {
        Word::Unit(unit) => {
            // "this second" and "last minute" stand for speed more than for a time.
            let plural = t.text(named).ends_with(['s', 'S']);
            let (from, count) = match (step, counted) {
                (0, true) => return None,
                // "My last day" comes when nothing more does; the day before is "yesterday".
                (-1, false) if unit == Unit::Day && word == Word::Last => return None,
                (1, _) => (1, count),
                (-1, true) => (-count, count),
                (-1, false) => (-1, 1),
                _ => (0, 1),
            };
            if plural && !counted && !matches!(t.kind(named + 1), Kind::Punct(b'\'')) {
                // "these weeks", "next months": no count, no end.
                return (step != 0).then_some((Period::Relative { unit, from, count: 3, few: true }, named + 1));
            }
            Some((Period::Relative { unit, from, count, few }, named + 1))
        }
        _ if counted || word == Word::That => None,
        // "This may be right."
        Word::Month(month, form) if form != Form::Name || t.capital(after) || step != 0 => {
            Some((Period::Month { month, year: None, which }, after + 1))
        }
        Word::Season(season) => Some((Period::Season { season, year: None, which }, after + 1)),
        _ => None,
    }
}

/// "2 upcoming months", "the 13 last minutes".
fn counted(t: &Tokens, at: usize) -> Read<Period> {
    let (count, next) = cardinal(t, at)?;
    let count = count.min(100_000) as i32;
    let step = direction(t.word(next)?);
    let Some(Word::Unit(unit)) = t.word(next + 1) else { return None };
    if !t.text(next + 1).ends_with(['s', 'S']) {
        return None;
    }
    let from = if step > 0 { 1 } else { -count };
    (step != 0).then_some((Period::Relative { unit, from, count, few: false }, next + 2))
}

/// "June 2026", "April of 1987", "Dec-2018", and "June" where something leads it in.
fn month(t: &Tokens, at: usize, lead: Lead) -> Read<Period> {
    let ((month, form), next) = month_name(t, at)?;
    let year_at = match t.kind(next) {
        Kind::Punct(b',' | b'/') | Kind::Dash => next + 1,
        Kind::Word(Word::Of | Word::In) => next + 1,
        Kind::Possessive => return None,
        _ => next,
    };
    if let Some((value, after)) = year(t, year_at).filter(|(value, _)| (1700..=2200).contains(value)) {
        return Some((Period::Month { month, year: Some(value), which: Which::Plain }, after));
    }
    if t.punct(next, b'\'')
        && let Kind::Number(value, 2) = t.kind(next + 1)
    {
        return Some((Period::Month { month, year: Some(2000 + value as i16), which: Which::Plain }, next + 2));
    }
    let led = lead.takes_month();
    let capital = t.capital(at);
    // After a name's first part stands its second: "by April Smith".
    let person = form == Form::Name && t.kind(next) == Kind::Other && t.capital(next);
    let alone = match form {
        Form::Full => true,
        Form::Short => led || capital && lead == Lead::Range,
        Form::Name => {
            led && (capital || t.text(at).len() > 3 && (lead == Lead::Range || follows::fits(t, next))) && !person
        }
    };
    // A number right after it would be its day if the calendar had it.
    let impossible = is_digits(t, next)
        && !t.glued(next)
        && !t.is(next + 1, Word::OrdinalSuffix)
        && matches!(t.kind(next), Kind::Number(_, 1..=2));
    let clock = matches!(t.word(next + 1), Some(Word::Am | Word::Pm)) || t.punct(next + 1, b':');
    (alone && (!impossible || clock)).then_some((Period::Month { month, year: None, which: Which::Plain }, next))
}

/// "2017 april", "2017 q1", "2019-Q1", "2014-2018", "2015-3".
fn year_first(t: &Tokens, at: usize) -> Read<Period> {
    if t.glued(at) && at > 0 && t.kind(at - 1) == Kind::Dash {
        return None;
    }
    if let (Kind::Number(month @ 1..=12, 1..=2), Kind::Dash, Kind::Number(year @ 1900..=2100, 4)) =
        (t.kind(at), t.kind(at + 1), t.kind(at + 2))
    {
        let glued = t.glued(at + 1) && t.glued(at + 2);
        return glued
            .then_some((Period::Month { month: month as i8, year: Some(year as i16), which: Which::Plain }, at + 3));
    }
    let (value, next) = year(t, at)?;
    let joined = t.kind(next) == Kind::Dash && t.glued(next) && t.glued(next + 1);
    let after = if joined { next + 1 } else { next };
    match t.kind(after) {
        Kind::Word(Word::Q | Word::H) => match part(t, after)? {
            (Period::Part { months, nth, .. }, end) => Some((Period::Part { months, nth, year: Some(value) }, end)),
            _ => None,
        },
        Kind::Word(Word::Month(month, form)) if form != Form::Name || t.capital(after) || t.text(after).len() > 4 => {
            Some((Period::Month { month, year: Some(value), which: Which::Plain }, after + 1))
        }
        Kind::Number(month @ 1..=12, 1..=2) if joined && (1900..=2100).contains(&value) => {
            Some((Period::Month { month: month as i8, year: Some(value), which: Which::Plain }, after + 1))
        }
        _ if t.is(next, Word::Unit(Unit::Second)) || !(1900..2100).contains(&value) => None,
        _ if t.glued(next) && t.text(next) == "s" && value % 10 == 0 => {
            Some((Period::Years(value, value.saturating_add(9)), next + 1))
        }
        _ => None,
    }
}

/// "Q3", "Q3 2026", "H2 of 2026".
fn part(t: &Tokens, at: usize) -> Read<Period> {
    let Kind::Number(nth, 1) = t.kind(at + 1) else { return None };
    let months = if t.is(at, Word::Q) { 3 } else { 6 };
    if !t.glued(at + 1) || nth == 0 || nth > 12 / months || is_split(t, at + 2) {
        return None;
    }
    let after = at + 2;
    let year_at = match t.kind(after) {
        Kind::Word(Word::Of) | Kind::Dash | Kind::Punct(b'/' | b',') => after + 1,
        _ => after,
    };
    let (year, next) = year(t, year_at).map_or((None, after), |(year, next)| (Some(year), next));
    // "H1" alone is a heading, a hotel or a hypothesis.
    (months == 3 || year.is_some()).then_some((Period::Part { months: months as i8, nth: nth as i8, year }, next))
}

/// "third quarter of 2026", "the first quarter of the year".
fn quarter_in_words(t: &Tokens, at: usize) -> Read<Period> {
    let (nth @ 1..=4, next) = ordinal(t, at)? else { return None };
    if !t.is(next, Word::Unit(Unit::Quarter)) {
        return None;
    }
    let of = skip(t, next + 1, Word::Of);
    if t.is(of, Word::The) && t.is(of + 1, Word::Unit(Unit::Year)) {
        return Some((Period::Part { months: 3, nth, year: None }, of + 2));
    }
    let (year, next) = year(t, of).map_or((None, next + 1), |(year, next)| (Some(year), next));
    Some((Period::Part { months: 3, nth, year }, next))
}

fn season_at(t: &Tokens, at: usize, season: Season, lead: Lead) -> Read<Period> {
    let (year, next) = year(t, skip(t, at + 1, Word::Of)).map_or((None, at + 1), |(year, next)| (Some(year), next));
    // "the spring in the clock", "a fall": only a bound makes the word alone a time.
    let led =
        matches!(lead, Lead::By | Lead::Before | Lead::Until | Lead::In | Lead::Edge | Lead::During | Lead::After)
            && follows::fits(t, next);
    (year.is_some() || led).then_some((Period::Season { season, year, which: Which::Plain }, next))
}

/// "fiscal year 2008", "FY 2026", "FY26", "calendar year".
fn fiscal(t: &Tokens, at: usize) -> Read<Period> {
    let next = if t.is(at, Word::Fiscal) { at + 1 } else { at + 2 };
    if !t.is(at, Word::Fiscal) && !t.is(at + 1, Word::Unit(Unit::Year)) {
        return None;
    }
    if let Some((year, next)) = year(t, next) {
        return Some((Period::Years(year, year), next));
    }
    match t.kind(next) {
        Kind::Number(year, 2) if t.glued(next) => {
            Some((Period::Years(2000 + year as i16, 2000 + year as i16), next + 1))
        }
        _ => Some((Period::Relative { unit: Unit::Year, from: 0, count: 1, few: false }, next)),
    }
}

/// "week 10", "year 2008", "the weekend", "the week after next".
fn unit_at(t: &Tokens, at: usize, unit: Unit, lead: Lead) -> Read<Period> {
    let next = at + 1;
    if unit == Unit::Year
        && let Some((year, next)) = year(t, skip(t, next, Word::Of))
    {
        return Some((Period::Years(year, year), next));
    }
    if unit == Unit::Week
        && let Kind::Number(number @ 1..=53, 1..=2) = t.kind(next)
        && !is_split(t, next + 1)
    {
        let (year, after) =
            year(t, skip(t, next + 1, Word::Of)).map_or((None, next + 1), |(year, next)| (Some(year), next));
        return Some((Period::Week { number: number as i8, year }, after));
    }
    let single = !t.text(at).ends_with(['s', 'S']) && unit >= Unit::Weekend;
    let turn = match (t.word(next), t.word(next + 1)) {
        (Some(Word::After), Some(Word::Next)) => 2,
        (Some(Word::Before), Some(Word::Last)) => -2,
        _ if lead == Lead::Edge
            || unit == Unit::Weekend && lead != Lead::None
            || unit == Unit::Fortnight && lead == Lead::The =>
        {
            let relative = Period::Relative { unit, from: 0, count: 1, few: false };
            return (single || lead == Lead::Edge && unit >= Unit::Weekend).then_some((relative, next));
        }
        _ => return None,
    };
    single.then_some((Period::Relative { unit, from: turn, count: 1, few: false }, next + 2))
}

/// A year alone, where something leads it in: "in 2019", "since nineteen ninety six".
fn bare_year(t: &Tokens, at: usize, lead: Lead) -> Read<Period> {
    let (value, next) = year(t, at)?;
    let plausible = (1900..2100).contains(&value) && lead.takes_year() && follows::fits(t, next);
    (plausible
        && (!t.glued(next + usize::from(t.kind(next) == Kind::Dash))
            || matches!(t.kind(next), Kind::Punct(_) | Kind::End | Kind::Possessive | Kind::Dash)))
    .then_some((Period::Years(value, value), next))
}
