//! The time zones of a calendar: by the names of the IANA, by those of Windows, and by
//! what the calendar itself says of them.

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::lines::ContentLine;

/// The zones that a calendar defines, and whether one can be told.
#[derive(Default)]
pub struct Zones<'a> {
    defined: Vec<Defined<'a>>,
}

/// A VTIMEZONE.
struct Defined<'a> {
    name: &'a str,
    /// The offset in seconds, where it has but one.
    offset: Option<i32>,
    /// Whether it has several, of which the calendar says when each holds.
    changes: bool,
}

/// What is known of a zone that a calendar names.
pub enum Known {
    /// All that is needed.
    Zone(TimeZone),
    /// The calendar defines it, by rules that we do not read.
    Defined,
    /// Nothing.
    Unknown,
}

impl<'a> Zones<'a> {
    /// Takes a line of a VTIMEZONE or of what lies in it.
    pub fn take(&mut self, line: &ContentLine<'a>) {
        if line.is("TZID") {
            self.defined.push(Defined { name: line.raw(), offset: None, changes: false });
        } else if line.is("TZOFFSETTO")
            && let Some(zone) = self.defined.last_mut()
        {
            let offset = offset(line.raw());
            zone.changes |= offset.is_none() || zone.offset.is_some_and(|known| Some(known) != offset);
            zone.offset = offset;
        }
    }

    /// The zone that a TZID names.
    pub fn get(&self, name: &str) -> Known {
        if let Some(zone) = by_name(name) {
            return Known::Zone(zone);
        }
        let Some(defined) = self.defined.iter().find(|zone| zone.name.eq_ignore_ascii_case(name)) else {
            return Known::Unknown;
        };
        let fixed = defined.offset.filter(|_| !defined.changes).and_then(|seconds| Offset::from_seconds(seconds).ok());
        fixed.map_or(Known::Defined, |offset| Known::Zone(TimeZone::fixed(offset)))
    }
}

/// `+0200` or `-053000`, in seconds.
fn offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| digits.get(at..at + 2).map_or(0, |digits| digits.parse::<i32>().unwrap_or(0));
    Some(sign * (two(0) * 3600 + two(2) * 60 + two(4)))
}

/// A zone by a name that everybody knows. Some programs put their own name before that of
/// the IANA: `/example.org/20260101_1/Europe/Berlin`.
fn by_name(name: &str) -> Option<TimeZone> {
    // The zones that the library holds, so that nothing is read from the machine.
    let database = TimeZoneDatabase::bundled();
    let windows = WINDOWS.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(name));
    if let Some((_, iana)) = windows {
        return database.get(iana).ok();
    }
    let slashes: Vec<usize> = name.rmatch_indices('/').map(|(at, _)| at + 1).take(3).collect();
    // The longest end first: `America/Indiana/Knox` before `Indiana/Knox`.
    let ends = slashes.iter().rev().map(|&at| &name[at..]);
    std::iter::once(name).chain(ends).find_map(|name| database.get(name).ok())
}

/// Names of zones in Windows, with a place of each (Unicode CLDR, windowsZones, "001").
const WINDOWS: &[(&str, &str)] = &[
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Arab Standard Time", "Asia/Riyadh"),
    ("Arabian Standard Time", "Asia/Dubai"),
    ("Argentina Standard Time", "America/Buenos_Aires"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("Canada Central Standard Time", "America/Regina"),
    ("Cen. Australia Standard Time", "Australia/Adelaide"),
    ("Central America Standard Time", "America/Guatemala"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("Central Standard Time", "America/Chicago"),
    ("Central Standard Time (Mexico)", "America/Mexico_City"),
    ("China Standard Time", "Asia/Shanghai"),
    ("E. Africa Standard Time", "Africa/Nairobi"),
    ("E. Australia Standard Time", "Australia/Brisbane"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("Eastern Standard Time", "America/New_York"),
    ("Egypt Standard Time", "Africa/Cairo"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("GMT Standard Time", "Europe/London"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("Greenwich Standard Time", "Atlantic/Reykjavik"),
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("India Standard Time", "Asia/Calcutta"),
    ("Israel Standard Time", "Asia/Jerusalem"),
    ("Korea Standard Time", "Asia/Seoul"),
    ("Mountain Standard Time", "America/Denver"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
    ("Newfoundland Standard Time", "America/St_Johns"),
    ("Pacific SA Standard Time", "America/Santiago"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Pakistan Standard Time", "Asia/Karachi"),
    ("Romance Standard Time", "Europe/Paris"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("SA Pacific Standard Time", "America/Bogota"),
    ("SE Asia Standard Time", "Asia/Bangkok"),
    ("Singapore Standard Time", "Asia/Singapore"),
    ("South Africa Standard Time", "Africa/Johannesburg"),
    ("Taipei Standard Time", "Asia/Taipei"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("Turkey Standard Time", "Europe/Istanbul"),
    ("US Eastern Standard Time", "America/Indianapolis"),
    ("US Mountain Standard Time", "America/Phoenix"),
    ("UTC", "Etc/UTC"),
    ("W. Australia Standard Time", "Australia/Perth"),
    ("W. Central Africa Standard Time", "Africa/Lagos"),
    ("W. Europe Standard Time", "Europe/Berlin"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_go_by_many_names() {
        let shown = |name: &str| by_name(name).and_then(|zone| zone.iana_name().map(str::to_owned));
        assert_eq!(shown("Europe/Lisbon").as_deref(), Some("Europe/Lisbon"));
        assert_eq!(shown("w. europe standard time").as_deref(), Some("Europe/Berlin"));
        assert_eq!(shown("/example.org/1_2/Europe/Berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(shown("/x/America/Indiana/Knox").as_deref(), Some("America/Indiana/Knox"));
        assert_eq!(shown("Our Time"), None);
        assert_eq!(shown(""), None);
    }

    #[test]
    fn every_windows_zone_has_its_place() {
        for (windows, iana) in WINDOWS {
            assert!(by_name(windows).is_some(), "{windows}: {iana}");
        }
        assert!(WINDOWS.is_sorted());
    }

    #[test]
    fn offsets_are_read() {
        assert_eq!(offset("+0530"), Some(19_800));
        assert_eq!(offset("-013015"), Some(-5_415));
        for text in ["", "0530", "+5", "+05:0", "ü0530"] {
            assert_eq!(offset(text), None, "{text}");
        }
    }
}
