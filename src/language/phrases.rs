use std::cmp::Reverse;
use std::ops::Range;

use super::{ListId, lists};

/// Finds the phrases of all lists in one pass over a text.
///
/// Case does not matter, a line break counts as a space, and a curly apostrophe as a
/// straight one. A phrase is found only where it starts and ends with a whole word.
///
/// The phrases stand in one sorted table. Every phrase that a text starts with is the
/// last entry not after that text, or one of its prefixes, so one binary search at the
/// start of each word finds them all. An automaton would scan as fast, but takes ten
/// times as long to build, and a run on one draft is over before that pays.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    table: Vec<Entry>,
    /// The first bytes of each phrase of the table: the search reads these side by
    /// side and seldom a phrase itself.
    keys: Vec<u64>,
}

#[derive(Clone, Debug)]
struct Entry {
    phrase: String,
    list: ListId,
    /// The place of the phrase in its list.
    place: usize,
    /// The longest earlier entry that this one starts with.
    prefix: Option<usize>,
}

/// One phrase found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseMatch {
    /// The list the phrase stands in.
    pub list: ListId,
    /// The place of the phrase in its list, counted from 0.
    pub entry: usize,
    /// The bytes of the text.
    pub range: Range<usize>,
}

/// Collects the phrases to look for.
#[derive(Clone, Debug, Default)]
pub struct PhrasesBuilder {
    entries: Vec<Entry>,
    next: u16,
}

impl PhrasesBuilder {
    /// A builder that holds the lists of the language pack.
    pub fn with_pack() -> PhrasesBuilder {
        let mut builder = PhrasesBuilder::default();
        for list in lists::PHRASES {
            builder.add(list.iter().copied());
        }
        builder
    }

    /// Adds a list and gives its id. The last id there is, 65,535, is given to every
    /// list from there on.
    pub fn add<'a>(&mut self, phrases: impl IntoIterator<Item = &'a str>) -> ListId {
        let list = ListId(self.next);
        self.next = self.next.saturating_add(1);
        for (place, phrase) in phrases.into_iter().enumerate() {
            let phrase = phrase.trim().to_ascii_lowercase();
            if phrase.is_empty() {
                continue;
            }
            if phrase.contains('\'') {
                self.entries.push(Entry { phrase: phrase.replace('\'', "’"), list, place, prefix: None });
            }
            self.entries.push(Entry { phrase, list, place, prefix: None });
        }
        list
    }

    /// The finished table.
    pub fn build(self) -> Phrases {
        let mut table = self.entries;
        table
            .sort_unstable_by(|a, b| (&a.phrase, Reverse(a.list), a.place).cmp(&(&b.phrase, Reverse(b.list), b.place)));
        for at in 1..table.len() {
            let mut prefix = Some(at - 1);
            while let Some(earlier) = prefix.filter(|&earlier| !table[at].phrase.starts_with(&table[earlier].phrase)) {
                prefix = table[earlier].prefix;
            }
            table[at].prefix = prefix;
        }
        let keys = table.iter().map(|entry| key(entry.phrase.as_bytes())).collect();
        Phrases { table, keys }
    }
}

impl Phrases {
    /// All phrases in `text`, by start, the longest first; of one list only the
    /// longest at each start.
    pub fn find(&self, text: &str) -> Vec<PhraseMatch> {
        let mut folded = text.to_owned().into_bytes();
        for byte in &mut folded {
            *byte = if *byte == b'\n' { b' ' } else { byte.to_ascii_lowercase() };
        }
        let mut found = Vec::new();
        let mut in_word = false;
        for (at, c) in text.char_indices() {
            let word = is_word(c);
            let starts = !in_word || !word;
            if starts && !c.is_whitespace() {
                self.find_at(text, &folded, at, &mut found);
            }
            in_word = word;
        }
        found
    }

    /// Adds the phrases that start at byte `at`.
    fn find_at(&self, text: &str, folded: &[u8], at: usize, found: &mut Vec<PhraseMatch>) {
        let rest = &folded[at..];
        let wanted = key(rest);
        let low = self.keys.partition_point(|&key| key < wanted);
        let same = self.keys[low..].iter().take_while(|&&key| key == wanted).count();
        let entries = &self.table[low..low + same];
        let last = low + entries.partition_point(|entry| entry.phrase.as_bytes() <= rest);
        let before = found.len();
        let mut next = last.checked_sub(1);
        while let Some(index) = next {
            let entry = &self.table[index];
            let range = at..at + entry.phrase.len();
            let known = found[before..].iter().any(|earlier| earlier.list == entry.list);
            if !known && rest.starts_with(entry.phrase.as_bytes()) && ends_word(text, range.clone()) {
                found.push(PhraseMatch { list: entry.list, entry: entry.place, range });
            }
            next = entry.prefix;
        }
    }
}

