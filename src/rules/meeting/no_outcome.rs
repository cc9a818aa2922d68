use super::plan::{Lack, lack};
use super::proposal::Proposal;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// A meeting is to talk about something, and nothing says to what end. Options: `many`
/// (from how many people on it weighs more).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let many = setup.number("many");
    setup.needs(Need::Meeting);
    Box::new(move |subject: &Subject| {
        let Some(proposal) = Proposal::planned(subject).filter(|p| lack(subject, p) == Some(Lack::Outcome)) else {
            return Vec::new();
        };
        let Some(place) = proposal.place() else { return Vec::new() };
        let text = format!("“{}” does not say what should come out of it", proposal.words());
        let help = "say what is there at the end: “by the end we have chosen …”, “… agreed on …”, “a list of …”";
        let weight = if proposal.people() >= many { Weight::Heavier } else { Weight::Usual };
        vec![Finding::new(place, text).help(help).weight(weight)]
    })
}
