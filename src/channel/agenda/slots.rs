//! When all who are needed are at work.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ZonedDateTime};

/// When somebody is at work, on working days.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// Where.
    pub zone: TimeZone,
    /// From when.
    pub from: Time,
    /// To when; before `from` for those who work through midnight.
    pub to: Time,
}

/// How many slots are proposed: a choice, and no survey.
pub const MOST: usize = 3;

/// How many days after today are looked at: three weeks with their weekends.
const AHEAD: i32 = 21;

/// Slots start on the quarter of an hour, in every zone of the world.
const GRID: i64 = 15 * 60;

/// Days on which offices are closed in so many countries that no talk is proposed: New
/// Year's Day and Christmas. Other holidays are known to the people alone.
pub const CLOSED: [(i8, i8); 3] = [(1, 1), (12, 25), (12, 26)];

/// Up to three starts of a talk of so many minutes, in order: within everybody's hours,
/// on the working days after the day of `now`, over before `until`. The first of `people`
/// is the author, whose days they are. The earliest of each day is taken, and only where
/// there are fewer than three days the latest as well.
pub fn shared(people: &[Hours], now: Date, until: Option<Timestamp>, minutes: u32) -> Vec<Timestamp> {
    let length = i64::from(minutes) * 60;
    let Some((author, others)) = people.split_first() else { return Vec::new() };
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for ahead in 1..=AHEAD {
        let Ok(day) = now.checked_add(Span::new().days(ahead)) else { break };
        let mut free: Vec<(i64, i64)> = author.on(day).into_iter().collect();
        for hours in others {
            // Their day may have begun before the author's, or begin after it.
            let near = [day.yesterday(), Ok(day), day.tomorrow()];
            let theirs: Vec<(i64, i64)> = near.into_iter().flatten().filter_map(|day| hours.on(day)).collect();
            free = free.iter().flat_map(|&a| theirs.iter().filter_map(move |&b| both(a, b))).collect();
        }
        free.sort_unstable();
        let end = |to: i64| until.map_or(to, |until| to.min(until.as_second()));
        let starts =
            || free.iter().map(|&(from, to)| (up(from), down(end(to) - length))).filter(|(low, high)| low <= high);
        let earliest = starts().map(|(low, _)| low).next();
        first.extend(earliest);
        let apart = |&high: &i64| earliest.is_some_and(|low| high >= low + length);
        last.extend(starts().map(|(_, high)| high).next_back().filter(apart));
        if first.len() == MOST {
            break;
        }
    }
    let missing = MOST - first.len();
    first.extend(last.into_iter().take(missing));
    first.sort_unstable();
    first.into_iter().filter_map(|second| Timestamp::from_second(second).ok()).collect()
}

impl Hours {
    /// The hours of one day, as seconds of the epoch; none on a day off.
    fn on(&self, day: Date) -> Option<(i64, i64)> {
        let closed = CLOSED.contains(&(day.month(), day.day()));
        if closed || matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return None;
        }
        let end = if self.to <= self.from { day.tomorrow().ok()? } else { day };
        let at = |day: Date, time: Time| -> Option<ZonedDateTime> {
            day.to_datetime(time).to_zoned_datetime(self.zone.clone()).ok()
        };
        Some((at(day, self.from)?.timestamp().as_second(), at(end, self.to)?.timestamp().as_second()))
    }
}

/// What lies in both.
fn both(a: (i64, i64), b: (i64, i64)) -> Option<(i64, i64)> {
    let shared = (a.0.max(b.0), a.1.min(b.1));
    (shared.0 < shared.1).then_some(shared)
}

fn up(second: i64) -> i64 {
    down(second + GRID - 1)
}

