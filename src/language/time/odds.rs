//! What a phrase seems to name and does not: a day that comes again and again ("every Monday"), and
//! a day that its weekday belies ("by Thursday, the 4th").

use std::ops::Range;

use jiff::civil::Date;

use super::calendar::{day, days_of_month};
use super::date::Day;
use super::expression::{Expression, Meaning};
use super::lexer::{Kind, Tokens};
use super::opening::recurs;
use super::resolve::Now;
use super::slots::Slots;
use super::words::{Form, Part, Word};

/// Whether it tells of no one day: "every Monday", "on Mondays", "in the mornings", "at night", or
/// of one that the words before tell ("that evening", "the next morning").
pub(super) fn names_no_day(t: &Tokens, found: &Expression) -> bool {
    let Meaning::Phrase(slots) = &found.meaning else { return false };
    let plural = |at: usize| {
        matches!(t.kind(at), Kind::Word(Word::Part(_) | Word::Weekday(_, Form::Full)))
            && t.text(at).ends_with(['s', 'S'])
    };
    let dated = slots.day.is_some() || slots.period.is_some() && slots.nth.is_none();
    let part = slots.part.is_some() && !slots.has_day() && slots.period.is_none();
    let start = if t.is(found.start, Word::The) { found.start + 1 } else { found.start };
    let told = matches!(t.word(start), Some(Word::That | Word::Next | Word::Following | Word::Last));
    let nightly = slots.part == Some(Part::Night)
        && slots.clock.is_none()
        && found.start.checked_sub(1).is_some_and(|at| t.is(at, Word::At));
    !dated && (recurs(t, found.start) || (found.start..found.end).any(plural)) || part && (told || nightly)
}

/// Whether nothing but a comma or an "and" stands between.
pub(super) fn is_list(t: &Tokens, from: usize, to: usize) -> bool {
    from < to && (from..to).all(|at| matches!(t.kind(at), Kind::Punct(b',') | Kind::Word(Word::And | Word::Or)))
}

/// The day that a day of the month or "tomorrow" comes to, with its tokens, where the weekday
/// beside it is surely another: "Thursday, the 4th", "by tomorrow, Wednesday".
pub(super) fn date(t: &Tokens, found: &Expression, slots: &Slots, now: Now) -> Option<(Date, Range<usize>)> {
    let ((named, range), (weekday, _, at)) = (slots.day.as_ref()?, slots.weekday.as_ref()?);
    let moment = now.time()?;
    if slots.period.is_some() || slots.nth.is_some() {
        return None;
    }
    match named {
        // "Thursday 4" may name an hour or count something.
        Day::OfMonth(number) if range.clone().any(|at| !matches!(t.kind(at), Kind::Number(..))) => {
            let agrees = |date: Date| date.weekday() == *weekday;
            if days_of_month(*number, moment.date()).any(agrees) {
                return None;
            }
        }
        // After midnight the day before is still "today" to many.
        Day::Relative(_) if moment.hour() >= 5 && is_apposition(t, found, range, at) => {}
        _ => return None,
    }
    let date = day(*named, Some(*weekday), now, false)?;
    (date.weekday() != *weekday).then(|| (date, range.clone()))
}

/// Whether the weekday after a day says the same again: in brackets, or next to it where a
/// preposition binds both; one more of a list or another offer ("today, Tuesday or
/// Friday", "if not today, Tuesday") does not.
fn is_apposition(t: &Tokens, found: &Expression, day: &Range<usize>, weekday: &Range<usize>) -> bool {
    let after = weekday.end;
    let bracket = t.punct(day.end, b'(') && t.punct(after, b')');
    let joined = weekday.start == day.end || t.punct(day.end, b',');
    let negated = found.start.checked_sub(1).is_some_and(|at| t.text(at).eq_ignore_ascii_case("not"));
    let bound = joined && found.cue.is_some_and(super::Cue::bounds) && !negated;
    let comma = t.punct(after, b',');
    let listed = match t.kind(if comma { after + 1 } else { after }) {
        Kind::Dash | Kind::Number(..) => true,
        Kind::Other | Kind::Word(_) if bound && !comma => true,
        Kind::Word(word) => {
            matches!(word, Word::And | Word::Or | Word::To | Word::Through | Word::Weekday(..) | Word::Next)
        }
        _ => t.punct(after, b'/'),
    };
    bracket || bound && !listed
}
