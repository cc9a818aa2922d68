//! When the talk is: as the author or the draft says, else within shared hours, else open.

use jiff::civil::{DateTime, Time, time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ZonedDateTime};

use super::slots::{self, Hours};
use super::{Given, People, Person};
use crate::channel::Contact;
use crate::language::time::Cue;
use crate::reading::{AskKind, TimeExpression};

/// When the author works, where nothing is recorded.
const USUAL: (Time, Time) = (time(9, 0, 0, 0), time(17, 0, 0, 0));

/// When a talk is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// When it may start, in the author's zone, in order.
    pub starts: Vec<ZonedDateTime>,
    /// How long it lasts, in minutes.
    pub minutes: u32,
    /// Whether the starts are our proposals, and not the author's own time.
    pub proposed: bool,
    /// Whether all hours are known, yet none are shared before the deadline.
    pub none_shared: bool,
    /// By whose clocks it is told: the author's first.
    pub clocks: Vec<Clock>,
}

/// The people of one zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// Their names.
    pub names: Vec<String>,
    /// The zone.
    pub zone: TimeZone,
}

impl When {
    /// When it starts, as far as is known, by the author's clock.
    pub fn start(&self) -> Option<DateTime> {
        self.starts.first().map(ZonedDateTime::datetime)
    }

    /// The same with another length.
    pub fn lasting(self, minutes: u32) -> When {
        When { minutes, ..self }
    }
}

/// When the talk is.
pub fn when(given: &Given, organising: &[bool], people: &People, minutes: u32) -> When {
    let own = people.host.as_ref().and_then(|host| host.contact(given.contacts));
    let Some(zone) = author_zone(given, own) else { return When::default() };
    let mut when = When { minutes, clocks: clocks(given, people, &zone), ..When::default() };
    let own_starts = given.start.cloned().map_or_else(|| proposed(given, organising, &zone), |start| vec![start]);
    // Where the draft's own day is in doubt, the author has to say which it is.
    if !own_starts.is_empty() || given.reading.times.iter().any(|time| is_doubtful_start(time, organising)) {
        when.starts = own_starts.into_iter().map(|start| start.with_time_zone(zone.clone())).collect();
        return when;
    }
    let Some((now, hours)) = given.written().zip(hours(given, people, own, &zone)) else { return when };
    let today = now.with_time_zone(zone.clone()).date();
    let found = slots::shared(&hours, today, until(given, &zone), minutes);
    when.none_shared = found.is_empty();
    when.proposed = true;
    when.starts = found.into_iter().map(|start| ZonedDateTime::new(start, zone.clone())).collect();
    when
}

/// The author's zone: as recorded, else the one that the clock names if the draft's date
/// agrees with it, else that of the draft's date, which only tells the hours from UTC.
fn author_zone(given: &Given, own: Option<&Contact>) -> Option<TimeZone> {
    if let Some(zone) = own.and_then(|contact| contact.zone.clone()) {
        return Some(zone);
    }
    let Some(date) = &given.draft.envelope.date else { return given.now.map(|now| now.time_zone().clone()) };
    let named = given.now.map(|now| now.time_zone()).filter(|zone| zone.iana_name().is_some());
    let agrees = |zone: &&TimeZone| date.with_time_zone((*zone).clone()).offset() == date.offset();
    let own = date.time_zone();
    Some(named.filter(|zone| own.iana_name().is_none() && agrees(zone)).unwrap_or(own).clone())
}

/// The zone that the draft's times are told in: the author's, unless the draft's date says
/// that it was written elsewhere.
fn spoken_zone(given: &Given, zone: &TimeZone) -> TimeZone {
    let date = given.draft.envelope.date.as_ref();
    let elsewhere = date.filter(|date| date.with_time_zone(zone.clone()).offset() != date.offset());
    elsewhere.map_or(zone, |date| date.time_zone()).clone()
}

