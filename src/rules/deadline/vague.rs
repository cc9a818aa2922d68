use crate::reading::{Ask, TimeExpression, TimeId, TimeRole};
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

/// The first elastic time that an ask has, with the ask.
pub fn elastic<'a>(subject: &Subject<'a>) -> Option<(&'a TimeExpression, &'a Ask)> {
    let reading = subject.reading;
    if !reading.times.iter().any(|time| time.time.vague) {
        return None;
    }
    let mut bound: Vec<(TimeId, &Ask)> = reading.real_asks().filter_map(|ask| Some((ask.deadline?, ask))).collect();
    bound.sort_by_key(|(time, _)| *time);
    let bound_to = |time| bound.get(bound.partition_point(|(id, _)| *id < time)).filter(|(id, _)| *id == time);
    let mut asks = reading.real_asks().peekable();
    reading.times.iter().enumerate().filter(|(_, time)| time.time.vague).find_map(|(index, time)| {
        let beside = subject.sentence_at(time.block, time.time.range.start).and_then(|(id, _)| {
            while asks.next_if(|ask| ask.sentence < id).is_some() {}
            asks.peek().copied().filter(|ask| ask.sentence == id)
        });
        let ask = bound_to(TimeId(index)).map(|(_, ask)| *ask).or(beside)?;
        Some((time, ask))
    })
}
