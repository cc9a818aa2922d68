use super::plan::{Lack, lack};
use super::proposal::Proposal;
use crate::channel::Verdict;
use crate::draft::Role;
use crate::language::{lists, words};
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Weight};

/// An invitation has no time, or a meeting no place. Options: `times`, words of a time that
/// is still sought; `places`, words of a place, a link or a call; `follows`, words of an
/// invitation that will tell the rest.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let times = setup.list("times");
    let places = setup.list("places");
    let follows = setup.list("follows");
    setup.needs(Need::Meeting);
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
        let told = located || proposal.says(&places) || names_place(subject, proposal) || has_link(subject);
        // A mail need not tell what the invitation will, nor two people in one house where they sit.
        let far = proposal.required.iter().any(|person| subject.is_external(person) == Some(true));
        let later = !proposal.invited && (proposal.says(&follows) || !far && proposal.required.len() < 2);
        // One thing at a time: what it is for comes first.
        let first = lack(subject, proposal) == Some(Lack::Purpose);
        if proposal.start.is_none() || alone || told || later || first {
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

/// Words that stand after "in the" and "at the" and are no place.
const NO_PLACES: &[&str] = &[
    "afternoon",
    "beginning",
    "best",
    "end",
    "evening",
    "first",
    "following",
    "form",
    "future",
    "last",
    "latest",
    "least",
    "meantime",
    "meanwhile",
    "meeting",
    "moment",
    "morning",
    "next",
    "same",
    "second",
    "short",
    "start",
    "time",
    "week",
    "weeks",
];

/// Whether a place stands after "in" or "at": "in Linden", "at Rosa's", "at the pier".
fn names_place(subject: &Subject, proposal: &Proposal) -> bool {
    let is_place = |words: &[&str]| {
        let [before, word, rest @ ..] = words else { return false };
        let led = matches!(word.to_lowercase().as_str(), "the" | "my" | "our" | "your");
        let named = word.starts_with(char::is_uppercase) && !lists::CALENDAR_NAMES.contains(word);
        let follows = rest.first().is_some_and(|next| !NO_PLACES.contains(&next.to_lowercase().as_str()));
        matches!(before.to_lowercase().as_str(), "in" | "at") && (named && !led || led && follows)
    };
    let title = subject.draft.envelope.subject.as_ref().map(|title| title.as_str()).unwrap_or_default();
    let title: Vec<&str> = words(title).into_iter().filter_map(|range| title.get(range)).collect();
    let holds = |words: &[&str]| (0..words.len()).any(|at| is_place(&words[at..words.len().min(at + 3)]));
    let mut sentences = subject.said().map(|(_, sentence)| subject.words(sentence).collect::<Vec<&str>>());
    holds(&title) || sentences.any(|words| holds(&words)) || proposal.text.contains('@')
}
