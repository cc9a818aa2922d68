//! The invitation that a draft makes where it should be a conversation, and the message
//! that a needless meeting makes. All words are the draft's own; what it does not say is
//! left open, for the author to fill in.

mod instead;
mod organising;
mod people;
mod quotes;
mod slots;
mod when;

pub use instead::{Instead, instead};
pub use people::{People, Person};
pub use slots::Hours;
pub use when::{Clock, When};

use jiff::ZonedDateTime;
use jiff::civil::DateTime;

use crate::Source;
use crate::channel::{Advice, Contact};
use crate::draft::{Address, Draft};
use crate::language::lists;
use crate::reading::{Ask, AskKind, Reading};

/// What an agenda or a message is made from.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The bytes.
    pub source: &'a Source<'a>,
    /// What was written.
    pub draft: &'a Draft,
    /// What the reader gets out of it.
    pub reading: &'a Reading,
    /// Async or live.
    pub advice: &'a Advice,
    /// What is recorded about people.
    pub contacts: &'a [Contact],
    /// The moment of sending, where the draft has no date.
    pub now: Option<&'a ZonedDateTime>,
    /// The author, where the draft does not name one.
    pub author: Option<&'a Address>,
    /// When the talk is to start, where the author says so.
    pub start: Option<&'a ZonedDateTime>,
}

/// An invitation to a conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agenda {
    /// What it is called.
    pub title: Option<String>,
    /// What it is for: the draft's point.
    pub purpose: Option<String>,
    /// What is to be decided.
    pub outcome: Vec<String>,
    /// What is talked about, in the draft's order.
    pub topics: Vec<Topic>,
    /// How long it lasts, in minutes; none where there are no topics.
    pub minutes: Option<u32>,
    /// How long the topics take with the start and the end, where that is longer than
    /// [`LONGEST`].
    pub too_long: Option<u32>,
    /// Who takes part.
    pub people: People,
    /// When.
    pub when: When,
    /// Files and links to look at before.
    pub material: Vec<Material>,
    /// What is to be done before.
    pub before: Vec<Task>,
    /// Whether a recording may be thought of.
    pub recording: bool,
    /// What is to be done after.
    pub tasks: Vec<Task>,
}

/// Something to talk about.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// The draft's words.
    pub words: String,
    /// Who is asked.
    pub owner: Option<String>,
    /// How long it takes.
    pub minutes: u32,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Who does it.
    pub owner: String,
    /// What, in the draft's words.
    pub words: String,
    /// By when.
    pub by: By,
}

/// A day, or a moment of it, by which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The latest moment.
    pub latest: DateTime,
    /// Whether the draft names a clock time.
    pub clock: bool,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Material {
    /// The file's name or the link.
    pub name: String,
    /// Whether it is attached to the draft.
    pub attached: bool,
}

/// Minutes for a question or a request: an answer and what follows from it.
pub const ANSWER: u32 = 5;
/// Minutes for a decision: the options have to be heard first.
pub const DECISION: u32 = 10;
/// Minutes to come together and to say who does what.
pub const AROUND: u32 = 5;
/// The lengths of a talk: each ends before the next hour or half-hour begins.
pub const LENGTHS: [u32; 3] = [15, 25, 50];
/// The longest of them.
pub const LONGEST: u32 = 50;
/// With more people than this a talk decides less.
pub const CROWD: usize = 7;

impl<'a> Given<'a> {
    /// The moment of writing.
    pub fn written(&self) -> Option<&'a ZonedDateTime> {
        self.draft.envelope.date.as_ref().or(self.now)
    }

    /// The asks that are talked about: no meeting, nothing asked in form only, and beside
    /// others none that only says by when it wants the answer.
    pub fn topics(&self) -> Vec<&'a Ask> {
        let asks = || self.reading.real_asks().filter(|ask| ask.kind != AskKind::Meeting);
        let own: Vec<&Ask> = asks().filter(|ask| !self.wants_reply(ask)).collect();
        if own.is_empty() { asks().collect() } else { own }
    }

    /// Whether an ask says only that, or by when, an answer is wanted.
    fn wants_reply(&self, ask: &Ask) -> bool {
        let sentence = self.reading.sentence(ask.sentence);
        let short = sentence.length < 7;
        self.phrases_in(sentence.block, &ask.range)
            .any(|list| list == lists::ASKS_FOR_REPLY || short && list == lists::LOOKS_BACK)
    }

    /// By when an ask wants its answer, where that is a moment still to come.
    pub fn due(&self, ask: &Ask) -> Option<By> {
        let time = self.reading.time(ask.deadline?);
        let by = By { latest: time.latest()?, clock: time.time.clock };
        self.written().is_none_or(|now| by.latest >= now.datetime()).then_some(by)
    }
}

/// The invitation that a draft makes.
pub fn agenda(given: &Given) -> Agenda {
    let organising = organising::all(given);
    let asks = given.topics();
    let people = people::people(given);
    let purpose = quotes::purpose(given, &organising);
    let enough = length(asks.iter().map(|ask| minutes(ask.kind)).sum::<u32>().max(DECISION));
    let when = when::when(given, &organising, &people, enough.0);

    let mut agenda = Agenda { title: quotes::subject(given), purpose, people, ..Agenda::default() };
    for ask in asks {
        let owner = ask.owner.name().map(str::to_owned);
        let due = given.due(ask).filter(|_| ask.kind == AskKind::Request);
        let task = owner.clone().zip(due).map(|(owner, by)| Task { owner, words: quotes::task(given, ask), by });
        let words = quotes::ask(given, ask);
        if ask.kind == AskKind::Decision {
            agenda.outcome.push(words.clone());
        }
        match task {
            // What is done before need not be talked about.
            Some(task) if when.start().is_some_and(|start| task.by.latest <= start) => {
                agenda.before.push(task);
                continue;
            }
            task => agenda.tasks.extend(task),
        }
        agenda.topics.push(Topic { words, owner, minutes: minutes(ask.kind) });
    }
    if agenda.topics.is_empty() {
        // The matter itself takes as long as a decision.
        let purpose = agenda.purpose.clone();
        agenda.topics.extend(purpose.map(|words| Topic { words, owner: None, minutes: DECISION }));
    }
    if !agenda.topics.is_empty() {
        let (minutes, all) = length(agenda.topics.iter().map(|topic| topic.minutes).sum());
        agenda.minutes = Some(minutes);
        agenda.too_long = (all > LONGEST).then_some(all);
    }
    agenda.when = when.lasting(agenda.minutes.unwrap_or(LENGTHS[0]));
    agenda.material = quotes::material(given, &[]);
    let private = given.advice.factors.iter().any(|factor| matches!(factor.name, "sensitivity" | "conflict"));
    agenda.recording = !private && !agenda.people.is_one_to_one();
    agenda
}

fn minutes(kind: AskKind) -> u32 {
    match kind {
        AskKind::Decision => DECISION,
        AskKind::Question | AskKind::Request | AskKind::Meeting => ANSWER,
    }
}

/// The length of a talk whose topics take so long, and what it takes with start and end.
fn length(topics: u32) -> (u32, u32) {
    let all = topics.saturating_add(AROUND);
    (LENGTHS.into_iter().find(|&length| length >= all).unwrap_or(LONGEST), all)
}

#[cfg(test)]
mod tests;
