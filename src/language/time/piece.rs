//! The pieces of a phrase, each with its slot: a day, a weekday, a period, a clock time.

use std::ops::Range;

use jiff::civil::Weekday;

use super::Lead;
use super::clock::{Clock, clock};
use super::date::{Day, date};
use super::follows;
use super::holiday::holiday;
use super::lexer::{Kind, Tokens};
use super::number::{Read, is_digits, skip, year};
use super::period::{Period, Which, period};
use super::side::{nth, side};
use super::slots::Slots;
use super::words::{Form, Part, Unit, Word};
use super::zone::{iso_offset, zone};

/// Reads one piece into its slot, if that is empty.
pub(super) fn piece(t: &Tokens, at: usize, lead: Lead, slots: &mut Slots) -> Option<usize> {
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
            if t.is(at, Word::Tonight) || is_last_night(t, at) {
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
        slots.hours = Some(at..next);
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
    slots.hours = Some(at + 1..next);
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
pub(super) fn relative_day(t: &Tokens, at: usize) -> Read<Day> {
    let start = skip(t, at, Word::The);
    match t.word(start)? {
        Word::Day(days) if start == at => Some((Day::Relative(i32::from(days)), at + 1)),
        Word::Tonight if start == at => Some((Day::Relative(0), at + 1)),
        Word::Last if start == at && is_last_night(t, at) => Some((Day::Relative(-1), at + 2)),
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

/// "last night": yesterday's; "the last night of the fair" is another.
fn is_last_night(t: &Tokens, at: usize) -> bool {
    t.is(at, Word::Last)
        && t.text(at).eq_ignore_ascii_case("last")
        && matches!(t.word(at + 1), Some(Word::Part(Part::Night | Part::Evening)))
        && !t.is(at + 2, Word::Of)
}

/// A weekday with what says which: "next Friday", "this past Wednesday", "Mon".
pub(super) fn weekday(t: &Tokens, at: usize, lead: Lead, fresh: bool) -> Option<(Weekday, Which, Range<usize>, usize)> {
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
    let dated = is_digits(t, next) || matches!(t.word(next), Some(Word::Part(_) | Word::Month(..)));
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
pub(super) fn holiday_at(t: &Tokens, at: usize) -> Read<Day> {
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

/// A part of the day: "tomorrow morning", "this afternoon", "in the evening".
pub(super) fn part(t: &Tokens, at: usize, lead: Lead, slots: &Slots) -> Read<Part> {
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