fn down(second: i64) -> i64 {
    second.div_euclid(GRID) * GRID
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    fn hours(zone: &str, from: i8, to: i8) -> Hours {
        Hours { zone: TimeZone::get(zone).unwrap(), from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) }
    }

    /// The starts in the zone of the first.
    fn starts(people: &[Hours], now: &str, until: Option<&str>, minutes: u32) -> Vec<String> {
        let until = until.map(|until| until.parse().unwrap());
        let zone = people[0].zone.clone();
        shared(people, now.parse().unwrap(), until, minutes)
            .into_iter()
            .map(|start| ZonedDateTime::new(start, zone.clone()).strftime("%a %d %b %H:%M").to_string())
            .collect()
    }

    #[test]
    fn two_zones_share_the_end_of_one_day_and_the_start_of_the_other() {
        let people = [hours("Europe/Berlin", 9, 17), hours("America/New_York", 9, 17)];
        assert_eq!(
            starts(&people, "2026-06-02", None, 25),
            ["Wed 03 Jun 15:00", "Thu 04 Jun 15:00", "Fri 05 Jun 15:00"]
        );
        // From New York the same hours stand first.
        let people = [hours("America/New_York", 9, 17), hours("Europe/Berlin", 9, 17)];
        assert_eq!(starts(&people, "2026-06-02", None, 25)[0], "Wed 03 Jun 09:00");
    }

    #[test]
    fn weekends_are_left_out_in_every_zone() {
        let people = [hours("Europe/Berlin", 9, 17)];
        assert_eq!(
            starts(&people, "2026-06-04", None, 25),
            ["Fri 05 Jun 09:00", "Mon 08 Jun 09:00", "Tue 09 Jun 09:00"]
        );
        // Monday morning in Auckland is Sunday in Los Angeles, Saturday morning is Friday.
        let people = [hours("America/Los_Angeles", 9, 17), hours("Pacific/Auckland", 7, 15)];
        assert_eq!(
            starts(&people, "2026-06-03", None, 25),
            ["Thu 04 Jun 12:00", "Mon 08 Jun 12:00", "Tue 09 Jun 12:00"]
        );
    }

    #[test]
    fn christmas_and_new_year_are_left_out() {
        let people = [hours("Europe/London", 9, 17)];
        assert_eq!(
            starts(&people, "2026-12-24", None, 25),
            ["Mon 28 Dec 09:00", "Tue 29 Dec 09:00", "Wed 30 Dec 09:00"]
        );
        assert_eq!(starts(&people, "2026-12-31", None, 25)[0], "Mon 04 Jan 09:00");
    }

    #[test]
    fn daylight_saving_moves_the_shared_hours() {
        // New York changes on 8 March 2026, Berlin three weeks later.
        let people = [hours("Europe/Berlin", 9, 17), hours("America/New_York", 9, 17)];
        assert_eq!(
            starts(&people, "2026-03-05", None, 25),
            ["Fri 06 Mar 15:00", "Mon 09 Mar 14:00", "Tue 10 Mar 14:00"]
        );
        assert_eq!(starts(&people, "2026-03-26", None, 25)[..2], ["Fri 27 Mar 14:00", "Mon 30 Mar 15:00"]);
    }

    #[test]
    fn where_no_hours_are_shared_nothing_is_proposed() {
        let people = [hours("Europe/Berlin", 9, 17), hours("America/Los_Angeles", 9, 17)];
        assert!(starts(&people, "2026-06-02", None, 15).is_empty());
        // What two share, the third may not, and one zone ends as the other begins.
        let people = [hours("Europe/Berlin", 9, 17), hours("Asia/Tokyo", 9, 17), hours("Europe/Berlin", 10, 17)];
        assert!(starts(&people, "2026-06-02", None, 15).is_empty());
        let people = [hours("Europe/Berlin", 8, 17), hours("Asia/Tokyo", 10, 15)];
        assert!(starts(&people, "2026-06-02", None, 25).is_empty());
        // An hour that is shared is too short for a longer talk.
        let people = [hours("Europe/Berlin", 8, 17), hours("Asia/Tokyo", 10, 16)];
        assert_eq!(starts(&people, "2026-06-02", None, 50).len(), 3);
        assert!(starts(&people, "2026-06-02", None, 75).is_empty());
    }

    #[test]
    fn a_talk_is_over_before_the_deadline() {
        let people = [hours("Europe/Berlin", 9, 17)];
        let until = Some("2026-06-03T09:20:00+02:00");
        assert!(starts(&people, "2026-06-02", until, 25).is_empty());
        assert_eq!(starts(&people, "2026-06-02", until, 15), ["Wed 03 Jun 09:00"]);
        // One day alone gives its start and its end.
        let until = Some("2026-06-03T16:40:00+02:00");
        assert_eq!(starts(&people, "2026-06-02", until, 25), ["Wed 03 Jun 09:00", "Wed 03 Jun 16:15"]);
    }

    #[test]
    fn starts_stand_on_the_quarter_hour_also_where_zones_are_off_by_one() {
        let mut late = hours("Asia/Kathmandu", 9, 17);
        late.from = time(9, 10, 0, 0);
        let people = [hours("Europe/Berlin", 5, 17), late];
        // 09:10 at +05:45 is 05:25 in Berlin.
        assert_eq!(starts(&people, "2026-06-02", None, 25)[0], "Wed 03 Jun 05:30");
    }

    #[test]
    fn who_works_through_midnight_is_met_in_the_night() {
        let people = [hours("Asia/Tokyo", 9, 17), hours("Europe/Berlin", 22, 6)];
        assert_eq!(starts(&people, "2026-06-01", None, 25)[0], "Tue 02 Jun 09:00");
    }

    #[test]
    fn nobody_and_the_end_of_time_give_nothing() {
        assert!(shared(&[], "2026-06-02".parse().unwrap(), None, 25).is_empty());
        let people = [hours("Europe/Berlin", 9, 17)];
        assert!(shared(&people, Date::MAX, None, 25).is_empty());
    }
}
