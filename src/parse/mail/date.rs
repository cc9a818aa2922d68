use jiff::ZonedDateTime;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// Reads the date of a mail: RFC 5322 with its obsolete zones, and the forms that broken
/// programs write, such as `2002-10-06 22:57`, `Oct 6 22:57:28 2002` or `6-Oct-02`. What
/// names no zone is taken as UTC.
pub fn read(text: &str) -> Option<ZonedDateTime> {
    let text = without_comments(text);
    let mut date = Fields::default();
    for token in text.split(|c: char| c.is_whitespace() || c == ',').filter(|token| !token.is_empty()).take(12) {
        date.take(token);
    }
    let (month, day, year) = (date.month?, date.day?, date.year?);
    let (hour, minute, second) = date.time.unwrap_or_default();
    // A leap second is shown as the second before.
    let second = second.min(59);
    let civil = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    let offset = Offset::from_seconds(date.offset.unwrap_or(0)).ok()?;
    civil.to_zoned_datetime(TimeZone::fixed(offset)).ok()
}

/// What the tokens of a date have said so far.
#[derive(Default)]
struct Fields {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    time: Option<(i8, i8, i8)>,
    offset: Option<i32>,
}

impl Fields {
    fn take(&mut self, token: &str) {
        if self.time.is_none() && token.contains(':') {
            self.take_time(token);
        } else if token.starts_with(['+', '-']) && self.time.is_some() {
            self.offset = numeric_offset(token).or(self.offset);
        } else if token.contains(['-', '/']) {
            self.take_date(token);
        } else if let Ok(number) = token.trim_end_matches('.').parse::<i16>() {
            self.take_number(number, token.len());
        } else if let Some(month) = month(token).filter(|_| self.month.is_none()) {
            self.month = Some(month);
        } else if self.time.is_some() {
            self.take_zone(token);
        }
    }

    fn take_number(&mut self, number: i16, digits: usize) {
        if self.day.is_none() && digits <= 2 && (1..=31).contains(&number) {
            self.day = Some(number as i8);
        } else if self.year.is_none() {
            // RFC 5322, 4.3: two digits up to 49 are of this century, three count from 1900.
            self.year = match (digits, number) {
                (1..=2, 0..=49) => Some(number + 2000),
                (1..=3, 0..) => Some(number + 1900),
                _ => Some(number),
            };
        }
    }

    /// `10:05`, `10:05:30`, `10:05:30.123Z` or a whole ISO 8601 moment.
    fn take_time(&mut self, token: &str) {
        if let Some((date, time)) = token.split_once('T')
            && date.contains('-')
        {
            self.take_date(date);
            return self.take_time(time);
        }
        let end = token.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(token.len());
        let (clock, zone) = token.split_at(end);
        let mut parts = clock.split(':').map(|part| part.split('.').next().and_then(|part| part.parse::<i8>().ok()));
        let (Some(Some(hour)), Some(Some(minute))) = (parts.next(), parts.next()) else { return };
        self.time = Some((hour, minute, parts.next().flatten().unwrap_or(0)));
        if !zone.is_empty() {
            self.take(zone);
        }
    }

    /// `2002-10-06`, `6-Oct-2002` or `06/10/2002`, of which the last says nothing for sure.
    fn take_date(&mut self, token: &str) {
        let parts: Vec<&str> = token.splitn(4, '-').collect();
        let &[first, middle, last] = parts.as_slice() else { return };
        let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
        let numbered = middle.parse().ok().filter(|_| first.len() == 4);
        let Some(month) = numbered.or_else(|| month(middle)) else { return };
        let (Ok(day), Ok(number)) = (day.parse::<i8>(), year.parse::<i16>()) else { return };
        self.month = Some(month);
        self.day = Some(day);
        self.take_number(number, year.len());
    }

