//! From what a phrase says to the moments it can mean.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{Span, ZonedDateTime};

use super::clock::{Clock, Moment};
use super::date::Day;
use super::number::Amount;
use super::period::{Period, Which};
use super::phrase::{Side, Slots};
use super::words::{Part, Season, Unit};

/// The earliest and latest moment.
pub(super) type Bounds = (DateTime, DateTime);

/// The moment of writing, on the author's clock.
#[derive(Clone, Copy)]
pub(super) struct Now<'a> {
    pub zoned: Option<&'a ZonedDateTime>,
}

impl Now<'_> {
    fn time(self) -> Option<DateTime> {
        self.zoned.map(ZonedDateTime::datetime)
    }

    fn day(self) -> Option<Date> {
        self.zoned.map(ZonedDateTime::date)
    }
}

/// What a phrase can mean, and the second reading of an ambiguous date.
pub(super) fn slots(s: &Slots, now: Now) -> (Option<Bounds>, Option<Bounds>) {
    let bounds = days(s, now, false).and_then(|days| moments(s, days, now));
    let other = match s.day {
        Some((Day::Numeric { .. }, _)) => {
            days(s, now, true).and_then(|days| moments(s, days, now)).filter(|other| Some(*other) != bounds)
        }
        _ => None,
    };
    (bounds, other)
}

/// The calendar date a phrase writes out, with its likely year.
pub(super) fn written_date(s: &Slots, now: Now) -> Option<Date> {
    match s.day.as_ref()?.0 {
        Day::Date { .. } | Day::Numeric { .. } => days(s, now, false).map(|(first, _)| first).filter(|_| !s.week_of),
        _ => None,
    }
}

/// From one phrase to another: "Monday to Wednesday".
pub(super) fn range(from: Bounds, to: Bounds, cyclic: Span) -> Bounds {
    let mut end = to.1;
    if end < from.0 {
        end = end.checked_add(cyclic).unwrap_or(end);
    }
    (from.0, end.max(from.0))
}

/// The first and last day.
fn days(s: &Slots, now: Now, second: bool) -> Option<(Date, Date)> {
    if s.now {
        return now.day().map(|day| (day, day));
    }
    let weekday = s.weekday.as_ref().map(|(weekday, which, _)| (*weekday, *which));
    let (first, last) = match (&s.day, weekday, s.period) {
        (Some((Day::OfMonth(day), _)), _, Some(within)) => {
            let (first, last) = period(within, now)?;
            let date = first.checked_add(Span::new().days(i32::from(*day) - 1)).ok().filter(|date| *date <= last)?;
            (date, date)
        }
        (Some((Day::Holiday(holiday, None, _), _)), _, Some(within)) => {
            let (first, _) = period(within, now)?;
            let date = holiday.in_year(first.year())?;
            (date, date)
        }
        (Some((found, _)), weekday, _) => {
            let date = day(*found, weekday.map(|(weekday, _)| weekday), now, second)?;
            (date, date)
        }
        (None, Some((weekday, _)), Some(within)) => {
            let (first, last) = period(within, now)?;
            let date = match s.nth {
                Some(nth) if nth.nth < 0 => back_to(last, weekday)?,
                Some(nth) => plus(on_or_after(first, weekday)?, 7 * (i64::from(nth.nth) - 1))?,
                None => on_or_after(first, weekday)?,
            };
            (date, date)
        }
        (None, Some((weekday, which)), None) => {
            let date = weekday_date(weekday, which, now.day()?)?;
            (date, date)
        }
        (None, None, Some(within)) => period(within, now)?,
        (None, None, None) => now.day().map(|day| (day, day))?,
    };
    let (first, last) = if s.week_of {
        let monday = back_to(first, Weekday::Monday)?;
        (monday, plus(monday, 6)?)
    } else {
        (first, last)
    };
    match s.nth {
        Some(nth) if s.weekday.is_none() => {
            let unit = nth.unit?;
            let step = |index: i64| match unit {
                Unit::Month => first.checked_add(Span::new().try_months(index).ok()?).ok(),
                Unit::Quarter => first.checked_add(Span::new().try_months(index * 3).ok()?).ok(),
                Unit::Day => plus(first, index),
                _ => plus(first, index * 7),
            };
            let count = i64::from(nth.count);
            if nth.nth < 0 {
                let length = match unit {
                    Unit::Month => Span::new().try_months(count).ok()?,
                    Unit::Day => Span::new().try_days(count).ok()?,
                    _ => Span::new().try_days(count * 7).ok()?,
                };
                let after = last.tomorrow().ok()?;
                return Some((after.checked_sub(length).ok()?, last));
            }
            let start = i64::from(nth.nth) - 1;
            Some((step(start)?, step(start + count)?.yesterday().ok()?))
        }
        _ => narrow(s, first, last),
    }
}

