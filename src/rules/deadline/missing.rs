use super::vague::elastic;
use crate::reading::{Ask, AskKind, TimeRole};
use crate::rules::rewrite::with_deadline;
use crate::rules::steps::is_conditional;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// Someone is to act, and nothing says by when. Options: `waivers`, phrases by which the
/// author leaves the time to the reader; `implied`, words of a time that the ask depends
/// on ("before the fair"); `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let waivers = setup.phrases("waivers");
    let implied = setup.phrases("implied");
    let unless = setup.situations("unless");
    Box::new(move |subject: &Subject| {
        let reading = subject.reading;
        // One deadline, vague or not, shows that the author thought of it: the rule
        // deadline/vague speaks of the vague one.
        let has_deadline = reading.times.iter().any(|time| time.role == TimeRole::Deadline)
            || reading.asks.iter().any(|ask| ask.deadline.is_some())
            || elastic(subject).is_some();
        if has_deadline || subject.is_any(&unless) || reading.phrases_of(waivers).next().is_some() {
            return Vec::new();
        }
        let acts = |ask: &&Ask| matches!(ask.kind, AskKind::Request | AskKind::Decision);
        let timed = |ask: &&Ask| {
            let sentence = reading.sentence(ask.sentence);
            subject.sentence_has(implied, sentence) || subject.times_in(sentence).next().is_some()
        };
        let undated: Vec<&Ask> =
            reading.real_asks().filter(acts).filter(|ask| !timed(ask) && !is_conditional(subject, ask)).collect();
        let Some(first) = undated.iter().find(|ask| ask.kind == AskKind::Decision).or(undated.first()) else {
            return Vec::new();
        };
        let mut finding = Finding::new(
            first.span,
            match undated.len() {
                1 => "this ask has no date by which the answer is needed".to_owned(),
                count => format!("none of {count} asks has a date by which the answer is needed"),
            },
        );
        finding.help = Some(with_deadline("say by when", subject, first));
        let people = subject.draft.envelope.to.len();
        // "Which one?" is answered in passing; "please decide" is not.
        let decides = first.kind == AskKind::Decision && !is_plain_question(subject, first);
        finding.weight = match decides || (people > 1 && people <= 10) {
            true => Weight::Usual,
            false => Weight::Lighter,
        };
        vec![finding]
    })
}

/// Whether an ask only wants to know: a question that does not ask for an act ("could you").
fn is_plain_question(subject: &Subject, ask: &Ask) -> bool {
    const FOR_ACTS: &[&str] = &["could", "can", "would", "will", "please"];
    let sentence = subject.reading.sentence(ask.sentence);
    subject.sentence_text(sentence).ends_with('?')
        && !subject.words(sentence).any(|word| FOR_ACTS.iter().any(|act| word.eq_ignore_ascii_case(act)))
}
