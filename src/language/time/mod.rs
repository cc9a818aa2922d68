//! Date and time expressions: what they are and which moments they can mean.

mod calendar;
mod carriers;
mod clock;
mod date;
mod days_off;
mod expression;
mod follows;
mod holiday;
mod lexer;
mod number;
mod odds;
mod opening;
mod period;
mod phrase;
mod piece;
mod range;
mod resolve;
mod side;
mod slots;
mod vague;
mod vocabulary;
mod words;
mod zone;

use std::ops::Range;

use jiff::ZonedDateTime;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

use super::lists;
pub use carriers::carries;
use date::Day;
use expression::{Expression, Meaning, expression};
pub use holiday::Country;
use lexer::{Kind, Tokens};
use period::Period;
use resolve::Now;
use slots::Slots;

/// A date or time expression in a text: the shortest phrase with its preposition.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMatch {
    /// The bytes of the text. A preposition that bounds the time belongs to it ("by Friday",
    /// "within 48 hours", "from 2 to 4"); one that only places it does not ("on Friday",
    /// "in May"), nor does a plain "the" before a period; `cue` tells of both.
    pub range: Range<usize>,
    /// The preposition that binds it, if any.
    pub cue: Option<Cue>,
    /// The earliest and latest moment it can mean, in the author's zone; none where it
    /// can't be resolved ("soon").
    pub bounds: Option<(DateTime, DateTime)>,
    /// The second reading of an ambiguous numeric date ("3/4").
    pub other: Option<(DateTime, DateTime)>,
    /// Whether the expression names no moment a reader could hold to ("soon", "asap").
    pub vague: bool,
    /// Whether it can't be resolved without the reference moment.
    pub relative: bool,
    /// Whether it names a clock time ("5 pm", "noon").
    pub clock: bool,
    /// Where the clock time stands, its zone left out; of a range the whole of it.
    pub hours: Option<Range<usize>>,
    /// Whether it names a clock time and no day: it is of a day told before, or the next.
    pub dayless: bool,
    /// Whether only its weekday says which day it is: the next one, if nothing around it says more.
    pub coming: bool,
    /// Whether it states how long rather than when ("for two weeks").
    pub duration: bool,
    /// The year, where it is written.
    pub year: Option<i16>,
    /// The weekday, where it is written, with its bytes.
    pub weekday: Option<(Weekday, Range<usize>)>,
    /// The calendar date, where day and month are written, with its bytes; the year is
    /// the written or the inferred one.
    pub date: Option<(Date, Range<usize>)>,
    /// The zone, where it is written ("CET"), as it stands there.
    pub zone: Option<Range<usize>>,
    /// What the clocks of that zone show, where it is one that is known.
    pub there: Option<There>,
    /// Where it names a day or week that the calendar does not have ("31 June"), the last day
    /// before it.
    pub impossible: Option<Date>,
}

/// The earliest and the latest moment that a time can mean, on the clocks of the zone
/// that is written beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct There {
    /// The zone.
    pub zone: TimeZone,
    /// The earliest moment, as the clocks there show it.
    pub from: DateTime,
    /// The latest moment, as the clocks there show it.
    pub to: DateTime,
}

impl There {
    /// Moves both moments by a number of days.
    pub fn shift(&mut self, days: jiff::Span) {
        for moment in [&mut self.from, &mut self.to] {
            *moment = moment.checked_add(days).unwrap_or(*moment);
        }
    }
}

impl TimeMatch {
    /// An expression of which nothing is known but its place.
    pub fn nothing(range: Range<usize>) -> TimeMatch {
        TimeMatch {
            range,
            cue: None,
            bounds: None,
            other: None,
            vague: false,
            relative: true,
            clock: false,
            hours: None,
            dayless: false,
            coming: false,
            duration: false,
            year: None,
            weekday: None,
            date: None,
            zone: None,
            there: None,
            impossible: None,
        }
    }
}

impl TimeMatch {
    /// The bytes of a weekday and a date that don't agree, so that nobody knows which day is
    /// meant ("Monday, 2 June 2026", a Tuesday).
    pub fn disagreement(&self) -> Option<Range<usize>> {
        let ((weekday, at), (date, date_at)) = (self.weekday.as_ref()?, self.date.as_ref()?);
        let agrees = |date: Date| date.weekday() == *weekday;
        // A numeric date may be read the other way round.
        let other = self.other.map(|(from, _)| from.date());
        (!agrees(*date) && !other.is_some_and(agrees)).then(|| at.start.min(date_at.start)..at.end.max(date_at.end))
    }
}

/// The preposition before a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// "by", "no later than", "due".
    By,
    /// "before", "prior to".
    Before,
    /// "until", "till".
    Until,
    /// "within".
    Within,
    /// "on", "at", "in", "during", "for" and the like.
    At,
    /// "since", "after", "from".
    After,
}

impl Cue {
    /// Whether it says by when, not when.
    pub fn bounds(self) -> bool {
        matches!(self, Cue::By | Cue::Before | Cue::Until | Cue::Within)
    }
}

