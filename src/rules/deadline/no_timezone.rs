use jiff::ZonedDateTime;

use super::binding::{MOST_TIMES, binding, here, words};
use crate::channel::Contact;
use crate::draft::Address;
use crate::reading::TimeExpression;
use crate::rules::replacing::write;
use crate::rules::rewrite::{home, now, zone_name};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Safety, Weight};

/// A clock time that people in several zones have to meet, without its zone; or with the
/// zone of the other half of the year. Options: `stated`, phrases that tell the zone of all
/// times; `day-ends`, words for the end of a working day, which is another hour elsewhere;
/// `remote`, words of a talk that needs no travel; `seasonal`, names of standard and summer
/// time.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let stated = setup.phrases("stated");
    let remote = setup.phrases("remote");
    let day_ends = setup.list("day-ends");
    let seasonal = setup.list("seasonal");
    setup.needs(Need::Time);
    Box::new(move |subject: &Subject| {
        let times = subject.reading.times.iter().take(MOST_TIMES);
        let mut found: Vec<Finding> = times.filter_map(|time| wrong_season(subject, time, &seasonal)).collect();
        let names_a_zone = subject.reading.times.iter().any(|time| time.time.zone.is_some());
        if names_a_zone || subject.draft.envelope.recipients().next().is_none() {
            return found;
        }
        let ends_a_day = |time: &TimeExpression| {
            let text = words(subject, time).to_lowercase();
            day_ends.iter().any(|end| text.contains(&**end))
        };
        let mut unnamed = binding(subject).filter(|time| is_hour(subject, time) || ends_a_day(time));
        let Some(time) = unnamed.next() else { return found };
        if subject.phrases_of(stated).next().is_none() {
            let is_remote = time.sentence.is_some_and(|id| subject.sentence_has(remote, subject.reading.sentence(id)));
            found.extend(no_zone(subject, time, is_remote));
        }
        found
    })
}

/// Whether the time names an hour: a bare number without a day is too often something else.
fn is_hour(subject: &Subject, time: &TimeExpression) -> bool {
    let hours = || time.time.hours.clone().map(|hours| subject.text(time.block, hours));
    time.time.clock && !(time.time.dayless && hours().is_none_or(|hours| hours.bytes().all(|b| b.is_ascii_digit())))
}

/// The country that an address or the settings tell, by its two letters.
fn country(address: &Address) -> Option<String> {
    /// Countries whose domains people all over the world use.
    const ANYWHERE: &[&str] = &["ai", "cc", "co", "eu", "fm", "gg", "io", "ly", "me", "sh", "to", "tv", "ws"];
    let letters = address.address.rsplit_once('.')?.1.to_ascii_lowercase();
    let is_country = letters.len() == 2 && letters.is_ascii() && !ANYWHERE.contains(&letters.as_str());
    is_country.then(|| if letters == "uk" { "gb".to_owned() } else { letters })
}

/// Whether an address is of another country than the author's.
fn is_abroad(subject: &Subject, address: &Address) -> bool {
    let set = subject.context.country.map(|country| country.letters().to_ascii_lowercase());
    let own = set.or_else(|| country(subject.draft.envelope.from.as_ref()?));
    matches!((own, country(address)), (Some(own), Some(theirs)) if own != theirs)
}

/// What is known of where the readers are.
enum Where<'a> {
    /// This person's clock shows another time.
    Elsewhere(&'a Contact),
    /// Somebody outside the house is abroad, or may be anywhere.
    Unknown,
}

