use jiff::civil::{Date, DateTime};

use super::binding::{MOST_TIMES, day_name, words};
use crate::language::ListId;
use crate::reading::{Phrase, TimeExpression, TimeRole};
use crate::rules::rewrite::{is_working_day, now};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Span, Weight};

/// What is called urgent is due in days, or what is due in hours comes without a word of it.
/// Options: `urgent`, words of haste; `calm`, words around them that take it back; `days`,
/// from how many working days on nothing is urgent; `hours`, below how many hours haste
/// should be told; `words`, below how many words the reader sees it anyway; `unless`
/// (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let over = Claims {
        urgent: setup.phrases("urgent"),
        calm: setup.phrases("calm"),
        names: setup.list("in-subject").iter().map(|name| name.to_string()).collect(),
        days: setup.number("days"),
        hours: setup.number("hours") as i64,
        words: setup.number("words"),
    };
    setup.unless();
    setup.needs(Need::Time);
    setup.needs(Need::Moment);
    Box::new(move |subject: &Subject| {
        let Some(now) = now(subject).map(|now| now.datetime()) else { return Vec::new() };
        let due = |time: &&TimeExpression| time.role == TimeRole::Deadline && !time.time.vague;
        let times = subject.reading.times.iter().take(MOST_TIMES).filter(due);
        let first = times.filter(|time| time.latest() >= Some(now)).min_by_key(|time| time.latest());
        let Some((time, latest)) = first.and_then(|time| Some((time, time.latest()?))) else { return Vec::new() };
        let claims = over.claims(subject, time);
        match claims {
            Some(claim) => over_claimed(subject, &over, claim, (time, latest), now).into_iter().collect(),
            None => under_claimed(subject, &over, (time, latest), now).into_iter().collect(),
        }
    })
}

struct Claims {
    urgent: ListId,
    calm: ListId,
    names: Vec<String>,
    days: usize,
    hours: i64,
    words: usize,
}

impl Claims {
    /// Where the message says that it is urgent: in its subject, else beside what is due.
    fn claims(&self, subject: &Subject, due: &TimeExpression) -> Option<Span> {
        let line = subject.draft.envelope.subject.as_ref().filter(|_| !subject.draft.envelope.forwarded);
        let in_subject = line.and_then(|line| {
            let text = line.as_str().to_ascii_lowercase();
            let mut names = self.names.iter().filter(|_| !text.contains("not "));
            names.find_map(|name| word_at(&text, name)).map(|at| line.source(at))
        });
        in_subject.or_else(|| {
            let urgent = subject.phrases_of(self.urgent).take(MOST_TIMES);
            let meant = |phrase: &&Phrase| {
                subject.sentence_of(phrase).is_some_and(|(id, sentence)| {
                    let near = due.sentence.is_some_and(|due| due.0.abs_diff(id.0) <= 1);
                    near && !subject.sentence_has(self.calm, sentence)
                })
            };
            urgent.filter(meant).map(|phrase| subject.span(phrase.block, phrase.found.range.clone())).next()
        })
    }
}

/// Where a word stands in a text in lower case.
fn word_at(text: &str, word: &str) -> Option<std::ops::Range<usize>> {
    let is_end = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    text.match_indices(word)
        .find(|(at, _)| is_end(text[..*at].chars().next_back()) && is_end(text[at + word.len()..].chars().next()))
        .map(|(at, _)| at..at + word.len())
}

/// How many working days lie after today up to a day; no more than are asked for.
fn working_days(subject: &Subject, today: Date, last: Date, most: usize) -> usize {
    let days = today.series(jiff::Span::new().days(1)).skip(1).take_while(|day| *day <= last);
    days.filter(|day| is_working_day(subject, *day)).take(most).count()
}

fn over_claimed(
    subject: &Subject,
    claims: &Claims,
    claim: Span,
    (time, latest): (&TimeExpression, DateTime),
    now: DateTime,
) -> Option<Finding> {
    let days = working_days(subject, now.date(), latest.date(), claims.days + 1);
    if days <= claims.days {
        return None;
    }
    let text = format!(
        "this says that it is urgent, yet “{}” is more than {} working days off",
        words(subject, time),
        claims.days
    );
    let help = format!(
        "drop the word of haste, or name the day on which it is needed, if that is before {}",
        day_name(latest.date())
    );
    Some(Finding::new(claim, text).help(help).related(time.span, "the date it names"))
}

fn under_claimed(
    subject: &Subject,
    claims: &Claims,
    (time, latest): (&TimeExpression, DateTime),
    now: DateTime,
) -> Option<Finding> {
    let soon = time.time.clock && latest.duration_since(now).as_hours() < claims.hours;
    // Who reads the subject and the first sentence has seen a date that stands there.
    let early = time.sentence.is_none_or(|id| id.0 <= 2);
    let told =
        subject.draft.envelope.subject.as_ref().is_none_or(|line| line.as_str().contains(|c: char| c.is_ascii_digit()));
    if !soon || early || told || subject.reading.word_count() < claims.words {
        return None;
    }
    let text = format!("“{}” is in a few hours, and neither the subject nor the start says so", words(subject, time));
    Some(Finding::new(time.span, text).help("put the hour into the subject").weight(Weight::Lighter))
}
