//! The days that dates, weekdays and periods can mean, as seen from now.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::date::Day;
use super::period::{Period, Which};
use super::resolve::Now;
use super::words::{Season, Unit};

/// The date of a written day; the second reading of a numeric one where `second`.
pub(super) fn day(day: Day, weekday: Option<Weekday>, now: Now, second: bool) -> Option<Date> {
    match day {
        Day::Relative(days) => plus(now.day()?, i64::from(days)),
        Day::Date { year, month, day } => of_year(year, month, day, weekday, now),
        Day::Numeric { first, second: other, year, day_first } => {
            let month_first = of_year(year, first, other, weekday, now);
            let by_day = of_year(year, other, first, weekday, now);
            let agrees = |date: Option<Date>| weekday.is_some() && date.map(Date::weekday) == weekday;
            let day_first = if agrees(month_first) != agrees(by_day) {
                agrees(by_day)
            } else {
                day_first || year.is_none() && nearer(by_day, month_first, now)
            };
            if day_first == second { month_first } else { by_day }
        }
        Day::OfMonth(day) => of_month(day, weekday, now.day()?),
        Day::Holiday(holiday, Some(year), _) => holiday.in_year(year, now.country),
        Day::Holiday(holiday, None, which) => {
            let today = now.day()?;
            let mut years = (-1..=1).filter_map(|step| holiday.in_year(today.year().checked_add(step)?, now.country));
            match which {
                Which::Last => years.rfind(|date| *date < today),
                Which::Next => years.find(|date| *date > today),
                _ => years.find(|date| plus(*date, 30).is_some_and(|late| late >= today)),
            }
        }
    }
}

/// Whether the first date lies nearer to now than the second; what is past counts double.
fn nearer(a: Option<Date>, b: Option<Date>, now: Now) -> bool {
    let (Some(a), Some(b), Some(today)) = (a, b, now.day()) else { return false };
    let distance = |date: Date| {
        let days = date.duration_since(today).as_hours() / 24;
        if days < 0 { -2 * days } else { days }
    };
    distance(a) < distance(b)
}

/// A day and month in the written year, else in the year in which the weekday agrees
/// within a month back and eleven ahead, else in the likeliest.
pub(super) fn of_year(year: Option<i16>, month: i8, day: i8, weekday: Option<Weekday>, now: Now) -> Option<Date> {
    if let Some(year) = year {
        return Date::new(year, month, day).ok();
    }
    let today = now.day()?;
    let within = |date: &Date, back: i64, ahead: i64| {
        let days = date.duration_since(today).as_hours() / 24;
        (-back..=ahead).contains(&days)
    };
    let years = || (-4..=4).filter_map(|step| Date::new(today.year().checked_add(step)?, month, day).ok());
    weekday
        .and_then(|weekday| years().find(|date| date.weekday() == weekday && within(date, 30, 330)))
        .or_else(|| years().find(|date| within(date, 120, 245)))
        .or_else(|| years().find(|date| *date >= today))
}

/// "the 14th": of this month if still ahead, else of the next that has it; with a
/// weekday the nearest of the last one and the next two with which it agrees.
fn of_month(day: i8, weekday: Option<Weekday>, today: Date) -> Option<Date> {
    let agrees = |date: &Date| weekday == Some(date.weekday());
    days_of_month(day, today).find(agrees).or_else(|| days_of_month(day, today).next())
}

/// The days of this number that may be meant, the likeliest first: the next one, the last one if it
/// is no month ago, the one after next.
pub(super) fn days_of_month(day: i8, today: Date) -> impl Iterator<Item = Date> {
    let month = move |step: i32| {
        let first = today.first_of_month().checked_add(Span::new().months(step)).ok()?;
        Date::new(first.year(), first.month(), day).ok()
    };
    let ahead = move || (0..5).filter_map(month).filter(move |date| *date >= today);
    let last = [0, -1].into_iter().filter_map(month).find(|date| *date < today);
    let last = last.filter(|date| plus(*date, 31).is_some_and(|late| late >= today));
    ahead().take(1).chain(last).chain(ahead().skip(1).take(1))
}

pub(super) fn weekday_date(weekday: Weekday, which: Which, today: Date) -> Option<Date> {
    let monday = back_to(today, Weekday::Monday)?;
    let offset = i64::from(weekday.to_monday_zero_offset());
    match which {
        Which::Plain => on_or_after(today.tomorrow().ok()?, weekday),
        Which::InAWeek => plus(on_or_after(today.tomorrow().ok()?, weekday)?, 7),
        // "this Monday" on a Thursday is the one to come.
        Which::This => {
            let date = plus(monday, offset)?;
            if date < today { plus(date, 7) } else { Some(date) }
        }
        Which::Next => plus(monday, 7 + offset),
        Which::Last => plus(monday, offset - 7),
        Which::Past => back_to(today.yesterday().ok()?, weekday),
    }
}

