//! Floor 3: what the reader gets out of a draft, computed once and shared by all rules.

mod anchored;
mod asks;
mod bindings;
mod classes;
mod clauses;
mod cues;
mod days;
mod deadline_signs;
mod deadlines;
mod gaps;
mod kinds;
pub mod learned;
mod offers;
mod owners;
mod point;
pub mod rounds;
mod signs;
mod split;
mod template;
mod tense;
mod tokens;
mod words;

pub use asks::{ASKS_FROM, CREDIT};
pub use classes::Class;
pub use deadlines::{DEADLINE_CREDIT, DEADLINE_FROM};
pub use gaps::Gap;
pub use owners::{is_called, is_group};
pub use rounds::{Repeat, Rounds, Side, Turn};
pub use tokens::Tokens;
pub use words::{NUMBER, Word, Words};

use std::ops::Range;

use jiff::civil::DateTime;

use crate::draft::{BlockId, Draft, Role};
use crate::language::time::{Reference, TimeMatch};
use crate::language::{self, Language, ListId, PhraseMatch, Phrases};
use crate::text::{MappedText, Span};

/// What the reader gets out of a draft.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The language of the author's own text.
    pub language: Language,
    /// The sentences of the author's own text, in order.
    pub sentences: Vec<Sentence>,
    /// The words of all sentences, in order.
    pub words: Words,
    /// The phrases of all lists found in the author's own text, by block and start.
    pub phrases: Vec<Phrase>,
    /// What is asked, in order.
    pub asks: Vec<Ask>,
    /// When, in order.
    pub times: Vec<TimeExpression>,
    /// Days that the calendar does not have ("31 June"), in order: no moment is meant by
    /// them, so they are not among the times.
    pub impossible: Vec<TimeExpression>,
    /// The sentence that says what the message is for.
    pub point: Option<SentenceId>,
    /// How often the matter went there and back.
    pub rounds: Rounds,
    /// When the draft is sent, by the author's clock: its own date, else now.
    pub moment: Option<DateTime>,
}

/// The place of a sentence in [`Reading::sentences`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceId(pub usize);

/// The place of an expression in [`Reading::times`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeId(pub usize);

/// A sentence of the author's own text.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// The block it stands in.
    pub block: BlockId,
    /// Its bytes in the text of the block.
    pub range: Range<usize>,
    /// Its bytes in the source.
    pub span: Span,
    /// Its words in [`Reading::words`].
    pub words: Range<usize>,
    /// How many words a reader counts in it: an address, a path or "and/or" is one.
    pub length: usize,
}

/// A phrase of a list, found in a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The block it stands in.
    pub block: BlockId,
    /// The list, the place in it, and the bytes in the text of the block.
    pub found: PhraseMatch,
}

/// Something that the reader is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The clause or sentence that asks, in the source.
    pub span: Span,
    /// The sentence it stands in.
    pub sentence: SentenceId,
    /// Its bytes in the text of the sentence's block.
    pub range: Range<usize>,
    /// What kind of answer it wants.
    pub kind: AskKind,
    /// Who is asked.
    pub owner: Owner,
    /// By when, in [`Reading::times`].
    pub deadline: Option<TimeId>,
    /// Whether it asks in form only ("let me know if you have any questions").
    pub courtesy: bool,
    /// The words that made it an ask: bytes of the text of the sentence's block.
    pub cues: Vec<Range<usize>>,
}

/// What kind of answer an ask wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskKind {
    /// Information.
    Question,
    /// An act.
    Request,
    /// A decision: approve, choose, sign off.
    Decision,
    /// A meeting or call.
    Meeting,
}

impl AskKind {
    /// The name in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            AskKind::Question => "question",
            AskKind::Request => "request",
            AskKind::Decision => "decision",
            AskKind::Meeting => "meeting",
        }
    }
}

/// Who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Someone who is named: by a vocative, an @mention, "Ben to do".
    Named(String),
    /// The only recipient, by display name or address.
    Recipient(String),
    /// Nobody in particular.
    Nobody,
}

impl Owner {
    /// The name, where there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Owner::Named(name) | Owner::Recipient(name) => Some(name),
            Owner::Nobody => None,
        }
    }
}

/// A date or time expression of the author's text.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// Its bytes in the source.
    pub span: Span,
    /// The block it stands in.
    pub block: BlockId,
    /// The sentence it stands in, if any.
    pub sentence: Option<SentenceId>,
    /// What it says; ranges are bytes of the block's text.
    pub time: TimeMatch,
    /// Whether the reader is to act or answer by it.
    pub role: TimeRole,
}