/// The early, middle, late part or the end of several days.
fn narrow(s: &Slots, first: Date, last: Date) -> Option<(Date, Date)> {
    if first == last {
        return Some((first, last));
    }
    let length = (last.duration_since(first).as_hours() / 24).max(1);
    Some(match s.side {
        Some(Side::Start) => (first, plus(first, if length > 200 { 30 } else { length / 10 })?),
        Some(Side::Early) => (first, plus(first, length / 3)?),
        Some(Side::Middle) => (plus(first, length / 3)?, plus(first, length * 2 / 3)?),
        Some(Side::Late) => (plus(first, length * 2 / 3)?, last),
        // A week ends on Friday for those who work, on Sunday for the calendar.
        Some(Side::End | Side::Business) if length <= 7 => (plus(last, -2)?.max(first), last),
        Some(Side::End | Side::Business) => (plus(last, -if length > 200 { 14 } else { 3 })?, last),
        _ => (first, last),
    })
}

/// Days and a clock time to moments.
fn moments(s: &Slots, (first, last): (Date, Date), now: Now) -> Option<Bounds> {
    let start = |date: Date| date.to_datetime(Time::midnight());
    let end = |date: Date| date.at(23, 59, 59, 0);
    if s.now {
        return now.time().map(|now| (now, now));
    }
    let Some(clock) = s.clock else {
        if let Some(part) = s.part {
            let (from, to) = hours(part);
            let to = if to == 24 { end(last) } else { last.at(to, 0, 0, 0) };
            return Some((first.at(from, 0, 0, 0), to));
        }
        return Some(match s.side {
            Some(Side::Business) => ((if first == last { first } else { last }).at(16, 0, 0, 0), last.at(18, 0, 0, 0)),
            Some(Side::End) if first == last => (first.at(17, 0, 0, 0), end(last)),
            Some(Side::Start | Side::Early) if first == last => (start(first), last.at(11, 0, 0, 0)),
            Some(Side::Middle) if first == last => (first.at(11, 0, 0, 0), last.at(15, 0, 0, 0)),
            Some(Side::Late) if first == last => (first.at(15, 0, 0, 0), end(last)),
            _ => (start(first), end(last)),
        });
    };
    let on = |moment: Moment, date: Date| zoned(s, at(s, moment, date), now);
    match clock {
        Clock::At(moment) => {
            let mut date = first;
            let mut from = on(moment, date);
            // A time alone is the next one, today if it lies ahead.
            if !s.has_day() && s.period.is_none() && s.part.is_none() && now.time().is_some_and(|now| from < now) {
                date = date.tomorrow().ok()?;
                from = on(moment, date);
            }
            // "midnight on Friday" may be the one that starts or ends it.
            let midnight = moment.hour == 0 && moment.minute == 0 && !moment.open;
            let to = if midnight { end(date) } else { on(moment, last.max(date)) };
            Some((from, to.max(from)))
        }
        Clock::Range(from, to) => {
            let low = at(s, from, first);
            let mut high = at(s, to, last);
            if high < low {
                let twelve = Span::new().hours(if to.open { 12 } else { 24 });
                high = high.checked_add(twelve).ok()?;
            }
            if high < low {
                high = high.checked_add(Span::new().hours(12)).ok()?;
            }
            Some((zoned(s, low, now), zoned(s, high, now)))
        }
    }
}

/// A clock time on a day; an open hour is settled by the part of the day.
fn at(s: &Slots, moment: Moment, date: Date) -> DateTime {
    let moment = match s.part {
        Some(Part::Morning | Part::Breakfast) => moment.early(),
        Some(Part::Afternoon | Part::Evening | Part::Dinner | Part::Lunch) => moment.late(),
        Some(Part::Night) if moment.open && moment.hour >= 5 && moment.hour < 12 => moment.late(),
        Some(Part::Night) => moment.early(),
        None => moment.settled(),
    };
    date.at(moment.hour.clamp(0, 23), moment.minute.clamp(0, 59), moment.second.clamp(0, 59), 0)
}

