//! Public holidays of whole countries, by the rules of `rules/words/holidays.toml`.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::holiday::{Country, Holiday};

/// A holiday of a country.
#[derive(Debug)]
struct DayOff {
    name: &'static str,
    /// The day before it is moved.
    on: Holiday,
    /// What the law does with it on a weekend.
    moved: Moved,
    /// The first and the last year it is kept in.
    first: i16,
    last: i16,
}

/// What the law does with a holiday that falls on a weekend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moved {
    /// Nothing.
    Stays,
    /// From Saturday and Sunday to Monday.
    ToMonday,
    /// From Sunday to Monday.
    SundayToMonday,
    /// From Sunday to the day before.
    SundayToSaturday,
    /// From Saturday to Friday, from Sunday to Monday.
    ToNearest,
    /// From Saturday and Sunday to the next day that is neither weekend nor holiday.
    ToFreeWeekday,
    /// To Monday, whatever the weekday, unless it is a Friday.
    ToMondayUnlessFriday,
}

mod table {
    use super::{DayOff, Holiday, Moved, Weekday};

    include!(concat!(env!("OUT_DIR"), "/holidays.rs"));
}

use table::DAYS_OFF;

impl Country {
    /// The name of the public holiday of the whole country on this day, if it is one. Days
    /// that follow the moon are not known, nor those of regions.
    pub fn holiday(self, day: Date) -> Option<&'static str> {
        let days = days_off(self.letters());
        // New Year's Day can be kept on 31 December.
        let years = [Some(day.year()), day.year().checked_add(1)];
        years
            .into_iter()
            .flatten()
            .find_map(|year| kept_in(days, year).into_iter().find(|(kept, _)| *kept == day).map(|(_, name)| name))
    }
}

/// The letters of the countries whose holidays are known.
pub(super) fn countries() -> impl Iterator<Item = &'static str> {
    DAYS_OFF.iter().map(|(letters, _)| *letters)
}

fn days_off(letters: &str) -> &'static [DayOff] {
    DAYS_OFF.iter().find(|(known, _)| *known == letters).map_or(&[], |(_, days)| days)
}

/// The days on which these holidays of a year are kept, with their names.
fn kept_in(days: &'static [DayOff], year: i16) -> Vec<(Date, &'static str)> {
    let of_year = days.iter().filter(|day| (day.first..=day.last).contains(&year));
    let (waiting, fixed): (Vec<_>, Vec<_>) = of_year
        .filter_map(|day| Some((day, day.on.in_year(year, None)?)))
        .partition(|(day, date)| day.moved == Moved::ToFreeWeekday && is_weekend(*date));
    let mut kept: Vec<(Date, &str)> =
        fixed.into_iter().filter_map(|(day, date)| Some((moved(date, day.moved)?, day.name))).collect();
    // What takes the next free day comes after what has its own.
    for (day, date) in waiting {
        let is_taken = |date: &Date| is_weekend(*date) || kept.iter().any(|(taken, _)| taken == date);
        let free = (1..=7).filter_map(|days| plus(date, days)).find(|date| !is_taken(date));
        kept.extend(free.map(|free| (free, day.name)));
    }
    kept
}

/// The day on which a holiday is kept whose own day this is.
fn moved(date: Date, moved: Moved) -> Option<Date> {
    let days = match (moved, date.weekday()) {
        (Moved::ToMonday, Weekday::Saturday) => 2,
        (Moved::ToMonday | Moved::SundayToMonday | Moved::ToNearest, Weekday::Sunday) => 1,
        (Moved::SundayToSaturday, Weekday::Sunday) | (Moved::ToNearest, Weekday::Saturday) => -1,
        (Moved::ToMondayUnlessFriday, weekday) if weekday != Weekday::Friday => {
            i64::from(weekday.until(Weekday::Monday))
        }
        _ => 0,
    };
    plus(date, days)
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().days(days)).ok()
}

#[cfg(test)]
mod tests;
