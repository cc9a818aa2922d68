//! The signs that learned weights stand for: the words of a sentence, as they are, by two
//! in a row, and by how they start.

use std::ops::Range;

use crate::draft::Draft;
use crate::language::{self, WordSets, lists};
use crate::reading::learned::{Sign, hash_of, key};
use crate::reading::{NUMBER, Reading, SentenceId, Word, Words};

/// How many words of a draft are looked at: what a longer text is, its start shows, and a
/// book costs no more than a letter.
pub const MOST_WORDS: usize = 3_000;

/// From how many letters on a word also counts by its start, so that "apologise" and
/// "apology" are near each other.
const LONG: usize = 5;

/// The kinds of signs: a word, two words in a row, the start of a word.
const WORD: &str = "w";
const PAIR: &str = "b";
const START: &str = "start";

/// What stands before the first word of a sentence and behind the last.
const FIRST: &str = "^";
const LAST: &str = "$";

/// The words, question and exclamation marks of a sentence in lower case, each with its hash.
#[derive(Default)]
pub struct Tokens<'a> {
    tokens: Vec<(&'a str, u64)>,
}

impl<'a> Tokens<'a> {
    /// Reads the words of a sentence that stands at `range` of a text.
    fn read(&mut self, text: &'a str, range: &Range<usize>, words: &[Word], folded: &'a str) {
        const NUMBERS: u64 = hash_of(NUMBER);
        let bytes = text.as_bytes();
        self.tokens.clear();
        self.tokens.reserve(words.len() + 1);
        let mut end = range.start;
        for word in words {
            self.marks(bytes.get(end..word.range.start).unwrap_or_default());
            // Which number it is says nothing.
            let said = if word.hash == NUMBERS { NUMBER } else { word.folded(folded) };
            self.tokens.push((said, word.hash));
            end = word.range.end;
        }
        self.marks(bytes.get(end..range.end).unwrap_or_default());
    }

    fn marks(&mut self, between: &[u8]) {
        if between == b" " {
            return;
        }
        for byte in between {
            match byte {
                b'?' => self.tokens.push(("?", const { hash_of("?") })),
                b'!' => self.tokens.push(("!", const { hash_of("!") })),
                _ => {}
            }
        }
    }

    /// The signs of one kind for words and another for two words in a row.
    pub fn signs(&self, word: &'static str, pair: &'static str, mut give: impl FnMut(Sign<'a>)) {
        let mut before = (FIRST, hash_of(FIRST));
        for &token in &self.tokens {
            give(Sign::word(word, token));
            give(Sign::hashed(pair, before, token));
            before = token;
        }
        give(Sign::hashed(pair, before, (LAST, hash_of(LAST))));
    }

    /// The keys of the signs "w" and "b", in the same order.
    pub fn keys(&self, mut give: impl FnMut(u64)) {
        const KINDS: (u64, u64) = (hash_of(WORD), hash_of(PAIR));
        let mut before = const { hash_of(FIRST) };
        for &(_, hash) in &self.tokens {
            give(key(KINDS.0, hash, None));
            give(key(KINDS.1, before, Some(hash)));
            before = hash;
        }
        give(key(KINDS.1, before, Some(const { hash_of(LAST) })));
    }

    /// The keys of the signs "w" and "b" that hold a word of some matter, not function words,
    /// numbers and marks alone.
    pub fn keys_of_matter(&self, mut give: impl FnMut(u64)) {
        const KINDS: (u64, u64) = (hash_of(WORD), hash_of(PAIR));
        let mut before = (const { hash_of(FIRST) }, false);
        for &(text, hash) in &self.tokens {
            let matters = !matches!(text, NUMBER | "?" | "!") && !WordSets::of_hash(hash).has(lists::STOP_WORDS);
            if matters {
                give(key(KINDS.0, hash, None));
            }
            if matters || before.1 {
                give(key(KINDS.1, before.0, Some(hash)));
            }
            before = (hash, matters);
        }
        if before.1 {
            give(key(KINDS.1, before.0, Some(const { hash_of(LAST) })));
        }
    }

    /// How words start: the first four and five letters of longer ones.
    pub fn starts(&self, mut give: impl FnMut(&'a str)) {
        for &(text, _) in self.tokens.iter().filter(|(text, _)| text.len() >= LONG) {
            let end = |letters: usize| match text.get(..LONG).is_some_and(str::is_ascii) {
                true => Some(letters),
                false => text.char_indices().nth(letters - 1).map(|(at, last)| at + last.len_utf8()),
            };
            if let (Some(four), Some(five)) = (end(LONG - 1), end(LONG)) {
                give(&text[..four]);
                give(&text[..five]);
            }
        }
    }

    /// The keys of how words start.
    pub fn start_keys(&self, mut give: impl FnMut(u64)) {
        self.starts(|start| give(key(const { hash_of(START) }, hash_of(start), None)));
    }

    /// The names of all signs of a sentence: words, two in a row, and with `starts` how words start.
    pub fn names(&self, starts: bool) -> Vec<String> {
        let mut names = Vec::new();
        self.signs(WORD, PAIR, |sign| names.push(sign.to_string()));
        if starts {
            self.starts(|start| names.push(Sign::of(START, start).to_string()));
        }
        names
    }
}

/// Gives the tokens of a sentence by itself.
pub fn of_text<T>(text: &str, give: impl FnOnce(&Tokens) -> T) -> T {
    let mut words = Words::default();
    let base = words.fold(text).start;
    words.add(text, base, &(0..text.len()), &language::words(text));
    let mut tokens = Tokens::default();
    tokens.read(text, &(0..text.len()), &words, &words.folded);
    give(&tokens)
}

/// Gives the tokens of each sentence of the author's own text, as far as they are looked at.
pub fn each_sentence<'a>(draft: &'a Draft, reading: &'a Reading, mut give: impl FnMut(SentenceId, &Tokens<'a>)) {
    let mut tokens = Tokens::default();
    let mut left = MOST_WORDS;
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
        let read = &words[..words.len().min(left)];
        tokens.read(draft.block(sentence.block).text.as_str(), &sentence.range, read, &reading.words.folded);
        give(SentenceId(index), &tokens);
        left -= read.len();
        if left == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        of_text(text, |tokens| tokens.names(true))
    }

    #[test]
    fn words_pairs_and_starts_are_signs() {
        let found = names("Don’t APOLOGISE for 3?");
        let expected = [
            "w don't",
            "b ^ don't",
            "w apologise",
            "b don't apologise",
            "w for",
            "b apologise for",
            "w #",
            "b for #",
            "w ?",
            "b # ?",
            "b ? $",
            "start don'",
            "start don't",
            "start apol",
            "start apolo",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_empty_sentence_has_a_start_and_an_end_only() {
        assert_eq!(names(""), ["b ^ $"]);
    }

    #[test]
    fn keys_are_those_of_the_signs() {
        of_text("Don’t APOLOGISE für 3?", |tokens| {
            let (mut signs, mut keys) = (Vec::new(), Vec::new());
            tokens.signs(WORD, PAIR, |sign| signs.push(sign.key()));
            tokens.starts(|start| signs.push(Sign::of(START, start).key()));
            tokens.keys(|key| keys.push(key));
            tokens.start_keys(|key| keys.push(key));
            assert_eq!(keys, signs);
        });
    }
}
