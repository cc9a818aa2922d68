//! Whole expressions: a phrase with its preposition, a range, an offset, a vague word.

use super::lexer::{Kind, Tokens};
use super::number::{Amount, Read, amount, is_digits, skip};
use super::opening::{boundary_before, is_iso, opening};
use super::period::Which;
use super::phrase::{can_start, phrase};
use super::range::{days_of_month, link, tail};
use super::slots::Slots;
use super::words::{Edge, Form, Unit, Word};
use super::{Cue, Lead, clock::Clock, follows, vague};

/// What an expression says.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// One phrase.
    Phrase(Slots),
    /// From one phrase to another.
    Range(Slots, Slots),
    /// An amount of time before (−1) or after (1) a phrase, or now.
    Shift(Amount, i64, Option<Slots>),
    /// Up to an amount of time from now.
    Within(Amount),
    /// How long.
    Duration,
    /// No moment.
    Vague,
}

/// An expression in a text, in tokens.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    pub meaning: Meaning,
    pub cue: Option<Cue>,
    pub start: usize,
    pub end: usize,
    /// "sometime next week".
    pub loose: bool,
}

/// The expression that starts at this token.
pub(super) fn expression(t: &Tokens, at: usize) -> Option<Expression> {
    if !boundary_before(t, at) {
        return None;
    }
    let Kind::Word(word) = t.kind(at) else {
        return is_digits(t, at).then(|| plain(t, at)).flatten().and_then(|found| checked(t, found));
    };
    let vague = vague::vague(t, at, word).map(|end| Expression {
        meaning: Meaning::Vague,
        cue: None,
        start: at,
        end,
        loose: false,
    });
    vague.or_else(|| opened(t, at, word)).or_else(|| plain(t, at)).and_then(|found| checked(t, found))
}

/// An expression led in by a preposition.
fn opened(t: &Tokens, at: usize, word: Word) -> Option<Expression> {
    let unknown = |at: usize| matches!(t.kind(at), Kind::Other | Kind::End | Kind::Punct(_));
    // Only "later than" goes on with a word that the table does not hold.
    if unknown(at + 1) && !matches!(word, Word::Late) {
        return None;
    }
    let opening = opening(t, at, word)?;
    let body = opening.next;
    if unknown(body) {
        return None;
    }
    let build = |meaning, start, end| Expression { meaning, cue: Some(opening.cue), start, end, loose: opening.loose };
    match opening.lead {
        Lead::Within => {
            let start = skip(t, body, Word::The);
            let start = if t.is(start, Word::Next) { start + 1 } else { start };
            let (found, end) = amount(t, start).or_else(|| {
                matches!(t.word(start), Some(Word::Unit(Unit::Day | Unit::Hour | Unit::Week | Unit::Month)))
                    .then(|| amount_of_one(t, start))?
            })?;
            let meaning = if found.few { Meaning::Vague } else { Meaning::Within(found) };
            return Some(build(meaning, at, end));
        }
        Lead::In => {
            let start = if t.is(body, Word::Around) { body + 1 } else { body };
            if let Some((found, end)) = amount(t, start) {
                let later = if t.text(end).eq_ignore_ascii_case("time")
                    && t.kind(end.saturating_sub(1)) == Kind::Punct(b'\'')
                {
                    end + 1
                } else {
                    end
                };
                return Some(build(if found.few { Meaning::Vague } else { Meaning::Shift(found, 1, None) }, at, later))
                    .filter(|_| follows::fits(t, later) || t.kind(later) == Kind::Other);
            }
        }
        Lead::For => {
            if let Some((_, end)) = amount(t, if t.is(body, Word::Around) { body + 1 } else { body })
                .filter(|(_, end)| t.kind(*end) != Kind::Dash)
            {
                return Some(build(Meaning::Duration, at, end));
            }
        }
        _ => {}
    }
    let (mut meaning, end) = content(t, body, opening.lead)?;
    if let Meaning::Phrase(slots) = &mut meaning {
        slots.past = word == Word::Since;
    }
    let ranged = matches!(meaning, Meaning::Range(..))
        || matches!(&meaning, Meaning::Phrase(slots) if matches!(slots.clock, Some(Clock::Range(..))) && !slots_start_day(t, body));
    let part_first = matches!(&meaning, Meaning::Phrase(slots) if slots.part.is_some() && !slots.has_day())
        && opening.lead == Lead::In;
    let belongs = match opening.lead {
        Lead::Between if !ranged => return None,
        Lead::From | Lead::Between => ranged,
        Lead::In => part_first,
        _ => opening.belongs,
    };
    let cue = if ranged && matches!(opening.lead, Lead::From | Lead::Between) { Cue::At } else { opening.cue };
    let start = if belongs { at } else { body_start(t, body, &meaning) };
    let mut found = build(meaning, start, end);
    found.cue = Some(cue);
    Some(found)
}

