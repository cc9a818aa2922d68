//! What a draft says of the meeting that it proposes, read once for the rules of the group.

use std::collections::BTreeSet;

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;

use super::words::{minutes, says};
use crate::channel::meeting::{is_invitation, proposal};
use crate::channel::{Chosen, Contact};
use crate::draft::{Address, LINE_BREAK, Role};
use crate::language::time::Cue;
use crate::language::{WordSets, lists, words};
use crate::reading::{Ask, AskKind, Sentence, SentenceId, TimeExpression, is_group};
use crate::rules::rewrite::excerpt;
use crate::rules::{Profile, Situation, Subject};
use crate::text::Span;

/// A meeting that the draft proposes.
pub struct Proposal<'a> {
    subject: Subject<'a>,
    /// The sentence that proposes it.
    sentence: Option<&'a Sentence>,
    /// Whether it comes as an invitation, with fields for when and where.
    pub invited: bool,
    /// Whether it has a place in time: an invitation, or words that name one.
    pub timed: bool,
    /// When it starts, as far as that is known.
    pub start: Option<ZonedDateTime>,
    /// How long it lasts, as far as that is known.
    pub minutes: Option<u32>,
    /// Who has to come, without the author, each once.
    pub required: Vec<&'a Address>,
    /// Who may come.
    pub optional: Vec<&'a Address>,
    /// Whether one of them is a list of people.
    pub group: bool,
    /// What it is for.
    pub kind: Kind,
    /// Its title and the sentence that proposes it, in lower case on one line.
    pub head: String,
    /// All that the author wrote of it, the title first, in lower case on one line.
    pub text: String,
    /// How many words of the title, and of the text, say what it is about.
    pub matter: (usize, usize),
}

/// What a meeting is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is for its own sake: lunch, a farewell.
    Social,
    /// It follows a form that all know: an interview, a training, an assembly.
    Formal,
    /// Something is to be decided.
    Decide,
    /// Ideas are wanted.
    Brainstorm,
    /// Anything else, or nothing that is said.
    Other,
}

/// Words that propose something to the reader, rather than tell of it.
const PROPOSES: &[&str] = &[
    "let's",
    "let us",
    "can we",
    "could we",
    "may we",
    "shall we",
    "should we meet",
    "can you both",
    "can you all",
    "can you come",
    "can you join",
    "can you meet",
    "can you make",
    "can you keep",
    "could you come",
    "could you join",
    "could you meet",
    "could you keep",
    "can everyone",
    "can everybody",
    "could everyone",
    "could all",
    "can all",
    "can the",
    "could the",
    "are you free",
    "are you available",
    "do you have",
    "have you got",
    "would you have",
    "would you be free",
    "would you be available",
    "please join",
    "please keep",
    "please hold",
    "please come",
    "please attend",
    "please plan to",
    "invite you",
    "you are invited",
    "you're invited",
    "invited to",
    "i suggest",
    "i would suggest",
    "i'd suggest",
    "i propose",
    "may i suggest",
    "can i suggest",
    "i'd like to meet",
    "i would like to meet",
    "we would like to meet",
    "like to get together",
    "like to get everyone",
    "like to set up",
    "like to schedule",
    "want to meet",
    "i've booked",
    "i have booked",
    "we've booked",
    "i've blocked",
    "i have blocked",
    "i've put",
    "i have put",
    "i've scheduled",
    "i have scheduled",
    "ask you both to",
    "ask you to meet",
    "ask you all to",
    "would like an hour",
    "would like one hour",
    "i'd like an hour",
    "i'd like you to come",
    "see you there",
    "i'm scheduling",
    "i am scheduling",
    "i'm setting up",
    "i am setting up",
    "you three",
    "all of you",
];

/// Words that call people together, where a time stands beside them.
const JOINS: &[&str] = &[
    "please join me",
    "please join us",
    "can you join me",
    "can you join us",
    "could you join me",
    "could you join us",
    "please come to",
    "come to my office",
    "please be in",
];

