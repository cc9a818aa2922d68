//! Numbers in digits and words.

use super::lexer::{Kind, Tokens};
use super::words::{Unit, Word};

/// A value and the place of the token after it.
pub(super) type Read<T> = Option<(T, usize)>;

/// A counting number: "5", "twenty-one". Decimals and groups of thousands are none.
pub(super) fn cardinal(t: &Tokens, at: usize) -> Read<u32> {
    match t.kind(at) {
        Kind::Number(value, digits) if digits <= 4 && !is_split(t, at + 1) => Some((value, at + 1)),
        Kind::Word(Word::Cardinal(_)) => spelled(t, at),
        _ => None,
    }
}

/// A number below 100 in words.
pub(super) fn spelled(t: &Tokens, at: usize) -> Read<u32> {
    let Some(Word::Cardinal(tens)) = t.word(at) else { return None };
    if tens >= 20 {
        let unit = if t.kind(at + 1) == Kind::Dash && t.glued(at + 1) { at + 2 } else { at + 1 };
        if let Some(Word::Cardinal(ones @ 1..=9)) = t.word(unit) {
            return Some((u32::from(tens + ones), unit + 1));
        }
    }
    Some((u32::from(tens), at + 1))
}

/// Whether digits go on after a separator here: the rest of "2.5" or "1,000".
pub(super) fn is_split(t: &Tokens, at: usize) -> bool {
    matches!(t.kind(at), Kind::Punct(b'.' | b',')) && t.glued(at) && t.glued(at + 1) && is_digits(t, at + 1)
}

/// Whether the token is a number in digits.
pub(super) fn is_digits(t: &Tokens, at: usize) -> bool {
    matches!(t.kind(at), Kind::Number(..))
}

/// A place in a row: "3rd", "third", "twenty-first".
pub(super) fn ordinal(t: &Tokens, at: usize) -> Read<i8> {
    match t.kind(at) {
        Kind::Number(value @ 1..=31, 1..=2) if t.is(at + 1, Word::OrdinalSuffix) && t.glued(at + 1) => {
            Some((value as i8, at + 2))
        }
        Kind::Word(Word::Ordinal(value)) => Some((value, at + 1)),
        Kind::Word(Word::Unit(Unit::Second)) if t.text(at).eq_ignore_ascii_case("second") => Some((2, at + 1)),
        Kind::Word(Word::Cardinal(tens @ (20 | 30))) => {
            let unit = if t.kind(at + 1) == Kind::Dash && t.glued(at + 1) { at + 2 } else { at + 1 };
            let ones = match t.word(unit)? {
                Word::Ordinal(ones @ 1..=9) => ones,
                Word::Unit(Unit::Second) if t.text(unit).eq_ignore_ascii_case("second") => 2,
                _ => return None,
            };
            (tens as i8 + ones <= 31).then_some((tens as i8 + ones, unit + 1))
        }
        _ => None,
    }
}

