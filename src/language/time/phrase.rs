//! Puts dates, weekdays, periods and clock times together: "Friday, 5 June at 16:00 CEST".
//!
//! A phrase is a set of slots. What stands next to it joins it if its slot is still
//! empty, so the order of the words does not matter.

use super::clock::Clock;
use super::date::Day;
use super::follows;
use super::lexer::{Kind, Tokens};
use super::number::{Read, is_digits, skip};
use super::period::Which;
use super::piece::piece;
use super::slots::Slots;
use super::words::{Unit, Word};
use super::{Cue, Lead};

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
        let zone = zoned && matches!(t.kind(start), Kind::Other | Kind::Punct(b'('));
        if !zone && !can_start(t, start) {
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
                // "Sunday from 8.40" says when it starts.
                let start = word == Word::From && slots.clock.is_some() && slots.has_day();
                if had.is_some() || !range && !start {
                    slots.clock = had;
                    return None;
                }
                if !range {
                    slots.cue = Some(Cue::After);
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
                    && !is_digits(t, at + 1) =>
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