/// Words of what a proposal without a time may propose.
const TALKS: &[&str] = &[
    "meet",
    "a meeting",
    "call",
    "zoom",
    "teams",
    "google meet",
    "hangout",
    "skype",
    "video call",
    "catch up",
    "catch-up",
    "sync",
    "sync up",
    "touch base",
    "chat",
    "talk",
    "huddle",
    "get together",
    "sit down",
    "on the phone",
];

/// Words of meetings that follow a form that all know, or that need no plan of the author's.
const FORMAL: &[&str] = &[
    "interview",
    "retro",
    "retrospective",
    "sprint planning",
    "sprint review",
    "refinement",
    "grooming",
    "demo",
    "team day",
    "team building",
    "offsite",
    "off-site",
    "away day",
    "excursion",
    "outing",
    "interviews",
    "training",
    "course",
    "drill",
    "rehearsal",
    "webinar",
    "town hall",
    "all-hands",
    "all hands",
    "assembly",
    "induction",
    "lecture",
    "lesson",
    "seminar",
    "conference day",
    "open day",
    "viewing",
    "site visit",
    "hearing",
    "stand-up",
    "standup",
    "daily scrum",
    "office hours",
    "one-on-one",
    "1:1",
    "1-1",
    "one-to-one",
    "appointment",
    "exam",
    "viva",
    "fitting",
    "test drive",
    "check-up",
    "vaccination",
    "release",
    "deployment",
    "maintenance",
    "outage",
    "match",
    "game",
    "practice",
    "on call",
    "on-call",
];

/// Words of a decision that a meeting is for.
const DECIDES: &[&str] = &[
    "decide",
    "to decide",
    "decision",
    "to choose",
    "choose",
    "to agree",
    "agree",
    "to approve",
    "approve",
    "to settle",
    "settle",
    "sign off",
    "to pick",
    "vote",
    "go/no-go",
    "go or no-go",
];

/// Words of a meeting for ideas.
const IDEAS: &[&str] = &[
    "brainstorm",
    "brainstorming",
    "ideas",
    "ideation",
    "come up with",
    "no wrong answers",
    "throw things",
    "wild ideas",
];

/// Of more names of recipients than these none is looked for in the text.
const MOST_PEOPLE: usize = 200;

/// Of more bytes of a paragraph only these are searched: nobody proposes a meeting at that length.
const MOST_READ: usize = 10_000;

/// Of more paragraphs only these are searched.
const MOST_BLOCKS: usize = 200;

/// In how many of the first sentences a meeting without a time is proposed.
const FIRST: usize = 3;

