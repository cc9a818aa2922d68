use super::proposal::{Kind, Proposal};
use crate::channel::Verdict;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// More people must come than the purpose bears. Options: `decide`, `brainstorm` and `other`,
/// the most people with the author for each purpose.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (decide, brainstorm, other) = (setup.number("decide"), setup.number("brainstorm"), setup.number("other"));
    setup.needs(Need::Meeting);
    Box::new(move |subject: &Subject| {
        let Some(proposal) = Proposal::planned(subject) else { return Vec::new() };
        let (most, purpose, help, weight) = match proposal.kind {
            Kind::Decide => {
                (decide, "to decide", "make those optional who need only know what was decided", Weight::Usual)
            }
            Kind::Brainstorm => (
                brainstorm,
                "to find ideas",
                "collect ideas in writing first, and meet with a few to choose",
                Weight::Lighter,
            ),
            // A team or a board meets in full.
            _ if proposal.is_series() => return Vec::new(),
            Kind::Other => {
                (other, "to talk", "make those optional who have no topic, and send them the notes", Weight::Lighter)
            }
            // One speaks, the others listen or eat.
            Kind::Social | Kind::Formal => return Vec::new(),
        };
        let (people, place) = (proposal.people(), proposal.place());
        let Some(place) = place.filter(|_| people > most && subject.advice.verdict != Verdict::NoMeeting) else {
            return Vec::new();
        };
        vec![Finding::new(place, format!("{people} people are a lot {purpose}")).help(help).weight(weight)]
    })
}
