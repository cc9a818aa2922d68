//! The language pack: word lists from `rules/words/<language>/*.toml`, turned into
//! tables by `build.rs` so that a run starts in milliseconds.

/// A list of phrases that [`Phrases`](super::Phrases) looks for. Numbers below
/// [`lists::PHRASE_LISTS`] are the pack's own; rules' cards come after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub u16);

/// A set of single lower-case words, sorted.
#[derive(Clone, Copy, Debug)]
pub struct WordSet(&'static [&'static str]);

impl WordSet {
    /// Whether the set holds this word, whatever the case of its ASCII letters and the
    /// form of its apostrophe.
    pub fn contains(self, word: &str) -> bool {
        if word.len() > LONGEST_WORD {
            return false;
        }
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) || word.contains('’') {
            let word = word.to_ascii_lowercase().replace('’', "'");
            return self.0.binary_search(&word.as_str()).is_ok();
        }
        self.0.binary_search(&word).is_ok()
    }

    /// The words, sorted.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }
}

/// No word of a list is longer, in bytes: a long line without a space is not copied
/// only to be looked up.
const LONGEST_WORD: usize = 64;

/// The lists of the English pack, one constant each: a [`WordSet`] for a list of
/// `words`, a [`ListId`] for a list of `phrases`.
pub mod lists {
    use super::{ListId, WordSet};

    include!(concat!(env!("OUT_DIR"), "/english.rs"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_apostrophe_do_not_matter() {
        let set = WordSet(&["don't", "send"]);
        assert!(set.contains("Don’t") && set.contains("SEND") && !set.contains("sent"));
        assert!(!set.contains(&"a".repeat(1_000_000)));
    }

    #[test]
    fn no_word_of_the_pack_is_too_long_to_be_found() {
        assert!(lists::STOP_WORDS.iter().all(|word| word.len() <= LONGEST_WORD && lists::STOP_WORDS.contains(word)));
    }
}
