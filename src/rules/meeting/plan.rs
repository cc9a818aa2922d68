//! What the plan of a meeting lacks first. A careful colleague asks one thing: what it is
//! for; where that is said, what will be talked about; where that is said too, what is to
//! come out of it. Only a meeting that has all three is asked who writes down what.

use super::proposal::{Kind, Proposal};
use crate::channel::Verdict;
use crate::draft::Role;
use crate::language::{lists, stands_in};
use crate::rules::Subject;

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nothing says what it is about.
    Purpose,
    /// A title, and nothing on what will be talked about.
    Agenda,
    /// Something is to be talked about, and nothing says to what end.
    Outcome,
}

/// From how many people on, or from how many minutes on, a meeting wants a plan: two people
/// find one as they talk. A judgement; the handbook of E11 wants an agenda for every meeting.
const PEOPLE: usize = 3;
const MINUTES: u32 = 45;

/// Up to how many words of the matter are but a title: "Budget 2027", "onboarding of the
/// new plant".
const TITLE: usize = 6;

/// What the plan of the meeting lacks first; nothing where a message would do in its place,
/// or where it needs no plan.
pub fn lack(subject: &Subject, proposal: &Proposal) -> Option<Lack> {
    if !wants_plan(subject, proposal) {
        return None;
    }
    if proposal.matter == (0, 0) {
        // Two people who meet every week know why.
        return (!proposal.is_one_to_one() || !proposal.is_series()).then_some(Lack::Purpose);
    }
    if !proposal.timed || proposal.is_one_to_one() {
        return None;
    }
    let large = proposal.is_of(PEOPLE);
    let long = proposal.minutes.is_some_and(|minutes| minutes >= MINUTES);
    if !large && !long || proposal.says_of(lists::MEETING_OUTCOMES) {
        return None;
    }
    let vague =
        stands_in(&proposal.head, lists::MEETING_VAGUE) && !matches!(proposal.kind, Kind::Decide | Kind::Brainstorm);
    let asks = || subject.reading.real_asks().any(|ask| subject.ask_text(ask).ends_with('?') && !proposal.holds(ask));
    if vague {
        return (!asks()).then_some(Lack::Outcome);
    }
    let (title, text) = proposal.matter;
    // The text of an invitation stands below its title; in a mail it may be all there is.
    let bare = title + text <= TITLE && (text <= 1 || !proposal.invited);
    (bare && !has_agenda(subject, proposal)).then_some(Lack::Agenda)
}

/// Whether a meeting is one to plan for: a message would not do in its place, and it is not
/// one that needs no plan, or whose matter is better not put in writing.
pub fn wants_plan(subject: &Subject, proposal: &Proposal) -> bool {
    let sensitive = || subject.advice.factors.iter().any(|f| f.name == "sensitivity" && f.points >= SENSITIVE);
    subject.advice.verdict != Verdict::NoMeeting
        && !matches!(proposal.kind, Kind::Social | Kind::Formal)
        && !proposal.says_of(lists::MEETING_PRIVATE)
        && !proposal.says_of(lists::MEETING_MOVES)
        && !sensitive()
}

/// From how many points on a talk is a sensitive one: less is a word or two.
const SENSITIVE: f32 = 10.0;

/// Whether topics are listed, or it is told where they are.
pub fn has_agenda(subject: &Subject, proposal: &Proposal) -> bool {
    let listed = subject.draft.own_blocks().any(|(_, block)| matches!(block.role, Role::ListItem | Role::Table));
    listed
        || proposal.says_of(lists::MEETING_AGENDAS)
        || subject.draft.envelope.attachments.iter().any(|file| !file.inline)
}

/// Whether a meeting of several people has its purpose, and what it needs for it.
pub fn is_planned(subject: &Subject, proposal: &Proposal) -> bool {
    proposal.is_of(PEOPLE) && wants_plan(subject, proposal) && lack(subject, proposal).is_none()
}

/// Whether somebody will miss the meeting, and nothing of it is kept.
pub fn misses_record(proposal: &Proposal) -> bool {
    let absent = proposal.invited && !proposal.optional.is_empty() || proposal.says_of(lists::MEETING_ABSENCES);
    absent && !proposal.says_of(lists::MEETING_RECORDS)
}
