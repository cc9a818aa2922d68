//! The words of a sentence as the search for asks sees them: lower-cased, with what
//! stands before each and the part it can play in a clause.

use std::ops::Range;

pub use super::classes::Class;
pub use super::gaps::Gap;
use super::words::{NUMBER, Word};
use crate::language::{self, WordSet};

/// How many words of a sentence are looked at. No reader follows a longer one, and the
/// search stays linear on hostile input.
pub const MOST_WORDS: usize = 400;

/// The words of one sentence.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'a> {
    /// The words, in order.
    pub all: &'a [Word],
    /// The folded text of all blocks.
    pub folded: &'a str,
}

impl<'a> Tokens<'a> {
    /// The words from `from` to `to`, exclusive, alone.
    pub fn part(&self, from: usize, to: usize) -> Tokens<'a> {
        Tokens { all: self.all.get(from..to).unwrap_or_default(), folded: self.folded }
    }

    /// How many words the sentence has.
    #[inline]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The word at `at` in lower case with straight apostrophes; empty past the end.
    #[inline]
    pub fn word(&self, at: usize) -> &'a str {
        self.all.get(at).map_or("", |token| token.folded(self.folded))
    }

    /// The word at `at` as learned weights know it, with its hash: all numbers are one.
    #[inline]
    pub fn shown(&self, at: usize) -> (&'a str, u64) {
        let Some(token) = self.all.get(at) else { return ("", language::hash(b"")) };
        (if token.class == Class::Number { NUMBER } else { token.folded(self.folded) }, token.hash)
    }

    /// Whether the word at `at` stands in a list; false past the end.
    #[inline]
    pub fn is(&self, at: usize, list: WordSet) -> bool {
        self.all.get(at).is_some_and(|token| token.sets.has(list))
    }

    /// The part that the word at `at` can play; none past the end.
    #[inline]
    pub fn class(&self, at: usize) -> Option<Class> {
        self.all.get(at).map(|token| token.class)
    }

    /// What stands before the word at `at`; past the end, the end of the clause.
    #[inline]
    pub fn gap(&self, at: usize) -> Gap {
        self.all.get(at).map_or(Gap::Start, |token| token.gap)
    }

    /// The bytes of the words from `from` to `to`, exclusive, in the text of the block.
    pub fn range(&self, from: usize, to: usize) -> Range<usize> {
        match (self.all.get(from), self.all.get(to.saturating_sub(1))) {
            (Some(first), Some(last)) if from < to => first.range.start..last.range.end,
            (Some(first), _) => first.range.clone(),
            _ => 0..0,
        }
    }

    /// Whether the words from `at` on are those of `phrase`, parted by spaces.
    pub fn starts(&self, at: usize, phrase: &str) -> bool {
        phrase.split(' ').enumerate().all(|(offset, word)| self.word(at + offset) == word)
    }

    /// The word whose bytes start at or after `byte` of the block's text.
    pub fn at_byte(&self, byte: usize) -> usize {
        self.all.partition_point(|token| token.range.start < byte)
    }
}