/// A year in four digits, or in words where `words`: "2026", "nineteen ninety six",
/// "two thousand and fifteen".
pub(super) fn year(t: &Tokens, at: usize) -> Read<i16> {
    match t.kind(at) {
        Kind::Number(value @ 1000..=2999, 4) if !is_split(t, at + 1) => Some((value as i16, at + 1)),
        Kind::Word(Word::Cardinal(2)) if t.is(at + 1, Word::Thousand) => {
            let and = if t.is(at + 2, Word::And) { at + 3 } else { at + 2 };
            match spelled(t, and) {
                Some((rest, next)) => Some((2000 + rest as i16, next)),
                None => Some((2000, at + 2)),
            }
        }
        Kind::Word(Word::Cardinal(century @ 16..=20)) => {
            let base = i16::from(century) * 100;
            let (hundred, after) = if t.is(at + 1, Word::Hundred) { (true, at + 2) } else { (false, at + 1) };
            let after_and = if hundred && t.is(after, Word::And) { after + 1 } else { after };
            match spelled(t, after_and) {
                Some((rest @ 10..=99, next)) if hundred || century != 20 || rest >= 10 => {
                    Some((base + rest as i16, next))
                }
                Some((rest, next)) if hundred => Some((base + rest as i16, next)),
                _ if hundred => Some((base, after)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A year in two or four digits, as after a written day and month.
pub(super) fn short_year(t: &Tokens, at: usize) -> Read<i16> {
    match t.kind(at) {
        Kind::Number(value, 2) => Some((if value < 70 { 2000 } else { 1900 } + value as i16, at + 1)),
        Kind::Number(..) => year(t, at),
        _ => None,
    }
}

/// How long something takes or lies ahead, largest units as months, then days, then
/// seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Amount {
    pub months: i64,
    pub days: i64,
    pub seconds: i64,
    /// Whether the days are working days.
    pub business: bool,
    /// Whether it is "a few" or "several".
    pub few: bool,
    /// The last unit, as what is counted in weeks need not fall on the very day.
    pub finest: Option<Unit>,
}

/// An amount of time: "two weeks", "3 hours 30 minutes", "a few business days",
/// "half an hour", "2.5 hrs".
pub(super) fn amount(t: &Tokens, at: usize) -> Read<Amount> {
    let mut total = Amount::default();
    let mut next = at;
    let mut end = None;
    while let Some((tenths, few, after)) = quantity(t, next) {
        let (business, unit_at) = match t.word(after) {
            Some(Word::Business) => (true, after + 1),
            Some(Word::More) => (false, after + 1),
            _ => (false, if t.kind(after) == Kind::Dash && t.glued(after) { after + 1 } else { after }),
        };
        let unit = match t.word(unit_at) {
            Some(Word::Unit(unit)) => unit,
            Some(Word::H) if t.glued(unit_at) => Unit::Hour,
            _ => break,
        };
        // Units fall: "2 years 1 month", never "3 weeks 2 weeks".
        if total.finest.is_some_and(|last| unit >= last) {
            break;
        }
        total.add(tenths, unit);
        total.business |= business;
        total.few |= few;
        total.finest = Some(unit);
        end = Some(unit_at + 1);
        next = if t.is(unit_at + 1, Word::And) { unit_at + 2 } else { unit_at + 1 };
        if few {
            break;
        }
    }
    end.map(|end| (total, end))
}

impl Amount {
    fn add(&mut self, tenths: i64, unit: Unit) {
        let whole = |per: i64| tenths.saturating_mul(per) / 10;
        let (months, days, seconds) = match unit {
            Unit::Second => (0, 0, whole(1)),
            Unit::Minute => (0, 0, whole(60)),
            Unit::Hour => (0, 0, whole(3600)),
            Unit::Day => (0, whole(1), 0),
            Unit::Week | Unit::Weekend => (0, whole(7), 0),
            Unit::Fortnight => (0, whole(14), 0),
            Unit::Month => (whole(1), if tenths % 10 == 0 { 0 } else { 15 }, 0),
            Unit::Quarter => (whole(3), 0, 0),
            Unit::Year => (whole(12), 0, 0),
            Unit::Decade => (whole(120), 0, 0),
            Unit::Century => (whole(1200), 0, 0),
        };
        self.months = self.months.saturating_add(months);
        self.days = self.days.saturating_add(days);
        self.seconds = self.seconds.saturating_add(seconds);
    }

    /// Whether it is counted in hours or less.
    pub fn is_clock(self) -> bool {
        self.finest.is_some_and(|unit| unit <= Unit::Hour)
    }
}

/// How many, in tenths, and whether it is only "a few". Of "2-3" and "two or three"
/// the larger counts.
fn quantity(t: &Tokens, at: usize) -> Option<(i64, bool, usize)> {
    match t.word(at) {
        Some(Word::A) => {
            return match t.word(at + 1) {
                Some(Word::Few) => Some((40, true, at + 2)),
                Some(Word::Couple) => Some((20, false, skip(t, at + 2, Word::Of))),
                Some(Word::Half) => Some((5, false, at + 2)),
                _ => Some((10, false, at + 1)),
            };
        }
        Some(Word::Few) => return Some((40, true, at + 1)),
        Some(Word::Couple) => return Some((20, false, skip(t, at + 1, Word::Of))),
        Some(Word::Half) => return Some((5, false, skip(t, at + 1, Word::A))),
        Some(Word::Unit(_)) => return None,
        _ => {}
    }
    if let (Kind::Number(whole, 1..=3), true, Kind::Number(tenth, 1)) =
        (t.kind(at), is_split(t, at + 1), t.kind(at + 2))
    {
        return Some((i64::from(whole) * 10 + i64::from(tenth), false, at + 3));
    }
    let (value, next) = match t.kind(at) {
        Kind::Number(value, _) if !is_split(t, at + 1) => (value, at + 1),
        _ => cardinal(t, at)?,
    };
    // "thirty (30) days" says it twice.
    if t.punct(next, b'(') && t.punct(next + 2, b')') && is_digits(t, next + 1) {
        return Some((i64::from(value) * 10, false, next + 3));
    }
    let range = t.kind(next) == Kind::Dash || matches!(t.word(next), Some(Word::To | Word::Or));
    if range
        && let Some((larger, after)) = cardinal(t, next + 1)
        && larger > value
    {
        return Some((i64::from(larger) * 10, false, after));
    }
    Some((i64::from(value) * 10, false, next))
}

/// The place after a word that may stand here.
pub(super) fn skip(t: &Tokens, at: usize, word: Word) -> usize {
    if t.is(at, word) { at + 1 } else { at }
}
