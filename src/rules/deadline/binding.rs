//! What the rules of this group share: which times bind the reader, and their words.

use jiff::ZonedDateTime;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::language::lists;
use crate::language::time::Cue;
use crate::reading::{AskKind, SentenceId, TimeExpression, TimeRole};
use crate::rules::Subject;
use crate::rules::rewrite::{home, now};

/// How many times of a draft are looked at: nobody reads more, and a rule that looks around
/// each of them must not take for ever on a draft of nothing else.
pub const MOST_TIMES: usize = 100;

/// The times by which the reader is to act, or at which a meeting is proposed, not gone by.
pub fn binding<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a TimeExpression> {
    let subject = *subject;
    let now = now(&subject).map(|now| now.datetime());
    let is_ahead = move |time: &TimeExpression| match (time.latest(), now) {
        (Some(latest), Some(now)) => latest >= now,
        _ => true,
    };
    let times = subject.reading.times.iter().take(MOST_TIMES);
    times.filter(move |time| {
        let counts = !time.time.vague && !time.time.duration && time.time.cue != Some(Cue::After) && is_ahead(time);
        counts && (time.role == TimeRole::Deadline || meets(&subject, time))
    })
}

/// Whether a time stands in a sentence that proposes a meeting.
fn meets(subject: &Subject, time: &TimeExpression) -> bool {
    let Some(id) = time.sentence else { return false };
    subject.asks_of(id).iter().any(|ask| ask.kind == AskKind::Meeting && !ask.courtesy) || {
        let sentence = subject.reading.sentence(id);
        subject.sentence_has(lists::MEETING_NOUNS, sentence)
            && subject.sentence_has(lists::MEETING_PROPOSALS, sentence)
            && !tells_of_the_past(subject, id)
    }
}

/// Verbs and helpers that tell of what is over.
const PAST: &[&str] = &[
    "agreed",
    "asked",
    "broke",
    "called",
    "came",
    "did",
    "didn't",
    "discussed",
    "emailed",
    "failed",
    "felt",
    "gave",
    "got",
    "had",
    "heard",
    "made",
    "met",
    "missed",
    "promised",
    "said",
    "saw",
    "sent",
    "spoke",
    "started",
    "talked",
    "told",
    "took",
    "was",
    "wasn't",
    "went",
    "were",
    "weren't",
    "wrote",
];

/// Whether the words of a sentence tell of what is over: "we met on Wednesday at 3".
pub fn tells_of_the_past(subject: &Subject, id: SentenceId) -> bool {
    let sentence = subject.reading.sentence(id);
    subject.words(sentence).any(|word| PAST.iter().any(|past| word.eq_ignore_ascii_case(past)))
}

/// The words of a time, as they are quoted in a finding.
pub fn words(subject: &Subject, time: &TimeExpression) -> String {
    subject.text(time.block, time.time.range.clone()).replace('\n', " ")
}

/// The words right after a time, as far as its block goes.
pub fn after<'a>(subject: &Subject<'a>, time: &TimeExpression) -> &'a str {
    subject.draft.block(time.block).text.as_str().get(time.time.range.end..).unwrap_or_default()
}

/// A day as it is written in a message: "Wed 3 June".
pub fn day_name(day: Date) -> String {
    day.strftime("%a %-d %B").to_string()
}

/// A moment on the author's clock.
pub fn here(subject: &Subject, moment: DateTime) -> Option<ZonedDateTime> {
    moment.to_zoned_datetime(home(subject)?.clone()).ok()
}

/// The only person written to, where there is one, with what is recorded of them.
pub fn only_contact<'a>(subject: &Subject<'a>) -> Option<&'a crate::channel::Contact> {
    let mut recipients = subject.draft.envelope.recipients();
    let only = recipients.next().filter(|_| recipients.next().is_none())?;
    subject.contact(only)
}

/// The zone of the only person written to, where it is recorded.
pub fn their_zone<'a>(subject: &Subject<'a>) -> Option<&'a TimeZone> {
    only_contact(subject)?.zone.as_ref()
}
