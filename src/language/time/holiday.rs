//! Holidays that have a date in every year.

use jiff::civil::{Date, Weekday};

use super::calendar::on_or_after;
use super::days_off;
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
    /// The first such weekday on a month and day or later.
    From(i8, i8, Weekday),
    /// A name that is another day in another country.
    Local(Local),
}

/// A holiday whose day depends on the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Local {
    Fathers,
    Independence,
    Labor,
    Labour,
    Mothers,
    National,
    Republic,
    Thanksgiving,
}

/// A country, by its two letters (ISO 3166-1): whose holidays are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country([u8; 2]);

impl Country {
    /// The country of these two letters, in either case; where no holidays of it are known,
    /// what is.
    pub fn new(letters: &str) -> Result<Country, String> {
        // What most people write for Great Britain.
        let written = if letters.eq_ignore_ascii_case("UK") { "GB" } else { letters };
        let known = Country::known();
        let found = known.iter().find(|known| known.letters().eq_ignore_ascii_case(written));
        found.copied().ok_or_else(|| {
            let known: Vec<&str> = known.iter().map(Country::letters).collect();
            format!("write one of the countries whose holidays are known: {}", known.join(", "))
        })
    }

    /// The countries of which holidays are known, by their letters.
    pub fn known() -> Vec<Country> {
        let of_names = LOCAL.iter().filter_map(|(_, letters, _)| *letters);
        let pair = |letters: &str| <[u8; 2]>::try_from(letters.as_bytes()).ok();
        let mut known: Vec<[u8; 2]> = of_names.chain(days_off::countries().filter_map(pair)).collect();
        known.sort_unstable();
        known.dedup();
        known.into_iter().map(Country).collect()
    }

