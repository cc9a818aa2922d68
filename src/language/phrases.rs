use std::cmp::Reverse;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::{ListId, lists};

/// Finds the phrases of all lists in one pass over a text.
///
/// Case does not matter, a line break counts as a space, and a curly apostrophe as a
/// straight one. A phrase is found only where it starts and ends with a whole word.
#[derive(Clone, Debug)]
pub struct Phrases {
    /// None only where no automaton could be built: then no phrase is found.
    automaton: Option<AhoCorasick>,
    /// The list of each pattern and its place there.
    entries: Vec<(ListId, usize)>,
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

/// The lists of the pack that only a proposed meeting or an agenda needs: start-up takes as
/// long as there are phrases, and most drafts are neither.
const ON_DEMAND: [ListId; 19] = [
    lists::ORGANISING,
    lists::INVITES,
    lists::ASKS_FOR_REPLY,
    lists::MEETING_INFORMS,
    lists::MEETING_ASKS_ONLY,
    lists::MEETING_SETTLES,
    lists::MEETING_PROPOSES,
    lists::MEETING_JOINS,
    lists::MEETING_TALKS,
    lists::MEETING_FORMAL,
    lists::MEETING_DECIDES,
    lists::MEETING_IDEAS,
    lists::MEETING_VAGUE,
    lists::MEETING_OUTCOMES,
    lists::MEETING_AGENDAS,
    lists::MEETING_MOVES,
    lists::MEETING_ABSENCES,
    lists::MEETING_RECORDS,
    lists::MEETING_PRIVATE,
];

/// Collects the phrases to look for.
#[derive(Clone, Debug, Default)]
pub struct PhrasesBuilder {
    patterns: Vec<String>,
    entries: Vec<(ListId, usize)>,
    next: u16,
}

impl PhrasesBuilder {
    /// A builder that holds the lists of the language pack.
    pub fn with_pack() -> PhrasesBuilder {
        PhrasesBuilder::with_lists(|list| !ON_DEMAND.contains(&list))
    }

    /// A builder that holds some lists of the language pack, each by the id that it always has.
    fn with_lists(holds: impl Fn(ListId) -> bool) -> PhrasesBuilder {
        let mut builder = PhrasesBuilder::default();
        for list in lists::PHRASES {
            let phrases = if holds(ListId(builder.next)) { *list } else { &[] };
            builder.add(phrases.iter().copied());
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
                self.patterns.push(phrase.replace('\'', "’"));
                self.entries.push((list, place));
            }
            self.patterns.push(phrase);
            self.entries.push((list, place));
        }
        list
    }

    /// The finished automaton.
    pub fn build(self) -> Phrases {
        // This kind is the quickest to build, and a run on one draft is mostly start-up.
        let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(&self.patterns).ok();
        Phrases { automaton, entries: self.entries }
    }
}

impl Phrases {
    /// The phrases of some lists of the language pack, for what few drafts need.
    pub fn of_pack(lists: &[ListId]) -> Phrases {
        PhrasesBuilder::with_lists(|list| lists.contains(&list)).build()
    }

    /// All phrases in `text`, by start, the longest first; of one list only the
    /// longest at each start.
    pub fn find(&self, text: &str) -> Vec<PhraseMatch> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut folded = text.to_owned().into_bytes();
        for byte in &mut folded {
            *byte = if *byte == b'\n' { b' ' } else { byte.to_ascii_lowercase() };
        }
        let mut found: Vec<PhraseMatch> = automaton
            .find_overlapping_iter(&folded)
            .filter(|hit| is_whole(text, hit.range()))
            .map(|hit| {
                let (list, entry) = self.entries[hit.pattern()];
                PhraseMatch { list, entry, range: hit.range() }
            })
            .collect();
        found.sort_unstable_by_key(|m| (m.range.start, Reverse(m.range.end), m.list, m.entry));
        drop_shorter_of_list(&mut found);
        found
    }
}

/// Whether a phrase of a list of the language pack stands in a text in lower case, as whole
/// words. For what few drafts need in one place: no automaton is built for it.
pub fn stands_in(text: &str, list: ListId) -> bool {
    let phrases = lists::PHRASES.get(usize::from(list.0)).copied().unwrap_or_default();
    phrases.iter().any(|phrase| says(text, phrase))
}

/// Whether a phrase stands in a text in lower case, as whole words.
pub fn says(text: &str, phrase: &str) -> bool {
    !phrase.is_empty() && text.match_indices(phrase).any(|(at, _)| is_whole(text, at..at + phrase.len()))
}

/// Keeps of each list only the first match at each start. Matches are sorted by start.
fn drop_shorter_of_list(found: &mut Vec<PhraseMatch>) {
    let mut kept: usize = 0;
    for at in 0..found.len() {
        let (start, list) = (found[at].range.start, found[at].list);
        let known = found[..kept].iter().rev().take_while(|m| m.range.start == start).any(|m| m.list == list);
        if !known {
            found.swap(kept, at);
            kept += 1;
        }
    }
    found.truncate(kept);
}

/// Whether the range neither starts nor ends inside a word. A phrase that itself
/// starts or ends with punctuation needs no boundary there.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let splits = |at: usize| {
        text[..at].chars().next_back().is_some_and(is_word) && text[at..].chars().next().is_some_and(is_word)
    };
    !splits(range.start) && !splits(range.end)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
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
                        is_whole(&text, at..at + len).then_some(len)
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
