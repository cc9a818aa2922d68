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
pub use organising::with_phrases;
pub use people::{People, Person};
pub use slots::{CLOSED, Hours, shared};
pub use when::{Clock, When};

use std::collections::BTreeSet;

use jiff::ZonedDateTime;
use jiff::civil::DateTime;

use crate::Source;
use crate::channel::{Advice, Contact};
use crate::draft::{Address, Draft};
use crate::language::lists;
use crate::language::time::Cue;
use crate::reading::{Ask, AskKind, Reading, SentenceId, TimeExpression};

/// From how many points on a talk is taken for a sensitive one, which is not recorded: less
/// is a word or two.
const PRIVATE: f32 = 5.0;

/// What an agenda or a message is made from.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The bytes.
    pub source: &'a Source<'a>,
    /// What was written.
    pub draft: &'a Draft,
    /// What the reader gets out of it, [`with_phrases`].
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
    /// Days in the draft's words whose weekday and date don't agree: none of them is settled
    /// here.
    pub doubtful: Vec<String>,
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
    /// Whether the words say so themselves.
    pub stated: bool,
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

impl By {
    /// What a time says; none where it is not sure which day that is.
    fn of(time: &TimeExpression) -> Option<By> {
        let latest = time.latest().filter(|_| time.time.disagreement().is_none())?;
        Some(By { latest, clock: time.time.clock })
    }
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
        let asks = || self.reading.real_asks().filter(|ask| !self.is_meeting(ask));
        let own: Vec<&Ask> = asks().filter(|ask| !self.wants_reply(ask)).collect();
        if own.is_empty() { asks().collect() } else { own }
    }

    /// Whether an ask wants a meeting, or is about coming to one. Its kind alone says so too
    /// of "does the price come down?".
    pub fn is_meeting(&self, ask: &Ask) -> bool {
        let sentence = self.reading.sentence(ask.sentence);
        let phrases = || self.phrases_in(sentence.block, &sentence.range);
        if ask.kind != AskKind::Meeting {
            // "Please join us to choose the hall" has a matter as well.
            return phrases().any(|list| list == lists::INVITES)
                && (ask.kind != AskKind::Decision || quotes::reason(self, ask.sentence).is_none());
        }
        let text = self.draft.block(sentence.block).text.as_str();
        let mut words = self.reading.words[sentence.words.clone()].iter();
        words.any(|word| text.get(word.range.clone()).is_some_and(|word| lists::TALK_WORDS.contains(word)))
            || phrases().any(|list| list == lists::ORGANISING)
            || self.reading.times_in(sentence.block, &sentence.range).iter().any(|time| time.time.clock)
    }

    /// Whether an ask says only that, or by when, an answer is wanted.
    fn wants_reply(&self, ask: &Ask) -> bool {
        let sentence = self.reading.sentence(ask.sentence);
        let short = sentence.length < 7;
        self.phrases_in(sentence.block, &ask.range)
            .any(|list| list == lists::ASKS_FOR_REPLY || short && list == lists::LOOKS_BACK)
    }

    /// Whether the deadline of an ask is surely that of its task: it says "by", or stands at
    /// the end. "Could you live with the 28th, and…" is due on no day, nor are all tasks on
    /// the day of "please reply by Friday".
    fn is_due_by(&self, ask: &Ask) -> bool {
        let Some(time) = ask.deadline.map(|id| self.reading.time(id)) else { return false };
        let is_of_reply = |id: SentenceId| {
            let asks = &self.reading.asks;
            let of_it = &asks[asks.partition_point(|ask| ask.sentence < id)..];
            of_it.iter().take_while(|ask| ask.sentence == id).any(|ask| self.wants_reply(ask))
        };
        if time.sentence.is_some_and(|id| id != ask.sentence && is_of_reply(id)) {
            return false;
        }
        let bounds = time.time.cue.is_some_and(Cue::bounds);
        let text = self.draft.block(time.block).text.as_str();
        let after = || text.get(time.time.range.end..ask.range.end).unwrap_or_default();
        bounds || time.sentence != Some(ask.sentence) || !after().contains(char::is_alphanumeric)
    }

    /// By when an ask wants its answer, where that is a moment still to come.
    pub fn due(&self, ask: &Ask) -> Option<By> {
        let by = By::of(self.reading.time(ask.deadline?))?;
        self.written().is_none_or(|now| by.latest >= now.datetime()).then_some(by)
    }
}

