use jiff::civil::{Time, Weekday, time};
use jiff::{Span as Length, Timestamp, ZonedDateTime};

use super::proposal::Proposal;
use crate::channel::Contact;
use crate::channel::agenda::{Hours, shared};
use crate::draft::Address;
use crate::rules::rewrite::zone_name;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// The hours of people of whom only the zone is recorded.
const USUAL: (Time, Time) = (time(8, 0, 0, 0), time(18, 0, 0, 0));

/// How long a meeting lasts that does not say so.
const SHORT: u32 = 25;

/// A meeting starts or ends outside the working hours that are recorded for somebody who
/// must come. Options: `early` and `late` (hours of the day before and after which it weighs
/// more), `agreed`, words by which the other side chose the time or it can't wait.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let early = setup.number("early") as i8;
    let late = setup.number("late") as i8;
    let agreed = setup.list("agreed");
    setup.needs(Need::Meeting);
    Box::new(move |subject: &Subject| {
        let Some(proposal) = subject.proposal().filter(|proposal| proposal.timed) else { return Vec::new() };
        let Some(start) = proposal.start.clone() else { return Vec::new() };
        let minutes = proposal.minutes.unwrap_or(SHORT).min(12 * 60);
        let people: Vec<(&Address, Outside)> = proposal
            .required
            .iter()
            .filter_map(|person| Some((*person, outside(&start, minutes, proposal.contact(person)?)?)))
            .collect();
        let Some((first, local)) = people.first().filter(|_| !proposal.says(&agreed)) else { return Vec::new() };
        let span = proposal.time().map_or(first.span, |time| time.span);
        let name = if first.name.is_empty() { &first.address } else { &first.name };
        let when = local.at.strftime("%H:%M on %a %-d %B");
        let text = match people.len() - 1 {
            0 => format!("it is {when} for {name}, outside working hours"),
            others => format!("it is {when} for {name}, outside working hours, and so it is for {others} more"),
        };
        let help = match best(subject, proposal, &start, minutes) {
            Some(best) => format!("take a time when all are at work, such as {best}"),
            None => "take a time when all are at work, ask them first, or record it for who can't come".to_owned(),
        };
        let night = people.iter().any(|(_, outside)| {
            let hour = outside.at.hour();
            outside.weekend || hour < early || hour >= late
        });
        let weight = if night { Weight::Heavier } else { Weight::Usual };
        vec![Finding::new(span, text).help(help).weight(weight)]
    })
}

/// A moment outside somebody's hours.
struct Outside {
    /// The start or the end, by their clock.
    at: ZonedDateTime,
    /// Whether it is on a Saturday or Sunday there, and not where it was planned.
    weekend: bool,
}

/// The start or end by a person's clock that lies outside their hours. Who has the author's
/// clock and whose hours are not recorded is left to the author.
fn outside(start: &ZonedDateTime, minutes: u32, contact: &Contact) -> Option<Outside> {
    let zone = contact.zone.clone()?;
    let here = start.with_time_zone(zone);
    let same_clock = here.offset() == start.offset();
    if same_clock && contact.hours.is_none() {
        return None;
    }
    let (from, to) = contact.hours.unwrap_or(USUAL);
    let end = here.saturating_add(Length::new().minutes(minutes));
    let off = |day: Weekday| matches!(day, Weekday::Saturday | Weekday::Sunday);
    let weekend = off(here.weekday()) && !off(start.weekday());
    let within = |time: Time| if from < to { time >= from && time <= to } else { time >= from || time <= to };
    if weekend || !within(here.time()) {
        return Some(Outside { at: here, weekend });
    }
    (!within(end.time())).then_some(Outside { at: end, weekend: false })
}

/// The first time from that day on when all who must come are at work, by the author's clock.
fn best(subject: &Subject, proposal: &Proposal, start: &ZonedDateTime, minutes: u32) -> Option<String> {
    let zone = proposal.zone()?;
    let author = subject.draft.envelope.from.as_ref().or(subject.context.author.as_ref());
    let own = author.and_then(|author| proposal.contact(author)).and_then(|contact| contact.hours).unwrap_or(USUAL);
    let mut hours = vec![Hours { zone: zone.clone(), from: own.0, to: own.1 }];
    for person in &proposal.required {
        let contact = proposal.contact(person)?;
        let (from, to) = contact.hours.unwrap_or(USUAL);
        let theirs = Hours { zone: contact.zone.clone()?, from, to };
        if !hours.contains(&theirs) {
            hours.push(theirs);
        }
    }
    let before = start.with_time_zone(zone.clone()).date().yesterday().ok()?;
    let now = subject.moment().map(ZonedDateTime::timestamp);
    let to_come = |slot: &Timestamp| now.is_none_or(|now| *slot > now);
    let first = shared(&hours, before, None, minutes).into_iter().find(to_come)?;
    let first = ZonedDateTime::new(first, zone);
    Some(format!("{} {}", first.strftime("%a %-d %B, %H:%M"), zone_name(&first)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    /// The local moment outside the hours, where there is one.
    fn of(start: &str, minutes: u32, zone: &str, hours: Option<(i8, i8)>) -> Option<String> {
        let hours = hours.map(|(from, to)| (time(from, 0, 0, 0), time(to, 0, 0, 0)));
        let contact = Contact { zone: TimeZone::get(zone).ok(), hours, ..Contact::default() };
        let found = outside(&start.parse().expect("it is a moment"), minutes, &contact)?;
        Some(format!("{}{}", found.at.strftime("%a %H:%M"), if found.weekend { " weekend" } else { "" }))
    }

    #[test]
    fn start_and_end_are_told_by_their_clock() {
        const TUESDAY: &str = "2026-06-09T15:00:00+02:00[Europe/Berlin]";
        assert_eq!(of(TUESDAY, 30, "America/New_York", None), None);
        assert_eq!(of(TUESDAY, 30, "Asia/Tokyo", None).as_deref(), Some("Tue 22:00"));
        // The start is within, the end is not.
        assert_eq!(of(TUESDAY, 60, "Asia/Kolkata", Some((9, 19))).as_deref(), Some("Tue 19:30"));
        assert_eq!(of(TUESDAY, 30, "Asia/Kolkata", Some((9, 19))), None);
        // Who shares the clock counts only with hours of their own.
        assert_eq!(of(TUESDAY, 30, "Europe/Paris", None), None);
        assert_eq!(of(TUESDAY, 30, "Europe/Paris", Some((9, 14))).as_deref(), Some("Tue 15:00"));
        // Hours may pass midnight.
        assert_eq!(of(TUESDAY, 30, "Asia/Tokyo", Some((18, 2))), None);
    }

    #[test]
    fn friday_here_may_be_saturday_there() {
        let friday = "2026-06-05T17:00:00+02:00[Europe/Berlin]";
        assert_eq!(of(friday, 30, "Pacific/Auckland", None).as_deref(), Some("Sat 03:00 weekend"));
        // Who plans on a Saturday knows it.
        let saturday = "2026-06-06T10:00:00+02:00[Europe/Berlin]";
        assert_eq!(of(saturday, 30, "Europe/Lisbon", None), None);
    }
}
