use crate::reading::{TimeId, TimeRole};
use crate::rules::replacing::replace;
use crate::rules::rewrite::{deadline, with_deadline};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Safety};

/// An ask has an elastic word in place of a date. Options: `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let unless = setup.situations("unless");
    Box::new(move |subject: &Subject| {
        let reading = subject.reading;
        let concrete = |time: &crate::reading::TimeExpression| time.role == TimeRole::Deadline && !time.time.vague;
        if subject.is_any(&unless) || reading.times.iter().any(concrete) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (index, time) in reading.times.iter().enumerate().filter(|(_, time)| time.time.vague) {
            let bound = reading.real_asks().find(|ask| ask.deadline == Some(TimeId(index))).or_else(|| {
                let (id, _) = subject.sentence_at(time.block, time.time.range.start)?;
                reading.real_asks().find(|ask| ask.sentence == id)
            });
            let Some(ask) = bound else { continue };
            let words = subject.text(time.block, time.time.range.clone()).replace('\n', " ");
            let mut finding = Finding::new(time.span, format!("“{words}” names no date"));
            finding.help = Some(match with_deadline(subject, ask) {
                Some(rewrite) => format!("name day and time: “{rewrite}”"),
                None => "name day and time".to_owned(),
            });
            finding.fix = deadline(subject).and_then(|deadline| {
                replace(subject, time.block, time.time.range.clone(), &format!("by {deadline}"), Safety::Suggested)
            });
            found.push(finding);
            // One is enough to say it, and each look for its ask costs a pass.
            break;
        }
        found
    })
}
