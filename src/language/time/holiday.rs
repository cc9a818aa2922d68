//! Holidays that have a date in every year.

use jiff::civil::{Date, Weekday};

use super::lexer::{Kind, Tokens};
use super::number::Read;

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holiday {
    /// The same month and day every year.
    Fixed(i8, i8),
    /// Days from Easter Sunday.
    Easter(i32),
    /// The nth weekday of a month; −1 is the last one.
    Nth(i8, i8, Weekday),
}

impl Holiday {
    /// Its date in a year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Holiday::Fixed(month, day) => Date::new(year, month, day).ok(),
            Holiday::Easter(days) => easter(year)?.checked_add(jiff::Span::new().days(days)).ok(),
            Holiday::Nth(month, nth, weekday) => {
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
        }
    }
}

/// A holiday at this place; the longest name counts.
pub(super) fn holiday(t: &Tokens, at: usize) -> Read<Holiday> {
    let first = t.text(at);
    let starts = |name: &str| {
        matches!(name.as_bytes().get(first.len()), None | Some(b' '))
            && name.get(..first.len()).is_some_and(|start| start.eq_ignore_ascii_case(first))
    };
    NAMES
        .iter()
        .filter(|(name, _)| starts(name))
        .filter_map(|(name, holiday)| Some((*holiday, matches(t, at, name)?)))
        .max_by_key(|(_, next)| *next)
}

/// The place after the name, where all its words stand here; "'s" may stand after each.
fn matches(t: &Tokens, at: usize, name: &str) -> Option<usize> {
    let mut next = at;
    for word in name.split(' ') {
        if t.kind(next) == Kind::Possessive || t.punct(next, b'\'') {
            next += 1;
        }
        // Holidays of common words ("New Year", "Good Friday") need no capital in
        // hasty mail, as their words together are enough.
        if !t.text(next).eq_ignore_ascii_case(word) {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// Easter Sunday by the anonymous Gregorian algorithm.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

/// The names, without possessives.
static NAMES: &[(&str, Holiday)] = &[
    ("new year", Holiday::Fixed(1, 1)),
    ("new years day", Holiday::Fixed(1, 1)),
    ("new year day", Holiday::Fixed(1, 1)),
    ("new year eve", Holiday::Fixed(12, 31)),
    ("new years eve", Holiday::Fixed(12, 31)),
    ("epiphany", Holiday::Fixed(1, 6)),
    ("martin luther king day", Holiday::Nth(1, 3, Weekday::Monday)),
    ("mlk day", Holiday::Nth(1, 3, Weekday::Monday)),
    ("valentine day", Holiday::Fixed(2, 14)),
    ("valentines day", Holiday::Fixed(2, 14)),
    ("presidents day", Holiday::Nth(2, 3, Weekday::Monday)),
    ("saint patrick day", Holiday::Fixed(3, 17)),
    ("shrove tuesday", Holiday::Easter(-47)),
    ("ash wednesday", Holiday::Easter(-46)),
    ("palm sunday", Holiday::Easter(-7)),
    ("maundy thursday", Holiday::Easter(-3)),
    ("good friday", Holiday::Easter(-2)),
    ("easter", Holiday::Easter(0)),
    ("easter sunday", Holiday::Easter(0)),
    ("easter monday", Holiday::Easter(1)),
    ("earth day", Holiday::Fixed(4, 22)),
    ("international workers day", Holiday::Fixed(5, 1)),
    ("mother day", Holiday::Nth(5, 2, Weekday::Sunday)),
    ("mothers day", Holiday::Nth(5, 2, Weekday::Sunday)),
    ("ascension day", Holiday::Easter(39)),
    ("pentecost", Holiday::Easter(49)),
    ("whit sunday", Holiday::Easter(49)),
    ("whit monday", Holiday::Easter(50)),
    ("memorial day", Holiday::Nth(5, -1, Weekday::Monday)),
    ("father day", Holiday::Nth(6, 3, Weekday::Sunday)),
    ("fathers day", Holiday::Nth(6, 3, Weekday::Sunday)),
    ("juneteenth", Holiday::Fixed(6, 19)),
    ("independence day", Holiday::Fixed(7, 4)),
    ("labor day", Holiday::Nth(9, 1, Weekday::Monday)),
    ("labour day", Holiday::Fixed(5, 1)),
    ("columbus day", Holiday::Nth(10, 2, Weekday::Monday)),
    ("halloween", Holiday::Fixed(10, 31)),
    ("veterans day", Holiday::Fixed(11, 11)),
    ("thanksgiving", Holiday::Nth(11, 4, Weekday::Thursday)),
    ("thanksgiving day", Holiday::Nth(11, 4, Weekday::Thursday)),
    ("black friday", Holiday::Nth(11, 4, Weekday::Friday)),
    ("christmas", Holiday::Fixed(12, 25)),
    ("christmas day", Holiday::Fixed(12, 25)),
    ("xmas", Holiday::Fixed(12, 25)),
    ("christmas eve", Holiday::Fixed(12, 24)),
    ("xmas eve", Holiday::Fixed(12, 24)),
    ("boxing day", Holiday::Fixed(12, 26)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn movable_days() {
        assert_eq!(Holiday::Easter(0).in_year(2026), Some(date(2026, 4, 5)));
        assert_eq!(Holiday::Easter(1).in_year(2038), Some(date(2038, 4, 26)));
        assert_eq!(Holiday::Nth(11, 4, Weekday::Thursday).in_year(2026), Some(date(2026, 11, 26)));
        assert_eq!(Holiday::Nth(5, -1, Weekday::Monday).in_year(2026), Some(date(2026, 5, 25)));
        assert_eq!(Holiday::Easter(0).in_year(-9999).is_some(), easter(-9999).is_some());
    }
}