/// The first and last day of a period.
pub(super) fn period(period: Period, now: Now) -> Option<(Date, Date)> {
    let months = |first: Date, count: i64| {
        Some((first, first.checked_add(Span::new().try_months(count).ok()?).ok()?.yesterday().ok()?))
    };
    let shifted = |first: Date, count: i64| first.checked_add(Span::new().try_months(count).ok()?).ok();
    match period {
        Period::Years(first, last) => Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?)),
        Period::Month { month, year, which } => {
            let year = match year {
                Some(year) => year,
                None => {
                    let today = now.day()?;
                    let this = today.year();
                    match which {
                        // The month that runs counts as this one; one over for long is next year's.
                        Which::Last => {
                            if month < today.month() {
                                this
                            } else {
                                this - 1
                            }
                        }
                        Which::Next => {
                            if month > today.month() {
                                this
                            } else {
                                this + 1
                            }
                        }
                        _ => {
                            if month + 4 < today.month() {
                                this + 1
                            } else if month > today.month() + 9 {
                                this - 1
                            } else {
                                this
                            }
                        }
                    }
                }
            };
            months(Date::new(year, month, 1).ok()?, 1)
        }
        Period::Part { months: length, nth, year } => {
            let year = match year {
                Some(year) => year,
                None => {
                    let today = now.day()?;
                    let over = nth * length + 4 < today.month();
                    if over { today.year() + 1 } else { today.year() }
                }
            };
            months(Date::new(year, (nth - 1) * length + 1, 1).ok()?, i64::from(length))
        }
        Period::Season { season, year, which } => {
            let start = match season {
                Season::Spring => 3,
                Season::Summer => 6,
                Season::Autumn => 9,
                Season::Winter => 12,
            };
            let year = match year {
                Some(year) => year,
                None => {
                    let today = now.day()?;
                    let over = start + 2 < today.month();
                    match which {
                        Which::Last => {
                            if over {
                                today.year()
                            } else {
                                today.year() - 1
                            }
                        }
                        _ => {
                            if over {
                                today.year() + 1
                            } else {
                                today.year()
                            }
                        }
                    }
                }
            };
            months(Date::new(year, start, 1).ok()?, 3)
        }
        Period::Week { number, year } => {
            let year = year.or_else(|| now.day().map(Date::year))?;
            let monday = back_to(Date::new(year, 1, 4).ok()?, Weekday::Monday)?;
            let first = plus(monday, 7 * (i64::from(number) - 1))?;
            Some((first, plus(first, 6)?))
        }
        Period::Relative { unit, from, count, .. } => {
            let today = now.day()?;
            let (from, count) = (i64::from(from), i64::from(count.max(1)));
            match unit {
                Unit::Second | Unit::Minute | Unit::Hour => Some((today, today)),
                Unit::Day => Some((plus(today, from)?, plus(today, from + count - 1)?)),
                Unit::Week => {
                    let first = plus(back_to(today, Weekday::Monday)?, from * 7)?;
                    Some((first, plus(first, count * 7 - 1)?))
                }
                Unit::Weekend => {
                    let first = plus(back_to(today, Weekday::Monday)?, from * 7 + 5)?;
                    Some((first, plus(first, count * 7 - 6)?))
                }
                Unit::Fortnight => {
                    let first = plus(today, from * 14)?;
                    Some((first, plus(first, count * 14 - 1)?))
                }
                Unit::Month => months(shifted(today.first_of_month(), from)?, count),
                Unit::Quarter => {
                    let first = Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).ok()?;
                    months(shifted(first, from * 3)?, count * 3)
                }
                Unit::Year => months(shifted(today.first_of_year(), from * 12)?, count * 12),
                Unit::Decade | Unit::Century => {
                    let years = if unit == Unit::Decade { 10 } else { 100 };
                    let first = Date::new(today.year() / years * years, 1, 1).ok()?;
                    let years = i64::from(years) * 12;
                    months(shifted(first, from * years)?, count * years)
                }
            }
        }
    }
}

pub(super) fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

pub(super) fn on_or_after(date: Date, weekday: Weekday) -> Option<Date> {
    let ahead = (weekday.to_monday_zero_offset() - date.weekday().to_monday_zero_offset()).rem_euclid(7);
    plus(date, i64::from(ahead))
}

pub(super) fn back_to(date: Date, weekday: Weekday) -> Option<Date> {
    let back = (date.weekday().to_monday_zero_offset() - weekday.to_monday_zero_offset()).rem_euclid(7);
    plus(date, -i64::from(back))
}
