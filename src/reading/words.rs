//! The words of the author's own text with all that one look at each says of it, read once
//! for everything that asks about words.

use std::ops::{Deref, Range};

use super::SentenceId;
use super::classes::{Class, class};
use super::gaps::{Gap, gap};
use super::tokens::{MOST_WORDS, Tokens};
use crate::language::{self, WordSets};

/// A word of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Its bytes in the text of the sentence's block.
    pub range: Range<usize>,
    /// Its bytes in [`Words::folded`].
    folded: (u32, u32),
    /// The word lists it stands in.
    pub sets: WordSets,
    /// The part it can play in a clause.
    pub class: Class,
    /// What stands between it and the word before.
    pub gap: Gap,
    /// Whether it starts with a capital letter.
    pub capital: bool,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// The [hash](language::hash) of the folded word; all numbers have one.
    pub hash: u64,
}

impl Word {
    /// The word in lower case (as far as it is ASCII) with straight apostrophes; `folded` is
    /// [`Words::folded`].
    #[inline]
    pub fn folded<'a>(&self, folded: &'a str) -> &'a str {
        folded.get(self.folded.0 as usize..self.folded.1 as usize).unwrap_or_default()
    }
}

/// What stands for a number in the tables of learned weights.
pub const NUMBER: &str = "#";
const NUMBER_HASH: u64 = language::hash(NUMBER.as_bytes());

/// The words of all sentences, in order.
#[derive(Clone, Debug, Default)]
pub struct Words {
    all: Vec<Word>,
    /// The words of each sentence.
    sentences: Vec<Range<usize>>,
    /// The texts of all own blocks in lower case, as far as they are ASCII, one after the
    /// other, each followed by those of its words that have a curly apostrophe, with a
    /// straight one.
    pub folded: String,
}

impl Deref for Words {
    type Target = [Word];

    fn deref(&self) -> &[Word] {
        &self.all
    }
}

/// A sentence as its words are read.
pub struct Read {
    /// Its words.
    pub words: Range<usize>,
    /// How many a reader counts: those that no white space and no long dash parts are one.
    pub length: usize,
}

impl Words {
    /// Room for the words of so many bytes of text.
    pub fn with_room_for(bytes: usize) -> Words {
        // A word with what stands behind it seldom has less than five bytes, a sentence less than 50.
        Words {
            all: Vec::with_capacity(bytes / 5),
            sentences: Vec::with_capacity(bytes / 50),
            folded: String::with_capacity(bytes),
        }
    }

    /// The words of one sentence, as many as are [looked at](MOST_WORDS).
    pub fn of(&self, id: SentenceId) -> Tokens<'_> {
        let range = self.sentences.get(id.0).cloned().unwrap_or_default();
        let all = self.all.get(range).unwrap_or_default();
        Tokens { all: &all[..all.len().min(MOST_WORDS)], folded: &self.folded }
    }

    /// Folds the text of a block and says where it stands then.
    pub fn fold(&mut self, text: &str) -> Range<usize> {
        let start = self.folded.len();
        self.folded.push_str(text);
        self.folded[start..].make_ascii_lowercase();
        start..self.folded.len()
    }

    /// Adds the words of a sentence. `text` is the text of its block, which stands folded at `base`.
    pub fn add(&mut self, text: &str, base: usize, sentence: &Range<usize>, words: &[Range<usize>]) -> Read {
        let first = self.all.len();
        let mut end = sentence.start;
        let mut quoted = false;
        let mut parted = 0;
        let folded = base + sentence.start..base + sentence.end;
        let curly = self.folded.as_bytes().get(folded).is_some_and(|all| memchr::memchr(CURLY, all).is_some());
        // Beyond these no word is looked at.
        let mut quoted_at_last = None;
        for (at, range) in words.iter().enumerate() {
            if at == MOST_WORDS {
                quoted_at_last = Some((quoted, end));
            }
            let is_space = range.start == end + 1 && text.as_bytes().get(end) == Some(&b' ');
            let between = if is_space { " " } else { text.get(end..range.start).unwrap_or_default() };
            let gap = if at == 0 {
                quoted = quotes(quoted, between);
                Gap::Start
            } else if is_space {
                parted += 1;
                Gap::Space
            } else {
                parted += usize::from(parts(between));
                quoted = quotes(quoted, between);
                gap(between)
            };
            let folded = self.place(base + range.start..base + range.end, curly);
            let word = self.word(text, range.clone(), folded, gap, quoted);
            self.all.push(word);
            end = range.end;
        }
        // A mark that is never closed quotes nothing: it means inches, or a slip.
        let (quoted, end) = quoted_at_last.unwrap_or((quoted, end));
        if quoted && !text.get(end..sentence.end).is_some_and(|rest| rest.contains(['"', '”', '»'])) {
            for word in &mut self.all[first..] {
                word.quoted = false;
            }
        }
        let all = first..self.all.len();
        self.sentences.push(all.clone());
        Read { words: all, length: parted + usize::from(!words.is_empty()) }
    }

    /// A word whose folded text stands at `folded`.
    fn word(&self, text: &str, range: Range<usize>, folded: Range<usize>, gap: Gap, quoted: bool) -> Word {
        let first = text.as_bytes().get(range.start).copied().unwrap_or_default();
        let letters = self.folded.as_bytes().get(folded.clone()).unwrap_or_default();
        let hash = language::hash(letters);
        let sets = WordSets::of_hash(hash);
        let class = class(sets, first);
        let capital = match first.is_ascii() {
            true => first.is_ascii_uppercase(),
            false => text.get(range.clone()).is_some_and(|word| word.starts_with(char::is_uppercase)),
        };
        Word {
            range,
            folded: (folded.start as u32, folded.end as u32),
            sets,
            class,
            gap,
            capital,
            quoted,
            hash: if class == Class::Number { NUMBER_HASH } else { hash },
        }
    }

    /// Where the folded text of a word stands with straight apostrophes; `curly` is whether its
    /// sentence may have others.
    fn place(&mut self, folded: Range<usize>, curly: bool) -> Range<usize> {
        let has_curly = curly && self.folded.as_bytes().get(folded.clone()).is_some_and(|word| word.contains(&CURLY));
        if has_curly { self.straight(folded) } else { folded }
    }

    /// Adds a folded word again, with straight apostrophes, and gives its place.
    fn straight(&mut self, folded: Range<usize>) -> Range<usize> {
        let word = self.folded.get(folded).unwrap_or_default().replace('’', "'");
        let start = self.folded.len();
        self.folded.push_str(&word);
        start..self.folded.len()
    }
}

/// The first byte of a curly apostrophe, and of few other characters.
const CURLY: u8 = 0xe2;

/// Whether what stands between two words parts them for a reader.
fn parts(between: &str) -> bool {
    between.contains(|c: char| c.is_whitespace() || matches!(c, '–' | '—'))
}

/// Whether quotation marks are open after what stands between two words.
fn quotes(quoted: bool, between: &str) -> bool {
    between.chars().fold(quoted, |quoted, c| match c {
        '“' | '«' => true,
        '”' | '»' => false,
        '"' => !quoted,
        _ => quoted,
    })
}
