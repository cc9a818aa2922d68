//! What a draft says of the meeting that it proposes, read once for the rules of the group.

use std::collections::BTreeSet;

use jiff::ZonedDateTime;
use jiff::tz::TimeZone;

use super::matter::{kind, matter};
use super::sentence::{gathers, proposes, untimed};
use super::when::{in_zone, length, slot, zone};
use super::words::{folded, minutes, says_any};
use crate::channel::meeting::{is_invitation, proposal};
use crate::channel::{Chosen, Contact};
use crate::draft::Address;
use crate::language::{ListId, lists, stands_in};
use crate::reading::{Ask, Sentence, TimeExpression, is_group};
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

/// Of more paragraphs only these are searched.
const MOST_BLOCKS: usize = 200;

impl<'a> Proposal<'a> {
    /// The meeting that the draft proposes anew to its readers: no answer, nothing passed
    /// on, no newsletter. Also in chat, and also where no time is named.
    pub fn of(subject: &Subject<'a>) -> Option<&'a Proposal<'a>> {
        let spared = [Situation::Reply, Situation::Forward, Situation::MailingList, Situation::Template];
        if subject.is_any(&spared) { None } else { subject.proposal() }
    }

    /// The meeting that the draft proposes anew and that takes people's time as planned:
    /// not in chat, not for its own sake, and it has a time.
    pub fn planned(subject: &Subject<'a>) -> Option<&'a Proposal<'a>> {
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
        let bulk = || subject.phrases_of(lists::BULK).nth(1).is_some();
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

    /// Whether a phrase of this list stands in the text.
    pub fn says_of(&self, list: ListId) -> bool {
        stands_in(&self.text, list)
    }

    /// Whether the text says one of these, as whole words.
    pub fn says<P: AsRef<str>>(&self, phrases: &[P]) -> bool {
        says_any(&self.text, phrases)
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
