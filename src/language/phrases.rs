use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{ListId, lists};

/// Finds the phrases of all lists in one pass over a text.
///
/// Case does not matter, a line break counts as a space, and a curly apostrophe as a
/// straight one. A phrase is found only where it starts and ends with a whole word.
#[derive(Clone, Debug)]
pub struct Phrases {
    automaton: Option<AhoCorasick>,
    /// The list and the place in it of each pattern.
    entries: Vec<(ListId, u16)>,
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
    patterns: Vec<String>,
    entries: Vec<(ListId, u16)>,
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

    /// Adds a list and gives its id.
    pub fn add<'a>(&mut self, phrases: impl IntoIterator<Item = &'a str>) -> ListId {
        let list = ListId(self.next);
        self.next += 1;
        for (entry, phrase) in phrases.into_iter().enumerate() {
            let phrase = phrase.to_ascii_lowercase();
            if phrase.contains('\'') {
                self.patterns.push(phrase.replace('\'', "’"));
                self.entries.push((list, entry as u16));
            }
            self.patterns.push(phrase);
            self.entries.push((list, entry as u16));
        }
        list
    }

    /// The finished automaton.
    pub fn build(self) -> Phrases {
        // Building fails only past 2^31 states, which no list comes near; without an
        // automaton no phrase is found.
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(&self.patterns)
            .ok();
        Phrases { automaton, entries: self.entries }
    }
}

impl Phrases {
    /// All phrases in `text`, by start, the longest first; of one list only the
    /// longest at each start.
    pub fn find(&self, text: &str) -> Vec<PhraseMatch> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let folded = text.to_ascii_lowercase().replace('\n', " ");
        let mut found: Vec<PhraseMatch> = automaton
            .find_overlapping_iter(&folded)
            .filter(|hit| is_whole(text, hit.range()))
            .map(|hit| {
                let (list, entry) = self.entries[hit.pattern().as_usize()];
                PhraseMatch { list, entry: usize::from(entry), range: hit.range() }
            })
            .collect();
        found.sort_by_key(|m| (m.range.start, std::cmp::Reverse(m.range.end), m.list, m.entry));
        found.dedup_by(|later, first| later.range.start == first.range.start && later.list == first.list);
        found
    }
}

/// Whether the range neither starts nor ends inside a word. A phrase that itself
/// starts or ends with punctuation needs no boundary there.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let inside = &text[range.clone()];
    let starts_inside = word(text[..range.start].chars().next_back()) && word(inside.chars().next());
    let ends_inside = word(text[range.end..].chars().next()) && word(inside.chars().next_back());
    !starts_inside && !ends_inside
}
