//! Puts dates, weekdays, periods and clock times together: "Friday, 5 June at 16:00 CEST".
//!
//! A phrase is a set of slots. What stands next to it joins it if its slot is still
//! empty, so the order of the words does not matter.

use std::ops::Range;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use super::clock::{Clock, clock};
use super::date::{Day, date};
use super::follows;
use super::holiday::holiday;
use super::lexer::{Kind, Tokens};
use super::number::{Read, cardinal, ordinal, skip, year};
use super::period::{Period, Which, period};
use super::words::{Edge, Form, Part, Unit, Word};
use super::zone::{iso_offset, zone};
use super::{Cue, Lead};

/// Which end of a day or period is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    Early,
    Middle,
    Late,
    End,
    Rest,
    /// The end of the working day.
    Business,
}

/// "first Monday of", "last two weeks of": counted from the end where negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Nth {
    pub nth: i8,
    pub count: i32,
    pub unit: Option<Unit>,
}

/// What a phrase says, slot by slot. Ranges are tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    pub weekday: Option<(Weekday, Which, Range<usize>)>,
    pub day: Option<(Day, Range<usize>)>,
    pub period: Option<Period>,
    pub nth: Option<Nth>,
    pub clock: Option<Clock>,
    pub part: Option<Part>,
    pub side: Option<Side>,
    pub zone: Option<(Option<TimeZone>, Range<usize>)>,
    /// The preposition inside the phrase: "tomorrow before 3".
    pub cue: Option<Cue>,
    pub week_of: bool,
    pub now: bool,
}

impl Slots {
    /// Whether it says which day.
    pub fn has_day(&self) -> bool {
        self.day.is_some() || self.weekday.is_some()
    }

    fn is_empty(&self) -> bool {
        !self.has_day()
            && self.period.is_none()
            && self.clock.is_none()
            && self.part.is_none()
            && self.side.is_none()
            && !self.now
    }
}

/// A phrase at this place, as long as it goes.
pub(super) fn phrase(t: &Tokens, at: usize, lead: Lead) -> Read<Slots> {
    if !can_start(t, at) {
        return None;
    }
    let mut slots = Slots::default();
    let mut next = piece(t, at, lead, &mut slots)?;
    // The slots are few, so this ends soon.
    while let Some(after) = join(t, next, &mut slots) {
        next = after;
    }
    (!slots.is_empty()).then_some((slots, next))
}

/// Whether a piece can start at this token, as far as it and the next one tell. It spares
/// most words of a text a closer look.
pub(super) fn can_start(t: &Tokens, at: usize) -> bool {
    match t.kind(at) {
        Kind::Number(..) => true,
        Kind::Word(word) => match word {
            Word::Abbreviation(_)
            | Word::Cardinal(_)
            | Word::Couple
            | Word::Day(_)
            | Word::Few
            | Word::Fiscal
            | Word::H
            | Word::Half
            | Word::Holiday
            | Word::Midnight
            | Word::Moment
            | Word::Month(..)
            | Word::Noon
            | Word::Now
            | Word::Ordinal(_)
            | Word::Part(_)
            | Word::Q
            | Word::Season(_)
            | Word::Tonight
            | Word::Unit(_)
            | Word::Weekday(..) => true,
            Word::The => !t.is(at + 1, Word::The) && can_start(t, at + 1),
            Word::A => matches!(
                t.word(at + 1),
                Some(Word::Few | Word::Couple | Word::Half | Word::Unit(_) | Word::Business | Word::More | Word::H)
            ),
            Word::This | Word::That | Word::Next | Word::Last | Word::Following | Word::Past => matches!(
                t.kind(at + 1),
                Kind::Number(..)
                    | Kind::Word(
                        Word::Business
                            | Word::Cardinal(_)
                            | Word::Couple
                            | Word::Early
                            | Word::Few
                            | Word::Following
                            | Word::Holiday
                            | Word::Late
                            | Word::Month(..)
                            | Word::Part(_)
                            | Word::Past
                            | Word::Season(_)
                            | Word::Unit(_)
                            | Word::Weekday(..)
                    )
            ),
            Word::Right => t.is(at + 1, Word::Now),
            Word::Business | Word::Early | Word::End | Word::Late | Word::Middle | Word::Rest | Word::Start => {
                matches!(t.kind(at + 1), Kind::Word(_) | Kind::Number(..) | Kind::Dash)
            }
            _ => false,
        },
        _ => false,
    }
}