impl<'a> Proposal<'a> {
    /// The meeting that the draft proposes anew to its readers: no answer, nothing passed
    /// on, no newsletter. Also in chat, and also where no time is named.
    pub fn of(subject: &Subject<'a>) -> Option<Proposal<'a>> {
        let spared = [Situation::Reply, Situation::Forward, Situation::MailingList, Situation::Template];
        if subject.is_any(&spared) { None } else { Proposal::any(subject) }
    }

    /// The meeting that the draft proposes anew and that takes people's time as planned:
    /// not in chat, not for its own sake, and it has a time.
    pub fn planned(subject: &Subject<'a>) -> Option<Proposal<'a>> {
        let chat = matches!(subject.profile(), Profile::Chat);
        Proposal::of(subject).filter(|p| !chat && p.timed && !p.is_own_time() && p.kind != Kind::Social)
    }

    /// The meeting that the draft proposes, also in an answer.
    pub fn any(subject: &Subject<'a>) -> Option<Proposal<'a>> {
        let invited = is_invitation(subject.draft) || subject.is(Situation::Invite);
        let meets = subject.advice.chosen == Chosen::Meeting;
        if subject.reading.asks.is_empty() && !invited && !meets {
            return None;
        }
        let bulk = || subject.reading.phrases_of(lists::BULK).nth(1).is_some();
        let id = if invited || meets { proposal(subject.draft, subject.reading) } else { None };
        let found = id.filter(|id| invited || proposes(subject, subject.reading.sentence(*id)));
        let found = if found.is_none() && !invited { gathers(subject) } else { found };
        let untimed = if found.is_none() && !invited { untimed(subject) } else { None };
        let sentence = found.or(untimed).map(|id| subject.reading.sentence(id));
        if !invited && (sentence.is_none() || bulk()) {
            return None;
        }
        Some(Proposal::read(subject, sentence, invited, invited || found.is_some()))
    }

    fn read(subject: &Subject<'a>, sentence: Option<&'a Sentence>, invited: bool, timed: bool) -> Proposal<'a> {
        let envelope = &subject.draft.envelope;
        let title = envelope.subject.as_ref().map(|subject| subject.as_str()).unwrap_or_default();
        let mut text = folded(title);
        for (_, block) in subject.draft.own_blocks().take(MOST_BLOCKS) {
            text.push_str(" | ");
            text.push_str(&folded(block.text.as_str()));
        }
        let proposed = folded(sentence.map(|sentence| subject.sentence_text(sentence)).unwrap_or_default());
        let head = format!("{} | {proposed}", folded(title));
        let author = envelope.from.as_ref().map(|from| from.address.to_lowercase()).unwrap_or_default();
        let mut seen = BTreeSet::from([author]);
        let mut once = |people: &'a [Address]| -> Vec<&'a Address> {
            let named = |person: &&Address| {
                if person.address.is_empty() { person.name.to_lowercase() } else { person.address.to_lowercase() }
            };
            people.iter().filter(|person| seen.insert(named(person))).collect()
        };
        let (required, optional) = (once(&envelope.to), once(&envelope.cc));
        let invitation = envelope.invitation.as_ref();
        let zone = zone(subject);
        let start =
            invitation.and_then(|invitation| invitation.start.clone()).map(|start| in_zone(start, zone.as_ref()));
        let slot = sentence.and_then(|sentence| slot(subject, sentence));
        let from_text = || slot.and_then(|time| time.time.bounds)?.0.to_zoned_datetime(zone.clone()?).ok();
        let lasts = slot.and_then(length);
        Proposal {
            subject: *subject,
            sentence,
            invited,
            timed,
            start: start.or_else(from_text),
            minutes: invitation.and_then(|invitation| invitation.minutes).or(lasts).or_else(|| minutes(&head)),
            group: envelope.list || required.iter().chain(&optional).any(|person| is_group(person)),
            required,
            optional,
            kind: kind(&head, &text),
            matter: matter(subject, title),
            head,
            text,
        }
    }

    /// Where a finding about the whole stands: the title of an invitation, the words that
    /// propose a meeting in a mail.
    pub fn place(&self) -> Option<Span> {
        let envelope = &self.subject.draft.envelope;
        let title =
            envelope.subject.as_ref().filter(|title| !title.is_empty()).map(|title| title.source(0..title.len()));
        let sentence = self.sentence.map(|sentence| sentence.span);
        let first = || self.subject.said().next().map(|(_, sentence)| sentence.span);
        let person = || self.required.first().map(|person| person.span);
        let best = if self.invited { title.or(sentence) } else { sentence.or(title) };
        best.or_else(first).or_else(person)
    }

    /// The words at [`Proposal::place`], to be quoted.
    pub fn words(&self) -> String {
        let title = self.subject.draft.envelope.subject.as_ref().map(|title| title.as_str().trim()).unwrap_or_default();
        let sentence = self.sentence.map(|sentence| self.subject.sentence_text(sentence)).unwrap_or_default();
        let (first, second) = if self.invited { (title, sentence) } else { (sentence, title) };
        excerpt(if first.is_empty() { second } else { first }, 60)
    }

    /// How many people take part as far as the draft tells, its author among them.
    pub fn people(&self) -> usize {
        self.required.len() + 1
    }

    /// Whether at least so many people take part; a list of people is taken for many.
    pub fn is_of(&self, people: usize) -> bool {
        self.group || self.people() >= people
    }

    /// Whether the author talks to one person, as far as is known.
    pub fn is_one_to_one(&self) -> bool {
        !self.group && self.required.len() + self.optional.len() == 1
    }

    /// Whether it comes again.
    pub fn is_series(&self) -> bool {
        self.subject.draft.envelope.invitation.as_ref().is_some_and(|invitation| invitation.recurring)
    }

    /// Whether a calendar's entry is a note of the author's own, or fills whole days.
    fn is_own_time(&self) -> bool {
        let invitation = self.subject.draft.envelope.invitation.as_ref();
        invitation.is_some_and(|_| {
            self.required.is_empty() && self.optional.is_empty() || self.minutes.is_some_and(|m| m >= 12 * 60)
        })
    }

    /// Whether an ask stands in the sentence that proposes the meeting.
    pub fn holds(&self, ask: &Ask) -> bool {
        self.sentence.is_some_and(|sentence| *sentence == *self.subject.reading.sentence(ask.sentence))
    }

    /// Whether the text says one of these, as whole words.
    pub fn says<P: AsRef<str>>(&self, phrases: &[P]) -> bool {
        says(&self.text, phrases)
    }

    /// The time that the proposing sentence names, in a mail.
    pub fn time(&self) -> Option<&'a TimeExpression> {
        self.sentence.and_then(|sentence| slot(&self.subject, sentence))
    }

    /// The zone that the author's times are told in.
    pub fn zone(&self) -> Option<TimeZone> {
        zone(&self.subject)
    }

    /// What is recorded about a person.
    pub fn contact(&self, address: &Address) -> Option<&'a Contact> {
        self.subject.contact(address)
    }
}