    /// Its two letters.
    pub fn letters(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Holiday {
    /// Its date in a year, in this country; where none is given, in the one whose day most
    /// mail means.
    pub fn in_year(self, year: i16, country: Option<Country>) -> Option<Date> {
        match self {
            Holiday::Fixed(month, day) => Date::new(year, month, day).ok(),
            Holiday::Easter(days) => easter(year)?.checked_add(jiff::Span::new().days(days)).ok(),
            Holiday::Nth(month, nth, weekday) => {
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
            Holiday::From(month, day, weekday) => on_or_after(Date::new(year, month, day).ok()?, weekday),
            Holiday::Local(local) => {
                let of = |letters: Option<[u8; 2]>| {
                    LOCAL.iter().find(|(name, at, _)| *name == local && *at == letters).map(|(_, _, holiday)| *holiday)
                };
                let own = country.and_then(|country| of(Some(country.0)));
                own.or_else(|| of(None))?.in_year(year, country)
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
    ("mother day", Holiday::Local(Local::Mothers)),
    ("mothers day", Holiday::Local(Local::Mothers)),
    ("ascension day", Holiday::Easter(39)),
    ("pentecost", Holiday::Easter(49)),
    ("whit sunday", Holiday::Easter(49)),
    ("whit monday", Holiday::Easter(50)),
    ("memorial day", Holiday::Nth(5, -1, Weekday::Monday)),
    ("father day", Holiday::Local(Local::Fathers)),
    ("fathers day", Holiday::Local(Local::Fathers)),
    ("juneteenth", Holiday::Fixed(6, 19)),
    ("independence day", Holiday::Local(Local::Independence)),
    ("labor day", Holiday::Local(Local::Labor)),
    ("labour day", Holiday::Local(Local::Labour)),
    ("columbus day", Holiday::Nth(10, 2, Weekday::Monday)),
    ("halloween", Holiday::Fixed(10, 31)),
    ("veterans day", Holiday::Fixed(11, 11)),
    ("thanksgiving", Holiday::Local(Local::Thanksgiving)),
    ("thanksgiving day", Holiday::Local(Local::Thanksgiving)),
    ("black friday", Holiday::Nth(11, 4, Weekday::Friday)),
    ("christmas", Holiday::Fixed(12, 25)),
    ("christmas day", Holiday::Fixed(12, 25)),
    ("xmas", Holiday::Fixed(12, 25)),
    ("christmas eve", Holiday::Fixed(12, 24)),
    ("xmas eve", Holiday::Fixed(12, 24)),
    ("boxing day", Holiday::Fixed(12, 26)),
    ("anzac day", Holiday::Fixed(4, 25)),
    ("australia day", Holiday::Fixed(1, 26)),
    ("bastille day", Holiday::Fixed(7, 14)),
    ("canada day", Holiday::Fixed(7, 1)),
    ("national day", Holiday::Local(Local::National)),
    ("republic day", Holiday::Local(Local::Republic)),
];

/// The days of holidays that differ by country, as its law or custom sets them; without a
/// country the day that is meant where none is known.
static LOCAL: &[(Local, Option<[u8; 2]>, Holiday)] = &[
    (Local::Fathers, None, Holiday::Nth(6, 3, Weekday::Sunday)),
    (Local::Fathers, Some(*b"AT"), Holiday::Nth(6, 2, Weekday::Sunday)),
    (Local::Fathers, Some(*b"AU"), Holiday::Nth(9, 1, Weekday::Sunday)),
    (Local::Fathers, Some(*b"DE"), Holiday::Easter(39)),
    (Local::Fathers, Some(*b"DK"), Holiday::Fixed(6, 5)),
    (Local::Fathers, Some(*b"ES"), Holiday::Fixed(3, 19)),
    (Local::Fathers, Some(*b"FI"), Holiday::Nth(11, 2, Weekday::Sunday)),
    (Local::Fathers, Some(*b"IT"), Holiday::Fixed(3, 19)),
    (Local::Fathers, Some(*b"NO"), Holiday::Nth(11, 2, Weekday::Sunday)),
    (Local::Fathers, Some(*b"NZ"), Holiday::Nth(9, 1, Weekday::Sunday)),
    (Local::Fathers, Some(*b"PT"), Holiday::Fixed(3, 19)),
    (Local::Fathers, Some(*b"SE"), Holiday::Nth(11, 2, Weekday::Sunday)),
    (Local::Independence, None, Holiday::Fixed(7, 4)),
    (Local::Independence, Some(*b"BR"), Holiday::Fixed(9, 7)),
    (Local::Independence, Some(*b"FI"), Holiday::Fixed(12, 6)),
    (Local::Independence, Some(*b"GH"), Holiday::Fixed(3, 6)),
    (Local::Independence, Some(*b"ID"), Holiday::Fixed(8, 17)),
    (Local::Independence, Some(*b"IN"), Holiday::Fixed(8, 15)),
    (Local::Independence, Some(*b"MX"), Holiday::Fixed(9, 16)),
    (Local::Independence, Some(*b"NG"), Holiday::Fixed(10, 1)),
    (Local::Independence, Some(*b"PH"), Holiday::Fixed(6, 12)),
    (Local::Independence, Some(*b"PK"), Holiday::Fixed(8, 14)),
    (Local::Independence, Some(*b"PL"), Holiday::Fixed(11, 11)),
    (Local::Independence, Some(*b"UA"), Holiday::Fixed(8, 24)),
    (Local::Labor, None, Holiday::Nth(9, 1, Weekday::Monday)),
    (Local::Labour, None, Holiday::Fixed(5, 1)),
    (Local::Labour, Some(*b"CA"), Holiday::Nth(9, 1, Weekday::Monday)),
    (Local::Labour, Some(*b"NZ"), Holiday::Nth(10, 4, Weekday::Monday)),
    (Local::Labour, Some(*b"US"), Holiday::Nth(9, 1, Weekday::Monday)),
    (Local::Mothers, None, Holiday::Nth(5, 2, Weekday::Sunday)),
    (Local::Mothers, Some(*b"ES"), Holiday::Nth(5, 1, Weekday::Sunday)),
    (Local::Mothers, Some(*b"GB"), Holiday::Easter(-21)),
    (Local::Mothers, Some(*b"IE"), Holiday::Easter(-21)),
    (Local::Mothers, Some(*b"NO"), Holiday::Nth(2, 2, Weekday::Sunday)),
    (Local::Mothers, Some(*b"PL"), Holiday::Fixed(5, 26)),
    (Local::Mothers, Some(*b"PT"), Holiday::Nth(5, 1, Weekday::Sunday)),
    (Local::Mothers, Some(*b"SE"), Holiday::Nth(5, -1, Weekday::Sunday)),
    (Local::National, Some(*b"AT"), Holiday::Fixed(10, 26)),
    (Local::National, Some(*b"BE"), Holiday::Fixed(7, 21)),
    (Local::National, Some(*b"CH"), Holiday::Fixed(8, 1)),
    (Local::National, Some(*b"CN"), Holiday::Fixed(10, 1)),
    (Local::National, Some(*b"DE"), Holiday::Fixed(10, 3)),
    (Local::National, Some(*b"ES"), Holiday::Fixed(10, 12)),
    (Local::National, Some(*b"FR"), Holiday::Fixed(7, 14)),
    (Local::National, Some(*b"HU"), Holiday::Fixed(8, 20)),
    (Local::National, Some(*b"LU"), Holiday::Fixed(6, 23)),
    (Local::National, Some(*b"NO"), Holiday::Fixed(5, 17)),
    (Local::National, Some(*b"RO"), Holiday::Fixed(12, 1)),
    (Local::National, Some(*b"SE"), Holiday::Fixed(6, 6)),
    (Local::National, Some(*b"SG"), Holiday::Fixed(8, 9)),
    (Local::Republic, Some(*b"IN"), Holiday::Fixed(1, 26)),
    (Local::Republic, Some(*b"IT"), Holiday::Fixed(6, 2)),
    (Local::Republic, Some(*b"TR"), Holiday::Fixed(10, 29)),
    (Local::Thanksgiving, None, Holiday::Nth(11, 4, Weekday::Thursday)),
    (Local::Thanksgiving, Some(*b"CA"), Holiday::Nth(10, 2, Weekday::Monday)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_name_can_be_another_day_in_another_country() {
        let in_2026 = |local, letters| Holiday::Local(local).in_year(2026, Country::new(letters).ok());
        for (local, letters, day) in [
            (Local::Mothers, "us", date(2026, 5, 10)),
            (Local::Mothers, "GB", date(2026, 3, 15)),
            (Local::Mothers, "uk", date(2026, 3, 15)),
            (Local::Thanksgiving, "", date(2026, 11, 26)),
            (Local::Thanksgiving, "ca", date(2026, 10, 12)),
            (Local::Independence, "IN", date(2026, 8, 15)),
            (Local::Labour, "NZ", date(2026, 10, 26)),
            (Local::National, "CH", date(2026, 8, 1)),
        ] {
            assert_eq!(in_2026(local, letters), Some(day), "{local:?} {letters}");
        }
        assert_eq!(in_2026(Local::National, "US"), None);
    }

    #[test]
    fn an_unknown_country_is_told_what_is_known() {
        assert_eq!(Country::new("uk"), Country::new("GB"));
        for letters in ["d", "ü", "1a", "XX", "DEU", ""] {
            let error = Country::new(letters).expect_err(letters);
            assert!(error.ends_with("TR, UA, US, ZA") && error.contains("known: AT, AU, BE, BR, CA"), "{error}");
        }
    }

    #[test]
    fn movable_days() {
        assert_eq!(Holiday::Easter(0).in_year(2026, None), Some(date(2026, 4, 5)));
        assert_eq!(Holiday::Easter(1).in_year(2038, None), Some(date(2038, 4, 26)));
        assert_eq!(Holiday::Nth(11, 4, Weekday::Thursday).in_year(2026, None), Some(date(2026, 11, 26)));
        assert_eq!(Holiday::Nth(5, -1, Weekday::Monday).in_year(2026, None), Some(date(2026, 5, 25)));
        assert_eq!(Holiday::Easter(0).in_year(-9999, None).is_some(), easter(-9999).is_some());
    }
}
