use std::borrow::Cow;

use super::binding::words;
use crate::reading::{Ask, AskKind, TimeExpression, TimeRole};
use crate::rules::replacing::write;
use crate::rules::rewrite::{deadline, with_deadline};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Safety};

/// An ask has an elastic word in place of a date. Options: `weak`, words that say how as
/// often as when, and count where somebody is asked politely; `polite`, words of that;
/// `never`, words that press nobody; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (weak, polite, never) = (setup.list("weak"), setup.list("polite"), setup.list("never"));
    setup.unless();
    let is_one = |list: &[Cow<str>], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    setup.needs(Need::Ask);
    setup.needs(Need::Time);
    Box::new(move |subject: &Subject| {
        let concrete = |time: &TimeExpression| time.role == TimeRole::Deadline && !time.time.vague;
        if subject.reading.times.iter().any(concrete) || !subject.reading.impossible.is_empty() {
            return Vec::new();
        }
        let Some((time, ask)) = elastic(subject) else { return Vec::new() };
        let words = words(subject, time);
        let sentence = subject.reading.sentence(ask.sentence);
        let presses = !words.split(' ').any(|word| is_one(&never, word))
            && (!is_one(&weak, &words) || subject.words(sentence).any(|word| is_one(&polite, word)));
        if !presses || !is_of_the_ask(subject, time, ask) {
            return Vec::new();
        }
        let mut finding = Finding::new(time.span, format!("“{words}” names no date"));
        finding.help = Some(with_deadline("name day and time", subject, ask));
        finding.fix = deadline(subject).and_then(|deadline| {
            // A capital starts a sentence; that of “ASAP” is no reason to shout the date.
            let opens =
                words.starts_with(char::is_uppercase) && subject.opens_sentence(time.block, time.time.range.start);
            let by = if opens { "By" } else { "by" };
            write(subject, time.block, time.time.range.clone(), format!("{by} {deadline}"), Safety::Suggested)
        });
        vec![finding]
    })
}

/// Whether the elastic word says when the reader is to do what is asked: it stands after
/// the words that ask, with nobody else's doing between. "Send it and I will look soon".
fn is_of_the_ask(subject: &Subject, time: &TimeExpression, ask: &Ask) -> bool {
    const OTHERS: &[&str] =
        &["i", "i'll", "i’ll", "we", "we'll", "we’ll", "he", "she", "they", "who", "that", "which", "need", "needs"];
    let block = subject.reading.sentence(ask.sentence).block;
    if ask.kind == AskKind::Question || time.block != block {
        return false;
    }
    let start = time.time.range.start;
    let (Some(cue), true) = (ask.cues.iter().rfind(|cue| cue.end <= start), ask.range.contains(&start)) else {
        // "I need it. As soon as possible, please."
        return !ask.range.contains(&start);
    };
    let between = subject.text(block, cue.end..start);
    !between.split_whitespace().any(|word| OTHERS.iter().any(|other| word.eq_ignore_ascii_case(other)))
}

/// The first elastic time that an ask is bound to or holds, with the ask. What is gone by
/// ("a few months ago") asks for nothing.
pub fn elastic<'a>(subject: &Subject<'a>) -> Option<(&'a TimeExpression, &'a Ask)> {
    let reading = subject.reading;
    reading.real_asks().find_map(|ask| {
        let bound = ask.deadline.map(|id| reading.time(id));
        let within = || {
            let block = reading.sentence(ask.sentence).block;
            let first = reading.times.partition_point(|t| (t.block, t.time.range.start) < (block, ask.range.start));
            let times = reading.times[first..].iter();
            let mut own = times.take_while(|t| t.block == block && t.time.range.end <= ask.range.end);
            own.find(|time| time.time.vague && time.time.bounds.is_none())
        };
        Some((bound.or_else(within).filter(|time| time.time.vague)?, ask))
    })
}
