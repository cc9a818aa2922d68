use super::proposal::Proposal;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::Finding;

/// A series of meetings has no end. Options: `people` (from how many on, with the author);
/// `reviews`, words of a day on which the series is looked at again.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let people = setup.number("people");
    let reviews = setup.list("reviews");
    setup.needs(Need::Meeting);
    Box::new(move |subject: &Subject| {
        let invitation = subject.draft.envelope.invitation.as_ref();
        let endless = invitation.is_some_and(|invitation| invitation.recurring && !invitation.ends);
        let Some(proposal) = Proposal::planned(subject).filter(|p| endless && p.is_of(people)) else {
            return Vec::new();
        };
        let Some(place) = proposal.place().filter(|_| !proposal.says(&reviews)) else { return Vec::new() };
        let finding = Finding::new(place, format!("the series “{}” never ends", proposal.words()));
        vec![finding.help("give it an end, such as three months, and start it anew if it still serves")]
    })
}
