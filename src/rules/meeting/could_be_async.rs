use crate::channel::factors::about;
use crate::channel::{Factor, Verdict};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Span};

/// A meeting that a message could replace: the verdict of `channel`, told at the words that
/// weigh most.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| {
        let advice = subject.advice;
        let speaks = |factor: &&Factor| factor.points < 0.0;
        let needless = advice.verdict == Verdict::NoMeeting;
        let Some(first) = advice.factors.iter().find(speaks).filter(|_| needless) else { return Vec::new() };
        let Some(span) = first.evidence.first().copied().or_else(|| first_words(subject)) else { return Vec::new() };
        let Some(says) = about(first.name) else { return Vec::new() };
        let text = format!("{}: {}", advice.verdict, says.says);
        let help = "`presend async` makes the message; if you meet all the same, say what has to be settled there";
        let others = advice.factors.iter().filter(speaks).skip(1).take(2);
        let related = others.filter_map(|factor| Some((factor.evidence.first().copied()?, about(factor.name)?.says)));
        vec![
            related
                .filter(|(place, _)| *place != span)
                .fold(Finding::new(span, text).help(help), |finding, (place, says)| finding.related(place, says)),
        ]
    })
}

/// The first sentence that says something.
fn first_words(subject: &Subject) -> Option<Span> {
    subject.said().next().map(|(_, sentence)| sentence.span)
}