/// "from 2 to 4" is a range of its own; in "on Tuesday 2-4" the day comes first.
fn slots_start_day(t: &Tokens, at: usize) -> bool {
    matches!(t.word(at), Some(Word::Weekday(..) | Word::Day(_) | Word::Month(..)))
}

/// Where an expression starts whose preposition is left out: without "the" before a plain
/// period or weekday ("next week", "end of May"), with it where it counts ("the 14th",
/// "the last week of May").
fn body_start(t: &Tokens, at: usize, meaning: &Meaning) -> usize {
    let plain = match meaning {
        Meaning::Phrase(slots) => {
            let named = matches!(t.word(at + 1), Some(Word::Unit(Unit::Week | Unit::Weekend | Unit::Fortnight)));
            let counted = slots.nth.is_some() && slots.weekday.is_none();
            let day = matches!(slots.day, Some((super::date::Day::OfMonth(_) | super::date::Day::Relative(_), _)));
            let number = matches!(t.kind(at + 1), Kind::Number(..)) && slots.day.is_some();
            !(named && super::number::cardinal(t, at + 2).is_none() || counted || day || slots.part.is_some() || number)
        }
        _ => false,
    };
    if t.is(at, Word::The) && plain && !matches!(t.word(at + 1), Some(Word::Abbreviation(Edge::Eod | Edge::Cob))) {
        at + 1
    } else {
        at
    }
}

fn amount_of_one(t: &Tokens, at: usize) -> Read<Amount> {
    let Some(Word::Unit(unit)) = t.word(at) else { return None };
    let mut found = Amount { finest: Some(unit), ..Amount::default() };
    match unit {
        Unit::Hour => found.seconds = 3600,
        Unit::Day => found.days = 1,
        Unit::Week => found.days = 7,
        _ => found.months = 1,
    }
    let mut end = at + 1;
    if t.is(end, Word::And)
        && let Some((more, next)) = amount(t, end + 1)
    {
        found.days += more.days;
        found.seconds += more.seconds;
        end = next;
    }
    Some((found, end))
}

/// An expression without preposition.
fn plain(t: &Tokens, at: usize) -> Option<Expression> {
    let lead = if continues_years(t, at) { Lead::In } else { Lead::None };
    if !can_start(t, at) || lead == Lead::None && needs_company(t, at) {
        return None;
    }
    let (meaning, end) = content(t, at, lead)?;
    Some(Expression { start: body_start(t, at, &meaning), meaning, cue: None, end, loose: false })
}

/// Whether what stands here without a preposition says no time before the token that
/// follows: "5 people", "one, then", "may well". It spares most of them a closer look.
fn needs_company(t: &Tokens, at: usize) -> bool {
    let next = at + 1;
    // "8 p.m." goes on with a letter that is no word of the table.
    let other = t.kind(next) == Kind::Other && !t.glued(next) && !t.text(next).eq_ignore_ascii_case("p");
    let stop = matches!(t.kind(next), Kind::Punct(b',' | b'.' | b';' | b')' | b'!' | b'?'))
        && !(t.glued(next) && t.glued(next + 1));
    match t.kind(at) {
        Kind::Number(_, digits) => digits != 8 && (other || stop),
        Kind::Word(Word::Cardinal(_) | Word::Ordinal(_) | Word::Unit(_) | Word::Season(_)) => other || stop,
        Kind::Word(Word::Month(_, Form::Name) | Word::Now) => other,
        Kind::Word(Word::Part(_) | Word::Moment) => true,
        _ => false,
    }
}

/// "in 2007 and 2009": after a year and "and" four digits are a year as well.
fn continues_years(t: &Tokens, at: usize) -> bool {
    let year = |at: usize| matches!(t.kind(at), Kind::Number(1900..=2099, 4));
    at >= 3
        && year(at)
        && year(at - 2)
        && matches!(t.kind(at - 1), Kind::Word(Word::And | Word::Or) | Kind::Punct(b','))
        && t.word(at - 3).is_some()
}

