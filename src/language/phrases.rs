use std::cmp::Reverse;
use std::ops::Range;

use super::hash::hash;
use super::key_bits::KeyBits;
use super::standing::{CURLY, ascii_word, is_whole, next, run, stands};
use super::{ListId, lists};

/// Finds the phrases of all lists in one pass over a text.
///
/// Case does not matter, a line break counts as a space, and a curly apostrophe as a
/// straight one. A phrase is found only where it starts and ends with a whole word.
///
/// Since each phrase starts with a whole word, or with a mark that is none, it is looked up by
/// that and by the few letters behind it: hundreds of phrases start with "I" or "the", a few
/// with "the big". The table is built in the time it takes to read the phrases once: a run on one
/// draft is mostly start-up, and an automaton of thousands of phrases took most of that.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// The phrases in lower case with straight apostrophes, one after the other.
    letters: Vec<u8>,
    /// The phrases by the bucket of their key.
    entries: Vec<Entry>,
    /// Where each bucket starts in `entries`, and the last one ends.
    buckets: Vec<u32>,
    /// What turns away most words of a text before any bucket is looked at.
    all: Filter,
    /// The same for the phrases of [`QUOTED`] lists.
    quoted: Filter,
    /// The bytes that phrases start with that start with no word, a bit each.
    marks: [u64; 4],
    /// The length of the longest first word, in bytes.
    longest: usize,
}

/// What tells that no phrase of some lists starts with a word.
#[derive(Clone, Debug, Default)]
struct Filter {
    /// The hashes of first words: they spare other words a look at what follows.
    firsts: KeyBits,
    /// The keys.
    known: KeyBits,
}

impl Filter {
    fn insert(&mut self, entry: &Entry, letters: &[u8]) {
        self.firsts.insert(hash(&letters[entry.start as usize..][..entry.first as usize]));
        self.known.insert(entry.key);
    }
}

/// A phrase to look for.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The [`key`] of the first word, or of the mark in its place, and what follows.
    key: u64,
    /// Where the phrase stands in the letters.
    start: u32,
    /// The length of the phrase and of its first word, in bytes.
    len: u32,
    first: u32,
    /// The next few letters, so that most phrases are ruled out by one comparison.
    next: Next,
    list: ListId,
    /// The place in the list.
    place: u32,
}

/// The four bytes behind the first word, as far as there are so many.
#[derive(Clone, Copy, Debug)]
struct Next {
    bytes: u32,
    mask: u32,
}

impl Next {
    fn of(letters: &[u8]) -> Next {
        let (mut bytes, mut mask) = ([0; 4], [0; 4]);
        for (at, &letter) in letters.iter().take(4).enumerate() {
            (bytes[at], mask[at]) = (letter, u8::MAX);
        }
        Next { bytes: u32::from_le_bytes(bytes), mask: u32::from_le_bytes(mask) }
    }

    /// The letters that phrases are looked up by: all four, else two, else none.
    fn looked_up(self) -> u32 {
        match self.mask {
            u32::MAX => self.bytes,
            mask if mask & TWO == TWO => self.bytes & TWO,
            _ => 0,
        }
    }
}

/// The first two of four letters.
const TWO: u32 = 0xffff;