/// A time in a written zone on the author's clock.
fn zoned(s: &Slots, time: DateTime, now: Now) -> DateTime {
    let (Some((Some(zone), _)), Some(reference)) = (&s.zone, now.zoned) else { return time };
    match time.to_zoned_datetime(zone.clone()) {
        Ok(there) => there.with_time_zone(reference.time_zone().clone()).datetime(),
        Err(_) => time,
    }
}

/// The hours of a part of the day.
fn hours(part: Part) -> (i8, i8) {
    match part {
        Part::Breakfast => (6, 9),
        Part::Morning => (6, 12),
        Part::Lunch => (12, 14),
        Part::Afternoon => (12, 18),
        Part::Dinner => (18, 20),
        Part::Evening => (18, 23),
        Part::Night => (18, 24),
    }
}

/// The date of a written day; the second reading of a numeric one where `second`.
fn day(day: Day, weekday: Option<Weekday>, now: Now, second: bool) -> Option<Date> {
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
        Day::Holiday(holiday, Some(year), _) => holiday.in_year(year),
        Day::Holiday(holiday, None, which) => {
            let today = now.day()?;
            let mut years = (-1..=1).filter_map(|step| holiday.in_year(today.year().checked_add(step)?));
            match which {
                Which::Last => years.filter(|date| *date < today).last(),
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
fn of_year(year: Option<i16>, month: i8, day: i8, weekday: Option<Weekday>, now: Now) -> Option<Date> {
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
/// weekday the nearest month in which both agree.
fn of_month(day: i8, weekday: Option<Weekday>, today: Date) -> Option<Date> {
    let month = |step: i32| {
        let first = today.first_of_month().checked_add(Span::new().months(step)).ok()?;
        Date::new(first.year(), first.month(), day).ok()
    };
    if let Some(weekday) = weekday
        && let Some(date) = [0, 1, -1, 2, 3, -2, 4, 5, 6, 7, 8, 9, 10]
            .iter()
            .filter_map(|step| month(*step))
            .find(|date| date.weekday() == weekday && plus(*date, 31).is_some_and(|late| late >= today))
    {
        return Some(date);
    }
    (0..3).filter_map(month).find(|date| *date >= today)
}

fn weekday_date(weekday: Weekday, which: Which, today: Date) -> Option<Date> {
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
fn period(period: Period, now: Now) -> Option<(Date, Date)> {
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

/// An amount of time from a moment or day: the moment for hours and less, else the day.
pub(super) fn shift(amount: Amount, sign: i64, anchor: Option<&Slots>, now: Now) -> Option<Bounds> {
    let start = match anchor {
        Some(anchor) => slots(anchor, now).0?,
        None => (now.time()?, now.time()?),
    };
    if amount.is_clock() {
        return Some((moved(start.0, amount, sign)?, moved(start.0, amount, sign)?));
    }
    let first = moved(start.0, amount, sign)?.date();
    let mut date = first;
    // "3 weeks after Christmas on Friday" is the Friday from then on.
    if let Some((weekday, Which::InAWeek, _)) = anchor.and_then(|anchor| anchor.weekday.as_ref()) {
        date = on_or_after(first, *weekday)?;
    }
    Some((date.at(0, 0, 0, 0), date.at(23, 59, 59, 0)))
}

/// From now to an amount of time ahead.
pub(super) fn within(amount: Amount, now: Now) -> Option<Bounds> {
    let start = now.time()?;
    let end = moved(start, amount, 1)?;
    Some((start, if amount.is_clock() || amount.seconds != 0 { end } else { end.date().at(23, 59, 59, 0) }))
}

fn moved(start: DateTime, amount: Amount, sign: i64) -> Option<DateTime> {
    let mut days = amount.days;
    if amount.business {
        // Every started working week skips its weekend.
        let today = i64::from(start.date().weekday().to_monday_zero_offset()).min(4);
        days = days.saturating_add((today.saturating_add(days)) / 5 * 2);
    }
    let span = Span::new().try_months(amount.months.checked_mul(sign)?).ok()?.try_days(days.checked_mul(sign)?).ok()?;
    let span = span.try_seconds(amount.seconds.checked_mul(sign)?).ok()?;
    start.checked_add(span).ok()
}

fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn on_or_after(date: Date, weekday: Weekday) -> Option<Date> {
    let ahead = (weekday.to_monday_zero_offset() - date.weekday().to_monday_zero_offset()).rem_euclid(7);
    plus(date, i64::from(ahead))
}

fn back_to(date: Date, weekday: Weekday) -> Option<Date> {
    let back = (date.weekday().to_monday_zero_offset() - weekday.to_monday_zero_offset()).rem_euclid(7);
    plus(date, -i64::from(back))
}
