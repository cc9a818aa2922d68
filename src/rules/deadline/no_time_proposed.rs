use jiff::ZonedDateTime;
use jiff::civil::{Time, time};
use jiff::tz::TimeZone;

use super::binding::MOST_TIMES;
use crate::channel::Contact;
use crate::channel::agenda::{Hours, shared};
use crate::language::{ListId, lists};
use crate::reading::{Ask, AskKind, SentenceId, TimeExpression, TimeRole};
use crate::rules::rewrite::{at, home, now, working_days_after};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Span, Weight};

/// Somebody is asked for a talk, and no time is offered. Options: `booking`, words of a
/// page or calendar on which a time can be picked; `proposals`, words that ask for a talk
/// where no ask is seen; `open`, words that leave the time to the
/// reader; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let booking = setup.phrases("booking");
    let proposals = setup.phrases("proposals");
    let open = setup.phrases("open");
    setup.unless();
    Box::new(move |subject: &Subject| {
        let reading = subject.reading;
        let Some((id, span)) = asked(subject, proposals) else { return Vec::new() };
        if subject.phrases_of(booking).next().is_some() || is_open(subject, id, open) || has_link(subject) {
            return Vec::new();
        }
        let times = || reading.times.iter().take(MOST_TIMES).filter(|time| !time.time.duration && !time.time.vague);
        // A clock time is a slot; a date to answer by lets the reader propose.
        if times().any(|time| time.time.clock || time.role == TimeRole::Deadline && is_named(time)) {
            return Vec::new();
        }
        let day = times().find(|time| time.time.bounds.is_some_and(|(from, to)| from.date() == to.date()));
        let (text, weight) = match day {
            Some(_) => ("this asks for a talk and names a day without an hour", Weight::Lighter),
            None => ("this asks for a talk and offers no time for it", Weight::Usual),
        };
        let mut finding = Finding::new(span, text).weight(weight);
        finding.help = Some(match offered(subject) {
            Some(slots) => format!("offer times and ask for a yes: “{slots}?”"),
            None => "offer two times with day and hour, and ask for a yes".to_owned(),
        });
        vec![finding]
    })
}

/// Whether a deadline says more than a period.
fn is_named(time: &TimeExpression) -> bool {
    time.time.cue.is_some_and(crate::language::time::Cue::bounds)
}

/// Whether the sentence or the one after it leaves the time to the reader.
fn is_open(subject: &Subject, id: SentenceId, open: ListId) -> bool {
    let next = id.0.saturating_add(2);
    let around = subject.reading.sentences.get(id.0..next.min(subject.reading.sentences.len()));
    around.unwrap_or_default().iter().any(|sentence| subject.sentence_has(open, sentence))
}

/// Where a talk is asked for.
fn asked(subject: &Subject, proposals: ListId) -> Option<(SentenceId, Span)> {
    let meets = |ask: &&Ask| ask.kind == AskKind::Meeting && names_a_talk(subject, ask);
    let ask = subject.reading.real_asks().find(meets).map(|ask| (ask.sentence, ask.span));
    ask.or_else(|| {
        let said = subject.phrases_of(proposals).find_map(|phrase| subject.sentence_of(phrase));
        said.map(|(id, sentence)| (id, sentence.span))
    })
}

/// Words after "meet" that show that it is no talk: "meet the needs".
const NO_TALK: &[&str] = &["the", "a", "an", "our", "your", "their", "its", "these", "this", "that", "all", "any"];

/// Whether what is asked for is a talk of both, told by a noun for it.
fn names_a_talk(subject: &Subject, ask: &Ask) -> bool {
    let sentence = subject.reading.sentence(ask.sentence);
    let phrases = subject.phrases_in(sentence.block, sentence.range.clone());
    phrases.filter(|phrase| phrase.found.list == lists::MEETING_NOUNS).any(|phrase| {
        let found = &phrase.found.range;
        let after = subject.text(sentence.block, found.end..sentence.range.end);
        let next = after.split_whitespace().next().unwrap_or_default();
        !(subject.text(sentence.block, found.clone()).eq_ignore_ascii_case("meet") && NO_TALK.contains(&next))
    })
}

/// Whether the author's text holds a web address: more often than not one to book a time on.
fn has_link(subject: &Subject) -> bool {
    subject.draft.own_blocks().any(|(_, block)| block.text.as_str().contains("://"))
}

/// The usual working hours, where those of a person are not recorded.
const USUAL: (Time, Time) = (time(9, 0, 0, 0), time(17, 0, 0, 0));

/// How long a talk is taken to be, in minutes.
const LENGTH: u32 = 30;

/// Two times that suit everybody whose zone is recorded: "Thu 4 June, 09:00 CEST or Fri 5
/// June, 09:00 CEST".
fn offered(subject: &Subject) -> Option<String> {
    let home = home(subject)?;
    let hours = |zone: TimeZone, contact: Option<&Contact>| {
        let (from, to) = contact.and_then(|contact| contact.hours).unwrap_or(USUAL);
        Hours { zone, from, to }
    };
    let mut people = vec![hours(home.clone(), subject.context.author.as_ref().and_then(|own| subject.contact(own)))];
    for address in subject.draft.envelope.recipients().take(MOST_PEOPLE) {
        let contact = subject.contact(address);
        people.extend(contact.and_then(|contact| contact.zone.clone()).map(|zone| hours(zone, contact)));
    }
    let today = working_days_after(subject, now(subject)?.date(), 1)?;
    let starts = shared(&people, today, None, LENGTH);
    let starts: Vec<String> =
        starts.iter().take(2).map(|start| at(&ZonedDateTime::new(*start, home.clone()))).collect();
    (starts.len() == 2).then(|| starts.join(" or "))
}

/// Of how many people the hours are looked at.
const MOST_PEOPLE: usize = 10;
