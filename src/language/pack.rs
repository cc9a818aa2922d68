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
    /// Whether the set holds this word, whatever its case.
    pub fn contains(self, word: &str) -> bool {
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

/// The lists of the English pack, one constant each: a [`WordSet`] for a list of
/// `words`, a [`ListId`] for a list of `phrases`.
pub mod lists {
    use super::{ListId, WordSet};

    include!(concat!(env!("OUT_DIR"), "/english.rs"));
}
