//! Parts of days and periods: "end of May", "the first Monday of June".

use std::ops::Range;

use super::Lead;
use super::clock::clock;
use super::date::{Day, date};
use super::lexer::{Kind, Tokens};
use super::number::{cardinal, ordinal, skip};
use super::period::{Period, Which, period};
use super::piece::{holiday_at, part, relative_day, weekday};
use super::slots::{Nth, Side, Slots};
use super::words::{Edge, Form, Unit, Word};

/// "end of the month", "early June", "mid-July", "EOD", "close of business".
pub(super) fn side(t: &Tokens, at: usize, slots: &mut Slots) -> Option<usize> {
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
pub(super) fn nth(t: &Tokens, at: usize, slots: &mut Slots) -> Option<usize> {
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
        slots.hours = Some(after + 1..next);
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
