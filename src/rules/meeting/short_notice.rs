use super::proposal::Proposal;
use crate::rules::rewrite::excerpt;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// Several people are called together within a day, or before they can have read what they
/// should. Options: `hours` and `people` (less than so many hours ahead for so many people,
/// with the author); `pre-read-hours` and `pre-reads` (words of what is to be read before);
/// `excuses`, words of what can't wait, or of a meeting that is moved.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (hours, people, reading_hours) =
        (setup.number("hours"), setup.number("people"), setup.number("pre-read-hours"));
    let pre_reads = setup.list("pre-reads");
    let excuses = setup.list("excuses");
    setup.needs(Need::Meeting);
    Box::new(move |subject: &Subject| {
        let Some(proposal) = Proposal::planned(subject) else { return Vec::new() };
        let Some((start, now)) = proposal.start.as_ref().zip(subject.moment()) else { return Vec::new() };
        let ahead = start.timestamp().duration_since(now.timestamp()).as_mins();
        let within = |hours: usize| (0..hours as i64 * 60).contains(&ahead);
        let urgent = || subject.advice.factors.iter().any(|factor| factor.name == "urgency" && factor.points >= 6.0);
        let calls = within(hours) && proposal.is_of(people);
        let reads = within(reading_hours) && !proposal.is_one_to_one() && proposal.says(&pre_reads);
        if !(calls || reads) || proposal.says(&excuses) || urgent() {
            return Vec::new();
        }
        let span = proposal.time().map(|time| time.span).or_else(|| proposal.place());
        let Some(place) = span else { return Vec::new() };
        let left = match (ahead + 30) / 60 {
            0 | 1 => "an hour".to_owned(),
            hours => format!("{hours} hours"),
        };
        let finding = if calls {
            let who = if proposal.group { "a group".to_owned() } else { format!("{} people", proposal.people()) };
            Finding::new(place, format!("{who} are to come together in {left}"))
                .help("take a later day, or say in the first line why it can't wait")
        } else {
            let words = pre_reads.iter().find(|words| proposal.says(&[words])).map(|words| excerpt(words, 40));
            let text = format!("“{}” leaves {left} to read before the meeting", words.unwrap_or_default());
            Finding::new(place, text)
                .help("take a later day, or read it together in the first minutes")
                .weight(Weight::Lighter)
        };
        vec![finding]
    })
}
