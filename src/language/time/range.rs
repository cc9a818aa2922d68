//! From one phrase to another: "June 3-5", "Monday to Wednesday".

use super::date::{Day, day_first, is_day};
use super::lexer::{Kind, Tokens};
use super::number::{Read, is_split, ordinal, skip};
use super::phrase::phrase;
use super::slots::Slots;
use super::words::{Form, Word};
use super::{Lead, follows};

/// The place after what links the two ends of a range.
pub(super) fn link(t: &Tokens, at: usize, lead: Lead) -> Option<usize> {
    match t.kind(at) {
        Kind::Dash | Kind::Punct(b'~') => Some(at + 1),
        Kind::Word(Word::To | Word::Through) => Some(at + 1),
        Kind::Word(Word::Until) => Some(at + 1),
        Kind::Word(Word::And) if lead == Lead::Between => Some(at + 1),
        _ => None,
    }
}

/// "28-30 June", "3 to 5 June 2026": the first day is in the month of the second.
pub(super) fn days_of_month(t: &Tokens, at: usize, lead: Lead) -> Read<(Slots, Slots)> {
    let at = skip(t, at, Word::The);
    let (first, next) = match (ordinal(t, at), t.kind(at)) {
        (Some(read), _) => read,
        (None, Kind::Number(day @ 1..=31, 1..=2)) => (day as i8, at + 1),
        _ => return None,
    };
    let after = skip(t, link(t, next, lead)?, Word::The);
    let (Day::Date { year, month, day: last }, end) = day_first(t, after)? else { return None };
    // "5 to 7 may be enough".
    if matches!(t.word(after + 1), Some(Word::Month(_, Form::Name))) && !t.capital(after + 1) {
        return None;
    }
    let day = |day, range| Slots { day: Some((Day::Date { year, month, day }, range)), ..Slots::default() };
    (first < last).then(|| ((day(first, at..next), day(last, after..end)), end))
}

/// The end of a range; what it leaves out is taken from the start, and the other way round.
pub(super) fn tail(t: &Tokens, at: usize, first: &mut Slots) -> Read<Slots> {
    let dated = matches!(first.day, Some((Day::Date { .. }, _)));
    // "June 3-5": the second day is in the same month.
    if let (Some((Day::Date { year, month, .. }, _)), None) = (&first.day, first.clock) {
        let day = match (ordinal(t, at), t.kind(at)) {
            (Some((day, next)), _) => Some((day, next)),
            (None, Kind::Number(day @ 1..=31, 1..=2))
                if !is_split(t, at + 1)
                    && !matches!(t.kind(at + 1), Kind::Word(Word::Month(..)) | Kind::Punct(b'/' | b':'))
                    && (t.kind(at + 1) != Kind::Dash || !t.glued(at + 1)) =>
            {
                Some((day as i8, at + 1))
            }
            _ => None,
        };
        if let Some((day, next)) = day.filter(|(_, next)| {
            !matches!(t.word(*next), Some(Word::Month(..) | Word::Of | Word::Am | Word::Pm | Word::Unit(_)))
        }) {
            let (year_written, end) = match t.punct(next, b',') {
                true => super::number::year(t, next + 1).map_or((*year, next), |(year, end)| (Some(year), end)),
                false => super::number::year(t, next).map_or((*year, next), |(year, end)| (Some(year), end)),
            };
            if !is_day(year_written, *month, day) && !follows::fits(t, end) {
                return None;
            }
            let second = Slots {
                day: Some((Day::Date { year: year_written, month: *month, day }, at..next)),
                ..Slots::default()
            };
            if let (Some((Day::Date { year, .. }, _)), Some(_)) = (&mut first.day, year_written) {
                *year = year_written;
            }
            return Some((second, end));
        }
    }
    let (mut second, end) = phrase(t, skip(t, at, Word::On), Lead::Range)?;
    let kind = |slots: &Slots| (slots.has_day() || slots.now, slots.period.is_some(), slots.clock.is_some());
    let (a, b) = (kind(first), kind(&second));
    // Both ends are days, both periods or both clock times; "2014 through May 2nd 2018" mixes.
    let same = a.0 && b.0
        || a.1 && b.1
        || a.2 && b.2
        || first.now
        || second.now
        || (a.0 || a.1) && (b.0 || b.1)
        || dated && b.1;
    if !same {
        return None;
    }
    if let Some((Day::Date { year: later @ Some(_), .. }, _)) = &second.day
        && let Some((Day::Date { year: earlier @ None, .. }, _)) = &mut first.day
    {
        *earlier = *later;
    }
    if a.2 && b.2 {
        if !first.has_day() {
            first.day = second.day.clone();
            first.weekday = second.weekday.clone();
        } else if !second.has_day() {
            second.day = first.day.clone();
            second.weekday = first.weekday.clone();
        }
    }
    Some((second, end))
}
