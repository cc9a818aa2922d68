//! Clock times without a day: "dinner on Thursday; be there at six".

use jiff::civil::{Date, DateTime};

use super::TimeExpression;
use crate::draft::BlockId;

/// How many bytes after a day a clock time can still be of it: a short sentence or so.
const REACH: usize = 60;

/// Gives each clock time without a day the day that was named just before in its block,
/// if it is still to come. The times stand in order; `today` is the day of writing.
pub fn borrow(times: &mut [TimeExpression], today: Option<Date>) {
    let mut named: Option<(BlockId, usize, Date)> = None;
    for time in times {
        let place = &time.time.range;
        let near = named.filter(|&(block, end, _)| block == time.block && place.start.saturating_sub(end) <= REACH);
        let Some((from, to)) = time.time.bounds else { continue };
        if time.time.dayless {
            if let Some((block, _, day)) = near {
                time.time.bounds = on(day, from, to);
                if let (Some((moved, _)), Some(there)) = (time.time.bounds, &mut time.time.there) {
                    there.shift(moved.date().since(from.date()).unwrap_or_default());
                }
                named = Some((block, place.end, day));
            }
        } else if from.date() == to.date() && !time.time.duration {
            let ahead = today.is_none_or(|today| from.date() >= today);
            named = ahead.then_some((time.block, place.end, from.date()));
        }
    }
}

/// The same times of day on another day.
fn on(day: Date, from: DateTime, to: DateTime) -> Option<(DateTime, DateTime)> {
    let moved = day.to_datetime(from.time());
    Some((moved, moved.checked_add(to.since(from).ok()?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::tests::draft_of;
    use crate::draft::Role;
    use crate::language::PhrasesBuilder;
    use crate::language::time::Reference;

    #[test]
    fn a_clock_time_is_of_the_day_named_before() {
        let now = "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().ok();
        let reference = Reference { now: now.as_ref(), country: None };
        for (text, day) in [
            ("Dinner is on Thursday. Be there at 18:30, please.", "2026-06-04"),
            ("The trip is on 23 June; the coach leaves at 8.45 am.", "2026-06-23"),
            ("Be there at 18:30, please.", "2026-06-02"),
        ] {
            let draft = draft_of(&[(Role::Prose, text)]);
            let reading = super::super::read(&draft, &PhrasesBuilder::with_pack().build(), reference);
            let last = reading.times.last().and_then(|time| time.time.bounds).map(|(from, _)| from.date().to_string());
            assert_eq!(last.as_deref(), Some(day), "{text}");
        }
    }
}
