use super::proposal::Proposal;
use crate::channel::Verdict;
use crate::draft::Role;
use crate::language::{lists, words};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// An invitation has no time, or a meeting no place. Options: `times`, words of a time that
/// is still sought; `places`, words of a place, a link or a call; `follows`, words of an
/// invitation that will tell the rest.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let times = setup.list("times");
    let places = setup.list("places");
    let follows = setup.list("follows");
    Box::new(move |subject: &Subject| {
        let Some(proposal) = Proposal::planned(subject).filter(|_| subject.advice.verdict != Verdict::NoMeeting) else {
            return Vec::new();
        };
        let Some(place) = proposal.place() else { return Vec::new() };
        let known = || proposal.start.is_some() || subject.reading.times.iter().any(|time| time.time.clock);
        if proposal.invited && !known() && !super::words::tells_end(&proposal.text) && !proposal.says(&times) {
            let finding = Finding::new(place, "the invitation names no time");
            return vec![finding.help("give day, start and end, or two times to choose from")];
        }
        let invitation = subject.draft.envelope.invitation.as_ref();
        let located = invitation.is_some_and(|invitation| invitation.location.is_some());
        let alone = proposal.required.is_empty() && proposal.optional.is_empty();
        let told = located || proposal.says(&places) || names_place(subject, &proposal) || has_link(subject);
        // A mail need not tell what the invitation will, nor two people in one house where they sit.
        let far = proposal.required.iter().any(|person| subject.is_external(person) == Some(true));
        let later = !proposal.invited && (proposal.says(&follows) || !far && proposal.required.len() < 2);
        if proposal.start.is_none() || alone || told || later {
            return Vec::new();
        }
        let finding = Finding::new(place, "nothing says where the meeting is, or how to join it");
        vec![finding.help("add the room, the link or the number").weight(Weight::Lighter)]
    })
}

/// Whether a conferencing program added how to join.
fn has_link(subject: &Subject) -> bool {
    let blocks = subject.draft.blocks.iter().filter(|block| block.role == Role::Signature);
    blocks.into_iter().any(|block| block.text.as_str().contains("://"))
}

/// Whether a word with a capital stands after "in" or "at": "in Linden", "at Rosa's".
fn names_place(subject: &Subject, proposal: &Proposal) -> bool {
    let title = subject.draft.envelope.subject.as_ref().map(|title| title.as_str()).unwrap_or_default();
    let is_place = |before: &str, word: &str| {
        matches!(before, "in" | "at" | "In" | "At" | "@")
            && word.starts_with(char::is_uppercase)
            && !lists::CALENDAR_NAMES.contains(word)
    };
    let title: Vec<&str> = words(title).into_iter().filter_map(|range| title.get(range)).collect();
    let in_title = title.windows(2).any(|pair| is_place(pair[0], pair[1]));
    in_title
        || subject.said().any(|(_, sentence)| {
            let words: Vec<&str> = subject.words(sentence).collect();
            words.windows(2).any(|pair| is_place(pair[0], pair[1]))
        })
        || proposal.text.contains('@')
}