fn no_zone(subject: &Subject, time: &TimeExpression, is_remote: bool) -> Option<Finding> {
    let home = home(subject)?;
    let moment = here(subject, time.latest()?)?;
    let place = |address| match subject.contact(address).map(|contact| (contact, contact.zone.as_ref())) {
        Some((contact, Some(zone))) => {
            let there = moment.with_time_zone(zone.clone());
            (there.offset() != moment.offset()).then_some(Where::Elsewhere(contact))
        }
        _ => {
            let external = subject.is_external(address) == Some(true) && time.time.clock;
            (external && (is_remote || is_abroad(subject, address))).then_some(Where::Unknown)
        }
    };
    let places: Vec<Where> = subject.draft.envelope.recipients().filter_map(place).collect();
    let elsewhere = places.iter().find_map(|place| match place {
        Where::Elsewhere(contact) => Some(*contact),
        Where::Unknown => None,
    });
    if places.is_empty() {
        return None;
    }
    let written = words(subject, time);
    let zone = zone_name(&moment);
    let (text, weight) = match elsewhere {
        Some(contact) => {
            let (name, there) = (called(contact), contact.zone.as_ref().and_then(|zone| zone.iana_name()));
            let there = there.unwrap_or("another zone");
            (format!("“{written}” names no time zone, and {name} is in {there}"), Weight::Usual)
        }
        None => (format!("“{written}” names no time zone, and the reader may be in another"), Weight::Lighter),
    };
    let mut finding = Finding::new(time.span, text).weight(weight);
    let Some(hours) = &time.time.hours else {
        return Some(finding.help(format!("name the hour and the zone, such as “17:00 {zone}”")));
    };
    let clock = subject.text(time.block, hours.clone()).replace('\n', " ");
    // An offset alone, as a mail's date tells it, may be another one on that day.
    if home.iana_name().is_none() {
        return Some(finding.help(format!("name the zone after “{clock}”")));
    }
    let there = elsewhere.and_then(|contact| theirs(contact, &moment));
    finding.help = Some(match there {
        Some(there) => format!("write “{clock} {zone}”, perhaps with “({there})”"),
        None => format!("write “{clock} {zone}”"),
    });
    finding.fix = write(subject, time.block, hours.clone(), format!("{clock} {zone}"), Safety::Safe);
    Some(finding)
}

/// How a person is called in a finding.
fn called(contact: &Contact) -> &str {
    if contact.name.is_empty() { &contact.address } else { &contact.name }
}

/// What the person's clock shows then: "09:00 for Tom", with the day where it is another.
fn theirs(contact: &Contact, moment: &ZonedDateTime) -> Option<String> {
    let there = moment.with_time_zone(contact.zone.clone()?);
    let format = if there.date() == moment.date() { "%H:%M" } else { "%a %H:%M" };
    Some(format!("{} for {}", there.strftime(format), called(contact)))
}

/// A time in "CET" on a day on which the clocks show CEST, or the other way round.
fn wrong_season(subject: &Subject, time: &TimeExpression, seasonal: &[std::borrow::Cow<str>]) -> Option<Finding> {
    let (there, range) = (time.time.there.as_ref()?, time.time.zone.as_ref()?);
    let written = subject.text(time.block, range.clone());
    // What is over is quoted, and what has no day holds all year: "the office is open until 5 pm EST".
    let over = now(subject).is_some_and(|now| time.latest() < Some(now.datetime()));
    if over || time.time.dayless || !seasonal.iter().any(|name| name == written) {
        return None;
    }
    // In the night of the change both names are right.
    let moment = there.zone.to_ambiguous_zoned_datetime(there.from).unambiguous().ok()?;
    let right = zone_name(&moment);
    // In Phoenix and Brisbane the clocks show MST and AEST all year round.
    let shown = |zone: &jiff::tz::TimeZone| zone_name(&moment.with_time_zone(zone.clone())) == written;
    let mut known = subject.draft.envelope.recipients().filter_map(|address| subject.contact(address)?.zone.as_ref());
    if right == written || home(subject).is_some_and(shown) || known.any(shown) {
        return None;
    }
    let day = there.from.strftime("%-d %B");
    let text = format!("on {day} the clocks show {right}, not {written}");
    let finding = Finding::new(subject.span(time.block, range.clone()), text).weight(Weight::Lighter);
    let finding = finding.help(format!("write “{right}”, unless an hour’s difference is meant"));
    match write(subject, time.block, range.clone(), right, Safety::Suggested) {
        Some(fix) => Some(finding.fix(fix)),
        None => Some(finding),
    }
}
