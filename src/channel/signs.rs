//! The signs that learned weights stand for: the words of a sentence, as they are, by two
//! in a row, and by how they start.

use std::ops::Range;

use crate::draft::Draft;
use crate::language;
use crate::reading::learned::{Sign, hash_of};
use crate::reading::{Reading, SentenceId};

/// How many words of a draft are looked at: what a longer text is, its start shows, and a
/// book costs no more than a letter.
const MOST_WORDS: usize = 3_000;

/// From how many letters on a word also counts by its start, so that "apologise" and
/// "apology" are near each other.
const LONG: usize = 5;

/// The words and question marks of a sentence in lower case, each with its hash.
#[derive(Default)]
pub struct Tokens {
    text: String,
    tokens: Vec<(Range<usize>, u64)>,
}

impl Tokens {
    fn read(&mut self, said: &str, words: impl Iterator<Item = Range<usize>>) {
        self.text.clear();
        self.tokens.clear();
        let mut end = 0;
        for word in words {
            self.marks(said.get(end..word.start).unwrap_or_default());
            let start = self.text.len();
            let text = said.get(word.clone()).unwrap_or_default();
            if text.starts_with(|first: char| first.is_numeric()) {
                // Which number it is says nothing.
                self.text.push('#');
            } else {
                for letter in text.chars() {
                    match letter {
                        '’' => self.text.push('\''),
                        _ if letter.is_ascii() => self.text.push(letter.to_ascii_lowercase()),
                        _ => self.text.extend(letter.to_lowercase()),
                    }
                }
            }
            self.push(start);
            end = word.end;
        }
        self.marks(said.get(end..).unwrap_or_default());
    }

    fn marks(&mut self, between: &str) {
        for mark in between.bytes().filter(|byte| matches!(byte, b'?' | b'!')) {
            let start = self.text.len();
            self.text.push(char::from(mark));
            self.push(start);
        }
    }

    fn push(&mut self, start: usize) {
        let range = start..self.text.len();
        let hash = hash_of(&self.text[range.clone()]);
        self.tokens.push((range, hash));
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = (&str, u64)> {
        self.tokens.iter().map(|(range, hash)| (&self.text[range.clone()], *hash))
    }

    /// The signs of one kind for words and another for two words in a row.
    pub fn signs<'a>(&'a self, word: &'static str, pair: &'static str, mut give: impl FnMut(Sign<'a>)) {
        let mut before = ("^", hash_of("^"));
        for token in self.all() {
            give(Sign::word(word, token));
            give(Sign::hashed(pair, before, token));
            before = token;
        }
        give(Sign::hashed(pair, before, ("$", hash_of("$"))));
    }

    /// The signs of how words start: the first four and five letters of longer ones.
    pub fn starts<'a>(&'a self, mut give: impl FnMut(Sign<'a>)) {
        for (text, _) in self.all() {
            let mut ends = text.char_indices().map(|(at, _)| at).skip(LONG - 1);
            if let Some(four) = ends.next()
                && let Some(start) = text.get(..four)
            {
                give(Sign::of("start", start));
                give(Sign::of("start", text.get(..ends.next().unwrap_or(text.len())).unwrap_or_default()));
            }
        }
    }
}

/// The tokens of a sentence by itself.
pub fn of_text(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.read(text, language::words(text).into_iter());
    tokens
}

/// Gives the tokens of each sentence of the author's own text, as far as they are looked at.
pub fn each_sentence(draft: &Draft, reading: &Reading, mut give: impl FnMut(SentenceId, &Tokens)) {
    let mut tokens = Tokens::default();
    let mut left = MOST_WORDS;
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let text = draft.block(sentence.block).text.as_str();
        let said = text.get(sentence.range.clone()).unwrap_or_default();
        let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
        let start = sentence.range.start;
        tokens.read(said, words.iter().take(left).map(|word| word.range.start - start..word.range.end - start));
        give(SentenceId(index), &tokens);
        left = left.saturating_sub(words.len());
        if left == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let tokens = of_text(text);
        let mut names = Vec::new();
        tokens.signs("w", "b", |sign| names.push(sign.to_string()));
        tokens.starts(|sign| names.push(sign.to_string()));
        names
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
}
