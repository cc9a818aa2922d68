//! How an ask is worded, and whom it reaches: what several rules of this group look at.

use std::borrow::Cow;
use std::ops::Range;

use crate::draft::Address;
use crate::language::{AnyOf, lists};
use crate::reading::{Ask, Sentence, Tokens, is_group};
use crate::rules::Subject;

/// So many words of a sentence are looked at: longer ones are no asks that somebody wrote.
const MOST_WORDS: usize = 120;

/// The words of an ask.
pub fn words_of<'a>(subject: &Subject<'a>, ask: &Ask) -> Tokens<'a> {
    words_in(subject, subject.reading.sentence(ask.sentence), &ask.range)
}

/// The words of a part of a sentence.
pub fn words_in<'a>(subject: &Subject<'a>, sentence: &Sentence, range: &Range<usize>) -> Tokens<'a> {
    let words = subject.tokens(sentence);
    let first = words.at_byte(range.start);
    let inside = words.all.iter().skip(first).take(MOST_WORDS).take_while(|word| word.range.end <= range.end);
    words.part(first, first + inside.count())
}

/// Whether a list holds a word in lower case.
pub fn holds(list: &[Cow<str>], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

/// Whether an ask speaks to its reader in so many words: "could you", "please", "let me know".
/// Others may be questions of style, headlines or advice.
pub fn is_direct(words: &Tokens) -> bool {
    const VERBS: AnyOf = AnyOf::these(&[lists::CLASS_MODAL, lists::CLASS_DO, lists::CLASS_BE, lists::CLASS_HAVE]);
    let is_verb = |at: usize| words.all[at].sets.meets(VERBS) || words.word(at) == "need";
    (0..words.len()).any(|at| match words.word(at + 1) {
        _ if words.is(at, lists::CLASS_PLEASE) => true,
        "me" | "us" => match words.word(at) {
            "let" => words.word(at + 2) == "know",
            verb => verb == "tell",
        },
        "you" => is_verb(at),
        // "Can I get" asks; "what can I get" wonders.
        "we" | "i" => {
            let wonders = at.checked_sub(1).is_some_and(|before| words.is(before, lists::CLASS_WH));
            matches!(words.word(at), "can" | "could" | "shall" | "should" | "may") && !wonders
        }
        _ => false,
    })
}

/// Whom a message reaches, as far as the draft tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Nobody is named.
    Unknown,
    /// One person.
    One,
    /// Two people, each of whom may wait for the other.
    Two,
    /// More people, or a group.
    Many,
}

/// Whom the message is written to; who is in copy is told, not asked.
pub fn readers(subject: &Subject) -> Readers {
    let to = &subject.draft.envelope.to;
    match to.len() {
        0 => Readers::Unknown,
        1 if !to.iter().any(reaches_many) => Readers::One,
        2 if !to.iter().any(reaches_many) => Readers::Two,
        _ => Readers::Many,
    }
}

/// Whether an address, or a channel of a chat, is a group's.
pub fn reaches_many(address: &Address) -> bool {
    let name = address.name.as_str();
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    is_group(address) || name.starts_with('#') || words.any(|word| lists::GROUP_ADDRESSES.contains(word))
}

/// What the first of the readers is called, for a hint; none where no name is given.
pub fn first_name<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let people = subject.draft.envelope.to.iter().filter(|address| !reaches_many(address));
    let names = people.filter_map(|address| address.name.split_whitespace().next());
    names.into_iter().find(|name| {
        name.chars().count() >= 2 && name.chars().all(char::is_alphabetic) && name.starts_with(char::is_uppercase)
    })
}
