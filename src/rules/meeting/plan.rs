//! What the plan of a meeting lacks first. A careful colleague asks one thing: what it is
//! for; where that is said, what will be talked about; where that is said too, what is to
//! come out of it. Only a meeting that has all three is asked who writes down what.

use super::proposal::{Kind, Proposal};
use super::words::says;
use crate::channel::Verdict;
use crate::draft::Role;
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

/// Words of talking without an end.
const VAGUE: &[&str] = &[
    "discuss",
    "discussing",
    "discussion",
    "touch base",
    "talk about",
    "talk through",
    "catch up on",
    "catch-up on",
    "go over",
    "go through",
    "chat about",
    "check in on",
    "sync on",
    "exchange views",
    "exchange ideas",
    "deep dive",
    "alignment",
    "align on",
];

/// Words of what comes out of a meeting.
const OUTCOMES: &[&str] = &[
    "decide",
    "decided",
    "decides",
    "decision",
    "decisions",
    "choose",
    "chosen",
    "choice",
    "agree",
    "agreed",
    "agreement",
    "approve",
    "approved",
    "approval",
    "sign off",
    "sign-off",
    "signed off",
    "settle",
    "settled",
    "pick",
    "vote",
    "select",
    "conclude",
    "finalise",
    "finalize",
    "confirm",
    "resolve",
    "solve",
    "fix",
    "plan",
    "prioritise",
    "prioritize",
    "rank",
    "assign",
    "split",
    "share out",
    "set up",
    "draft",
    "write",
    "list of",
    "outcome",
    "outcomes",
    "result",
    "goal",
    "goals",
    "objective",
    "objectives",
    "aim",
    "by the end",
    "at the end",
    "at the close",
    "leave with",
    "walk out",
    "come out with",
    "come away",
    "end up with",
    "so that",
    "next steps",
    "action items",
    "actions",
    "need your",
    "your view",
    "your views",
    "your input",
    "feedback",
    "work out",
    "find out",
    "figure out",
    "sort out",
    "make sure",
    "get to know",
    "meet the",
    "introduce",
    "welcome",
    "learn",
    "whether",
    "which of",
    "who does",
    "how we",
    "how to",
    "what we do",
    "brainstorm",
    "ideas",
];

/// Words of a plan, or of where one is found.
const AGENDAS: &[&str] = &[
    "agenda",
    "agendas",
    "topics",
    "we will cover",
    "we'll cover",
    "to cover",
    "we will go through",
    "first we",
    "then we",
    "pre-read",
    "preread",
    "pre-reading",
    "read before",
    "read the",
    "running order",
    "programme",
    "program",
    "minutes of the last",
    "shared doc",
    "notes doc",
    "running notes",
    "meeting notes",
    "http://",
    "https://",
    "www.",
    "attached",
    "attachment",
    "enclosed",
    "questions:",
    "(10 min",
    "(5 min",
    "(15 min",
    "(20 min",
];

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
    if !large && !long || proposal.says(OUTCOMES) {
        return None;
    }
    let vague = says(&proposal.head, VAGUE) && !matches!(proposal.kind, Kind::Decide | Kind::Brainstorm);
    let asks = || subject.reading.real_asks().any(|ask| subject.ask_text(ask).ends_with('?') && !proposal.holds(ask));
    if vague {
        return (!asks()).then_some(Lack::Outcome);
    }
    let (title, text) = proposal.matter;
    // The text of an invitation stands below its title; in a mail it may be all there is.
    let bare = title + text <= TITLE && (text <= 1 || !proposal.invited);
    (bare && !has_agenda(subject, proposal)).then_some(Lack::Agenda)
}

/// Words of a meeting that is moved: what it is for is known.
const MOVES: &[&str] = &[
    "reschedule",
    "rescheduled",
    "rescheduling",
    "can we move",
    "could we move",
    "have to move",
    "need to move",
    "moved to",
    "has moved",
    "is moved",
    "postpone",
    "postponed",
    "bring forward",
    "brought forward",
    "push back",
    "pushed back",
    "new time",
    "new date",
    "new slot",
];

/// Whether a meeting is one to plan for: a message would not do in its place, and it is not
/// one that needs no plan, or whose matter is better not put in writing.
pub fn wants_plan(subject: &Subject, proposal: &Proposal) -> bool {
    let sensitive = || subject.advice.factors.iter().any(|f| f.name == "sensitivity" && f.points >= SENSITIVE);
    subject.advice.verdict != Verdict::NoMeeting
        && !matches!(proposal.kind, Kind::Social | Kind::Formal)
        && !proposal.says(&[
            "rather not do in writing",
            "not in writing",
            "in private",
            "privately",
            "in confidence",
            "personal matter",
            "confidential",
        ])
        && !proposal.says(&["hold:", "[hold]", "placeholder", "save the date", "tentative", "tbc"])
        && !proposal.says(MOVES)
        && !sensitive()
}

/// From how many points on a talk is a sensitive one: less is a word or two.
const SENSITIVE: f32 = 10.0;

/// Whether topics are listed, or it is told where they are.
pub fn has_agenda(subject: &Subject, proposal: &Proposal) -> bool {
    let listed = subject.draft.own_blocks().any(|(_, block)| matches!(block.role, Role::ListItem | Role::Table));
    listed || proposal.says(AGENDAS) || subject.draft.envelope.attachments.iter().any(|file| !file.inline)
}

/// Whether a meeting of several people has its purpose, and what it needs for it.
pub fn is_planned(subject: &Subject, proposal: &Proposal) -> bool {
    proposal.is_of(PEOPLE) && wants_plan(subject, proposal) && lack(subject, proposal).is_none()
}

/// Words of somebody who will not be there.
const ABSENCES: &[&str] = &[
    "cannot come",
    "can't come",
    "can't be there",
    "cannot be there",
    "won't be there",
    "can't join us",
    "cannot join us",
    "is away",
    "are away",
    "on leave",
    "on holiday that",
    "fill him in",
    "fill her in",
    "fill them in",
    "who can't",
    "who cannot",
    "those who can't",
    "can't attend",
    "cannot attend",
    "unable to attend",
    "not able to attend",
    "sends apologies",
];

/// Words of what stays of a meeting.
const RECORDS: &[&str] = &[
    "record",
    "recorded",
    "recording",
    "notes",
    "note",
    "minutes of",
    "the minutes",
    "takes minutes",
    "take minutes",
    "minute-taker",
    "note-taker",
    "scribe",
    "write up",
    "write-up",
    "write it up",
    "written up",
    "summary",
    "summarise",
    "summarize",
    "recap",
    "protocol",
    "transcript",
    "send round",
    "send around",
    "share what",
    "photograph",
    "slides",
    "report back",
    "post the",
    "posts the",
    "wiki",
    "shared doc",
    "document",
];

/// Whether somebody will miss the meeting, and nothing of it is kept.
pub fn misses_record(proposal: &Proposal) -> bool {
    let absent = proposal.invited && !proposal.optional.is_empty() || proposal.says(ABSENCES);
    absent && !proposal.says(RECORDS)
}