/// Whether a sentence proposes something to its reader.
fn proposes(subject: &Subject, sentence: &Sentence) -> bool {
    says(&folded(subject.sentence_text(sentence)), PROPOSES)
}

/// The sentence that calls people together at a time, without a word for the meeting:
/// "please join me on Thursday at 10:00 to choose the stand".
fn gathers(subject: &Subject) -> Option<SentenceId> {
    let calls = |sentence: &Sentence| {
        slot(subject, sentence).is_some() && says(&folded(subject.sentence_text(sentence)), JOINS)
    };
    subject.said().take(FIRST).find(|(_, sentence)| calls(sentence)).map(|(id, _)| id)
}

/// The sentence that asks for a talk and names no time.
fn untimed(subject: &Subject) -> Option<SentenceId> {
    if !subject.reading.real_asks().any(|ask| ask.kind == AskKind::Meeting) {
        return None;
    }
    let asks = |sentence: &Sentence| {
        let text = folded(subject.sentence_text(sentence));
        says(&text, PROPOSES) && says(&text, TALKS)
    };
    subject.said().take(FIRST).find(|(_, sentence)| asks(sentence)).map(|(id, _)| id)
}

/// The time of a sentence at which a meeting may start: a clock time of a day, still to come.
fn slot<'a>(subject: &Subject<'a>, sentence: &Sentence) -> Option<&'a TimeExpression> {
    let now = subject.moment().map(|now| now.datetime());
    subject.times_in(sentence).find(|time| {
        let bounds = time.time.cue.is_some_and(Cue::bounds);
        let starts = |(from, _)| now.is_none_or(|now| from > now);
        time.time.clock && !time.time.dayless && !time.time.duration && !bounds && time.time.bounds.is_some_and(starts)
    })
}

/// How long a time lasts that names its start and its end.
fn length(time: &TimeExpression) -> Option<u32> {
    let (from, to) = time.time.bounds?;
    u32::try_from(to.duration_since(from).as_mins()).ok().filter(|minutes| (5..=720).contains(minutes))
}

/// The zone that the author's times are told in: as recorded, else the clock's where the
/// draft's date agrees with it, as that has a name and knows of summer time, else the date's.
fn zone(subject: &Subject) -> Option<TimeZone> {
    let author = subject.draft.envelope.from.as_ref().or(subject.context.author.as_ref());
    let recorded = author.and_then(|author| subject.contact(author)).and_then(|contact| contact.zone.clone());
    let moment = subject.moment();
    let clock = subject.context.now.as_ref().map(|now| now.time_zone().clone());
    let agrees = |zone: &TimeZone| moment.is_none_or(|m| m.with_time_zone(zone.clone()).offset() == m.offset());
    // A calendar's stamp is in UTC wherever it was made.
    let stamp = subject.draft.envelope.invitation.is_some() && moment.is_some_and(|m| *m.time_zone() == TimeZone::UTC);
    recorded.or_else(|| clock.filter(|zone| stamp || agrees(zone))).or_else(|| moment.map(|m| m.time_zone().clone()))
}

