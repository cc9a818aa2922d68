use super::contact_preference::preferred;
use crate::channel::factors::about;
use crate::channel::{Chosen, Factor, Verdict};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Span};

/// A message that should be a conversation, or a meeting that a message could replace: the
/// verdict of `channel`, told at the words that weigh most.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| {
        let advice = subject.advice;
        let live = matches!(advice.verdict, Verdict::Live | Verdict::LiveThenWritten);
        // Who proposes a meeting has chosen to talk already.
        let differs = live && advice.chosen == Chosen::Message || advice.verdict == Verdict::NoMeeting;
        let speaks = |factor: &&Factor| (factor.points > 0.0) == live;
        let Some(first) = advice.factors.iter().find(speaks).filter(|_| differs) else { return Vec::new() };
        let shown = || first.evidence.first().copied();
        let Some(span) = shown().or_else(|| first_words(subject)) else { return Vec::new() };
        let Some(about) = about(first.name) else { return Vec::new() };
        let next = if live { "`presend agenda` makes the invitation" } else { "`presend async` makes the message" };
        let (says, next) = match preferred(subject).filter(|_| first.name == "contact-preference") {
            Some((says, call)) if live => (says, call),
            Some((says, _)) => (says, next.to_owned()),
            None => (about.says.to_owned(), next.to_owned()),
        };
        let finding = Finding::new(span, format!("{}: {says}", advice.verdict));
        let finding = finding.help(format!("{next}; if you stay with this: {}", about.hint));
        let others = advice.factors.iter().filter(speaks).skip(1).take(2);
        let related = others.filter_map(|factor| Some((factor.evidence.first().copied()?, factor)));
        vec![related.filter(|(place, _)| *place != span).fold(finding, |finding, (place, factor)| {
            finding.related(place, crate::channel::factors::about(factor.name).map_or("", |about| about.says))
        })]
    })
}

/// The first sentence that says something.
fn first_words(subject: &Subject) -> Option<Span> {
    subject.said().next().map(|(_, sentence)| sentence.span)
}
