use crate::reading::{Ask, TimeExpression, TimeRole};
use crate::rules::replacing::replace;
use crate::rules::rewrite::{deadline, with_deadline};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Safety};

/// An ask has an elastic word in place of a date. Options: `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let unless = setup.situations("unless");
    Box::new(move |subject: &Subject| {
        let concrete = |time: &TimeExpression| time.role == TimeRole::Deadline && !time.time.vague;
        if subject.is_any(&unless) || subject.reading.times.iter().any(concrete) {
            return Vec::new();
        }
        let Some((time, ask)) = elastic(subject) else { return Vec::new() };
        let words = subject.text(time.block, time.time.range.clone()).replace('\n', " ");
        let mut finding = Finding::new(time.span, format!("“{words}” names no date"));
        finding.help = Some(with_deadline("name day and time", subject, ask));
        finding.fix = deadline(subject).and_then(|deadline| {
            replace(subject, time.block, time.time.range.clone(), &format!("by {deadline}"), Safety::Suggested)
        });
        vec![finding]
    })
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
