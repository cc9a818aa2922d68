//! Phrases that name no moment: "asap", "at your earliest convenience", "soon".

use super::lexer::{Kind, Tokens};
use super::words::Word;
use crate::language::lists;

/// The phrases.
const PHRASES: &[&str] = lists::PHRASES[lists::VAGUE_TIMES.0 as usize];

/// The first phrase of each chain, by the first letters of its first two words; one more
/// than its index, 0 for none. So a token meets only the phrases that may well start there.
static FIRST: [u8; 1024] = chains().0;

/// The next phrase of the chain, for each phrase.
static NEXT: [u8; PHRASES.len()] = chains().1;

/// The end of the vague phrase that starts at this token.
pub(super) fn vague(t: &Tokens, at: usize, word: Word) -> Option<usize> {
    let starts = match word {
        Word::Vague | Word::As | Word::At | Word::In | Word::Before | Word::Some | Word::Within => true,
        Word::Cardinal(1) => t.is(at + 1, Word::Of),
        Word::The => t.is(at + 1, Word::Vague),
        Word::During => t.is(at + 1, Word::The),
        Word::Right | Word::No => t.kind(at + 1) == Kind::Other,
        _ => false,
    };
    if !starts {
        return None;
    }
    let (first, second) = (initial(t.text(at)), initial(t.text(at + 1)));
    let longer = longest(t, at, FIRST[chain(first, second)]);
    let end = longer.max(longest(t, at, FIRST[chain(first, 0)]))?;
    // "see you soon", "get well soon" ask for nothing.
    let farewell = end == at + 1 && !t.text(at).eq_ignore_ascii_case("asap") && after_greeting(t, at);
    (!farewell).then_some(end)
}

fn after_greeting(t: &Tokens, at: usize) -> bool {
    at > 0 && ["you", "well", "too", "how", "very"].iter().any(|word| t.text(at - 1).eq_ignore_ascii_case(word))
}

/// The end of the longest phrase of a chain that stands here.
fn longest(t: &Tokens, at: usize, chain: u8) -> Option<usize> {
    let mut end = None;
    let mut link = chain;
    while let Some(index) = usize::from(link).checked_sub(1) {
        end = end.max(PHRASES.get(index).and_then(|phrase| ends(t, at, phrase)));
        link = NEXT.get(index).copied().unwrap_or(0);
    }
    end
}

fn ends(t: &Tokens, at: usize, phrase: &str) -> Option<usize> {
    let mut next = at;
    for word in phrase.split(' ') {
        let text = t.text(next);
        let same = text.eq_ignore_ascii_case(word);
        if !same {
            // "you're", "there's" are one word or two tokens.
            let stem = word.strip_suffix("'s").filter(|_| t.kind(next + 1) == Kind::Possessive)?;
            if !text.eq_ignore_ascii_case(stem) {
                return None;
            }
            next += 1;
        }
        next += 1;
    }
    Some(next)
}

/// The first byte of a word.
fn initial(word: &str) -> u8 {
    word.as_bytes().first().copied().unwrap_or(0)
}

/// The place of a chain, whatever the case of the two letters.
const fn chain(first: u8, second: u8) -> usize {
    (first as usize & 31) << 5 | second as usize & 31
}

const fn chains() -> ([u8; 1024], [u8; PHRASES.len()]) {
    let mut first = [0; 1024];
    let mut next = [0; PHRASES.len()];
    let mut index = 0;
    while index < PHRASES.len() {
        let phrase = PHRASES[index].as_bytes();
        let mut space = 0;
        while space < phrase.len() && phrase[space] != b' ' {
            space += 1;
        }
        let second = if space + 1 < phrase.len() { phrase[space + 1] } else { 0 };
        let place = chain(phrase[0], second);
        next[index] = first[place];
        index += 1;
        first[place] = index as u8;
    }
    (first, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_found() {
        assert!(PHRASES.len() < 255);
        for phrase in PHRASES {
            let text = phrase.to_uppercase();
            let t = Tokens::new(&text);
            let (first, second) = (initial(t.text(0)), initial(t.text(1)));
            let ends = [chain(first, second), chain(first, 0)].map(|place| longest(&t, 0, FIRST[place]));
            assert!(ends.contains(&Some(t.len())), "{phrase}");
        }
    }
}
