//! The date of front matter.

use jiff::ZonedDateTime;
use jiff::civil::Time;
use jiff::fmt::{rfc2822, temporal::Pieces};
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Reads a date as a mail header or as ISO 8601 has it, with a space for the `T` and
/// before the zone if the author likes, the time or the zone left out. A date without
/// a zone has the unknown zone, which counts as UTC.
pub fn read(text: &str) -> Option<ZonedDateTime> {
    if let Ok(date) = rfc2822::parse(text) {
        return Some(date);
    }
    let mut words = text.split_whitespace().peekable();
    let mut moment = words.next()?.to_owned();
    if let Some(time) = words.next_if(|word| word.contains(':') && word.starts_with(|char: char| char.is_ascii_digit()))
    {
        moment.push('T');
        moment.push_str(time);
    }
    let mut zone = None;
    match words.next() {
        None => {}
        Some("UTC" | "GMT") => zone = Some(TimeZone::UTC),
        Some(offset) if offset.starts_with(['+', '-', 'Z', '[']) => moment.push_str(offset),
        // The zones that the library holds, so that nothing is read from the machine.
        Some(name) => zone = Some(TimeZoneDatabase::bundled().get(name).ok()?),
    }
    if words.next().is_some() {
        return None;
    }
    let pieces = Pieces::parse(&moment).ok()?;
    let zone = match zone {
        Some(zone) => zone,
        None if pieces.time_zone_annotation().is_none() => {
            pieces.to_numeric_offset().map_or(TimeZone::unknown(), TimeZone::fixed)
        }
        None => pieces.to_time_zone_with(&TimeZoneDatabase::bundled()).ok()??,
    };
    pieces.date().to_datetime(pieces.time().unwrap_or(Time::midnight())).to_zoned_datetime(zone).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "2026-06-09T14:30:00+02:00",
            "2026-06-09T14:30+02:00",
            "2026-06-09 14:30 +0200",
            "2026-06-09 12:30 UTC",
            "2026-06-09T12:30Z",
            "2026-06-09 14:30 Europe/Paris",
            "2026-06-09T14:30[Europe/Paris]",
            "Tue, 9 Jun 2026 14:30:00 +0200",
            "2026-06-09 12:30",
        ] {
            let second = read(text).map(|date| date.timestamp().as_second());
            assert_eq!(second, Some(1_781_008_200), "{text}");
        }
        assert_eq!(read("2026-06-09").map(|date| date.hour()), Some(0));
        assert_eq!(read("2026-06-09 14:30 +02:00").map(|date| date.hour()), Some(14));
    }

    #[test]
    fn what_is_no_date_gives_none() {
        for text in ["", "next week", "2026-13-09", "2026-06-09 14:30 Nowhere/Town", "2026-06-09 14:30 +02:00 sharp"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
