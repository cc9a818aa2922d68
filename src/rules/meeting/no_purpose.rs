use super::plan::{Lack, lack};
use super::proposal::Proposal;
use crate::rules::{Check, Need, Setup, Situation, Subject};
use crate::text::{Finding, Weight};

/// A meeting is proposed, and no word says what it is about.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    setup.needs(Need::Meeting);
    Box::new(|subject: &Subject| {
        let Some(proposal) = Proposal::of(subject).filter(|p| lack(subject, p) == Some(Lack::Purpose)) else {
            return Vec::new();
        };
        let Some(place) = proposal.place() else { return Vec::new() };
        let finding = Finding::new(place, format!("“{}” does not say what the meeting is for", proposal.words()));
        let help = match proposal.is_one_to_one() {
            true => "say it in half a sentence, “to agree …”, or ask the question itself: it may need no meeting",
            false => "say what it is to decide or settle, and list the topics",
        };
        // In chat the answer comes at once.
        let weight = if subject.is(Situation::Chat) { Weight::Lighter } else { Weight::Usual };
        vec![finding.help(help).weight(weight)]
    })
}
