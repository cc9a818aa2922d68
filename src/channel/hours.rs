use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// How many minutes all work at once while the first works on `day`.
///
/// Each works from one time to the other by the clock of their zone, past midnight where
/// the second is the earlier one, every day of the week. The first's `day` is the day
/// their hours begin on; it meets with the hours of the others on whatever day they have
/// then. A change of the clocks counts: a time that is left out is the one after the gap,
/// a time that comes twice is the first one.
pub fn shared_minutes(day: Date, people: &[(&TimeZone, (Time, Time))]) -> u32 {
    let Some((first, others)) = people.split_first() else { return 0 };
    let mut shared: Vec<(i64, i64)> = window(day, *first).into_iter().collect();
    for &person in others {
        // The clocks of two places differ by up to 26 hours, and a window may begin the day before.
        let days = (-3..=3).filter_map(|days| day.checked_add(jiff::Span::new().days(days)).ok());
        let windows: Vec<(i64, i64)> = days.filter_map(|day| window(day, person)).collect();
        let meet = |a: (i64, i64), b: (i64, i64)| (a.0.max(b.0), a.1.min(b.1));
        shared = shared.iter().flat_map(|&a| windows.iter().map(move |&b| meet(a, b))).filter(|s| s.0 < s.1).collect();
    }
    let seconds: i64 = shared.iter().map(|(from, to)| to - from).sum();
    u32::try_from(seconds / 60).unwrap_or(0)
}

/// The hours that begin on this day, as seconds since the epoch; none where the
/// calendar ends.
fn window(day: Date, (zone, (from, to)): (&TimeZone, (Time, Time))) -> Option<(i64, i64)> {
    let last = if to <= from { day.tomorrow().ok()? } else { day };
    let second = |day: Date, time: Time| Some(zone.to_timestamp(day.to_datetime(time)).ok()?.as_second());
    Some((second(day, from)?, second(last, to)?)).filter(|(from, to)| from < to)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use jiff::tz::TimeZoneDatabase;

    use super::*;

    fn minutes(day: Date, people: &[(&str, i8, i8)]) -> u32 {
        let zones: Vec<TimeZone> = people
            .iter()
            .map(|(name, ..)| TimeZoneDatabase::bundled().get(name).expect("there is such a zone"))
            .collect();
        let hours = people.iter().map(|&(_, from, to)| (time(from, 0, 0, 0), time(to, 0, 0, 0)));
        shared_minutes(day, &zones.iter().zip(hours).collect::<Vec<_>>())
    }

    const WINTER: Date = date(2026, 1, 13);

    #[test]
    fn hours_meet_across_zones() {
        assert_eq!(minutes(WINTER, &[]), 0);
        assert_eq!(minutes(WINTER, &[("Europe/Berlin", 9, 17)]), 480);
        assert_eq!(minutes(WINTER, &[("Europe/Berlin", 9, 17), ("Europe/Lisbon", 9, 17)]), 420);
        assert_eq!(minutes(WINTER, &[("Europe/Berlin", 9, 17), ("America/Los_Angeles", 9, 17)]), 0);
        let three = [("Europe/Berlin", 9, 17), ("America/New_York", 8, 16), ("Europe/London", 9, 17)];
        assert_eq!(minutes(WINTER, &three), 180);
    }

    #[test]
    fn the_days_may_differ() {
        // Tuesday 14 to 17 in Los Angeles is Wednesday 9 to 12 in Sydney.
        assert_eq!(minutes(WINTER, &[("America/Los_Angeles", 9, 17), ("Australia/Sydney", 9, 17)]), 180);
        assert_eq!(minutes(WINTER, &[("Pacific/Kiritimati", 9, 17), ("Pacific/Pago_Pago", 9, 17)]), 420);
    }

    #[test]
    fn hours_may_cross_midnight() {
        assert_eq!(minutes(WINTER, &[("Europe/Berlin", 22, 6)]), 480);
        assert_eq!(minutes(WINTER, &[("Europe/Berlin", 22, 6), ("Asia/Tokyo", 9, 17)]), 300);
        assert_eq!(minutes(WINTER, &[("Europe/Berlin", 9, 17), ("Europe/Berlin", 16, 10)]), 120);
        assert_eq!(minutes(WINTER, &[("Europe/Berlin", 18, 0), ("Europe/Berlin", 0, 6)]), 0);
    }

    #[test]
    fn a_change_of_the_clocks_counts() {
        // New York is on summer time from 8 March 2026, Berlin from 29 March.
        let pair = [("Europe/Berlin", 9, 17), ("America/New_York", 9, 17)];
        assert_eq!(minutes(date(2026, 3, 6), &pair), 120);
        assert_eq!(minutes(date(2026, 3, 9), &pair), 180);
        assert_eq!(minutes(date(2026, 3, 30), &pair), 120);
        // The night of the change has an hour less, or more.
        assert_eq!(minutes(date(2026, 3, 28), &[("Europe/Berlin", 22, 6)]), 420);
        assert_eq!(minutes(date(2026, 10, 24), &[("Europe/Berlin", 22, 6)]), 540);
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trouble() {
        assert_eq!(minutes(Date::MAX, &[("Europe/Berlin", 22, 6), ("Asia/Tokyo", 9, 17)]), 0);
        assert_eq!(minutes(Date::MIN, &[("Europe/Berlin", 9, 17), ("Asia/Tokyo", 22, 6)]), 0);
    }
}