/// The times that the draft itself names for the meeting, in the first sentence that does:
/// each with its day, as "at 17:00" alone may be of any.
pub fn proposed(given: &Given, organising: &[bool], zone: &TimeZone) -> Vec<ZonedDateTime> {
    if let Some(start) = given.draft.envelope.invitation.as_ref().and_then(|invitation| invitation.start.clone()) {
        return vec![start];
    }
    let now = given.written().map(ZonedDateTime::datetime);
    let zone = spoken_zone(given, zone);
    let start = |time: &TimeExpression| {
        // "Can we meet on Friday at 14:00?" is read as due then; "by Friday" is no start.
        let bounds = time.time.cue.is_some_and(Cue::bounds);
        let says = time.time.clock && !time.time.dayless && !time.time.duration && !bounds;
        let is_sure = time.time.disagreement().is_none();
        let (from, _) = time.time.bounds.filter(|_| meets(time, organising) && says && is_sure)?;
        now.is_none_or(|now| from > now).then_some((time.sentence, from))
    };
    let mut starts = given.reading.times.iter().filter_map(start).peekable();
    let first = starts.peek().and_then(|(sentence, _)| *sentence);
    let of_first = starts.take_while(|(sentence, _)| *sentence == first);
    of_first.filter_map(|(_, from)| from.to_zoned_datetime(zone.clone()).ok()).take(slots::MOST).collect()
}

/// Whether a time stands where the draft says when to meet.
pub fn meets(time: &TimeExpression, organising: &[bool]) -> bool {
    time.sentence.is_some_and(|id| organising.get(id.0) == Some(&true))
}

/// Whether a time says when to meet, and its weekday and date don't agree.
fn is_doubtful_start(time: &TimeExpression, organising: &[bool]) -> bool {
    let bounds = time.time.cue.is_some_and(Cue::bounds);
    !bounds && meets(time, organising) && time.time.disagreement().is_some()
}

/// The hours of the author and all who are needed; none unless all are recorded.
fn hours(given: &Given, people: &People, own: Option<&Contact>, zone: &TimeZone) -> Option<Vec<Hours>> {
    if people.needed.is_empty() {
        return None;
    }
    let (from, to) = own.and_then(|contact| contact.hours).unwrap_or(USUAL);
    let mut all = vec![Hours { zone: zone.clone(), from, to }];
    for person in &people.needed {
        let contact = person.contact(given.contacts)?;
        let (from, to) = contact.hours?;
        let hours = Hours { zone: contact.zone.clone()?, from, to };
        // The same hours twice would only cost time.
        if !all.contains(&hours) {
            all.push(hours);
        }
    }
    Some(all)
}

/// The latest end: the earliest deadline of a question or decision, else of any ask.
fn until(given: &Given, zone: &TimeZone) -> Option<Timestamp> {
    let due = |requests: bool| {
        let asks = given.reading.real_asks().filter(|ask| !given.is_meeting(ask));
        let asks = asks.filter(|ask| requests || ask.kind != AskKind::Request);
        asks.filter_map(|ask| given.due(ask)).map(|by| by.latest).min()
    };
    let latest = due(false).or_else(|| due(true))?;
    Some(latest.to_zoned_datetime(spoken_zone(given, zone)).ok()?.timestamp())
}

/// By whose clocks a time is told.
fn clocks(given: &Given, people: &People, zone: &TimeZone) -> Vec<Clock> {
    let mut clocks = vec![Clock { names: Vec::new(), zone: zone.clone() }];
    let short = |person: &Person| person.short().to_owned();
    clocks[0].names.extend(people.host.as_ref().map(short));
    for person in people.needed.iter().chain(&people.optional) {
        let Some(zone) = person.contact(given.contacts).and_then(|contact| contact.zone.clone()) else { continue };
        match clocks.iter_mut().find(|clock| clock.zone == zone) {
            Some(clock) => clock.names.push(short(person)),
            None => clocks.push(Clock { names: vec![short(person)], zone }),
        }
    }
    clocks
}

impl When {
    /// When the talk that starts then ends.
    pub fn end(&self, start: &ZonedDateTime) -> ZonedDateTime {
        start.saturating_add(Span::new().minutes(self.minutes))
    }
}