    /// A zone by name, and the half of the day. Names that nobody knows are UTC, as
    /// RFC 5322 has it.
    fn take_zone(&mut self, token: &str) {
        let token = token.to_ascii_uppercase();
        if let (Some((hour, minute, second)), "AM" | "PM") = (self.time, token.as_str()) {
            let hour = if (1..=12).contains(&hour) { hour % 12 + if token == "PM" { 12 } else { 0 } } else { hour };
            self.time = Some((hour, minute, second));
            return;
        }
        let hours = match token.as_str() {
            "EDT" => -4,
            "EST" | "CDT" => -5,
            "CST" | "MDT" => -6,
            "MST" | "PDT" => -7,
            "PST" => -8,
            "BST" | "IST" | "WEST" | "CET" | "MET" => 1,
            "CEST" | "MEST" | "EET" => 2,
            "EEST" | "MSK" => 3,
            "JST" | "KST" => 9,
            "UT" | "UTC" | "GMT" | "Z" => 0,
            // `GMT+0200`.
            _ if token.starts_with("GMT") || token.starts_with("UTC") => {
                self.offset = numeric_offset(&token[3..]).or(self.offset);
                return;
            }
            _ => return,
        };
        self.offset = self.offset.or(Some(hours * 3600));
    }
}

/// `+0200`, `-05:30`, `+2`, in seconds.
fn numeric_offset(token: &str) -> Option<i32> {
    let (sign, digits) = match token.as_bytes().first()? {
        b'+' => (1, &token[1..]),
        b'-' => (-1, &token[1..]),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|&c| c != ':').collect();
    let number: i32 = digits.parse().ok().filter(|_| digits.len() <= 4)?;
    let (hours, minutes) = if digits.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// A month by its English name or the first three letters of it.
fn month(token: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = token.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|&month| month == start).map(|index| index as i8 + 1)
}

fn without_comments(text: &str) -> String {
    let mut depth = 0usize;
    let outside = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return ' ';
            }
            _ => {}
        }
        if depth == 0 { c } else { ' ' }
    };
    text.chars().map(outside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let got = read(text).map(|date| jiff::fmt::rfc2822::to_string(&date).unwrap());
        assert_eq!(got.unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn dates_of_the_standard_are_read() {
        check("Tue, 2 Jun 2026 10:00:05 +0200", "Tue, 2 Jun 2026 10:00:05 +0200");
        check("2 Jun 2026 10:00 -0330 (Newfoundland (really))", "Tue, 2 Jun 2026 10:00:00 -0330");
        check("Tue, 02 Jun 26 10:00:05 EST", "Tue, 2 Jun 2026 10:00:05 -0500");
        check("Mon, 1 Jun 99 10:00:05 GMT", "Tue, 1 Jun 1999 10:00:05 +0000");
        check("Tue,\r\n 2 (day) Jun 2026 10:00:05 Z", "Tue, 2 Jun 2026 10:00:05 +0000");
    }

    #[test]
    fn broken_dates_are_read_where_they_are_clear() {
        check("Tue Jun  2 10:00:05 2026", "Tue, 2 Jun 2026 10:00:05 +0000");
        check("Tue Jun 2 10:00:05 PDT 2026", "Tue, 2 Jun 2026 10:00:05 -0700");
        check("2026-06-02T10:00:05.25+02:00", "Tue, 2 Jun 2026 10:00:05 +0200");
        check("2026-06-02 10:00", "Tue, 2 Jun 2026 10:00:00 +0000");
        check("Tuesday, June 2, 2026 4:05 PM", "Tue, 2 Jun 2026 16:05:00 +0000");
        check("2-Jun-2026 10:00:60 GMT+0200", "Tue, 2 Jun 2026 10:00:59 +0200");
        check("Tue, 2 Jun 2026", "Tue, 2 Jun 2026 00:00:00 +0000");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "soon", "31 Feb 2026 10:00", "2 Jun", "02/06/2026", "Tue, 2 Jun 2026 25:00:00", "(2 Jun 2026"]
        {
            check(text, "");
        }
    }
}
