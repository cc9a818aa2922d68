//! The words without which no expression is one: "Friday", "5", "soon", but not "by" or "the".
//! Half of all sentences have none, so that nobody need look for times in them.

use super::vocabulary::TABLE;
use super::words::Word;
use crate::language::{hash, lists};

/// How many bits of a hash are told apart: two kilobytes, and one word in fifty is taken for a
/// carrier that is none, which costs time only.
const BITS: u32 = 14;

/// A bit for each value that the highest bits of a carrier's hash have.
static CARRIERS: [u64; 1 << BITS >> 6] = carriers();

/// Whether a word, in lower case with straight apostrophes, with its [hash](crate::language::hash), can
/// make words around it a time expression. A text in which no word does holds no expression.
pub fn carries(word: &str, hash: u64) -> bool {
    let (place, bit) = place(hash);
    // Words with a digit, and those that are several words to the grammar: "soon.then".
    CARRIERS[place] >> bit & 1 == 1 || !word.bytes().all(|byte| byte.is_ascii_lowercase())
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
        if !is_glue(meaning) {
            let (place, bit) = place(hash(word.as_bytes()));
            carriers[place] |= 1 << bit;
        }
        entry += 1;
    }
    // Of a phrase that names no moment ("in due course") the last word tells.
    let phrases = lists::PHRASES[lists::VAGUE_TIMES.0 as usize];
    let mut phrase = 0;
    while phrase < phrases.len() {
        let (place, bit) = place(hash(last_word(phrases[phrase].as_bytes())));
        carriers[place] |= 1 << bit;
        phrase += 1;
    }
    carriers
}

const fn last_word(phrase: &[u8]) -> &[u8] {
    let mut start = phrase.len();
    while start > 0 && phrase[start - 1] != b' ' {
        start -= 1;
    }
    phrase.split_at(start).1
}

/// Whether a word is none of time by itself, nor with others of its kind.
const fn is_glue(word: Word) -> bool {
    matches!(
        word,
        Word::A
            | Word::After
            | Word::And
            | Word::Any
            | Word::Around
            | Word::As
            | Word::At
            | Word::Before
            | Word::Between
            | Word::By
            | Word::For
            | Word::From
            | Word::In
            | Word::No
            | Word::Of
            | Word::On
            | Word::Or
            | Word::Since
            | Word::Some
            | Word::That
            | Word::The
            | Word::This
            | Word::Through
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
    use crate::language;

    #[test]
    fn what_no_word_carries_is_no_expression() {
        let glue: Vec<&str> = TABLE.iter().filter(|(_, word)| is_glue(*word)).map(|(text, _)| *text).collect();
        let now = "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().ok();
        let reference = Reference { now: now.as_ref(), ..Reference::default() };
        for first in &glue {
            for second in &glue {
                for third in ["we", "the", "to", "at"] {
                    let text = format!("{first} {second} {third}");
                    let carried = text.split(' ').any(|word| carries(word, language::hash(word.as_bytes())));
                    assert!(carried || times(&text, reference).is_empty(), "{text}");
                }
            }
        }
    }

    #[test]
    fn phrases_of_time_are_carried() {
        for phrase in
            lists::PHRASES[lists::VAGUE_TIMES.0 as usize].iter().copied().chain(["by Friday", "in May", "5 pm"])
        {
            let folded = phrase.to_ascii_lowercase();
            assert!(folded.split(' ').any(|word| carries(word, language::hash(word.as_bytes()))), "{phrase}");
        }
    }
}
