//! Phrases that name no moment: "asap", "at your earliest convenience", "soon".

use super::lexer::{Kind, Tokens};
use super::words::Word;
use crate::language::lists;

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
    // "see you soon", "get well soon" ask for nothing.
    let after_greeting =
        at > 0 && ["you", "well", "too", "how", "very"].iter().any(|word| t.text(at - 1).eq_ignore_ascii_case(word));
    let phrases = lists::PHRASES.get(usize::from(lists::VAGUE_TIMES.0)).copied().unwrap_or_default();
    let first = t.text(at);
    let end =
        phrases.iter().filter(|phrase| starts_with(phrase, first)).filter_map(|phrase| ends(t, at, phrase)).max()?;
    let farewell = end == at + 1 && after_greeting && !matches!(t.text(at).to_ascii_lowercase().as_str(), "asap");
    (!farewell).then_some(end)
}

/// Whether the phrase's first word is this one; a look at two bytes settles most.
fn starts_with(phrase: &str, word: &str) -> bool {
    matches!(phrase.as_bytes().get(word.len()), None | Some(b' ' | b'\''))
        && phrase.as_bytes().first().map(u8::to_ascii_lowercase) == word.as_bytes().first().map(u8::to_ascii_lowercase)
}

fn ends(t: &Tokens, at: usize, phrase: &str) -> Option<usize> {
    let mut next = at;
    for word in phrase.split(' ') {
        let text = t.text(next);
        let same = text.eq_ignore_ascii_case(word);
        if !same {
            // "you're", "there's" are one word or two tokens.
            let (stem, _) = word.split_once("'s").filter(|_| t.kind(next + 1) == Kind::Possessive)?;
            if !text.eq_ignore_ascii_case(stem) {
                return None;
            }
            next += 1;
        }
        next += 1;
    }
    Some(next)
}