/// What a time is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeRole {
    /// The reader is to act or answer by it.
    Deadline,
    /// Something happens then.
    Event,
}

impl TimeExpression {
    /// The latest moment it can mean, in the author's zone.
    pub fn latest(&self) -> Option<DateTime> {
        self.time.bounds.map(|(_, to)| to)
    }
}

impl Reading {
    /// The sentence with this id.
    pub fn sentence(&self, id: SentenceId) -> &Sentence {
        &self.sentences[id.0]
    }

    /// The expression with this id.
    pub fn time(&self, id: TimeId) -> &TimeExpression {
        &self.times[id.0]
    }

    /// The asks that want an answer: not in form only.
    pub fn real_asks(&self) -> impl Iterator<Item = &Ask> {
        self.asks.iter().filter(|ask| !ask.courtesy)
    }

    /// The sentence that holds this byte of a block.
    pub fn sentence_at(&self, block: BlockId, at: usize) -> Option<(SentenceId, &Sentence)> {
        let key = |sentence: &Sentence| (sentence.block, sentence.range.start);
        let after = self.sentences.partition_point(|sentence| key(sentence) <= (block, at));
        let index = after.checked_sub(1)?;
        let sentence = &self.sentences[index];
        (sentence.block == block && at < sentence.range.end).then_some((SentenceId(index), sentence))
    }

    /// The phrases of all lists that start in this part of a block.
    pub fn phrases_in(&self, block: BlockId, range: &Range<usize>) -> &[Phrase] {
        let first = self.phrases.partition_point(|p| (p.block, p.found.range.start) < (block, range.start));
        let last = self.phrases.partition_point(|p| (p.block, p.found.range.start) < (block, range.end));
        &self.phrases[first..last.max(first)]
    }

    /// The times that start in this part of a block.
    pub fn times_in(&self, block: BlockId, range: &Range<usize>) -> &[TimeExpression] {
        let first = self.times.partition_point(|t| (t.block, t.time.range.start) < (block, range.start));
        let last = self.times.partition_point(|t| (t.block, t.time.range.start) < (block, range.end));
        &self.times[first..last.max(first)]
    }

    /// The phrases of one list, in order.
    pub fn phrases_of(&self, list: ListId) -> impl Iterator<Item = &Phrase> {
        self.phrases.iter().filter(move |phrase| phrase.found.list == list)
    }

    /// How many words the author wrote, greeting and closing included, code and tables not.
    pub fn word_count(&self) -> usize {
        self.sentences.iter().map(|sentence| sentence.length).sum()
    }
}

/// After so many bytes no further paragraph is looked at to tell the language.
const ENOUGH_FOR_LANGUAGE: usize = 4_000;

/// Reads a draft. `reference.now` is the moment of sending: it stands in where the draft
/// has no date.
pub fn read(draft: &Draft, phrases: &Phrases, reference: Reference) -> Reading {
    let mut own = String::new();
    for (_, block) in draft.own_blocks() {
        if own.len() > ENOUGH_FOR_LANGUAGE {
            break;
        }
        own.push_str(block.text.as_str());
        own.push('\n');
    }
    let now = draft.envelope.date.as_ref().or(reference.now);
    let moment = now.map(|now| now.datetime());
    let mut reading = Reading { language: language::detect(&own), moment, ..Reading::default() };
    let reference = Reference { now, ..reference };
    let mut words = Words::with_room_for(draft.own_blocks().map(|(_, block)| block.text.len()).sum());
    for (id, block) in draft.own_blocks() {
        let text = block.text.as_str();
        let first = reading.sentences.len();
        let found = match block.role {
            Role::Table => phrases.find(text),
            _ => {
                let folded = add_sentences(&mut reading, &mut words, id, &block.text);
                phrases.find_folded(&words.folded[folded])
            }
        };
        reading.phrases.extend(found.into_iter().map(|found| Phrase { block: id, found }));
        let times = match block.role {
            Role::Table => language::time::times(text, reference),
            _ => times_of_sentences(&reading.sentences[first..], &words, text, reference),
        };
        reading.times.extend(times.into_iter().map(|time| TimeExpression {
            span: block.text.source(time.range.clone()),
            block: id,
            sentence: None,
            time,
            role: TimeRole::Event,
        }));
        template::add_times(&mut reading.times, draft, id);
    }
    reading.impossible = reading.times.extract_if(.., |time| time.time.impossible.is_some()).collect();
    days::borrow(&mut reading.times, now.map(|now| now.date()));
    asks::find(&mut reading, draft, &words);
    owners::assign(&mut reading, draft, &words);
    deadlines::bind(&mut reading, draft, &words, moment);
    tense::settle(&mut reading, &words, moment.map(|moment| moment.date()));
    reading.point = point::find(&reading, draft, &words);
    reading.words = words;
    reading.rounds = rounds::find(&reading, draft, phrases, reference);
    reading
}

