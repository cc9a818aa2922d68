//! The words without which no expression is one: "Friday", "5", "soon", but not "by" or "the".
//! Half of all sentences have none, so that nobody need look for times in them.

use super::vocabulary::TABLE;
use super::words::Word;
use crate::language::{self, hash, lists};

/// How many bits of a hash are told apart: two kilobytes, and one word in fifty is taken for a
/// carrier that is none, which costs time only.
const BITS: u32 = 14;

/// A bit for each value that the highest bits of a carrier's hash have.
static CARRIERS: [u64; 1 << BITS >> 6] = carriers();

/// Whether a word, in lower case with straight apostrophes, with its [hash](crate::language::hash), can
/// make words around it a time expression. A text in which no word does holds no expression.
#[inline]
pub fn carries(word: &str, hash: u64) -> bool {
    is_carrier(&CARRIERS, hash) || !word.bytes().all(|byte| byte.is_ascii_lowercase()) && part_carries(word)
}

/// Whether a part of a word does: a digit, or one of those that are several words to the grammar,
/// as in "soon.then" and "Monday's".
fn part_carries(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
        || word
            .split(|c: char| !c.is_ascii_lowercase())
            .any(|part| is_carrier(&CARRIERS, language::hash(part.as_bytes())))
}

/// Whether a word with this hash may be a carrier.
const fn is_carrier(carriers: &[u64], hash: u64) -> bool {
    let (place, bit) = place(hash);
    carriers[place] >> bit & 1 == 1
}

const fn place(hash: u64) -> (usize, u64) {
    let bit = hash >> (u64::BITS - BITS);
    ((bit / 64) as usize, bit % 64)
}

const fn carriers() -> [u64; 1 << BITS >> 6] {
    let mut carriers = [0; 1 << BITS >> 6];
    let mut entry = 0;
    while entry < TABLE.len() {
        let (word, meaning) = TABLE[entry];
        if !is_glue(meaning) && !needs_other(word.as_bytes()) {
            let (place, bit) = place(hash(word.as_bytes()));
            carriers[place] |= 1 << bit;
        }
        entry += 1;
    }
    // Of a phrase that names no moment ("in due course") the last word tells, unless another
    // one does ("as soon as you can").
    let phrases = lists::PHRASES[lists::VAGUE_TIMES.0 as usize];
    let mut phrase = 0;
    while phrase < phrases.len() {
        let mut rest = phrases[phrase].as_bytes();
        let mut last = rest;
        let mut is_carried = false;
        while !rest.is_empty() {
            (last, rest) = first_word(rest);
            is_carried |= is_carrier(&carriers, hash(last)) && !matches!(last, [.., b'\'', b's']);
        }
        if !is_carried {
            let (place, bit) = place(hash(last));
            carriers[place] |= 1 << bit;
        }
        phrase += 1;
    }
    carriers
}

/// The first word of a phrase, and what follows the space behind it.
const fn first_word(phrase: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while end < phrase.len() && phrase[end] != b' ' {
        end += 1;
    }
    let (word, rest) = phrase.split_at(end);
    (word, if let [_, after @ ..] = rest { after } else { rest })
}

/// Whether a word starts the names of holidays ("New Year", "Good Friday") whose next word is a
/// carrier: by themselves these stand in many sentences.
const fn needs_other(word: &[u8]) -> bool {
    matches!(word, b"new" | b"good")
}

/// Whether a word is none of time by itself, nor with others of its kind.
const fn is_glue(word: Word) -> bool {
    matches!(
        word,
        Word::A
            | Word::After
            | Word::Am
            | Word::And
            | Word::Any
            | Word::Around
            | Word::As
            | Word::At
            | Word::Before
            | Word::Between
            | Word::Business
            | Word::By
            | Word::Date
            | Word::During
            | Word::Every
            | Word::For
            | Word::From
            | Word::In
            | Word::More
            | Word::No
            | Word::Of
            | Word::On
            | Word::Or
            | Word::Since
            | Word::Some
            | Word::That
            | Word::The
            | Word::Then
            | Word::Thing
            | Word::This
            | Word::Through
            | Word::Time
            | Word::To
            | Word::Until
            | Word::Up
            | Word::Within
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Reference, times};
    use super::*;

    #[test]
    fn what_no_word_carries_is_no_expression() {
        let glue: Vec<&str> = TABLE
            .iter()
            .filter(|(text, word)| is_glue(*word) || needs_other(text.as_bytes()))
            .map(|(text, _)| *text)
            .collect();
        let now = "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().ok();
        let reference = Reference { now: now.as_ref(), ..Reference::default() };
        for first in &glue {
            for second in &glue {
                for third in ["we", "the", "to", "at", "time", "more", "work"] {
                    let text = format!("{first} {second} {third}");
                    let carried = text.split(' ').any(|word| carries(word, language::hash(word.as_bytes())));
                    assert!(carried || times(&text, reference).is_empty(), "{text}");
                }
            }
        }
    }

    #[test]
    fn phrases_of_time_are_carried() {
        for phrase in lists::PHRASES[lists::VAGUE_TIMES.0 as usize].iter().copied().chain([
            "by Friday",
            "in May",
            "5 pm",
            "Monday's",
            "New Year",
            "close of business",
        ]) {
            let folded = phrase.to_ascii_lowercase();
            assert!(folded.split(' ').any(|word| carries(word, language::hash(word.as_bytes()))), "{phrase}");
        }
    }
}