/// Adds what stands next to the phrase, with or without a small word between.
fn join(t: &Tokens, at: usize, slots: &mut Slots) -> Option<usize> {
    if slots.now {
        return None;
    }
    let with = |lead, start, slots: &mut Slots| {
        let zoned = slots.clock.is_some() && slots.zone.is_none();
        if !can_start(t, start) && !(zoned && matches!(t.kind(start), Kind::Other | Kind::Punct(b'('))) {
            return None;
        }
        let before = slots.clone();
        let next = piece(t, start, lead, slots);
        // A clock time joins a day, not a week.
        let loose = slots.clock.is_some()
            && !slots.has_day()
            && slots.part.is_none()
            && slots.period.is_some()
            && slots.nth.is_none();
        if loose || next.is_none() {
            *slots = before;
            return None;
        }
        next
    };
    match t.kind(at) {
        Kind::Word(word) => match word {
            Word::Of if matches!(slots.day, Some((Day::OfMonth(_), _))) => with(Lead::Edge, at + 1, slots),
            Word::On | Word::Of => with(Lead::On, at + 1, slots),
            Word::At => with(Lead::At, skip(t, at + 1, Word::Around), slots),
            Word::Around if slots.has_day() => with(Lead::At, at + 1, slots),
            Word::In if matches!(t.word(at + 1), Some(Word::The | Word::Part(_))) => with(Lead::In, at + 1, slots),
            Word::In => with(Lead::None, at + 1, slots).filter(|_| t.word(at + 1).is_some()),
            Word::From | Word::Between | Word::For if slots.has_day() || slots.part.is_some() => {
                let lead = match word {
                    Word::From => Lead::From,
                    Word::Between => Lead::Between,
                    _ => Lead::None,
                };
                let had = slots.clock;
                let next = with(lead, at + 1, slots)?;
                let range = matches!(slots.clock, Some(Clock::Range(..))) || word == Word::For;
                if had.is_some() || !range {
                    slots.clock = had;
                    return None;
                }
                Some(next)
            }
            Word::By | Word::Before | Word::Until | Word::After
                if slots.has_day() && slots.clock.is_none() && slots.part.is_none() =>
            {
                let before = slots.clone();
                let (cue, lead) = match word {
                    Word::By => (Cue::By, Lead::By),
                    Word::Before => (Cue::Before, Lead::Before),
                    Word::Until => (Cue::Until, Lead::Until),
                    _ => (Cue::After, Lead::After),
                };
                match with(lead, at + 1, slots) {
                    Some(next) if slots.clock.is_some() || slots.part.is_some() => {
                        slots.cue = Some(cue);
                        Some(next)
                    }
                    _ => {
                        *slots = before;
                        None
                    }
                }
            }
            Word::Unit(Unit::Week)
                if matches!(&slots.weekday, Some((_, Which::Plain, _)))
                    && follows::fits(t, at + 1)
                    && !super::number::is_digits(t, at + 1) =>
            {
                if let Some((_, which, _)) = &mut slots.weekday {
                    *which = Which::InAWeek;
                }
                Some(at + 1)
            }
            _ => with(Lead::None, at, slots),
        },
        Kind::Punct(b',') => {
            let before = slots.clone();
            let lead = if slots.has_day() { Lead::Comma } else { Lead::None };
            let next = with(lead, at + 1, slots).or_else(|| match t.word(at + 1) {
                Some(Word::At) => with(Lead::At, at + 2, slots),
                _ => None,
            })?;
            // A comma parts what is listed, so only a date after its weekday or a day
            // and its clock time hold together over one.
            let day = before.weekday.is_some() && before.day.is_none() && slots.day.is_some();
            let relative = matches!(before.day, Some((Day::Relative(_), _)));
            let clock = before.clock.is_some() != slots.clock.is_some();
            let weekday = before.weekday.is_none() && slots.weekday.is_some();
            if day || relative || clock || weekday {
                return Some(next);
            }
            *slots = before;
            None
        }
        Kind::Punct(b'@') if slots.has_day() => with(Lead::At, at + 1, slots),
        Kind::Punct(b'(') if slots.has_day() => {
            let before = slots.clone();
            let next = with(Lead::On, at + 1, slots)?;
            if t.punct(next, b')') && slots.clock == before.clock {
                return Some(next + 1);
            }
            *slots = before;
            None
        }
        Kind::Dash if slots.weekday.is_some() && slots.day.is_none() => {
            with(Lead::On, at + 1, slots).filter(|_| slots.day.is_some())
        }
        _ => with(Lead::None, at, slots),
    }
}