/// What stands after the preposition.
fn content(t: &Tokens, at: usize, lead: Lead) -> Read<Meaning> {
    if let Some(found) = shift(t, at) {
        return Some(found);
    }
    if let Some(((first, second), end)) = days_of_month(t, at, lead) {
        return Some((Meaning::Range(first, second), end));
    }
    let (mut first, next) = match phrase(t, at, if lead == Lead::None { Lead::None } else { lead }) {
        Some(found) => found,
        // "Mon-Wed", "Jan-Feb", "May to March": each needs the other.
        None if !matches!(
            t.kind(at),
            Kind::Number(..) | Kind::Word(Word::Month(..) | Word::Weekday(..) | Word::Cardinal(_) | Word::Ordinal(_))
        ) =>
        {
            return None;
        }
        None => phrase(t, at, Lead::Range)
            .filter(|(_, next)| link(t, *next, lead).is_some_and(|after| phrase(t, after, Lead::Range).is_some()))?,
    };
    if let Some(after) = link(t, next, lead)
        && let Some((second, end)) = tail(t, after, &mut first)
    {
        return Some((Meaning::Range(first, second), end));
    }
    if lead == Lead::Range {
        return None;
    }
    Some((Meaning::Phrase(first), next))
}

/// "two weeks ago", "3 days from Tuesday", "2 weeks before Christmas", "30 minutes later".
fn shift(t: &Tokens, at: usize) -> Read<Meaning> {
    let (found, next) = amount(t, at)?;
    let sign = match t.word(next)? {
        Word::Ago => return Some((Meaning::Shift(found, -1, None), next + 1)),
        Word::Hence => return Some((Meaning::Shift(found, 1, None), next + 1)),
        Word::Late if t.text(next).eq_ignore_ascii_case("later") => {
            return Some((Meaning::Shift(found, 1, None), next + 1));
        }
        Word::From | Word::After => 1,
        Word::Before => -1,
        _ => return None,
    };
    if t.is(next + 1, Word::Now) {
        return Some((Meaning::Shift(found, sign, None), next + 2));
    }
    let (mut anchor, end) = phrase(t, next + 1, Lead::On)?;
    // After another day, a weekday says on which day of the week the result falls.
    if anchor.day.is_some()
        && let Some((_, which, _)) = &mut anchor.weekday
    {
        *which = Which::InAWeek;
    }
    (anchor.has_day() || anchor.clock.is_some()).then_some((Meaning::Shift(found, sign, Some(anchor)), end))
}

/// The expression, unless it ends inside a number, price or code; with what belongs to its end.
fn checked(t: &Tokens, mut found: Expression) -> Option<Expression> {
    let end = found.end;
    let glued_on = |at: usize| t.glued(at) && matches!(t.kind(at), Kind::Number(..) | Kind::Word(_) | Kind::Other);
    let iso = is_iso(t, found.start) && found.end == found.start + 5;
    let broken = !iso
        && (glued_on(end)
            || t.glued(end)
                && match t.kind(end) {
                    Kind::Punct(b'/' | b'.' | b':' | b',') => t.glued(end + 1) && is_digits(t, end + 1),
                    Kind::Dash => t.glued(end + 1) && is_digits(t, end + 1) && is_digits(t, end - 1),
                    Kind::Punct(b'%' | b'$' | b'=' | b'_' | b'\\') => true,
                    _ => false,
                });
    if broken {
        return None;
    }
    // "or later", "at the latest".
    let tail = if t.is(end, Word::At) && t.is(end + 1, Word::The) { end + 2 } else { end };
    if t.text(tail).eq_ignore_ascii_case("latest") && matches!(found.meaning, Meaning::Phrase(_)) {
        found.cue = Some(Cue::By);
        found.end = tail + 1;
    } else if matches!(t.word(end), Some(Word::Or | Word::And)) {
        match t.word(end + 1) {
            Some(Word::Late | Word::After)
                if !t.text(end + 1).eq_ignore_ascii_case("late")
                    && follows::fits(t, end + 2)
                    && t.word(end + 2).is_none() =>
            {
                found.cue = Some(Cue::After);
                found.end = end + 2;
            }
            _ => {}
        }
    }
    Some(found)
}
