//! The first meeting of a calendar, and what it says.

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;

use super::lines::{self, ContentLine};
use super::moment::{self, Moment};
use super::people;
use super::zones::{Known, Zones};
use crate::draft::{Attachment, Envelope, Invitation};
use crate::parse::MOST_PROBLEMS;
use crate::text::{Finding, MappedText, Span};

/// What to do about a calendar that can't be read.
const REMEDY: &str = "make the invitation anew with a calendar program";

/// How many components an END may close at once, those that lack their own END included.
const REACH: usize = 8;

/// The methods by which no meeting is proposed: answers, and calling off.
const NO_PROPOSAL: [&str; 5] = ["REPLY", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"];

/// Properties that say where a meeting is, the best first.
const PLACES: [&str; 5] = ["LOCATION", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "URL"];

/// The lines of a meeting, without those of its alarms.
pub struct Event<'a> {
    lines: Vec<ContentLine<'a>>,
    zones: Zones<'a>,
    /// Whether the calendar proposes the meeting.
    proposed: bool,
}

impl<'a> Event<'a> {
    /// The first VEVENT of a calendar; none where there is none, as in a list of tasks.
    pub fn find(text: &'a MappedText, problems: &mut Vec<Finding>) -> Option<Event<'a>> {
        let mut event = Event { lines: Vec::new(), zones: Zones::default(), proposed: true };
        // The names of the components that a line lies in, outermost first.
        let mut open: Vec<&str> = Vec::new();
        // How many components the meeting lies in, itself included.
        let mut depth = None;
        let (mut ended, mut seen) = (false, false);
        for line in lines::lines(text) {
            let line = match line {
                Ok(line) => line,
                // Of a file that is no calendar the first lines say enough.
                Err(_) if problems.len() >= MOST_PROBLEMS => continue,
                Err(range) => {
                    let what = "this line of the calendar has no property name, so it is not read";
                    problems.push(Finding::new(text.source(range), what).help(REMEDY));
                    continue;
                }
            };
            if line.is("BEGIN") {
                open.push(line.raw());
                seen |= line.raw().eq_ignore_ascii_case("VCALENDAR");
                if depth.is_none() && line.raw().eq_ignore_ascii_case("VEVENT") {
                    depth = Some(open.len());
                }
            } else if line.is("END") {
                let near = open.iter().rev().take(REACH).position(|name| name.eq_ignore_ascii_case(line.raw()));
                open.truncate(open.len() - near.map_or(0, |count| count + 1));
                ended |= depth.is_some_and(|depth| open.len() < depth);
            } else if depth == Some(open.len()) && !ended {
                event.lines.push(line);
            } else {
                event.take_around(&open, line);
            }
        }
        if !seen && depth.is_none() && !text.as_str().trim().is_empty() {
            let what = "this is no calendar: BEGIN:VCALENDAR is missing";
            problems.push(Finding::new(first_line(text), what).help(REMEDY));
        } else if depth.is_some() && !ended {
            let what = "the calendar breaks off here: END:VEVENT is missing";
            problems.push(Finding::new(last_line(text), what).help(REMEDY));
        }
        depth.map(|_| event)
    }

    /// Takes a line that is none of the meeting's own.
    fn take_around(&mut self, open: &[&str], line: ContentLine<'a>) {
        let is = |name: &str, place: usize| {
            open.len().checked_sub(place).and_then(|at| open.get(at)).is_some_and(|n| n.eq_ignore_ascii_case(name))
        };
        if is("VTIMEZONE", 1) || is("VTIMEZONE", 2) {
            self.zones.take(&line);
        } else if open.len() == 1 && line.is("METHOD") {
            self.proposed &= !proposes_nothing(line.raw().as_bytes());
        }
    }

    /// The lines with this property.
    fn all(&self, name: &str) -> impl Iterator<Item = &ContentLine<'a>> {
        self.lines.iter().filter(move |line| line.is(name))
    }

