//! Time zones as people write them after a clock time.

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::lexer::{Kind, Tokens};
use super::number::Read;
use super::words::Word;

/// A zone after a clock time: "CET", "UTC+2", "Z", "Berlin time". It need not be one
/// that can be resolved ("your time").
pub(super) fn zone(t: &Tokens, at: usize) -> Read<Option<TimeZone>> {
    if t.punct(at, b'(') {
        let (zone, next) = plain(t, at + 1)?;
        return t.punct(next, b')').then_some((zone, next + 1));
    }
    plain(t, at)
}

fn plain(t: &Tokens, at: usize) -> Read<Option<TimeZone>> {
    let name = t.text(at);
    if t.kind(at) != Kind::Other && !matches!(name, "Z" | "z") {
        return None;
    }
    let is_time = |at: usize| t.is(at, Word::Time) || t.text(at).eq_ignore_ascii_case("timezone");
    if name.eq_ignore_ascii_case("utc") || name.eq_ignore_ascii_case("gmt") || matches!(name, "Z" | "UT") {
        return Some(match offset(t, at + 1) {
            Some((seconds, next)) => (Offset::from_seconds(seconds).ok().map(TimeZone::fixed), next),
            None => (Some(TimeZone::UTC), at + 1),
        });
    }
    if let Some((_, region)) = ABBREVIATIONS.iter().find(|(short, _)| short.eq_ignore_ascii_case(name)) {
        // "et", "pt" and "ist" in lower case are words of other languages.
        if name.len() > 2 || t.capital(at) {
            let next = if is_time(at + 1) { at + 2 } else { at + 1 };
            return Some((TimeZoneDatabase::bundled().get(region).ok(), next));
        }
    }
    if ["my", "your", "our", "their", "local"].iter().any(|word| word.eq_ignore_ascii_case(name)) {
        return is_time(at + 1).then_some((None, at + 2));
    }
    if let Some((_, region)) = REGIONS.iter().find(|(word, _)| word.eq_ignore_ascii_case(name)) {
        let daylight = ["standard", "daylight"].iter().any(|word| t.text(at + 1).eq_ignore_ascii_case(word));
        let after = if daylight { at + 2 } else { at + 1 };
        let next = if is_time(after) { after + 1 } else { after };
        return (next > at + 1 || t.text(at).len() > 2).then(|| (TimeZoneDatabase::bundled().get(region).ok(), next));
    }
    // Any other place: "Jakarta time", "New York time".
    if t.capital(at) {
        let second = t.kind(at + 1) == Kind::Other && t.capital(at + 1);
        let next = if second { at + 2 } else { at + 1 };
        if is_time(next) {
            let range = t.bytes(at, next);
            return Some((city(t.slice(range)), next + 1));
        }
    }
    None
}

/// "+2", "-05:30" right after "UTC".
fn offset(t: &Tokens, at: usize) -> Read<i32> {
    let sign = match t.kind(at) {
        Kind::Punct(b'+') => 1,
        Kind::Dash => -1,
        _ => return None,
    };
    let Kind::Number(value, digits) = t.kind(at + 1) else { return None };
    if !t.glued(at + 1) || digits > 4 {
        return None;
    }
    let (hours, minutes, next) = match digits {
        1 | 2 => match (t.punct(at + 2, b':'), t.kind(at + 3)) {
            (true, Kind::Number(minutes @ 0..=59, 2)) => (value, minutes, at + 4),
            _ => (value, 0, at + 2),
        },
        _ => (value / 100, value % 100, at + 2),
    };
    (hours <= 14 && minutes < 60).then(|| (sign * (hours * 3600 + minutes * 60) as i32, next))
}

/// The offset at the end of an ISO time: "Z", "+02:00".
pub(super) fn iso_offset(t: &Tokens, at: usize) -> Read<Option<TimeZone>> {
    if !t.glued(at) {
        return None;
    }
    if matches!(t.text(at), "Z" | "z") {
        return Some((Some(TimeZone::UTC), at + 1));
    }
    let (seconds, next) = offset(t, at)?;
    Some((Offset::from_seconds(seconds).ok().map(TimeZone::fixed), next))
}

/// The zone of a city that gives its name to one.
fn city(name: &str) -> Option<TimeZone> {
    let name = name.replace(' ', "_");
    let database = TimeZoneDatabase::bundled();
    ["Europe", "America", "Asia", "Australia", "Africa", "Pacific"]
        .iter()
        .find_map(|area| database.get(&format!("{area}/{name}")).ok())
}

/// People write "EST" in summer too, so an abbreviation stands for the wall clock of
/// its region and not for a fixed offset.
static ABBREVIATIONS: &[(&str, &str)] = &[
    ("ET", "America/New_York"),
    ("EST", "America/New_York"),
    ("EDT", "America/New_York"),
    ("CT", "America/Chicago"),
    ("CST", "America/Chicago"),
    ("CDT", "America/Chicago"),
    ("MT", "America/Denver"),
    ("MST", "America/Denver"),
    ("MDT", "America/Denver"),
    ("PT", "America/Los_Angeles"),
    ("PST", "America/Los_Angeles"),
    ("PDT", "America/Los_Angeles"),
    ("AKST", "America/Anchorage"),
    ("HST", "Pacific/Honolulu"),
    ("BRT", "America/Sao_Paulo"),
    ("WET", "Europe/Lisbon"),
    ("WEST", "Europe/Lisbon"),
    ("BST", "Europe/London"),
    ("CET", "Europe/Berlin"),
    ("CEST", "Europe/Berlin"),
    ("MEZ", "Europe/Berlin"),
    ("MESZ", "Europe/Berlin"),
    ("EET", "Europe/Helsinki"),
    ("EEST", "Europe/Helsinki"),
    ("MSK", "Europe/Moscow"),
    ("SAST", "Africa/Johannesburg"),
    ("IST", "Asia/Kolkata"),
    ("PKT", "Asia/Karachi"),
    ("ICT", "Asia/Bangkok"),
    ("WIB", "Asia/Jakarta"),
    ("SGT", "Asia/Singapore"),
    ("HKT", "Asia/Hong_Kong"),
    ("JST", "Asia/Tokyo"),
    ("KST", "Asia/Seoul"),
    ("AWST", "Australia/Perth"),
    ("AEST", "Australia/Sydney"),
    ("AEDT", "Australia/Sydney"),
    ("NZST", "Pacific/Auckland"),
    ("NZDT", "Pacific/Auckland"),
];

/// Names that stand for a zone with or without "time".
static REGIONS: &[(&str, &str)] = &[
    ("eastern", "America/New_York"),
    ("central", "America/Chicago"),
    ("mountain", "America/Denver"),
    ("pacific", "America/Los_Angeles"),
    ("UK", "Europe/London"),
    ("London", "Europe/London"),
    ("Berlin", "Europe/Berlin"),
    ("Paris", "Europe/Paris"),
    ("Brussels", "Europe/Brussels"),
];
