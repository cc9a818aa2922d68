//! When a proposed meeting is.

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;

use crate::language::time::Cue;
use crate::reading::{Sentence, TimeExpression};
use crate::rules::Subject;

/// The time of a sentence at which a meeting may start: a clock time of a day, still to come.
pub fn slot<'a>(subject: &Subject<'a>, sentence: &Sentence) -> Option<&'a TimeExpression> {
    let now = subject.moment().map(|now| now.datetime());
    subject.times_in(sentence).find(|time| {
        let bounds = time.time.cue.is_some_and(Cue::bounds);
        let starts = |(from, _)| now.is_none_or(|now| from > now);
        time.time.clock && !time.time.dayless && !time.time.duration && !bounds && time.time.bounds.is_some_and(starts)
    })
}

/// How long a time lasts that names its start and its end.
pub fn length(time: &TimeExpression) -> Option<u32> {
    let (from, to) = time.time.bounds?;
    u32::try_from(to.duration_since(from).as_mins()).ok().filter(|minutes| (5..=720).contains(minutes))
}

/// The zone that the author's times are told in: as recorded, else the clock's where the
/// draft's date agrees with it, as that has a name and knows of summer time, else the date's.
pub fn zone(subject: &Subject) -> Option<TimeZone> {
    let author = subject.draft.envelope.from.as_ref().or(subject.context.author.as_ref());
    let recorded = author.and_then(|author| subject.contact(author)).and_then(|contact| contact.zone.clone());
    let moment = subject.moment();
    let clock = subject.context.now.as_ref().map(|now| now.time_zone().clone());
    let agrees = |zone: &TimeZone| moment.is_none_or(|m| m.with_time_zone(zone.clone()).offset() == m.offset());
    // A calendar's stamp is in UTC wherever it was made.
    let stamp = subject.draft.envelope.invitation.is_some() && moment.is_some_and(|m| *m.time_zone() == TimeZone::UTC);
    recorded.or_else(|| clock.filter(|zone| stamp || agrees(zone))).or_else(|| moment.map(|m| m.time_zone().clone()))
}

/// A start without a zone is told by the author's clock.
pub fn in_zone(start: ZonedDateTime, zone: Option<&TimeZone>) -> ZonedDateTime {
    let own = zone.filter(|_| start.time_zone().is_unknown());
    own.and_then(|zone| start.datetime().to_zoned_datetime(zone.clone()).ok()).unwrap_or(start)
}