/// The first eight bytes as a number that sorts as they do.
fn key(bytes: &[u8]) -> u64 {
    let mut key = [0; 8];
    let len = bytes.len().min(8);
    key[..len].copy_from_slice(&bytes[..len]);
    u64::from_be_bytes(key)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether the range does not end inside a word. A phrase that itself ends with
/// punctuation needs no boundary there.
fn ends_word(text: &str, range: Range<usize>) -> bool {
    let last = text[range.clone()].chars().next_back();
    !(last.is_some_and(is_word) && text[range.end..].chars().next().is_some_and(is_word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn phrases(all: &[&[&str]]) -> Phrases {
        let mut builder = PhrasesBuilder::default();
        for list in all {
            builder.add(list.iter().copied());
        }
        builder.build()
    }

    fn found(phrases: &Phrases, text: &str) -> Vec<(u16, usize, String)> {
        phrases.find(text).into_iter().map(|m| (m.list.0, m.entry, text[m.range].to_owned())).collect()
    }

    #[test]
    fn whole_words_of_any_case_across_wrapped_lines() {
        let phrases = phrases(&[&["as soon as", "don't"]]);
        let text = "As soon\nas you can, DON’T wait; has soon as, as soon asked, as soon\u{2028}as";
        assert_eq!(found(&phrases, text), [(0, 0, "As soon\nas".into()), (0, 1, "DON’T".into())]);
    }

    #[test]
    fn the_longest_of_each_list_at_each_start() {
        let phrases = phrases(&[&["let me", "let me know"], &["let"], &["let me know"]]);
        let expected = [(0, 1, "let me know".into()), (2, 0, "let me know".into()), (1, 0, "let".into())];
        assert_eq!(found(&phrases, "let me know"), expected);
        assert_eq!(found(&phrases, "let me knowingly"), [(0, 0, "let me".into()), (1, 0, "let".into())]);
    }

    #[test]
    fn punctuation_needs_no_boundary() {
        let phrases = phrases(&[&["[name]", "?!", "e.g."]]);
        let expected = [(0, 0, "[NAME]".into()), (0, 1, "?!".into()), (0, 2, "e.g.".into())];
        assert_eq!(found(&phrases, "Dear[NAME]you?!e.g.this"), expected);
    }

    #[test]
    fn the_pack_numbers_its_lists_first() {
        let mut builder = PhrasesBuilder::with_pack();
        assert_eq!(builder.add(["x"]), ListId(lists::PHRASE_LISTS));
        for _ in 0..70_000 {
            builder.add(["x"]);
        }
        assert_eq!(builder.add(["", " "]), ListId(u16::MAX));
    }

    proptest! {
        /// The plain definition: try every phrase at every place.
        #[test]
        fn finds_what_a_search_for_each_phrase_finds(
            lists in prop::collection::vec(prop::collection::vec("[ab'.]{1,3}( [ab]{1,2})?", 0..6), 0..4),
            text in "[abAB'’. \n]{0,30}",
        ) {
            let lists: Vec<Vec<&str>> = lists.iter().map(|list| list.iter().map(String::as_str).collect()).collect();
            let table = phrases(&lists.iter().map(Vec::as_slice).collect::<Vec<_>>());
            let folded = text.to_ascii_lowercase().replace('\n', " ");
            let mut expected: Vec<(usize, Reverse<usize>, u16)> = Vec::new();
            for (number, list) in lists.iter().enumerate() {
                for (at, _) in text.char_indices() {
                    let fits = |phrase: &&str| {
                        let curly = phrase.replace('\'', "’");
                        let len = [phrase.trim(), curly.trim()].into_iter().find(|p| folded[at..].starts_with(p))?.len();
                        let inside = text[..at].chars().next_back().is_some_and(is_word) && phrase.starts_with(is_word);
                        (!inside && ends_word(&text, at..at + len)).then_some(len)
                    };
                    if let Some(len) = list.iter().filter_map(fits).max() {
                        expected.push((at, Reverse(at + len), number as u16));
                    }
                }
            }
            expected.sort();
            let mut got: Vec<_> =
                table.find(&text).into_iter().map(|m| (m.range.start, Reverse(m.range.end), m.list.0)).collect();
            prop_assert!(got.is_sorted_by_key(|m| (m.0, m.1)));
            got.sort();
            prop_assert_eq!(got, expected);
        }
    }
}