/// What times are resolved against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reference<'a> {
    /// The moment of writing; without it only absolute dates are resolved.
    pub now: Option<&'a ZonedDateTime>,
    /// The author's country, for holidays that differ by country.
    pub country: Option<Country>,
}

/// The date and time expressions of a text, in order, none overlapping.
pub fn times(text: &str, reference: Reference) -> Vec<TimeMatch> {
    let mut found = Vec::new();
    times_within(text, 0..text.len(), reference, &mut found);
    found
}

/// Adds the expressions in this part of a text as if nothing stood around it.
pub fn times_within(text: &str, range: Range<usize>, reference: Reference, found: &mut Vec<TimeMatch>) {
    let mut start = range.start;
    while start < range.end {
        let end = cut(&text[..range.end], start);
        in_piece(&text[start..end], start, Now { zoned: reference.now, country: reference.country }, found);
        start = end;
    }
}

/// What stands before a phrase and decides which weak readings hold: "by 5", "in 2019".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    None,
    The,
    By,
    Before,
    Until,
    Within,
    After,
    At,
    On,
    In,
    For,
    During,
    Of,
    From,
    Between,
    /// The other end of a range.
    Range,
    /// "end of", "early", "the first week of".
    Edge,
    /// A comma within a phrase.
    Comma,
}

impl Lead {
    /// Whether a bare number can be an hour after it.
    fn takes_hour(self) -> bool {
        matches!(self, Lead::At | Lead::By | Lead::Before | Lead::Until | Lead::After | Lead::From | Lead::Between)
    }

    /// Whether "the 14th" or "3/5" is a date after it.
    fn takes_date(self) -> bool {
        self.is_bound()
            || matches!(self, Lead::On | Lead::For | Lead::From | Lead::Between | Lead::Of | Lead::Range | Lead::At)
    }

    /// Whether the name of a month that is also a person's is a month after it.
    fn takes_month(self) -> bool {
        self.is_bound() || matches!(self, Lead::In | Lead::During | Lead::Edge | Lead::Range)
    }

    /// Whether four digits are a year after it.
    fn takes_year(self) -> bool {
        self.is_bound()
            || matches!(
                self,
                Lead::In | Lead::During | Lead::Edge | Lead::Range | Lead::From | Lead::Between | Lead::On | Lead::Of
            )
    }

    /// Whether it sets a bound in time.
    fn is_bound(self) -> bool {
        matches!(self, Lead::By | Lead::Before | Lead::Until | Lead::After)
    }
}

/// Long texts are read in pieces, so that memory stays small.
const PIECE: usize = 1 << 16;

/// Where the piece that starts here ends: at white space where there is any.
fn cut(text: &str, start: usize) -> usize {
    if text.len() - start <= PIECE {
        return text.len();
    }
    let mut end = start + PIECE;
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text[start..end].rfind([' ', '\n']).map_or(end, |space| start + space + 1)
}

fn in_piece(text: &str, offset: usize, now: Now, found: &mut Vec<TimeMatch>) {
    let tokens = Tokens::new(text);
    let mut at = 0;
    // Where the last expression ends that names no day by itself.
    let mut recurring = None;
    while at < tokens.len() {
        if !matches!(tokens.kind(at), Kind::Word(_) | Kind::Number(..)) {
            at += 1;
            continue;
        }
        match expression(&tokens, at) {
            Some(expression) if expression.end > at && !blocked(&tokens, &expression) => {
                at = expression.end;
                let goes_on = recurring.is_some_and(|end| odds::is_list(&tokens, end, expression.start));
                let recurs = goes_on || odds::names_no_day(&tokens, &expression);
                recurring = recurs.then_some(at);
                let mut time = time_match(&tokens, expression, offset, now);
                if recurs {
                    (time.bounds, time.other, time.there) = (None, None, None);
                }
                found.push(time);
            }
            _ => at += 1,
        }
    }
}

/// Whether the word before says that the numbers are none of time: "a ratio of 16:10".
fn blocked(t: &Tokens, found: &Expression) -> bool {
    let is_cue = |at: usize| matches!(t.kind(at), Kind::Word(words::Word::By | words::Word::At | words::Word::To));
    let is_number = |at: usize| matches!(t.kind(at), Kind::Number(..) | Kind::Punct(_) | Kind::Dash);
    // "Invoice by 12/06" has a date, "won by 3:1" has none.
    let list = if is_cue(found.start) { lists::MEASURED } else { lists::NOT_BEFORE_TIME };
    let before = |back: usize| found.start.checked_sub(back).map_or("", |at| t.text(at));
    (found.start..found.end).all(|at| is_number(at) || is_cue(at))
        && (list.contains(before(1)) || matches!(before(1), "of" | "is" | "was" | ":") && list.contains(before(2)))
}