/// Reads one piece into its slot, if that is empty.
fn piece(t: &Tokens, at: usize, lead: Lead, slots: &mut Slots) -> Option<usize> {
    // No piece starts with these, which spares most words of a text a closer look.
    if matches!(t.kind(at), Kind::Other | Kind::End | Kind::Punct(_) | Kind::Dash | Kind::Possessive) {
        return if slots.clock.is_some() && slots.zone.is_none() { zone_piece(t, at, slots) } else { None };
    }
    if slots.clock.is_some()
        && slots.zone.is_none()
        && let Some(next) = zone_piece(t, at, slots)
    {
        return Some(next);
    }
    let fresh = slots.is_empty();
    if fresh && let Some(next) = now(t, at, lead) {
        slots.now = true;
        return Some(next);
    }
    if slots.day.is_none() || matches!(slots.day, Some((Day::Relative(_), _))) {
        if let Some((day, next)) = relative_day(t, at).filter(|_| slots.day.is_none()) {
            slots.day = Some((day, at..next));
            if t.is(at, Word::Tonight) {
                slots.part = Some(Part::Night);
            }
            return Some(next);
        }
        if slots.period.is_none()
            && let Some((day, next)) = date(t, at, lead, slots.weekday.is_some())
        {
            let start = if t.is(at, Word::The) { at + 1 } else { at };
            slots.day = Some((day, start..next));
            return Some(iso_time(t, next, slots).unwrap_or(next));
        }
        // "the 15th of next month": the period is read next.
    }
    if slots.weekday.is_none()
        && !matches!(slots.day, Some((Day::Holiday(..), _)))
        && let Some((weekday, which, name, next)) = weekday(t, at, lead, fresh)
    {
        slots.weekday = Some((weekday, which, name));
        return Some(next);
    }
    if slots.day.is_none()
        && slots.weekday.is_none()
        && slots.period.is_none()
        && t.word(at).is_some()
        && let Some((day, next)) = holiday_at(t, at)
    {
        slots.day = Some((day, at..next));
        return Some(next);
    }
    if (fresh
        || slots.clock.is_some() && !slots.has_day() && slots.side.is_none()
        || slots.has_day() && slots.clock.is_none())
        && slots.side.is_none()
        && let Some(next) = side(t, at, slots)
    {
        return Some(next);
    }
    if fresh && let Some(next) = nth(t, at, slots) {
        return Some(next);
    }
    if slots.period.is_none() && (slots.clock.is_none() || slots.has_day()) {
        let takes = matches!(&slots.day, None | Some((Day::OfMonth(_) | Day::Holiday(..), _)));
        let lead = if matches!(slots.day, Some((Day::Holiday(..), _))) {
            Lead::In
        } else if slots.nth.is_some() {
            Lead::Edge
        } else {
            lead
        };
        if takes && let Some((found, next)) = period(t, at, lead) {
            let named = matches!(
                found,
                Period::Relative { unit: Unit::Week | Unit::Month | Unit::Year | Unit::Quarter, .. }
                    | Period::Month { .. }
                    | Period::Years(..)
            );
            if fresh || named {
                slots.period = Some(found);
                return Some(next);
            }
        }
    }
    if slots.clock.is_none()
        && let Some((found, next)) = clock(t, at, lead, slots.has_day() || slots.part.is_some())
    {
        slots.clock = Some(found);
        return Some(next);
    }
    if slots.part.is_none()
        && let Some((part, next)) = part(t, at, lead, slots)
    {
        slots.part = Some(part);
        return Some(next);
    }
    None
}

/// "now" where it is more than a filler: "right now", "from now", at the end of a clause.
fn now(t: &Tokens, at: usize, lead: Lead) -> Option<usize> {
    match t.word(at)? {
        Word::Right if t.is(at + 1, Word::Now) => Some(at + 2),
        Word::Now => {
            let bound = matches!(lead, Lead::From | Lead::Between | Lead::Range);
            let last = matches!(t.kind(at + 1), Kind::End) || matches!(t.kind(at + 1), Kind::Punct(b'.' | b'!' | b'?'));
            let linked = matches!(t.word(at + 1), Some(Word::To | Word::Through | Word::Until));
            (bound || last && at > 0 || linked).then_some(at + 1)
        }
        Word::The if matches!(lead, Lead::At) && t.text(at + 1).eq_ignore_ascii_case("moment") => Some(at + 2),
        Word::The
            if matches!(lead, Lead::At)
                && t.text(at + 1).eq_ignore_ascii_case("present")
                && t.is(at + 2, Word::Time) =>
        {
            Some(at + 3)
        }
        Word::Moment if lead == Lead::At && t.text(at).eq_ignore_ascii_case("present") => Some(at + 1),
        _ => None,
    }
}

