//! How a phrase stands in a text in lower case: as whole words, a line break in the place of a
//! space, and a curly apostrophe in that of a straight one.

use std::ops::Range;

use super::{ListId, lists};

/// A curly apostrophe.
pub(super) const CURLY: [u8; 3] = *b"\xe2\x80\x99";

/// Whether an ASCII byte stands in words: a table, since all text is asked for it.
const IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};

/// How many bytes from the start on are ASCII and stand in words.
#[inline]
pub(super) fn ascii_word(text: &[u8]) -> usize {
    text.iter().position(|byte| !IN_WORD[usize::from(*byte)]).unwrap_or(text.len())
}

/// The length of the word at the start of a text, or of the character where that is none.
pub(super) fn run(text: &str) -> (usize, bool) {
    match text.find(|c| !is_word(c)) {
        Some(0) => (text.chars().next().map_or(1, char::len_utf8), false),
        Some(len) => (len, true),
        None => (text.len(), !text.is_empty()),
    }
}

/// The next four bytes of a text in lower case as phrases have them.
#[inline]
pub(super) fn next(text: &[u8]) -> u32 {
    if let Some(four) = text.first_chunk::<4>()
        && !four.contains(&CURLY[0])
        && !four.contains(&b'\n')
    {
        return u32::from_le_bytes(*four);
    }
    let mut bytes = [0; 4];
    let mut rest = text;
    for byte in &mut bytes {
        let Some((&first, after)) = rest.split_first() else { break };
        let curly = if first == CURLY[0] { rest.strip_prefix(&CURLY) } else { None };
        *byte = match first {
            _ if curly.is_some() => b'\'',
            b'\n' => b' ',
            first => first,
        };
        rest = curly.unwrap_or(after);
    }
    u32::from_le_bytes(bytes)
}

/// How many bytes of a text in lower case a phrase takes that stands at its start.
#[inline]
pub(super) fn stands(text: &[u8], phrase: &[u8]) -> Option<usize> {
    if text.starts_with(phrase) {
        return Some(phrase.len());
    }
    // Else apostrophes or the ends of lines may differ.
    let mut at = 0;
    for &letter in phrase {
        let byte = *text.get(at)?;
        at += match letter {
            b'\'' if text[at..].starts_with(&CURLY) => CURLY.len(),
            b' ' if byte == b'\n' => 1,
            letter if byte == letter => 1,
            _ => return None,
        };
    }
    Some(at)
}

/// Whether a phrase of a list of the language pack stands in a text in lower case, as whole
/// words. For what few drafts need in one place: no automaton is built for it.
pub fn stands_in(text: &str, list: ListId) -> bool {
    let phrases = lists::PHRASES.get(usize::from(list.0)).copied().unwrap_or_default();
    phrases.iter().any(|phrase| says(text, phrase))
}

/// Whether a phrase stands in a text in lower case, as whole words.
pub fn says(text: &str, phrase: &str) -> bool {
    // Each phrase is looked for once, so that making a searcher of it would take longest.
    let Some(&first) = phrase.as_bytes().first() else { return false };
    let mut starts = memchr::memchr_iter(first, text.as_bytes());
    starts.any(|at| text[at..].starts_with(phrase) && is_whole(text, at..at + phrase.len()))
}

/// Whether the range neither starts nor ends inside a word. A phrase that itself
/// starts or ends with punctuation needs no boundary there.
pub(super) fn is_whole(text: &str, range: Range<usize>) -> bool {
    let splits = |at: usize| {
        text[..at].chars().next_back().is_some_and(is_word) && text[at..].chars().next().is_some_and(is_word)
    };
    !splits(range.start) && !splits(range.end)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
