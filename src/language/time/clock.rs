//! Times of day: "5 pm", "half past three", "17:30", "2-4pm", and their zones.

use super::lexer::{Kind, Tokens};
use super::number::{Read, is_digits, is_split, spelled};
use super::words::{Unit, Word};
use super::{Lead, follows};

/// A time of day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub hour: i8,
    pub minute: i8,
    pub second: i8,
    /// Whether it may as well be twelve hours later: "at 5".
    pub open: bool,
    /// Whether it is only about then ("11ish").
    pub rough: bool,
}

/// One time of day, or from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    At(Moment),
    Range(Moment, Moment),
}

/// A clock time or a range of them at this place. A bare hour counts only where `lead`
/// or the company it keeps makes it one.
pub(super) fn clock(t: &Tokens, at: usize, lead: Lead, with_day: bool) -> Read<Clock> {
    range(t, at, lead, with_day).or_else(|| {
        let (moment, next) = moment(t, at, lead, with_day)?;
        Some((Clock::At(moment), next))
    })
}

/// "2-4pm", "from 9 to 11", "between 2 and 4:30pm", "8am-3".
fn range(t: &Tokens, at: usize, lead: Lead, with_day: bool) -> Read<Clock> {
    let (mut from, from_sure, next) = side(t, at)?;
    let link = match t.kind(next) {
        Kind::Dash | Kind::Punct(b'~') => true,
        Kind::Word(Word::To | Word::Until | Word::Through) => true,
        Kind::Word(Word::And) => lead == Lead::Between,
        _ => false,
    };
    let (to, to_sure, end) = link.then(|| side(t, next + 1)).flatten()?;
    let bounded = matches!(lead, Lead::Between | Lead::From);
    let word_link = matches!(t.kind(next), Kind::Word(_));
    let same_day = follows::day(t, end);
    // Two bare numbers are hours only where something says so.
    let plain_numbers = !from_sure && !to_sure;
    if plain_numbers && !(((bounded || with_day) && follows::fits(t, end)) || same_day) {
        return None;
    }
    if plain_numbers && (to.hour > 12 || from.hour > 12) && !bounded {
        return None;
    }
    // "3:00 to 4:00" and "10 to 5 pm" stand alone; "5 - 17:30" hardly does.
    if !word_link && !from_sure && to_sure && to.hour == from.hour && to.minute == from.minute {
        return None;
    }
    // "2-4 pm" is afternoon twice, "11-2 pm" starts in the morning.
    if from.open && !to.open {
        let pm = to.hour >= 12;
        from.open = false;
        if pm && from.hour < 12 && from.hour + 12 <= to.hour {
            from.hour += 12;
        } else if pm && from.hour == 12 {
            from.hour = 12;
        } else if !pm && from.hour == 12 {
            from.hour = 0;
        }
    }
    Some((Clock::Range(from, to), end))
}

/// One side of a range: a full time, or a bare number up to 24; with whether it is sure.
fn side(t: &Tokens, at: usize) -> Option<(Moment, bool, usize)> {
    if let Some((moment, next)) = moment(t, at, Lead::None, false) {
        return Some((moment, true, next));
    }
    let (hour, minute, next) = match t.kind(at) {
        Kind::Number(value @ 0..=24, 1..=2) if !is_split(t, at + 1) => (value, 0, at + 1),
        Kind::Number(value @ 100..=2359, 4) if value % 100 < 60 => (value / 100, value % 100, at + 1),
        Kind::Word(Word::Cardinal(_)) => {
            let (hour, next) = spelled(t, at)?;
            (hour, 0, next)
        }
        _ => return None,
    };
    Some((bare(hour, minute)?, false, next))
}

/// An hour without am or pm.
fn bare(hour: u32, minute: u32) -> Option<Moment> {
    let open = (1..=12).contains(&hour);
    (hour <= 24 && minute < 60).then_some(Moment {
        hour: (hour % 24) as i8,
        minute: minute as i8,
        second: 0,
        open,
        rough: false,
    })
}

/// One time of day.
fn moment(t: &Tokens, at: usize, lead: Lead, with_day: bool) -> Read<Moment> {
    let (moment, next) = named(t, at)
        .or_else(|| relative(t, at, lead.takes_hour() || with_day))
        .or_else(|| written(t, at, lead, with_day))?;
    let next = if t.is(next, Word::Sharp) { next + 1 } else { next };
    Some((moment, next))
}

