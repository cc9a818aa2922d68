use std::ops::Range;

use jiff::ZonedDateTime;

use super::facts::{Facts, Lists};
use super::gate::{Needs, Situations};
use super::meeting::Proposal;
use super::steps::{is_conditional, is_step};
use super::{Context, Profile};
use crate::channel::{Advice, Channel, Contact};
use crate::draft::{Address, BlockId, Draft, Role};
use crate::language::{ListId, lists};
use crate::reading::{Ask, Phrase, Reading, Sentence, SentenceId, TimeExpression, Tokens, Word};
use crate::render::{Problem, Rendering};
use crate::text::{Finding, Source, Span};

/// All that a check may see.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The bytes.
    pub source: &'a Source<'a>,
    /// What was written.
    pub draft: &'a Draft,
    /// What the reader gets out of it.
    pub reading: &'a Reading,
    /// Async or live.
    pub advice: &'a Advice,
    /// What is known beside the draft.
    pub context: &'a Context,
    /// What a recipient of this template would get, or why nothing; none without sample data.
    pub rendering: Option<&'a Result<Rendering, Problem>>,
    /// Whether the draft is what a template came to: its readers are those of the template.
    pub is_filled: bool,
    /// What rules found out about the draft.
    pub facts: &'a Facts<'a>,
}

/// Looks for one fault. It parses and tokenises nothing: all it needs is in the subject.
/// A closure from a subject to its findings is a check.
pub trait Check: Send + Sync {
    /// The findings, the most telling first: a card's `most` keeps the first ones.
    fn check(&self, subject: &Subject) -> Vec<Finding>;
}

impl<F> Check for F
where
    F: Fn(&Subject) -> Vec<Finding> + Send + Sync,
{
    fn check(&self, subject: &Subject) -> Vec<Finding> {
        self(subject)
    }
}

/// What a card can say of the messages that its rule spares, or is milder with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// A reply.
    Reply,
    /// A reply to a question, which is quoted.
    Answer,
    /// The message passes another one on.
    Forward,
    /// It goes to or comes from a mailing list.
    MailingList,
    /// It is for many and for nobody in particular: a newsletter, a feed, an article passed on.
    Bulk,
    /// It has headings that help to find one's way.
    Headings,
    /// It has lists that help to find one's way.
    Lists,
    /// It asks nothing.
    NoAsks,
    /// It is chat rather than mail.
    Chat,
    /// It is a calendar invitation.
    Invite,
    /// It is a template, to be filled in.
    Template,
    /// A conversation is advised in its place.
    Live,
}

impl Situation {
    /// All situations.
    pub const ALL: [Situation; 12] = [
        Situation::Reply,
        Situation::Answer,
        Situation::Forward,
        Situation::MailingList,
        Situation::Bulk,
        Situation::Headings,
        Situation::Lists,
        Situation::NoAsks,
        Situation::Chat,
        Situation::Invite,
        Situation::Template,
        Situation::Live,
    ];

    /// The name in cards.
    pub fn name(self) -> &'static str {
        match self {
            Situation::Reply => "reply",
            Situation::Answer => "answer",
            Situation::Forward => "forward",
            Situation::MailingList => "mailing-list",
            Situation::Bulk => "bulk",
            Situation::Headings => "headings",
            Situation::Lists => "lists",
            Situation::NoAsks => "no-asks",
            Situation::Chat => "chat",
            Situation::Invite => "invite",
            Situation::Template => "template",
            Situation::Live => "live",
        }
    }
}

/// From how many words on a text may be an article; a note of a line or two greets nobody either.
const ARTICLE: usize = 20;

/// Up to how many words a letter that asks for something may do without greeting and closing.
const LETTER: usize = 150;

/// Up to how many words one that asks for nothing may.
const NOTE: usize = 60;

/// Words that turn to a reader.
const READER: &[&str] = &["you", "your", "please"];

/// Words of an author who speaks for himself.
const AUTHOR: &[&str] = &["i", "i'm", "i've", "i'll", "my", "we", "we're", "we've", "we'll", "our"];

