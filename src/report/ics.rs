//! An agenda as an invitation in iCalendar (RFC 5545, RFC 5546).

use std::fmt::Write as _;

use jiff::{Timestamp, ZonedDateTime};

use super::agenda::{Markup, render};
use super::escape::visible;
use crate::channel::agenda::{Agenda, Person};
use crate::text::fnv1a;

/// The most bytes of a line, its end left out.
const LINE: usize = 75;

/// The invitation, stamped with the moment of writing; none where it is not known when the
/// talk starts. Where several times are proposed it is for the first.
pub fn invitation(agenda: &Agenda, written: &ZonedDateTime) -> Option<String> {
    let first = agenda.when.starts.first()?.clone();
    let (start, end) = (first.timestamp(), agenda.when.end(&first).timestamp());
    let mut told = agenda.clone();
    told.when.starts = vec![first];
    let people = &agenda.people;
    let host = people.host.as_ref().filter(|host| is_address(&host.address));
    let needed = people.needed.iter().map(|person| (person, "REQ-PARTICIPANT"));
    let optional = people.optional.iter().map(|person| (person, "OPT-PARTICIPANT"));
    let guests = || needed.clone().chain(optional.clone()).filter(|(person, _)| is_address(&person.address));
    // RFC 5546: a request needs an organizer and somebody to ask; what is published has
    // no attendees.
    let host = host.filter(|_| guests().next().is_some());

    let mut event = Lines(String::new());
    event.line(&format!("DTSTART:{}", utc(start)));
    event.line(&format!("DTEND:{}", utc(end)));
    event.line(&format!("SUMMARY:{}", text(agenda.title.as_deref().unwrap_or("____"))));
    event.line(&format!("DESCRIPTION:{}", text(&render(&told, Markup::Text))));
    if let Some(host) = host {
        event.line(&format!("ORGANIZER{}:mailto:{}", name(host), host.address));
        for (person, role) in guests() {
            let parameters = format!("{};ROLE={role};PARTSTAT=NEEDS-ACTION;RSVP=TRUE", name(person));
            event.line(&format!("ATTENDEE{parameters}:mailto:{}", person.address));
        }
    }
    // The same talk has the same name, whenever it is made: calendars know it again by that.
    let id = ["start", "end"].map(|side| fnv1a(side.bytes().chain(event.0.bytes())));

    let mut calendar = Lines(String::new());
    calendar.line("BEGIN:VCALENDAR");
    calendar.line("VERSION:2.0");
    calendar.line("PRODID:-//Presend//presend agenda//EN");
    calendar.line(if host.is_some() { "METHOD:REQUEST" } else { "METHOD:PUBLISH" });
    calendar.line("BEGIN:VEVENT");
    calendar.line(&format!("UID:{:016x}{:016x}@presend", id[0], id[1]));
    calendar.line(&format!("DTSTAMP:{}", utc(written.timestamp())));
    calendar.0.push_str(&event.0);
    calendar.line("END:VEVENT");
    calendar.line("END:VCALENDAR");
    Some(calendar.0)
}

/// Content lines, folded.
struct Lines(String);

impl Lines {
    /// Adds a line; one that is too long goes on, after a space, on the next.
    fn line(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LINE;
        while rest.len() > room {
            let (now, later) = rest.split_at(rest.floor_char_boundary(room));
            let _ = write!(self.0, "{now}\r\n ");
            rest = later;
            // The space counts.
            room = LINE - 1;
        }
        let _ = write!(self.0, "{rest}\r\n");
    }
}

fn utc(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A value of type TEXT.
fn text(value: &str) -> String {
    let mut safe = String::with_capacity(value.len() + 8);
    for (index, line) in value.trim_end().lines().enumerate() {
        if index > 0 {
            safe.push_str("\\n");
        }
        for c in visible(line).chars() {
            if matches!(c, '\\' | ';' | ',') {
                safe.push('\\');
            }
            safe.push(c);
        }
    }
    safe
}

/// The parameter with a person's name; a quotation mark in it is written as RFC 6868 says.
fn name(person: &Person) -> String {
    if person.shown == person.address {
        return String::new();
    }
    format!(";CN=\"{}\"", visible(&person.shown).replace('^', "^^").replace('"', "^'"))
}

/// Whether an address can stand in a `mailto:` as it is.
fn is_address(address: &str) -> bool {
    let (local, domain) = address.rsplit_once('@').unwrap_or_default();
    let plain =
        |c: char| (c.is_ascii_alphanumeric() || ".-_+'!$*=~^".contains(c)) || !c.is_ascii() && c.is_alphanumeric();
    !local.is_empty() && !domain.is_empty() && local.chars().all(plain) && domain.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut lines = Lines(String::new());
        let long = format!("SUMMARY:{}", "größe ".repeat(40));
        lines.line(&long);
        assert!(lines.0.split("\r\n").all(|line| line.len() <= LINE), "{}", lines.0);
        assert_eq!(lines.0.replace("\r\n ", ""), format!("{long}\r\n"));
    }

    #[test]
    fn values_cannot_end_their_line_or_add_a_parameter() {
        assert_eq!(text("a; b, c\\d\ne\r\nf\rg"), "a\\; b\\, c\\\\d\\ne\\nf g");
        let person = Person { shown: "Ana \"A\";ROLE=x\r\nX:y".into(), address: String::new() };
        assert_eq!(name(&person), ";CN=\"Ana ^'A^';ROLE=x  X:y\"");
        for (address, is) in
            [("a.b+c@x.example", true), ("a b@x", false), ("a@", false), ("a\r\n@x", false), ("a?b=c@x", false)]
        {
            assert_eq!(is_address(address), is, "{address}");
        }
    }
}