/// What a phrase is looked up by: the hash of its first word and the [letters](Next::looked_up)
/// behind it. The high bits choose the bucket.
fn key(hash: u64, letters: u32) -> u64 {
    (hash ^ u64::from(letters)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The bucket of a key where there are `count`, a power of two.
fn bucket(key: u64, count: usize) -> usize {
    (key >> 32) as usize & (count - 1)
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

/// The lists of the pack that tell what a message that is quoted does.
const QUOTED: [ListId; 7] = [
    lists::CORRECTION_PHRASES,
    lists::MISREAD_PHRASES,
    lists::AGAIN_PHRASES,
    lists::DENIAL_PHRASES,
    lists::SETTLED_PHRASES,
    lists::REQUEST_PHRASES,
    lists::SCHEDULING_PHRASES,
];

/// A phrase as it was added.
#[derive(Clone, Copy, Debug)]
struct Added {
    start: u32,
    len: u32,
    first: u32,
    list: ListId,
    place: u32,
}

/// Collects the phrases to look for.
#[derive(Clone, Debug, Default)]
pub struct PhrasesBuilder {
    /// The phrases with straight apostrophes, one after the other; put in lower case all at
    /// once in the end, which is several times faster.
    letters: Vec<u8>,
    added: Vec<Added>,
    marks: Vec<u8>,
    longest: usize,
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
            let start = self.letters.len();
            let phrase = phrase.trim();
            let Some(first) = first_word(phrase) else { continue };
            match phrase.is_ascii() {
                true => self.letters.extend_from_slice(phrase.as_bytes()),
                false => self.letters.extend_from_slice(phrase.replace('’', "'").as_bytes()),
            }
            let letters = &self.letters[start..];
            if first.is_mark && !self.marks.contains(&letters[0]) {
                self.marks.push(letters[0]);
            }
            self.longest = self.longest.max(first.len);
            self.added.push(Added {
                start: start as u32,
                len: letters.len() as u32,
                first: first.len as u32,
                list,
                place: place as u32,
            });
        }
        list
    }

    /// The finished table.
    pub fn build(mut self) -> Phrases {
        for letter in &mut self.letters {
            *letter = if *letter == b'\n' { b' ' } else { letter.to_ascii_lowercase() };
        }
        let entry = |added: &Added| {
            let (first, rest) =
                self.letters[added.start as usize..][..added.len as usize].split_at(added.first as usize);
            let Added { start, len, first: first_len, list, place } = *added;
            let next = Next::of(rest);
            Entry { key: key(hash(first), next.looked_up()), start, len, first: first_len, next, list, place }
        };
        let unsorted: Vec<Entry> = self.added.iter().map(entry).collect();
        // About as many buckets as phrases.
        let count = unsorted.len().next_power_of_two();
        let bucket = |entry: &Entry| bucket(entry.key, count);
        let mut buckets = vec![0_u32; count + 1];
        unsorted.iter().for_each(|entry| buckets[bucket(entry) + 1] += 1);
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        let mut entries = unsorted.clone();
        let mut next = buckets.clone();
        for entry in &unsorted {
            let place = &mut next[bucket(entry)];
            entries[*place as usize] = *entry;
            *place += 1;
        }
        let (mut all, mut quoted) = (Filter::default(), Filter::default());
        for entry in &entries {
            all.insert(entry, &self.letters);
            if QUOTED.contains(&entry.list) {
                quoted.insert(entry, &self.letters);
            }
        }
        let mut marks = [0; 4];
        for mark in self.marks {
            marks[usize::from(mark / 64)] |= 1 << (mark % 64);
        }
        Phrases { letters: self.letters, entries, buckets, all, quoted, marks, longest: self.longest }
    }
}

/// What a phrase is looked up by: its first word, or its first character where that is a mark.
struct First {
    /// In bytes.
    len: usize,
    is_mark: bool,
}

fn first_word(text: &str) -> Option<First> {
    if text.starts_with('’') {
        // It is folded to a straight one.
        return Some(First { len: 1, is_mark: true });
    }
    let (len, is_word) = run(text);
    (len > 0).then_some(First { len, is_mark: !is_word })
}

impl Phrases {
    /// The phrases of some lists of the language pack, for what few drafts need.
    pub fn of_pack(lists: &[ListId]) -> Phrases {
        PhrasesBuilder::with_lists(|list| lists.contains(&list)).build()
    }

    /// All phrases in `text`, by start, the longest first; of one list only the
    /// longest at each start.
    pub fn find(&self, text: &str) -> Vec<PhraseMatch> {
        self.find_folded(&text.to_ascii_lowercase())
    }

    /// The same for a text that is in lower case already, as far as it is ASCII.
    pub fn find_folded(&self, folded: &str) -> Vec<PhraseMatch> {
        self.passing(&self.all, folded)
    }

    /// The phrases in `text`, likewise, of those lists that tell what a quoted message does.
    pub fn find_quoted(&self, text: &str) -> Vec<PhraseMatch> {
        let mut found = self.passing(&self.quoted, &text.to_ascii_lowercase());
        found.retain(|phrase| QUOTED.contains(&phrase.list));
        found
    }

    /// The phrases in a text in lower case, all of those that pass a filter among them.
    fn passing(&self, filter: &Filter, folded: &str) -> Vec<PhraseMatch> {
        let mut found = Vec::new();
        if self.entries.is_empty() {
            return found;
        }
        let bytes = folded.as_bytes();
        let is_mark = |byte: u8| self.marks[usize::from(byte / 64)] >> (byte % 64) & 1 == 1;
        let mut start = 0;
        while let Some(&byte) = bytes.get(start) {
            // No phrase starts with a space.
            if byte == b' ' {
                start += 1;
                continue;
            }
            let ascii = ascii_word(&bytes[start..]);
            let (len, is_word) = match bytes.get(start + ascii) {
                // A letter that is not ASCII may go on with the word.
                Some(byte) if !byte.is_ascii() => run(&folded[start..]),
                _ if ascii == 0 => (1, false),
                _ => (ascii, true),
            };
            let first = &bytes[start..start + len];
            if is_word && len <= self.longest || !is_word && is_mark(byte) {
                let hash = hash(first);
                if filter.firsts.may_have(hash) {
                    self.starting(filter, folded, start, len, hash, &mut found);
                }
            } else if first == CURLY && is_mark(b'\'') {
                self.starting(filter, folded, start, len, hash(b"'"), &mut found);
            }
            start += len;
        }
        found.sort_unstable_by_key(|m: &PhraseMatch| (m.range.start, Reverse(m.range.end), m.list, m.entry));
        drop_shorter_of_list(&mut found);
        found
    }

    /// Adds the phrases that pass a filter, stand at a place of a text in lower case and start
    /// with a word of this length and hash.
    fn starting(&self, filter: &Filter, text: &str, at: usize, len: usize, hash: u64, found: &mut Vec<PhraseMatch>) {
        let after = next(&text.as_bytes()[at + len..]);
        let two = after & TWO;
        // At the end of a text there may be none, or two.
        for (letters, differs) in [(0, true), (two, two != 0), (after, after != two)] {
            let key = key(hash, letters);
            if filter.known.may_have(key) && differs {
                self.with_key(key, text, at, len, after, found);
            }
        }
    }

    /// Adds the phrases of a key; `after` are the letters behind the first word. Not inlined,
    /// since few words come here, and what most of them pass is then a few instructions.
    #[inline(never)]
    fn with_key(&self, key: u64, text: &str, at: usize, len: usize, after: u32, found: &mut Vec<PhraseMatch>) {
        let bucket = bucket(key, self.buckets.len() - 1);
        for entry in &self.entries[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize] {
            if entry.key != key || after & entry.next.mask != entry.next.bytes {
                continue;
            }
            let phrase = &self.letters[entry.start as usize..][..entry.len as usize];
            let is_first = stands(&text.as_bytes()[at..at + len], &phrase[..entry.first as usize]) == Some(len);
            let Some(rest) = stands(&text.as_bytes()[at + len..], &phrase[entry.first as usize..]) else { continue };
            let range = at..at + len + rest;
            if is_first && is_whole(text, range.clone()) {
                found.push(PhraseMatch { list: entry.list, entry: entry.place as usize, range });
            }
        }
    }
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
                        let mut len = 0;
                        for letter in phrase.trim().chars() {
                            let rest = &folded[at + len..];
                            let next = rest.chars().next().filter(|&c| c == letter || letter == '\'' && c == '’')?;
                            len += next.len_utf8();
                        }
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