/// What front matter calls a chat.
const CHATS: &[&str] = &[
    "chat",
    "discord",
    "im",
    "irc",
    "matrix",
    "mattermost",
    "signal",
    "slack",
    "sms",
    "teams",
    "telegram",
    "whatsapp",
    "zulip",
];

impl<'a> Subject<'a> {
    /// The moment the draft is written: its own date, else now. An archived mail is
    /// judged as of its day.
    pub fn moment(&self) -> Option<&'a ZonedDateTime> {
        self.draft.envelope.date.as_ref().or(self.context.now.as_ref())
    }

    /// What kind of message it is: by the settings, else by what the draft says of itself.
    pub fn profile(&self) -> Profile {
        let envelope = &self.draft.envelope;
        let told = match envelope.channel.as_deref() {
            Some(channel) if CHATS.iter().any(|chat| channel.eq_ignore_ascii_case(chat)) => Profile::Chat,
            Some("meeting") => Profile::Invite,
            _ if envelope.invitation.is_some() => Profile::Invite,
            _ if envelope.list => Profile::List,
            _ => Profile::Email,
        };
        self.context.profile.unwrap_or(told)
    }

    /// Whether it is mail that a machine sends to many, or that greets nobody: it has the words
    /// of newsletters, or neither greeting nor closing, answers nothing and turns to no reader.
    fn is_bulk(&self) -> bool {
        let envelope = &self.draft.envelope;
        if envelope.from.is_none() || self.profile() != Profile::Email {
            return false;
        }
        let words = self.reading.word_count();
        let says = |any: &[&str]| {
            let is_one = |word: &str| any.iter().any(|known| word.eq_ignore_ascii_case(known));
            self.said().any(|(_, sentence)| self.words(sentence).any(is_one))
        };
        // What links to something may be passed on from there, with the words of its author.
        let links = || self.draft.blocks.iter().any(|block| block.text.as_str().contains("://"));
        // An article may say "you", "I" and ask what it answers itself; a short note that does is
        // a letter.
        let turns_to_a_reader = || {
            words < LETTER && says(READER) && self.reading.real_asks().next().is_some()
                || words < NOTE && (says(READER) || says(AUTHOR)) && !links()
        };
        let is_framed = || self.draft.blocks.iter().any(|block| matches!(block.role, Role::Greeting | Role::Closing));
        let is_from_a_machine = self.reading.phrases_of(lists::BULK).nth(1).is_some();
        is_from_a_machine || words >= ARTICLE && !(envelope.reply_depth > 0 || is_framed() || turns_to_a_reader())
    }

    /// What is recorded about a person.
    pub fn contact(&self, address: &Address) -> Option<&'a Contact> {
        self.context.contact(address)
    }

    /// Whether an address is of somebody outside the author's house; none where neither a
    /// contact nor the own domains tell.
    pub fn is_external(&self, address: &Address) -> Option<bool> {
        self.context.is_external(address)
    }

    /// Whether the message is in this situation.
    pub fn is(&self, situation: Situation) -> bool {
        self.situations().has(situation)
    }

    /// The situations that the message is in.
    pub fn situations(&self) -> Situations {
        *self.facts.situations.get_or_init(|| Situations::that(|situation| self.find_out(situation)))
    }

    /// What the draft has of all that checks can need.
    pub fn needs_met(&self) -> Needs {
        *self.facts.needs_met.get_or_init(|| Needs::met(self))
    }

    fn find_out(&self, situation: Situation) -> bool {
        let envelope = &self.draft.envelope;
        let quotes_a_question =
            || self.draft.blocks.iter().any(|b| b.role == Role::Quote && b.text.as_str().contains('?'));
        match situation {
            Situation::Reply => envelope.reply_depth > 0,
            Situation::Answer => envelope.reply_depth > 0 && quotes_a_question(),
            Situation::Forward => {
                envelope.forwarded || self.draft.blocks.iter().any(|block| block.role == Role::Forwarded)
            }
            Situation::MailingList => self.profile() == Profile::List,
            Situation::Bulk => self.is_bulk(),
            Situation::Headings => self.draft.blocks.iter().filter(|block| block.role == Role::Heading).count() >= 2,
            Situation::Lists => self.draft.blocks.iter().filter(|block| block.role == Role::ListItem).count() >= 3,
            Situation::NoAsks => self.reading.real_asks().next().is_none(),
            Situation::Chat => self.profile() == Profile::Chat,
            Situation::Invite => self.profile() == Profile::Invite,
            Situation::Template => self.draft.template.is_some() || self.profile() == Profile::Template,
            Situation::Live => self.advice.recommended == Channel::Live,
        }
    }

    /// Whether the message is in one of these situations.
    pub fn is_any(&self, situations: &[Situation]) -> bool {
        situations.iter().any(|situation| self.is(*situation))
    }

    /// The sentences that say something: no greetings, headings and closings.
    pub fn said(&self) -> impl ExactSizeIterator<Item = (SentenceId, &'a Sentence)> {
        let is_said = |(_, sentence): &(_, &Sentence)| self.draft.block(sentence.block).role.is_prose();
        let all = || self.reading.sentences.iter().enumerate().map(|(index, sentence)| (SentenceId(index), sentence));
        self.facts.said.get_or_init(|| all().filter(is_said).collect()).iter().copied()
    }

    /// How many words the sentences have that say something.
    pub fn said_words(&self) -> usize {
        *self.facts.said_words.get_or_init(|| self.said().map(|(_, sentence)| sentence.length).sum())
    }

    /// Whether a phrase of this list stands anywhere in the author's own text.
    pub fn has_phrase(&self, list: ListId) -> bool {
        self.facts.lists.get_or_init(|| Lists::of(&self.reading.phrases)).has(list)
    }

    /// The phrases of one list, in order.
    pub fn phrases_of(&self, list: ListId) -> impl Iterator<Item = &'a Phrase> {
        let phrases: &[Phrase] = if self.has_phrase(list) { &self.reading.phrases } else { &[] };
        phrases.iter().filter(move |phrase| phrase.found.list == list)
    }

    /// The meeting that the draft proposes, also in an answer.
    pub fn proposal(&self) -> Option<&'a Proposal<'a>> {
        self.facts.proposal.get_or_init(|| Proposal::any(self)).as_ref()
    }

    /// A part of a block's text; empty where there is no such part.
    pub fn text(&self, block: BlockId, range: Range<usize>) -> &'a str {
        self.draft.block(block).text.as_str().get(range).unwrap_or_default()
    }

    /// The text of a sentence.
    pub fn sentence_text(&self, sentence: &Sentence) -> &'a str {
        self.text(sentence.block, sentence.range.clone())
    }

    /// The text of an ask.
    pub fn ask_text(&self, ask: &Ask) -> &'a str {
        self.text(self.reading.sentence(ask.sentence).block, ask.range.clone())
    }

    /// The words of a sentence, as they were read.
    pub fn words_in(&self, sentence: &Sentence) -> &'a [Word] {
        self.reading.words.get(sentence.words.clone()).unwrap_or_default()
    }

    /// The words of a sentence in lower case, with all else that is known of them.
    pub fn tokens(&self, sentence: &Sentence) -> Tokens<'a> {
        Tokens { all: self.words_in(sentence), folded: &self.reading.words.folded }
    }

    /// The words of a sentence.
    pub fn words(&self, sentence: &Sentence) -> impl DoubleEndedIterator<Item = &'a str> {
        let text = self.draft.block(sentence.block).text.as_str();
        self.words_in(sentence).iter().map(move |word| text.get(word.range.clone()).unwrap_or_default())
    }

    /// How many words a sentence has for its reader: an address, a path and "well-known"
    /// are one each.
    pub fn length(&self, sentence: &Sentence) -> usize {
        sentence.length
    }

    /// Where a part of a block stands in the source.
    pub fn span(&self, block: BlockId, range: Range<usize>) -> Span {
        self.draft.block(block).text.source(range)
    }

    /// The sentence that a phrase stands in.
    pub fn sentence_of(&self, phrase: &Phrase) -> Option<(SentenceId, &'a Sentence)> {
        self.sentence_at(phrase.block, phrase.found.range.start)
    }

    /// Whether no word stands before this byte of a block in its sentence: signs such as 😀 are
    /// none, nor is a number, nor the tag of a template, whose value may be a greeting.
    pub fn opens_sentence(&self, block: BlockId, at: usize) -> bool {
        let Some((_, sentence)) = self.sentence_at(block, at) else { return false };
        let before = self.text(block, sentence.range.start..at);
        let is_tag = |word: &str| {
            let template = self.draft.template.as_ref();
            template
                .is_some_and(|template| template.masks(word).map(|(_, mask)| mask.len()).sum::<usize>() == word.len())
        };
        let mut words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| word.contains(char::is_alphabetic));
        words.all(is_tag)
    }

    /// The sentence that holds this byte of a block.
    pub fn sentence_at(&self, block: BlockId, at: usize) -> Option<(SentenceId, &'a Sentence)> {
        self.reading.sentence_at(block, at)
    }

    /// The phrases of all lists that stand in this part of a block.
    pub fn phrases_in(&self, block: BlockId, range: Range<usize>) -> impl Iterator<Item = &'a Phrase> {
        self.reading.phrases_in(block, &range).iter().filter(move |p| p.found.range.end <= range.end)
    }

    /// Whether a phrase of this list stands in the sentence.
    pub fn sentence_has(&self, list: ListId, sentence: &Sentence) -> bool {
        self.has_phrase(list)
            && self.phrases_in(sentence.block, sentence.range.clone()).any(|phrase| phrase.found.list == list)
    }

    /// The sentence that says something and has a phrase as one of its words, with the place
    /// of the word among those of the sentence.
    pub fn word_of(&self, phrase: &Phrase) -> Option<(&'a Sentence, usize)> {
        let (_, sentence) = self.sentence_of(phrase)?;
        let words = self.reading.words.get(sentence.words.clone())?;
        let at = words.partition_point(|word| word.range.start < phrase.found.range.start);
        let is_word = words.get(at).is_some_and(|word| word.range == phrase.found.range);
        (is_word && self.draft.block(phrase.block).role.is_prose()).then_some((sentence, at))
    }

    /// Whether a word is a phrase of this list.
    pub fn is_of(&self, list: ListId, block: BlockId, word: &Word) -> bool {
        let mut phrases = self.phrases_in(block, word.range.clone());
        phrases.any(|phrase| phrase.found.list == list && phrase.found.range == word.range)
    }

    /// Whether a phrase of this list stands in the block.
    pub fn block_has(&self, list: ListId, block: BlockId) -> bool {
        self.has_phrase(list)
            && self.phrases_in(block, 0..self.draft.block(block).text.len()).any(|phrase| phrase.found.list == list)
    }

    /// Whether a word of the sentence is a phrase of this list.
    pub fn sentence_has_word(&self, list: ListId, sentence: &Sentence) -> bool {
        let mut phrases = self.phrases_in(sentence.block, sentence.range.clone());
        self.has_phrase(list) && phrases.any(|phrase| phrase.found.list == list && self.word_of(phrase).is_some())
    }

    /// The asks that wait for an answer: they neither tell what to do in some case, nor how a
    /// thing is done, nor are they made in form only.
    pub fn owed(&self) -> &'a [&'a Ask] {
        let is_owed = |ask: &&Ask| !is_conditional(self, ask) && !is_step(self, ask);
        self.facts.owed.get_or_init(|| self.reading.real_asks().filter(is_owed).collect())
    }

    /// The asks of a sentence.
    pub fn asks_of(&self, id: SentenceId) -> &'a [Ask] {
        let asks = &self.reading.asks;
        let from = asks.partition_point(|ask| ask.sentence < id);
        let to = asks.partition_point(|ask| ask.sentence <= id);
        &asks[from..to]
    }

    /// The times that start in the sentence.
    pub fn times_in(&self, sentence: &Sentence) -> impl Iterator<Item = &'a TimeExpression> {
        self.reading.times_in(sentence.block, &sentence.range).iter()
    }
}