fn time_match(t: &Tokens, found: Expression, offset: usize, now: Now) -> TimeMatch {
    let shifted = |range: Range<usize>| range.start + offset..range.end + offset;
    let tokens = |range: &Range<usize>| shifted(t.bytes(range.start, range.end));
    let range = shifted(t.bytes(found.start, found.end));
    let mut time = TimeMatch { cue: found.cue, vague: found.loose, ..TimeMatch::nothing(range) };
    match &found.meaning {
        Meaning::Vague => time.vague = true,
        Meaning::Duration => time.duration = true,
        Meaning::Within(amount) => {
            time.bounds = resolve::within(*amount, now);
            time.clock = amount.is_clock();
        }
        Meaning::Shift(amount, sign, anchor) => {
            time.vague |= amount.few;
            time.bounds = resolve::shift(*amount, *sign, anchor.as_ref(), now).filter(|_| !amount.few);
            time.clock = amount.is_clock();
        }
        Meaning::Phrase(slots) => {
            (time.bounds, time.other) = resolve::slots(slots, now);
            let few = matches!(slots.period, Some(period::Period::Relative { few: true, .. }));
            // "sometime on Friday" still names the day.
            time.vague = few || time.vague && !slots.has_day();
            if few {
                time.bounds = None;
            }
            time.cue = slots.cue.or(time.cue);
            time.impossible = resolve::last_before_impossible(slots, now);
            describe(&mut time, slots, now, &tokens);
            time.dayless = is_dayless(slots);
            time.coming = is_coming(slots);
            if let Some((date, range)) = odds::date(t, &found, slots, now) {
                time.date = Some((date, tokens(&range)));
            }
            // "Before the end of July" lasts as long as July does.
            let end = (found.start..found.end).any(|at| t.text(at).eq_ignore_ascii_case("end"));
            if time.cue == Some(Cue::Before) && !time.clock && slots.part.is_none() && !end {
                time.bounds = time.bounds.and_then(resolve::eve);
                time.other = time.other.and_then(resolve::eve);
            }
        }
        Meaning::Range(from, to) => {
            let cyclic = if from.clock.is_some() && !from.has_day() {
                jiff::Span::new().days(1)
            } else if from.weekday.is_some() && from.day.is_none() {
                jiff::Span::new().days(7)
            } else {
                jiff::Span::new().years(1)
            };
            if let (Some(low), Some(high)) = (resolve::slots(from, now).0, resolve::slots(to, now).0) {
                time.bounds = Some(resolve::range(low, high, cyclic));
            }
            let impossible = |slots| resolve::last_before_impossible(slots, now);
            time.impossible = impossible(from).or_else(|| impossible(to));
            describe(&mut time, from, now, &tokens);
            time.zone = time.zone.or_else(|| to.zone.as_ref().map(|(_, range)| tokens(range)));
            time.hours = None;
            time.there = None;
            // The weekday and date of one end are not those of the whole.
            time.weekday = None;
            time.date = None;
            time.clock |= to.clock.is_some();
            time.dayless = is_dayless(from) && is_dayless(to);
            time.coming = is_coming(from) && is_coming(to);
        }
    }
    if time.impossible.is_some() {
        (time.bounds, time.other, time.there) = (None, None, None);
    }
    time
}

/// Whether a phrase is a clock time alone.
fn is_dayless(slots: &Slots) -> bool {
    slots.clock.is_some() && !slots.has_day() && slots.part.is_none() && slots.period.is_none()
}

/// Whether nothing but its weekday says which day a phrase names.
fn is_coming(slots: &Slots) -> bool {
    let alone = slots.day.is_none() && slots.period.is_none() && !slots.past;
    alone && matches!(slots.weekday, Some((_, period::Which::Plain, _)))
}

/// What a phrase writes out: its weekday, date, year, zone.
fn describe(time: &mut TimeMatch, slots: &Slots, now: Now, tokens: &dyn Fn(&Range<usize>) -> Range<usize>) {
    time.weekday = slots.weekday.as_ref().map(|(weekday, _, range)| (*weekday, tokens(range)));
    time.clock = slots.clock.is_some();
    time.hours = slots.hours.as_ref().filter(|_| time.clock).map(tokens);
    time.zone = slots.zone.as_ref().map(|(_, range)| tokens(range));
    time.there = time.bounds.and_then(|bounds| resolve::there(slots, bounds, now));
    if let Some((day, range)) = &slots.day {
        time.year = match day {
            Day::Date { year, .. } | Day::Numeric { year, .. } | Day::Holiday(_, year, _) => *year,
            _ => None,
        };
        time.date = resolve::written_date(slots, now).map(|date| (date, tokens(range)));
    }
    time.year = time.year.or(match slots.period {
        Some(
            Period::Month { year, .. }
            | Period::Part { year, .. }
            | Period::Season { year, .. }
            | Period::Week { year, .. },
        ) => year,
        Some(Period::Years(first, last)) if first == last => Some(first),
        _ => None,
    });
    time.relative = time.year.is_none();
}

#[cfg(test)]
mod tests;
