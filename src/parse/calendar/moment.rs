//! Dates, times and lengths of time (RFC 5545, 3.3.4 to 3.3.6).

use jiff::ZonedDateTime;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A date, with a time of day or without.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// As it stands; midnight where there is no time.
    pub civil: DateTime,
    /// Whether it names a day and no time.
    pub whole_day: bool,
    /// Whether it is said to be in UTC (`Z`).
    pub utc: bool,
}

impl Moment {
    /// Reads `20260602`, `20260602T100000` or `20260602T080000Z`.
    pub fn read(text: &str) -> Option<Moment> {
        let (text, utc) = match text.strip_suffix(['Z', 'z']) {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let (date, time) = match text.split_once(['T', 't']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let number = |text: &str, from: usize, to: usize| -> Option<i16> {
            let digits = text.get(from..to)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let two = |text: &str, at: usize| -> Option<i8> { number(text, at, at + 2).map(|n| n as i8) };
        if date.len() != 8 || time.is_some_and(|time| time.len() != 6) {
            return None;
        }
        let (hour, minute, second) = match time {
            // A leap second is shown as the second before.
            Some(time) => (two(time, 0)?, two(time, 2)?, two(time, 4)?.min(59)),
            None => (0, 0, 0),
        };
        let civil = DateTime::new(number(date, 0, 4)?, two(date, 4)?, two(date, 6)?, hour, minute, second, 0).ok()?;
        Some(Moment { civil, whole_day: time.is_none(), utc })
    }

    /// The moment in UTC where it says so, else in `zone`.
    pub fn zoned(&self, zone: TimeZone) -> Option<ZonedDateTime> {
        self.civil.to_zoned_datetime(if self.utc { TimeZone::UTC } else { zone }).ok()
    }
}

/// Reads a length of time such as `PT1H30M`, `P1D` or `P2W`, in minutes. One that runs
/// backwards is none.
pub fn minutes(text: &str) -> Option<u32> {
    let text = text.strip_prefix('+').unwrap_or(text).to_ascii_uppercase();
    let mut rest = text.strip_prefix('P')?;
    let (mut seconds, mut in_time, mut any) = (0u64, false, false);
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('T') {
            in_time = true;
            rest = behind;
            continue;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = rest[..digits].parse().ok()?;
        let unit = match (rest.as_bytes().get(digits)?, in_time) {
            (b'W', false) => 7 * 24 * 3600,
            (b'D', false) => 24 * 3600,
            (b'H', true) => 3600,
            (b'M', true) => 60,
            (b'S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        any = true;
        rest = &rest[digits + 1..];
    }
    any.then(|| u32::try_from(seconds / 60).ok())?
}

/// The minutes from one moment to another; none where they run backwards.
pub fn minutes_between(start: &ZonedDateTime, end: &ZonedDateTime) -> Option<u32> {
    let seconds = end.timestamp().as_second() - start.timestamp().as_second();
    u32::try_from(seconds / 60).ok().filter(|_| seconds >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read() {
        let read = |text: &str| Moment::read(text).map(|m| (m.civil.to_string(), m.whole_day, m.utc));
        assert_eq!(read("20260602"), Some(("2026-06-02T00:00:00".into(), true, false)));
        assert_eq!(read("20260602T093000"), Some(("2026-06-02T09:30:00".into(), false, false)));
        assert_eq!(read("20260602T093060Z"), Some(("2026-06-02T09:30:59".into(), false, true)));
        for text in ["", "Z", "T", "2026-06-02", "20260602T", "20261302", "20260602T250000", "+0260602", "2026060ü"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_are_read() {
        assert_eq!(minutes("PT1H30M"), Some(90));
        assert_eq!(minutes("+P1DT15M30S"), Some(24 * 60 + 15));
        assert_eq!(minutes("P2W"), Some(2 * 7 * 24 * 60));
        assert_eq!(minutes("pt45m"), Some(45));
        for text in ["", "P", "PT", "-PT5M", "P1H", "PT5", "P5M", "PTM", "P99999999999999999999D", "PT5Mü", "P9999999W"]
        {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
