//! From what a phrase says to the moments it can mean.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{Span, ZonedDateTime};

use super::There;
use super::calendar::{back_to, day, of_year, on_or_after, period, plus, weekday_date};
use super::clock::{Clock, Moment};
use super::date::Day;
use super::holiday::Country;
use super::number::Amount;
use super::period::{Period, Which};
use super::slots::{Side, Slots};
use super::words::{Part, Unit};

/// The earliest and latest moment.
pub(super) type Bounds = (DateTime, DateTime);

/// The moment of writing, on the author's clock.
#[derive(Clone, Copy)]
pub(super) struct Now<'a> {
    pub zoned: Option<&'a ZonedDateTime>,
    pub country: Option<Country>,
}

impl Now<'_> {
    pub fn time(self) -> Option<DateTime> {
        self.zoned.map(ZonedDateTime::datetime)
    }

    pub fn day(self) -> Option<Date> {
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

/// The day before, up to midnight: "before the 5th" ends as the 5th begins.
pub(super) fn eve((first, _): Bounds) -> Option<Bounds> {
    let day = first.date();
    Some((day.yesterday().ok()?.at(0, 0, 0, 0), day.at(0, 0, 0, 0)))
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

/// The first and last day; what must be over is the latest that has begun.
fn days(s: &Slots, now: Now, second: bool) -> Option<(Date, Date)> {
    let (first, last) = coming_days(s, now, second)?;
    if !s.past || now.day().is_none_or(|today| first <= today) {
        return Some((first, last));
    }
    let cycle = match (&s.day, s.period) {
        (Some((Day::OfMonth(_), _)), None) => Span::new().months(1),
        (
            Some((Day::Date { year: None, .. } | Day::Numeric { year: None, .. } | Day::Holiday(_, None, _), _)),
            None,
        )
        | (
            None,
            Some(
                Period::Month { year: None, .. }
                | Period::Part { year: None, .. }
                | Period::Season { year: None, .. }
                | Period::Week { year: None, .. },
            ),
        ) => Span::new().years(1),
        (None, None) if s.weekday.is_some() => Span::new().days(7),
        _ => return Some((first, last)),
    };
    Some((first.checked_sub(cycle).ok()?, last.checked_sub(cycle).ok()?))
}

/// The first and last day, as of what lies ahead.
fn coming_days(s: &Slots, now: Now, second: bool) -> Option<(Date, Date)> {
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
            let date = holiday.in_year(first.year(), now.country)?;
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
            let month =
                matches!(s.period, Some(Period::Month { .. } | Period::Relative { unit: Unit::Month, count: 1, .. }));
            if month && unit == Unit::Week && count == 1 {
                // A week runs from Monday to Sunday and is of the month that holds its Thursday.
                let thursday = first.nth_weekday_of_month(nth.nth, Weekday::Thursday).ok()?;
                return Some((plus(thursday, -3)?.max(first), plus(thursday, 3)?.min(last)));
            }
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
            let alone = !s.has_day() && s.period.is_none() && s.part.is_none() && !s.past;
            if alone && now.time().is_some_and(|now| from < now) {
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

/// What the clocks of the written zone show at these bounds.
pub(super) fn there(s: &Slots, (from, to): Bounds, now: Now) -> Option<There> {
    let (Some((Some(zone), _)), Some(clock)) = (&s.zone, s.clock) else { return None };
    let back = |time: DateTime| match now.zoned {
        Some(now) => {
            let here = time.to_zoned_datetime(now.time_zone().clone()).ok()?;
            Some(here.with_time_zone(zone.clone()).datetime())
        }
        None => Some(time),
    };
    let (Clock::At(first) | Clock::Range(first, _)) = clock;
    // The day comes from the bounds; the time of day from the text, as it may be one that
    // the clocks there leave out.
    let from = at(s, first, back(from)?.date());
    let to = match clock {
        Clock::At(_) => from,
        Clock::Range(..) => back(to)?,
    };
    Some(There { zone: zone.clone(), from, to })
}

/// The last day before the one that a phrase names and that the calendar does not have:
/// 30 June of "31 June", the fourth Friday of "the fifth Friday of June", the last day of
/// the year's last week of "week 53 of 2025".
pub(super) fn last_before_impossible(s: &Slots, now: Now) -> Option<Date> {
    let month = |within: Period| match within {
        Period::Month { .. } | Period::Relative { unit: Unit::Month, count: 1, .. } => period(within, now),
        _ => None,
    };
    match (&s.day, s.weekday.as_ref(), s.period) {
        (Some((Day::Date { year, month, day }, _)), ..) => {
            let likely = || of_year(None, *month, 1, None, now).map(Date::year);
            let last = |year| Date::new(year, *month, 1).ok().map(Date::last_of_month);
            match Date::new(year.unwrap_or(LEAP_YEAR), *month, *day) {
                Ok(_) => None,
                Err(_) => last(year.or_else(likely).unwrap_or(LEAP_YEAR)),
            }
        }
        (Some((Day::OfMonth(day), _)), _, Some(within)) => {
            month(within).map(|(_, last)| last).filter(|last| *day > last.day())
        }
        (None, Some((weekday, ..)), Some(within)) if s.nth.is_some_and(|nth| nth.nth == 5) => {
            let (first, last) = month(within)?;
            if first.nth_weekday_of_month(5, *weekday).is_ok() { None } else { back_to(last, *weekday) }
        }
        (None, None, Some(Period::Week { number: 53, year })) => {
            let last = Date::new(year.or_else(|| now.day().map(Date::year))?, 12, 28).ok()?;
            if last.iso_week_date().week() < 53 { on_or_after(last, Weekday::Sunday) } else { None }
        }
        _ => None,
    }
}

/// Some year that has a 29 February.
pub(super) const LEAP_YEAR: i16 = 2000;

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