/// A start without a zone is told by the author's clock.
fn in_zone(start: ZonedDateTime, zone: Option<&TimeZone>) -> ZonedDateTime {
    let own = zone.filter(|_| start.time_zone().is_unknown());
    own.and_then(|zone| start.datetime().to_zoned_datetime(zone.clone()).ok()).unwrap_or(start)
}

/// What the meeting is for, by its title and the sentence that proposes it.
fn kind(head: &str, text: &str) -> Kind {
    let mut words = head.split(|c: char| !c.is_alphanumeric());
    match () {
        _ if words.any(|word| lists::MEETING_SOCIAL.contains(word)) => Kind::Social,
        _ if says(head, FORMAL) => Kind::Formal,
        _ if says(head, IDEAS) || says(text, &["brainstorm", "brainstorming"]) => Kind::Brainstorm,
        _ if says(head, DECIDES) || says(text, &["to decide", "decide on", "decide whether", "to choose"]) => {
            Kind::Decide
        }
        _ => Kind::Other,
    }
}

/// How many words say what the meeting is about: no words of grammar, of meetings, of when
/// and where, and no names of those who come.
fn matter(subject: &Subject, title: &str) -> (usize, usize) {
    const GRAMMAR: WordSets = WordSets::union(&[
        lists::STOP_WORDS,
        lists::CLASS_YOU,
        lists::CLASS_FIRST,
        lists::CLASS_THIRD,
        lists::CLASS_MODAL,
        lists::CLASS_DO,
        lists::CLASS_BE,
        lists::CLASS_HAVE,
        lists::CLASS_WH,
        lists::CLASS_DETERMINER,
        lists::CLASS_OBJECT,
        lists::CLASS_PREPOSITION,
        lists::CLASS_SUBORDINATOR,
        lists::CLASS_CONJUNCTION,
        lists::CLASS_PLEASE,
        lists::CLASS_OPENER,
        lists::CLASS_NOT,
        lists::MEETING_WORDS,
        lists::TALK_WORDS,
        lists::PLACE_WORDS,
        lists::CALENDAR_NAMES,
        lists::REPLY_PREFIXES,
        lists::MEETING_IDLE,
    ]);
    let envelope = &subject.draft.envelope;
    let people = envelope.from.iter().chain(envelope.recipients()).take(MOST_PEOPLE);
    let names: BTreeSet<String> = people
        .flat_map(|person| [person.name.as_str(), person.local()])
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase))
        .collect();
    let counts = |word: &str| {
        let lower = word.to_lowercase();
        word.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !word.contains(|c: char| c.is_ascii_digit())
            && !WordSets::of(word).meets(GRAMMAR)
            && !names.contains(&lower)
    };
    let named = words(title).into_iter().filter(|range| title.get(range.clone()).is_some_and(counts)).count();
    let mut count = 0;
    for sentence in &subject.reading.sentences {
        let role = subject.draft.block(sentence.block).role;
        if matches!(role, Role::Greeting | Role::Closing) {
            continue;
        }
        let times = subject.reading.times_in(sentence.block, &sentence.range);
        let text = subject.draft.block(sentence.block).text.as_str();
        let in_time = |at: usize| {
            let next = times.partition_point(|time| time.time.range.end <= at);
            times.get(next).is_some_and(|time| time.time.range.start <= at)
        };
        let words = subject.reading.words.get(sentence.words.clone()).unwrap_or_default();
        let told = words.iter().filter(|word| !in_time(word.range.start));
        count += told.filter(|word| text.get(word.range.clone()).is_some_and(counts)).count();
    }
    (named, count)
}

/// A text in lower case, on one line, with straight apostrophes; only the start of a long one.
fn folded(text: &str) -> String {
    text[..text.floor_char_boundary(MOST_READ)].to_lowercase().replace('’', "'").replace(['\n', LINE_BREAK], " ")
}
