use super::contact_preference::preferred;
use crate::channel::factors::about;
use crate::channel::{Chosen, Factor, Verdict};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Span};

/// A message that should be a conversation: the verdict of `channel`, told at the words that
/// weigh most. Of a meeting that a message could replace the rule meeting/could-be-async speaks.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| {
        let advice = subject.advice;
        let live = matches!(advice.verdict, Verdict::Live | Verdict::LiveThenWritten);
        // Who proposes a meeting has chosen to talk already.
        // A mailing list can't be called.
        let spared = subject.is_any(&[Situation::Invite, Situation::MailingList]);
        let differs = live && advice.chosen == Chosen::Message && !spared;
        let speaks = |factor: &&Factor| factor.points > 0.0;
        let Some(first) = advice.factors.iter().find(speaks).filter(|_| differs) else { return Vec::new() };
        let shown = || first.evidence.first().copied();
        let Some(span) = shown().or_else(|| first_words(subject)) else { return Vec::new() };
        let Some(about) = about(first.name) else { return Vec::new() };
        let next = "`presend agenda` makes the invitation";
        let (says, next) = preferred(subject)
            .filter(|_| first.name == "contact-preference")
            .unwrap_or_else(|| (about.says.to_owned(), next.to_owned()));
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
