//! The language pack: word lists from `rules/words/<language>/*.toml`, turned into
//! tables by `build.rs` so that a run starts in milliseconds.

use super::hash::hash;

/// A list of phrases that [`Phrases`](super::Phrases) looks for. Numbers below
/// [`lists::PHRASE_LISTS`] are the pack's own; rules' cards come after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub u16);

/// A set of single lower-case words.
///
/// All sets share one table of words, which says for each word the sets it is in: a
/// word that is asked about several sets is looked up once, as [`WordSets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordSet(u8);

impl WordSet {
    /// Whether the set holds this word, whatever the case of its ASCII letters and the
    /// form of its apostrophe.
    pub fn contains(self, word: &str) -> bool {
        WordSets::of(word).has(self)
    }
}

/// The sets that a word is in: which of the combinations of sets that the words of the
/// pack have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordSets(u16);

impl WordSets {
    /// How many combinations there are.
    pub const COMBINATIONS: usize = lists::COMBINATIONS.len();

    /// The sets that hold this word, whatever the case of its ASCII letters and the form
    /// of its apostrophe.
    pub fn of(word: &str) -> WordSets {
        let mut folded = [0; lists::LONGEST_WORD];
        fold(word, &mut folded).map_or(WordSets::default(), |folded| WordSets::of_hash(hash(folded)))
    }

    /// The sets that hold the word with this hash, in lower case and with straight apostrophes.
    /// All bits of the hash are compared, so that another word does not pass for one of a list.
    #[inline]
    pub fn of_hash(hash: u64) -> WordSets {
        // Less than half of the slots are taken, so that the search soon meets an empty one.
        let mut slot = hash as usize % lists::HASHES.len();
        while lists::HASHES[slot] != 0 {
            if lists::HASHES[slot] == hash {
                return WordSets(lists::PLACES[slot]);
            }
            slot = (slot + 1) % lists::HASHES.len();
        }
        WordSets::default()
    }

    /// The combination at this place, below [`WordSets::COMBINATIONS`].
    pub const fn combination(place: usize) -> WordSets {
        WordSets(place as u16)
    }

    /// The place of this combination among all.
    #[inline]
    pub const fn place(self) -> usize {
        self.0 as usize
    }

    /// Whether any of `sets` is among them.
    #[inline]
    pub fn meets(self, sets: AnyOf) -> bool {
        lists::COMBINATIONS[self.place()] & sets.0 != 0
    }

    /// Whether `set` is among them.
    #[inline]
    pub const fn has(self, set: WordSet) -> bool {
        lists::COMBINATIONS[self.place()] >> set.0 & 1 == 1
    }
}

/// Some sets together, whatever words they hold.
#[derive(Clone, Copy, Debug)]
pub struct AnyOf(u128);

impl AnyOf {
    /// These sets together.
    pub const fn these(sets: &[WordSet]) -> AnyOf {
        let (mut bits, mut at) = (0, 0);
        while at < sets.len() {
            bits |= 1 << sets[at].0;
            at += 1;
        }
        AnyOf(bits)
    }
}

/// The word in lower case with straight apostrophes, unless it is too long for any list:
/// a long line without a space is not read only to be looked up.
fn fold<'a>(word: &str, folded: &'a mut [u8; lists::LONGEST_WORD]) -> Option<&'a [u8]> {
    let mut rest = word.as_bytes();
    if word.is_ascii() {
        let folded = folded.get_mut(..rest.len())?;
        folded.copy_from_slice(rest);
        folded.make_ascii_lowercase();
        return Some(folded);
    }
    let mut len = 0;
    while let Some((&first, after)) = rest.split_first() {
        let curly = if first == 0xe2 { rest.strip_prefix("’".as_bytes()) } else { None };
        *folded.get_mut(len)? = if curly.is_some() { b'\'' } else { first.to_ascii_lowercase() };
        len += 1;
        rest = curly.unwrap_or(after);
    }
    Some(&folded[..len])
}

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
        for written in ["don't", "Don’t", "DON'T"] {
            assert!(lists::CLASS_NOT.contains(written), "{written}");
        }
        for other in ["", "dont'", "donut", "’", &"a".repeat(1_000_000)] {
            assert!(!lists::CLASS_NOT.contains(other), "{other}");
        }
    }

    #[test]
    fn every_word_of_the_table_is_found_with_its_own_sets() {
        assert!(lists::WORDS.len() * 2 < lists::HASHES.len());
        for (word, combination) in lists::WORDS {
            assert!(combination != 0 && WordSets::of(word) == WordSets(combination), "{word}");
        }
    }

    #[test]
    fn a_word_knows_all_its_sets() {
        let sets = WordSets::of("Friday");
        assert!(sets.has(lists::CALENDAR_NAMES) && sets.has(lists::NOT_NAMES) && !sets.has(lists::BASE_VERBS));
    }
}
