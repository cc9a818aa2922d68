use std::borrow::Cow;

use super::wording::holds;
use crate::draft::{Format, Role};
use crate::language::ListId;
use crate::reading::{Phrase, Sentence, SentenceId};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Weight};

/// What the text points to is not there. Options: `links`, phrases that point to a link;
/// `below`, phrases that point to what follows; `earlier`, phrases that point to another
/// mail; `verbs` and `documents`, as in "comment on the doc"; `elsewhere`, words that say
/// where else it is; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let lists =
        Lists { links: setup.phrases("links"), below: setup.phrases("below"), earlier: setup.phrases("earlier") };
    let documents = setup.phrases("documents");
    let verbs = setup.list("verbs");
    let elsewhere = setup.list("elsewhere");
    setup.unless();
    let all = [lists.links, lists.below, lists.earlier, documents];
    setup.needs_phrase(&all);
    Box::new(move |subject: &Subject| {
        let pointing = || subject.reading.phrases.iter().filter(|phrase| all.contains(&phrase.found.list));
        if holds_more(subject) {
            return Vec::new();
        }
        let mut found: Vec<Finding> = pointing()
            .filter(|phrase| subject.draft.block(phrase.block).role.is_prose())
            .take(MOST)
            .filter_map(|phrase| {
                let (id, sentence) = subject.sentence_of(phrase)?;
                let list = phrase.found.list;
                let says_where = || is_elsewhere(subject, sentence, phrase, &elsewhere);
                let is_lost = if list == lists.links {
                    !says_where()
                } else if list == lists.below {
                    is_last(subject, id)
                } else if list == lists.earlier {
                    is_undated(subject, sentence)
                } else {
                    is_asked(subject, id, sentence, &verbs) && !says_where()
                };
                if !is_lost {
                    return None;
                }
                // The reader may know which mail or document is meant.
                let is_certain = list == lists.links || list == lists.below;
                let weight = if is_certain { Weight::Usual } else { Weight::Lighter };
                let range = phrase.found.range.clone();
                let words = subject.text(phrase.block, range.clone()).replace('\n', " ");
                let (text, help) = if list == lists.links {
                    (format!("“{words}”, yet there is no link"), "put in the link")
                } else if list == lists.below {
                    (format!("“{words}”, yet nothing follows"), "add what the reader is to see")
                } else if list == lists.earlier {
                    (format!("“{words}” is for the reader to find"), "quote it, or name its date and subject")
                } else {
                    (format!("“{words}” is for the reader to find"), "put in the link, or attach it")
                };
                Some(Finding::new(subject.span(phrase.block, range), text).help(help).weight(weight))
            })
            .collect();
        found.sort_by_key(|finding| finding.weight != Weight::Usual);
        found
    })
}

/// So many places are looked at: a message that points oftener is no draft.
const MOST: usize = 200;

struct Lists {
    links: ListId,
    below: ListId,
    earlier: ListId,
}

/// Whether something hangs on the message that a reader could be pointed to: a link, a
/// path, a file, what it answers or passes on, or markup behind which a link may lie.
fn holds_more(subject: &Subject) -> bool {
    let draft = subject.draft;
    let markup = draft.format == Format::Html
        || draft.parts.iter().any(|part| part.html)
        || (draft.format == Format::Markdown && subject.source.bytes.windows(2).any(|two| two == b"]("));
    let passes_on =
        |role: Role| matches!(role, Role::Quote | Role::Forwarded | Role::Attribution | Role::Code | Role::Table);
    let is_link = |text: &str| ["://", "www.", "\\\\", "](", "mailto:"].iter().any(|mark| text.contains(mark));
    markup
        || !draft.envelope.attachments.is_empty()
        || draft.blocks.iter().any(|block| passes_on(block.role) || is_link(block.text.as_str()))
}

/// Whether the sentence says where it is to be found: "the link in the wiki".
fn is_elsewhere(subject: &Subject, sentence: &Sentence, phrase: &Phrase, elsewhere: &[Cow<str>]) -> bool {
    let words = subject.tokens(sentence);
    (0..words.len()).any(|at| {
        let range = &words.all[at].range;
        let is_in = range.end <= phrase.found.range.start || range.start >= phrase.found.range.end;
        is_in && holds(elsewhere, words.word(at))
    })
}

/// Whether the sentence is the last that the author wrote.
fn is_last(subject: &Subject, id: SentenceId) -> bool {
    let after = subject.reading.sentences.iter().skip(id.0 + 1).take(8);
    !after.into_iter().any(|sentence| !matches!(subject.draft.block(sentence.block).role, Role::Closing))
        && !subject.draft.blocks.iter().any(|block| matches!(block.role, Role::Table | Role::Code))
}

/// Whether the other mail can't be told from any other: no date, and not what is answered.
fn is_undated(subject: &Subject, sentence: &Sentence) -> bool {
    !subject.is(Situation::Reply) && subject.times_in(sentence).next().is_none()
}

/// Whether the document is to be dealt with, in a message that starts a thread.
fn is_asked(subject: &Subject, id: SentenceId, sentence: &Sentence, verbs: &[Cow<str>]) -> bool {
    !subject.is(Situation::Reply)
        && subject.reading.asks.binary_search_by_key(&id, |ask| ask.sentence).is_ok()
        && (0..sentence.words.len()).any(|at| holds(verbs, subject.tokens(sentence).word(at)))
        // A ticket or number is enough to find it by.
        && !subject.sentence_text(sentence).contains(|c: char| c.is_ascii_digit() || c == '#')
}
