use super::plan::{is_planned, misses_record};
use super::proposal::Proposal;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::Finding;

/// Somebody will miss the meeting, and nobody is to write down what came of it.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    setup.needs(Need::Meeting);
    Box::new(|subject: &Subject| {
        let Some(proposal) = Proposal::planned(subject).filter(|p| is_planned(subject, p) && misses_record(p)) else {
            return Vec::new();
        };
        let Some(place) = proposal.place() else { return Vec::new() };
        let finding =
            Finding::new(place, "who is not there learns nothing of it: no notes and no recording are planned");
        vec![finding.help("name who takes notes and where they will be, or record it if all agree")]
    })
}