/// "noon", "midnight".
fn named(t: &Tokens, at: usize) -> Read<Moment> {
    let fixed = |hour| Moment { hour, minute: 0, second: 0, open: false, rough: false };
    match t.word(at)? {
        Word::Noon => Some((fixed(12), at + 1)),
        Word::Midnight => Some((fixed(0), at + 1)),
        Word::Middle => {
            let next = if t.kind(at + 1) == Kind::Dash { at + 2 } else { at + 1 };
            match t.word(next)? {
                Word::Part(super::words::Part::Night) => Some((fixed(0), next + 1)),
                Word::Unit(Unit::Day) if next == at + 2 => Some((fixed(12), next + 1)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// "half past three", "quarter to five", "ten to six".
fn relative(t: &Tokens, at: usize, led: bool) -> Read<Moment> {
    let (minutes, next) = match t.word(at) {
        Some(Word::A) if t.is(at + 1, Word::Unit(Unit::Quarter)) => (15, at + 2),
        Some(Word::Unit(Unit::Quarter)) => (15, at + 1),
        Some(Word::Half) => (30, at + 1),
        _ => match small(t, at) {
            Some((value @ 1..=29, next)) => (value, next),
            _ => return None,
        },
    };
    let after_unit = if t.is(next, Word::Unit(Unit::Minute)) { next + 1 } else { next };
    // "five to seven" is more often a range; only the usual quarter counts as "to".
    let past = match t.word(after_unit)? {
        Word::Past => true,
        // "at half nine" is half past nine.
        Word::Cardinal(_) if led && t.word(at) == Some(Word::Half) => return half_hour(t, at + 1),
        Word::To if minutes == 15 || after_unit > next => false,
        _ => return None,
    };
    let (hour, hour_next) = match small(t, after_unit + 1)? {
        (hour @ 1..=12, next) => (hour, next),
        _ => return None,
    };
    let (pm, end) = match half(t, hour_next) {
        Some((pm, end)) => (Some(pm), end),
        None => (None, if t.is(hour_next, Word::Oclock) { hour_next + 1 } else { hour_next }),
    };
    let total = if past { hour * 60 + minutes } else { hour * 60 - minutes };
    let mut moment = bare(total / 60, total % 60)?;
    if let Some(pm) = pm {
        set_half(&mut moment, pm);
    }
    Some((moment, end))
}

/// The hour of "half nine" and the place after it.
fn half_hour(t: &Tokens, at: usize) -> Read<Moment> {
    let (hour @ 1..=12, next) = spelled(t, at)? else { return None };
    let moment = bare(hour, 30)?;
    follows::fits(t, next).then_some((moment, next))
}

/// A number in one or two digits or words.
fn small(t: &Tokens, at: usize) -> Read<u32> {
    match t.kind(at) {
        Kind::Number(value, 1..=2) if !is_split(t, at + 1) => Some((value, at + 1)),
        _ => spelled(t, at),
    }
}

/// "5 pm", "17:30", "8.30am", "1530 hrs", "18h", "11ish", "nine thirty", and a bare
/// hour where it is led in.
fn written(t: &Tokens, at: usize, lead: Lead, with_day: bool) -> Read<Moment> {
    let led = lead.takes_hour() || with_day;
    let in_words = matches!(t.word(at), Some(Word::Cardinal(1..=12)));
    let (hour, minute, second, mut next, sure) = match t.kind(at) {
        Kind::Number(hour @ 0..=24, 1..=2) => digits(t, at, hour, led)?,
        Kind::Number(value @ 0..=2459, 3..=4) if value % 100 < 60 => (value / 100, value % 100, 0, at + 1, false),
        Kind::Word(Word::Cardinal(hour @ 1..=12)) => {
            let (minute, next) = spoken_minutes(t, at + 1).unwrap_or((0, at + 1));
            (u32::from(hour), minute, 0, next, false)
        }
        _ => return None,
    };
    let long = matches!(t.kind(at), Kind::Number(_, 3..=4));
    let mut moment = bare(hour, minute)?;
    moment.second = second as i8;
    if let Some((pm, after)) = half(t, next) {
        if hour == 0 && pm || hour > 23 {
            return None;
        }
        set_half(&mut moment, pm);
        return Some((moment, after));
    }
    let glued = t.glued(next);
    let tagged = match t.word(next) {
        Some(Word::Oclock) => true,
        Some(Word::Unit(Unit::Hour)) if long && t.text(next).len() <= 5 => {
            moment.open = false;
            true
        }
        Some(Word::H) if glued => {
            moment.open = false;
            if let Kind::Number(minute @ 0..=59, 2) = t.kind(next + 1)
                && t.glued(next + 1)
            {
                moment.minute = minute as i8;
                next += 1;
            }
            true
        }
        _ if glued && t.text(next).eq_ignore_ascii_case("ish") => {
            moment.rough = true;
            true
        }
        _ => false,
    };
    if tagged {
        return Some((moment, next + 1));
    }
    if let Some(letter) = short_half(t, next).filter(|_| led || sure) {
        set_half(&mut moment, letter);
        return Some((moment, next + 1));
    }
    if sure {
        // Two digits for the hour, or none of the first twelve, mean 24 hours.
        if hour > 12 || t.text(at).starts_with('0') {
            moment.open = false;
        }
        return Some((moment, next));
    }
    let four_digits = long && matches!(t.kind(at), Kind::Number(_, 4));
    let fits = led
        && follows::fits(t, next)
        && (!long || four_digits && lead.takes_hour() && !(1900..2100).contains(&(hour * 100 + minute)));
    let spoken = in_words && next > at + 1;
    (fits && (!spoken || with_day || lead == Lead::At)).then_some((moment, next))
}

/// The parts of "9", "9:30", "9:30:15", "9.30"; the flag says that it is a time
/// whatever stands around it.
fn digits(t: &Tokens, at: usize, hour: u32, led: bool) -> Option<(u32, u32, u32, usize, bool)> {
    let joined = |at: usize| t.glued(at) && t.glued(at + 1);
    let two = |at: usize| match t.kind(at) {
        Kind::Number(value @ 0..=59, 2) => Some(value),
        _ => None,
    };
    if t.punct(at + 1, b':') && joined(at + 1) {
        let minute = two(at + 2)?;
        if t.punct(at + 3, b':') && joined(at + 3) {
            let second = two(at + 4)?;
            // Fractions of a second belong to it.
            let next = if is_split(t, at + 5) { at + 7 } else { at + 5 };
            return Some((hour, minute, second, next, true));
        }
        return Some((hour, minute, 0, at + 3, true));
    }
    if t.punct(at + 1, b'.') && joined(at + 1) && is_digits(t, at + 2) {
        let minute = two(at + 2)?;
        let tagged = half(t, at + 3).is_some() || matches!(t.word(at + 3), Some(Word::H | Word::Oclock));
        let closed = !(t.punct(at + 3, b'.') && joined(at + 3));
        let sure = tagged || (led && closed && follows::fits(t, at + 3));
        return sure.then_some((hour, minute, 0, at + 3, !tagged));
    }
    (!is_split(t, at + 1)).then_some((hour, 0, 0, at + 1, false))
}

/// "thirty" in "five thirty", "forty-three minutes".
fn spoken_minutes(t: &Tokens, at: usize) -> Read<u32> {
    let start = if t.kind(at) == Kind::Dash && t.glued(at) { at + 1 } else { at };
    match spelled(t, start)? {
        (minute @ 10..=59, next) => {
            let unit = t.is(next, Word::Unit(Unit::Minute));
            Some((minute, if unit { next + 1 } else { next }))
        }
        _ => None,
    }
}

/// "am", "p.m.", "p . m .": whether it is pm.
fn half(t: &Tokens, at: usize) -> Read<bool> {
    match t.word(at) {
        Some(Word::Am) => return Some((false, at + 1)),
        Some(Word::Pm) => return Some((true, at + 1)),
        _ => {}
    }
    let pm = half_letter(t, at)?;
    if !(t.punct(at + 1, b'.') && t.text(at + 2).eq_ignore_ascii_case("m")) {
        return None;
    }
    Some((pm, if t.punct(at + 3, b'.') { at + 4 } else { at + 3 }))
}

/// "7p", "9a".
fn short_half(t: &Tokens, at: usize) -> Option<bool> {
    t.glued(at).then(|| half_letter(t, at)).flatten()
}

fn half_letter(t: &Tokens, at: usize) -> Option<bool> {
    match t.text(at) {
        "a" | "A" => Some(false),
        "p" | "P" => Some(true),
        _ => None,
    }
}

fn set_half(moment: &mut Moment, pm: bool) {
    moment.open = false;
    if pm && moment.hour < 12 {
        moment.hour += 12;
    } else if !pm && moment.hour == 12 {
        moment.hour = 0;
    }
}

impl Moment {
    /// The hour that is likeliest meant where am or pm is left open: the one in the
    /// waking day, from 8 to 19.
    pub fn settled(mut self) -> Moment {
        if self.open && self.hour < 8 {
            self.hour += 12;
        }
        self.open = false;
        self
    }

    /// The afternoon or evening reading.
    pub fn late(mut self) -> Moment {
        if self.open && self.hour < 12 {
            self.hour += 12;
        }
        self.open = false;
        self
    }

    /// The reading before noon.
    pub fn early(mut self) -> Moment {
        if self.open && self.hour == 12 {
            self.hour = 0;
        }
        self.open = false;
        self
    }
}