/// What weights are learned from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Whether the grammar alone says yes; none where it says no whatever was learned.
    pub grammar: Option<bool>,
    /// The names of the signs, as they stand in the tables of weights.
    pub names: Vec<String>,
}

/// The signs of an ask in each sentence.
pub fn ask_signs(reading: &Reading, draft: &Draft) -> Vec<Signs> {
    asks::signs(reading, draft, &reading.words)
}

/// The signs of a deadline at each time; without a date in the draft none is past.
pub fn deadline_signs(reading: &Reading, draft: &Draft) -> Vec<(TimeExpression, Signs)> {
    deadlines::signs(reading, draft, &reading.words, draft.envelope.date.as_ref().map(|date| date.datetime()))
}

/// The signs of each sentence that may be the point, with the points that its place brings.
pub fn point_signs(reading: &Reading, draft: &Draft) -> Vec<(SentenceId, i32, Vec<String>)> {
    point::signs(reading, draft, &reading.words)
}

/// The times in the sentences of a block. Sentences in a row that may hold any are read
/// together, the others not at all.
fn times_of_sentences(sentences: &[Sentence], words: &Words, text: &str, reference: Reference) -> Vec<TimeMatch> {
    let mut found = Vec::new();
    let mut run: Option<Range<usize>> = None;
    for sentence in sentences {
        let carries = |word: &Word| language::time::carries(word.folded(&words.folded), word.hash);
        if words[sentence.words.clone()].iter().any(carries) {
            let start = run.map_or(sentence.range.start, |run| run.start);
            run = Some(start..sentence.range.end);
        } else if let Some(run) = run.take() {
            language::time::times_within(text, run, reference, &mut found);
        }
    }
    if let Some(run) = run {
        language::time::times_within(text, run, reference, &mut found);
    }
    found
}

/// Adds the sentences of a block, and gives its place in the folded text.
fn add_sentences(reading: &mut Reading, words: &mut Words, id: BlockId, text: &MappedText) -> Range<usize> {
    let folded = words.fold(text.as_str());
    let all = language::words(text.as_str());
    let mut next = 0;
    for range in language::sentences(text.as_str()) {
        let first = next;
        next += all[first..].iter().take_while(|word| word.start < range.end).count();
        let read = words.add(text.as_str(), folded.start, &range, &all[first..next]);
        reading.sentences.push(Sentence {
            block: id,
            span: text.source(range.clone()),
            range,
            words: read.words,
            length: read.length,
        });
    }
    folded
}

/// What tests of other floors make readings with.
#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::draft::Block;
    use crate::language::PhrasesBuilder;
    use crate::text::MappedText;

    /// A draft of paragraphs, one block each.
    pub fn draft_of(blocks: &[(Role, &str)]) -> Draft {
        let mut draft = Draft::default();
        let mut at = 0;
        for (role, text) in blocks {
            let mapped = MappedText::verbatim_at(text, at);
            draft.blocks.push(Block::new(*role, mapped, Span::new(at, at + text.len())));
            at += text.len() + 2;
        }
        draft
    }

    #[test]
    fn an_address_counts_as_one_word() {
        let text = "See https://example.com/a-b/c?d=e and/or ask ben.k@a.example — now.";
        let reading = read_draft(&draft_of(&[(Role::Prose, text)]));
        assert_eq!((reading.word_count(), reading.sentences[0].length), (6, 6));
    }

    /// What is read of a draft, without a date.
    pub fn read_draft(draft: &Draft) -> Reading {
        read(draft, &PhrasesBuilder::with_pack().build(), Reference::default())
    }

    /// The tokens of a text.
    pub fn tokens_of(text: &str) -> Words {
        let draft = draft_of(&[(Role::Prose, text)]);
        read_draft(&draft).words
    }
}
