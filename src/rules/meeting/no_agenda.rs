use super::plan::{Lack, lack};
use super::proposal::Proposal;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// A meeting has a title, and nothing says what will be talked about.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    setup.needs(Need::Meeting);
    Box::new(|subject: &Subject| {
        let Some(proposal) = Proposal::planned(subject).filter(|p| lack(subject, p) == Some(Lack::Agenda)) else {
            return Vec::new();
        };
        let Some(place) = proposal.place() else { return Vec::new() };
        let text = format!("“{}” comes without the topics to be talked about", proposal.words());
        let help = match proposal.minutes {
            Some(minutes) => {
                format!("list the topics that fill the {minutes} minutes, and what should come out of them")
            }
            None => "list two or three topics, and what should come out of them".to_owned(),
        };
        // A mail that proposes a time may be followed by the invitation with its agenda.
        let weight = if proposal.invited { Weight::Usual } else { Weight::Lighter };
        vec![Finding::new(place, text).help(help).weight(weight)]
    })
}