/// "T10:00Z" right after an ISO date.
fn iso_time(t: &Tokens, at: usize, slots: &mut Slots) -> Option<usize> {
    if !t.glued(at) || !matches!(t.text(at), "T" | "t") || !t.glued(at + 1) {
        return None;
    }
    let (found, next) = clock(t, at + 1, Lead::At, true)?;
    slots.clock = Some(match found {
        Clock::At(mut moment) => {
            moment.open = false;
            Clock::At(moment)
        }
        range => range,
    });
    match iso_offset(t, next) {
        Some((zone, end)) => {
            slots.zone = Some((zone, next..end));
            Some(end)
        }
        None => Some(next),
    }
}

fn zone_piece(t: &Tokens, at: usize, slots: &mut Slots) -> Option<usize> {
    let (found, next) = zone(t, at)?;
    slots.zone = Some((found, at..next));
    Some(next)
}

/// "today", "the day after tomorrow", "tonight".
fn relative_day(t: &Tokens, at: usize) -> Read<Day> {
    let start = skip(t, at, Word::The);
    match t.word(start)? {
        Word::Day(days) if start == at => Some((Day::Relative(i32::from(days)), at + 1)),
        Word::Tonight if start == at => Some((Day::Relative(0), at + 1)),
        Word::Unit(Unit::Day) => match (t.word(start + 1), t.word(start + 2)) {
            (Some(Word::After), Some(Word::Day(1))) => Some((Day::Relative(2), start + 3)),
            (Some(Word::Before), Some(Word::Day(-1))) => Some((Day::Relative(-2), start + 3)),
            // "the day after" what was said just now.
            (Some(Word::After), None)
                if start > at && follows::fits(t, start + 2) && t.kind(start + 2) != Kind::Other =>
            {
                Some((Day::Relative(1), start + 2))
            }
            (Some(Word::Before), None)
                if start > at && follows::fits(t, start + 2) && t.kind(start + 2) != Kind::Other =>
            {
                Some((Day::Relative(-1), start + 2))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A weekday with what says which: "next Friday", "this past Wednesday", "Mon".
fn weekday(t: &Tokens, at: usize, lead: Lead, fresh: bool) -> Option<(Weekday, Which, Range<usize>, usize)> {
    let (which, name) = match t.word(at)? {
        Word::This if matches!(t.word(at + 1), Some(Word::Past)) => (Which::Past, at + 2),
        Word::This if matches!(t.word(at + 1), Some(Word::Following)) => (Which::This, at + 2),
        Word::This => (Which::This, at + 1),
        Word::Next => (Which::Next, at + 1),
        Word::Following => (Which::Plain, at + 1),
        Word::Last => (Which::Last, at + 1),
        Word::Past => (Which::Past, at + 1),
        Word::The => (Which::Plain, at + 1),
        Word::Weekday(..) => (Which::Plain, at),
        _ => return None,
    };
    let Word::Weekday(weekday, form) = t.word(name)? else { return None };
    let dot =
        t.text(name).len() <= 5 && t.punct(name + 1, b'.') && t.glued(name + 1) && follows::dot_belongs(t, name + 1);
    let next = if dot { name + 2 } else { name + 1 };
    let qualified = name > at && !t.is(at, Word::The);
    let dated = super::number::is_digits(t, next) || matches!(t.word(next), Some(Word::Part(_) | Word::Month(..)));
    let sure = match form {
        Form::Full => true,
        Form::Short => qualified || t.capital(name) || lead.takes_date() || dated || !fresh,
        // "the Sun", "sat down", "we wed".
        Form::Name => {
            qualified
                || dated
                || !t.is(at, Word::The)
                    && (lead.takes_date()
                        || lead == Lead::Range
                        || t.capital(name)
                            && (!fresh
                                || t.punct(next, b',')
                                || matches!(t.word(next), Some(Word::At))
                                || name > 0 && t.kind(name - 1) != Kind::End))
        }
    };
    // "Sun Li" and "Wed Anna" are no weekdays.
    let named = form == Form::Name && !qualified && t.kind(next) == Kind::Other && t.capital(next);
    let all_caps_word = form == Form::Name
        && t.text(name).len() == 3
        && t.text(name).chars().all(char::is_uppercase)
        && !dated
        && !qualified;
    (sure && !named && !all_caps_word).then_some((weekday, which, name..name + 1, next))
}

/// A holiday, with the year or what says which: "Easter 2018", "last Easter".
fn holiday_at(t: &Tokens, at: usize) -> Read<Day> {
    let (which, name) = match t.word(at)? {
        Word::Holiday => (Which::Plain, at),
        Word::The | Word::This if t.is(at + 1, Word::Holiday) => (Which::Plain, at + 1),
        Word::Next | Word::Following if t.is(at + 1, Word::Holiday) => (Which::Next, at + 1),
        Word::Last if t.is(at + 1, Word::Holiday) => (Which::Last, at + 1),
        _ => return None,
    };
    let (found, next) = holiday(t, name)?;
    let of = skip(t, next, Word::Of);
    let (year, end) = match year(t, of) {
        Some((year, end)) => (Some(year), end),
        None => (None, next),
    };
    // "new year" is a holiday with a capital or before its year only.
    if which == Which::Plain
        && t.text(name).eq_ignore_ascii_case("new")
        && end == name + 2
        && name > 0
        && t.is(name - 1, Word::A)
    {
        return None;
    }
    Some((Day::Holiday(found, year, which), end))
}

/// "end of the month", "early June", "mid-July", "EOD", "close of business".
fn side(t: &Tokens, at: usize, slots: &mut Slots) -> Option<usize> {
    let start = skip(t, at, Word::The);
    let word = t.word(start)?;
    if let Word::Abbreviation(edge) = word {
        return Some(abbreviation(edge, start, slots, t));
    }
    let after = start + 1;
    let dashed = t.kind(after) == Kind::Dash;
    if word == Word::End && t.is(after, Word::Of) {
        let day = skip(t, after + 1, Word::The);
        let own = t.text(after + 1).eq_ignore_ascii_case("their") || t.text(after + 1).eq_ignore_ascii_case("my");
        let day = if own { day + 1 } else { day };
        let working = matches!(t.word(day), Some(Word::Business));
        let is_day = t.is(day, Word::Unit(Unit::Day)) || t.is(day + 1, Word::Unit(Unit::Day)) && working;
        if is_day {
            slots.side = Some(if working { Side::Business } else { Side::End });
            return Some(if t.is(day, Word::Unit(Unit::Day)) { day + 1 } else { day + 2 });
        }
        if working || t.text(day).eq_ignore_ascii_case("play") {
            slots.side = Some(Side::Business);
            return Some(day + 1);
        }
    }
    let close = t.text(start).eq_ignore_ascii_case("close");
    let found = match word {
        Word::End if !close => Side::End,
        Word::Start => Side::Start,
        Word::Middle => Side::Middle,
        Word::Early => Side::Early,
        Word::Late => Side::Late,
        Word::Rest => Side::Rest,
        _ => return None,
    };
    let of = t.is(after, Word::Of);
    let body = if of || dashed || t.is(after, Word::In) && matches!(found, Side::Early | Side::Late) {
        after + 1
    } else {
        after
    };
    let slangy = matches!(found, Side::End | Side::Start | Side::Rest) && !of;
    if slots.day.is_none()
        && let Some((day, next)) = relative_day(t, body).filter(|_| !slangy)
    {
        slots.side = Some(found);
        slots.day = Some((day, body..next));
        return Some(next);
    }
    if slots.weekday.is_none()
        && !slangy
        && let Some((day, which, name, next)) = weekday(t, body, Lead::On, false)
    {
        slots.side = Some(found);
        slots.weekday = Some((day, which, name));
        return Some(next);
    }
    if slots.part.is_none()
        && let Some((part, next)) = part(t, body, Lead::In, slots).filter(|_| !slangy)
    {
        slots.side = Some(found);
        slots.part = Some(part);
        return Some(next);
    }
    if slots.day.is_none()
        && slots.period.is_none()
        && let Some((found_period, next)) = period(t, body, Lead::Edge)
    {
        // "early year", "late week" are no periods; "end of month" is one.
        let bare = matches!(t.word(body), Some(Word::Unit(_))) && !of && !matches!(found, Side::End);
        if !bare {
            slots.side = Some(found);
            slots.period = Some(found_period);
            return Some(next);
        }
    }
    None
}

fn abbreviation(edge: Edge, at: usize, slots: &mut Slots, t: &Tokens) -> usize {
    slots.side = Some(match edge {
        Edge::Cob | Edge::Eob => Side::Business,
        _ => Side::End,
    });
    let unit = match edge {
        Edge::Eow => Some(Unit::Week),
        Edge::Eom => Some(Unit::Month),
        Edge::Eoq => Some(Unit::Quarter),
        Edge::Eoy => Some(Unit::Year),
        _ => None,
    };
    if let Some(unit) = unit {
        slots.period = Some(Period::Relative { unit, from: 0, count: 1, few: false });
    }
    let ish = t.kind(at + 1) == Kind::Dash && t.glued(at + 1) && t.text(at + 2).eq_ignore_ascii_case("ish");
    if ish { at + 3 } else { at + 1 }
}

/// "the first Monday of next month", "the last two weeks of May", "the week of March 5".
fn nth(t: &Tokens, at: usize, slots: &mut Slots) -> Option<usize> {
    let start = skip(t, at, Word::The);
    if matches!(t.word(start), Some(Word::Unit(Unit::Week | Unit::Weekend))) && t.is(start + 1, Word::Of) {
        let (inner, next) = phrase_day(t, start + 2)?;
        slots.day = Some(inner);
        slots.week_of = true;
        return Some(next);
    }
    if t.text(start).eq_ignore_ascii_case("w") {
        return None;
    }
    let (nth, next) = match t.word(start) {
        Some(Word::Last) => (-1, start + 1),
        _ => ordinal(t, start)?,
    };
    let (count, after) = match t.word(next) {
        Some(Word::Couple) => (2, skip(t, next + 1, Word::Of)),
        Some(Word::Few) => (3, next + 1),
        _ => cardinal(t, next).map_or((1, next), |(count, after)| (count.min(1000) as i32, after)),
    };
    let unit = match t.word(after)? {
        Word::Unit(unit) => Some(unit),
        Word::Weekday(weekday, Form::Full) => {
            slots.weekday = Some((weekday, Which::Plain, after..after + 1));
            None
        }
        _ => return None,
    };
    // What it is the first or last of must follow, after a clock time at most.
    let period_at = |slots: &mut Slots, at: usize| {
        let of = if t.is(at, Word::Of) || t.is(at, Word::In) { at + 1 } else { return None };
        let (found, end) = period(t, of, Lead::Edge)?;
        slots.period = Some(found);
        Some(end)
    };
    let end = period_at(slots, after + 1).or_else(|| {
        let (found, next) = clock(t, after + 1, Lead::At, true)?;
        let end = period_at(slots, next)?;
        slots.clock = Some(found);
        Some(end)
    });
    if end.is_none() {
        slots.weekday = None;
    }
    slots.nth = end.map(|_| Nth { nth, count, unit });
    end
}

fn phrase_day(t: &Tokens, at: usize) -> Option<((Day, Range<usize>), usize)> {
    let (day, next) = date(t, at, Lead::On, false).or_else(|| holiday_at(t, at))?;
    Some(((day, at..next), next))
}

/// A part of the day: "tomorrow morning", "this afternoon", "in the evening".
fn part(t: &Tokens, at: usize, lead: Lead, slots: &Slots) -> Read<Part> {
    let (leads, name) = match t.word(at)? {
        Word::This | Word::Next | Word::Last | Word::That => (true, at + 1),
        Word::The => (lead == Lead::In || lead.is_bound(), at + 1),
        Word::Early | Word::Late if slots.has_day() || slots.clock.is_some() => (true, at + 1),
        Word::Middle if t.kind(at + 1) == Kind::Dash => (true, at + 2),
        Word::Part(_) => (false, at),
        _ => return None,
    };
    let name = if leads && matches!(t.word(name), Some(Word::Early | Word::Late)) { name + 1 } else { name };
    let Word::Part(part) = t.word(name)? else { return None };
    let meal = matches!(part, Part::Breakfast | Part::Lunch | Part::Dinner);
    let company = slots.has_day() || slots.clock.is_some();
    let ok = if meal {
        lead.is_bound() || lead == Lead::After && slots.day.is_none()
    } else {
        leads
            || company
            || matches!(lead, Lead::In | Lead::By | Lead::Before | Lead::Until)
            || part == Part::Night && lead == Lead::At
    };
    // "Good morning" greets.
    let greeting = !company && !leads && name > 0 && t.text(name - 1).eq_ignore_ascii_case("good");
    (ok && !greeting).then_some((part, name + 1))
}