    /// The first line with this property that holds anything.
    fn first(&self, name: &str) -> Option<&ContentLine<'a>> {
        self.all(name).find(|line| !line.raw().is_empty())
    }

    /// The description; a reader of the calendar sees it as the text of the invitation.
    pub fn description(&self) -> MappedText {
        self.first("DESCRIPTION").map(ContentLine::text_value).unwrap_or_default()
    }

    /// Who invites whom to what, and when.
    pub fn envelope(&self, problems: &mut Vec<Finding>) -> Envelope {
        let from = self.first("ORGANIZER").and_then(people::address);
        let mut envelope = Envelope {
            subject: self.first("SUMMARY").map(|line| trimmed(&line.text_value())).filter(|text| !text.is_empty()),
            date: self.first("DTSTAMP").and_then(|line| Moment::read(line.raw())?.zoned(TimeZone::UTC)),
            attachments: self.all("ATTACH").map(attachment).collect(),
            ..Envelope::default()
        };
        for line in self.all("ATTENDEE").filter(|line| people::is_person(line)) {
            let Some(person) = people::address(line) else { continue };
            // Who invites is among those who come, and is not written to.
            let invites = from
                .as_ref()
                .is_some_and(|from| !from.address.is_empty() && from.address.eq_ignore_ascii_case(&person.address));
            if !invites {
                let list = if people::is_optional(line) { &mut envelope.cc } else { &mut envelope.to };
                list.push(person);
            }
        }
        envelope.from = from;
        let off = self.first("STATUS").is_some_and(|line| line.raw().eq_ignore_ascii_case("CANCELLED"));
        if self.proposed && !off {
            envelope.invitation = Some(self.invitation(problems));
        }
        envelope
    }

    fn invitation(&self, problems: &mut Vec<Finding>) -> Invitation {
        let rules: Vec<&ContentLine> = self.all("RRULE").filter(|line| !line.raw().is_empty()).collect();
        let is_bound = |line: &&ContentLine| {
            let names = line.raw().split(';').filter_map(|part| part.split_once('='));
            names.into_iter().any(|(name, _)| ["UNTIL", "COUNT"].iter().any(|known| known.eq_ignore_ascii_case(name)))
        };
        let recurring = !rules.is_empty() || self.first("RDATE").is_some();
        let start = self.moment("DTSTART", problems);
        Invitation {
            minutes: start.as_ref().and_then(|start| self.minutes(start, problems)),
            start: start.map(|(start, _)| start),
            location: PLACES.iter().find_map(|name| {
                let place = self.first(name)?.text_value();
                // A place over several lines is shown on one.
                let words: Vec<&str> = place.as_str().split_whitespace().collect();
                (!words.is_empty()).then(|| words.join(" "))
            }),
            recurring,
            // A list of dates ends by itself.
            ends: recurring && rules.iter().all(is_bound),
        }
    }

    /// How long the meeting lasts: up to its end, or as its length says. A day without
    /// either lasts a day.
    fn minutes(&self, start: &(ZonedDateTime, Moment), problems: &mut Vec<Finding>) -> Option<u32> {
        if let Some(line) = self.first("DTEND") {
            let (end, _) = self.moment("DTEND", problems)?;
            let minutes = moment::minutes_between(&start.0, &end);
            if minutes.is_none() {
                let what = "the meeting ends before it starts";
                problems.push(Finding::new(line.value_span(), what).help("set start and end anew"));
            }
            return minutes;
        }
        match self.first("DURATION") {
            Some(line) => {
                let minutes = moment::minutes(line.raw());
                if minutes.is_none() {
                    problems.push(Finding::new(line.value_span(), "this is no length of time").help(REMEDY));
                }
                minutes
            }
            None => start.1.whole_day.then_some(24 * 60),
        }
    }

    /// The moment that a property names, in its zone. One without a zone, or in a zone
    /// that is not known, has the unknown zone: the clock of whoever reads it.
    fn moment(&self, name: &str, problems: &mut Vec<Finding>) -> Option<(ZonedDateTime, Moment)> {
        let line = self.first(name)?;
        let Some(moment) = Moment::read(line.raw()) else {
            problems.push(Finding::new(line.value_span(), "this is no date that a calendar can read").help(REMEDY));
            return None;
        };
        let zone = line.parameter_range("TZID").filter(|_| !moment.utc && !moment.whole_day);
        let zone = match zone {
            None => TimeZone::unknown(),
            Some(range) => {
                let id = line.text.as_str()[range.clone()].trim();
                match self.zones.get(id) {
                    Known::Zone(zone) => zone,
                    Known::Defined => TimeZone::unknown(),
                    Known::Unknown => {
                        let what = format!("the time zone “{id}” is not known, so the time may be wrong");
                        // Start and end mostly name the same zone.
                        if problems.iter().all(|told| told.text != what) {
                            let help = "take a zone such as Europe/Berlin, or UTC";
                            problems.push(Finding::new(line.text.source(range), what).help(help));
                        }
                        TimeZone::unknown()
                    }
                }
            }
        };
        moment.zoned(zone).map(|zoned| (zoned, moment))
    }
}

/// Whether a calendar with this method answers or calls off rather than proposes.
pub fn proposes_nothing(method: &[u8]) -> bool {
    NO_PROPOSAL.iter().any(|known| method.trim_ascii().eq_ignore_ascii_case(known.as_bytes()))
}

/// A file that goes with the meeting, or the link to one.
fn attachment(line: &ContentLine) -> Attachment {
    let named = ["FILENAME", "X-FILENAME", "X-APPLE-FILENAME"].iter().find_map(|name| line.parameter(name));
    let inline = line.parameter_is("ENCODING", "BASE64") || line.parameter_is("VALUE", "BINARY");
    let link = line.raw();
    // The last part of a link's path is its file's name.
    let path = link.split(['?', '#']).next().unwrap_or_default();
    let last = path.split_once("://").and_then(|(_, path)| path.rsplit_once('/')).map_or("", |(_, last)| last);
    let name = named.unwrap_or(if inline { "" } else { last }).trim().to_owned();
    let media_type = line.parameter("FMTTYPE").unwrap_or("application/octet-stream").trim().to_ascii_lowercase();
    Attachment { name, media_type, inline: false, span: line.span() }
}

/// A text without the white space around it.
fn trimmed(text: &MappedText) -> MappedText {
    let all = text.as_str();
    let start = all.len() - all.trim_start().len();
    text.slice(start..start + all.trim().len())
}

fn first_line(text: &MappedText) -> Span {
    let all = text.as_str();
    let start = all.len() - all.trim_start().len();
    let len = all[start..].find(['\r', '\n']).unwrap_or(all.len() - start);
    text.source(start..start + len)
}

fn last_line(text: &MappedText) -> Span {
    let all = text.as_str().trim_end();
    text.source(all.rfind(['\r', '\n']).map_or(0, |at| at + 1)..all.len())
}