/// A matter to talk about: an ask, or an item of a list of topics.
struct Matter<'a> {
    /// The draft's words; they may say how many minutes it takes.
    words: String,
    owner: Option<String>,
    kind: AskKind,
    ask: Option<&'a Ask>,
}

/// What the draft wants to be talked about: its own list of topics, and what it asks.
fn matters<'a>(given: &Given<'a>) -> Vec<Matter<'a>> {
    let own = quotes::own_topics(given).into_iter();
    let mut matters: Vec<Matter> =
        own.map(|words| Matter { words, owner: None, kind: AskKind::Question, ask: None }).collect();
    let mut seen: BTreeSet<String> = matters.iter().map(|matter| matter.words.clone()).collect();
    let proposed = given.reading.real_asks().filter(|ask| matters.is_empty() && given.is_meeting(ask));
    let listed: Vec<String> = proposed.flat_map(|ask| quotes::listed_in_reason(given, ask.sentence)).collect();
    for words in listed.into_iter().take(quotes::MOST_ITEMS).filter(|words| seen.insert(words.clone())) {
        matters.push(Matter { words, owner: None, kind: AskKind::Question, ask: None });
    }
    for ask in given.topics() {
        let (owner, kind) = (ask.owner.name().map(str::to_owned), ask.kind);
        let items = quotes::items(given, ask);
        if items.is_empty() {
            matters.push(Matter { words: quotes::ask(given, ask), owner, kind, ask: Some(ask) });
            continue;
        }
        for words in items.into_iter().filter(|words| seen.insert(words.clone())) {
            matters.push(Matter { words, owner: owner.clone(), kind, ask: None });
        }
    }
    matters
}

/// The invitation that a draft makes.
pub fn agenda(given: &Given) -> Agenda {
    let organising = organising::read(given);
    let matters = matters(given);
    let people = people::people(given);
    let purpose = quotes::purpose(given, &organising.only);
    let enough = length(matters.iter().map(|matter| matter.minutes().0).sum::<u32>().max(DECISION));
    let when = when::when(given, &organising.any, &people, enough.0);

    let mut agenda = Agenda { title: quotes::subject(given), purpose, people, ..Agenda::default() };
    for matter in matters {
        let (minutes, stated) = matter.minutes();
        let Matter { words, owner, kind, ask } = matter;
        let request = ask.filter(|ask| kind == AskKind::Request && given.is_due_by(ask));
        let task = request
            .and_then(|ask| Some(Task { owner: owner.clone()?, words: quotes::task(given, ask), by: given.due(ask)? }));
        if kind == AskKind::Decision {
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
        agenda.topics.push(Topic { words, owner, minutes, stated });
    }
    if agenda.topics.is_empty() {
        // The matter itself takes as long as a decision.
        let purpose = agenda.purpose.clone();
        agenda.topics.extend(purpose.map(|words| Topic { words, owner: None, minutes: DECISION, stated: false }));
    }
    if !agenda.topics.is_empty() {
        let (minutes, all) = length(agenda.topics.iter().map(|topic| topic.minutes).sum());
        agenda.minutes = Some(minutes);
        agenda.too_long = (all > LONGEST).then_some(all);
    }
    if let Some(minutes) = given.draft.envelope.invitation.as_ref().and_then(|invitation| invitation.minutes) {
        // The invitation has a length already.
        agenda.minutes = Some(minutes);
        agenda.too_long = None;
    }
    agenda.when = when.lasting(agenda.minutes.unwrap_or(LENGTHS[0]));
    agenda.doubtful = quotes::doubtful(given, &organising.any);
    agenda.material = quotes::material(given, &[]);
    let private = given
        .advice
        .factors
        .iter()
        .any(|factor| matches!(factor.name, "sensitivity" | "conflict") && factor.points >= PRIVATE);
    agenda.recording = !private && !agenda.people.is_one_to_one();
    agenda
}

impl Matter<'_> {
    /// How long it takes, and whether its own words say so.
    fn minutes(&self) -> (u32, bool) {
        let usual = if self.kind == AskKind::Decision { DECISION } else { ANSWER };
        quotes::minutes(&self.words).map_or((usual, false), |minutes| (minutes, true))
    }
}

/// The length of a talk whose topics take so long, and what it takes with start and end.
fn length(topics: u32) -> (u32, u32) {
    let all = topics.saturating_add(AROUND);
    (LENGTHS.into_iter().find(|&length| length >= all).unwrap_or(LONGEST), all)
}

#[cfg(test)]
mod tests;
