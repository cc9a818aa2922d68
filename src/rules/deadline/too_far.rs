use super::binding::{day_name, words};
use crate::language::time::Cue;
use crate::reading::{Ask, AskKind, TimeExpression, TimeRole};
use crate::rules::rewrite::{now, working_days_after};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::Finding;

/// A small favour is due only in weeks. Options: `days`, from how many on a date is far;
/// `words`, up to how many words a message asks for something small; `small`, words of what is
/// done in a minute; `fixed`, words of dates that others set; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let days = setup.number("days") as i32;
    let most_words = setup.number("words");
    let small = setup.phrases("small");
    let fixed = setup.phrases("fixed");
    setup.unless();
    setup.needs(Need::Ask);
    setup.needs(Need::Time);
    setup.needs(Need::Moment);
    Box::new(move |subject: &Subject| {
        let Some(now) = now(subject) else { return Vec::new() };
        let asks: Vec<&Ask> = subject.reading.real_asks().take(2).collect();
        let [ask] = asks[..] else { return Vec::new() };
        let is_small = subject.reading.word_count() < most_words
            && subject.draft.envelope.attachments.iter().all(|attachment| attachment.inline)
            && (ask.kind == AskKind::Question || subject.sentence_has(small, subject.reading.sentence(ask.sentence)));
        if !is_small || subject.phrases_of(fixed).next().is_some() {
            return Vec::new();
        }
        let mut deadlines = subject.reading.times.iter().filter(|time| time.role == TimeRole::Deadline);
        let (Some(only), None) = (deadlines.next(), deadlines.next()) else { return Vec::new() };
        far(subject, ask, only, now.date(), days).into_iter().collect()
    })
}

fn far(subject: &Subject, ask: &Ask, time: &TimeExpression, today: jiff::civil::Date, days: i32) -> Option<Finding> {
    let bound = ask.deadline.is_some_and(|id| std::ptr::eq(subject.reading.time(id), time));
    let left = today.until(time.latest()?.date()).ok()?.get_days();
    // Of a date in years nobody would ask a favour: it is read wrongly.
    if !bound || left <= days || left > 366 || !matches!(time.time.cue, Some(Cue::By | Cue::Before)) {
        return None;
    }
    let near = day_name(working_days_after(subject, today, 3)?);
    let text = format!("“{}” is {} weeks off for a small favour", words(subject, time), left / 7);
    Some(
        Finding::new(time.span, text)
            .help(format!("name a nearer date, such as “by {near}”, or say when you will remind them")),
    )
}
