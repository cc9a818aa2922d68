//! The words of a sentence as the search for asks sees them: lower-cased, with what
//! stands before each and the part it can play in a clause.

use std::ops::Range;

use super::{Reading, Sentence, SentenceId};
use crate::draft::Draft;
use crate::language::{self, WordSet, WordSets, lists};

/// A word of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its bytes in the text of the block.
    pub range: Range<usize>,
    /// Its bytes in [`AllTokens::lower`].
    lower: Range<usize>,
    /// What stands between it and the word before.
    pub gap: Gap,
    /// The part it can play.
    pub class: Class,
    /// Whether it starts with a capital letter.
    pub capital: bool,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// The word lists it stands in.
    sets: WordSets,
    /// The hash by which learned weights know it.
    hash: u64,
}

/// What stands between two words, the strongest mark of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// White space, or a mark that parts no clauses.
    Space,
    /// Nothing: the two are one word to a reader ("e-mail", "and/or").
    Joined,
    /// A comma.
    Comma,
    /// An opening or closing bracket.
    Bracket,
    /// A dash between spaces, or two hyphens.
    Dash,
    /// A colon.
    Colon,
    /// A semicolon, a bullet.
    Semicolon,
    /// The start of the sentence, or a full stop, question or exclamation mark in it.
    Start,
}

/// The part a word can play in a clause, as far as asks need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// "you".
    You,
    /// "I", "we".
    First,
    /// "he", "they", "anyone": a pronoun that can be a subject.
    Third,
    /// "can", "would", "should".
    Modal,
    /// "do", "does", "did".
    Do,
    /// "is", "are", "was".
    Be,
    /// "have", "has", "had".
    Have,
    /// "what", "who", "how".
    Wh,
    /// "the", "my", "these", "any".
    Determiner,
    /// "me", "us", "him": a pronoun that can only be an object.
    Object,
    /// "to", "with", "up": prepositions and particles.
    Preposition,
    /// "if", "when", "because": opens a clause that depends on another.
    Subordinator,
    /// "and", "or", "but".
    Conjunction,
    /// "please".
    Please,
    /// "also", "just", "then": may stand before a clause without being part of it.
    Opener,
    /// "not", "never", "don't".
    Not,
    /// A digit first.
    Number,
    /// Any other word.
    Other,
}

/// What stands for a number in the tables of learned weights.
const NUMBER: &str = "#";
const NUMBER_HASH: u64 = language::hash(NUMBER.as_bytes());

/// How many words of a sentence are looked at. No reader follows a longer one, and the
/// search stays linear on hostile input.
pub const MOST_WORDS: usize = 400;

/// The tokens of one sentence.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'a> {
    /// The tokens, in order.
    pub all: &'a [Token],
    /// The lower-cased words of all sentences.
    lower: &'a str,
}

/// The tokens of all sentences of a draft, read once for all that look at them.
#[derive(Clone, Debug, Default)]
pub struct AllTokens {
    tokens: Vec<Token>,
    lower: String,
    /// The tokens of each sentence.
    sentences: Vec<Range<usize>>,
}

impl AllTokens {
    /// Reads the tokens of all sentences.
    pub fn read(reading: &Reading, draft: &Draft) -> AllTokens {
        let mut all = AllTokens::default();
        all.tokens.reserve_exact(reading.words.len());
        for sentence in &reading.sentences {
            let first = all.tokens.len();
            all.add(reading, sentence, draft.block(sentence.block).text.as_str());
            all.sentences.push(first..all.tokens.len());
        }
        all
    }

    /// The tokens of one sentence.
    pub fn of(&self, id: SentenceId) -> Tokens<'_> {
        let range = self.sentences.get(id.0).cloned().unwrap_or_default();
        Tokens { all: self.tokens.get(range).unwrap_or_default(), lower: &self.lower }
    }

    /// Reads the tokens of `sentence`; `text` is the text of its block.
    fn add(&mut self, reading: &Reading, sentence: &Sentence, text: &str) {
        let first = self.tokens.len();
        let mut end = sentence.range.start;
        let mut quoted = false;
        let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
        // ASCII keeps its places in lower case, so that all words are folded at once.
        let looked_at = words.len().min(MOST_WORDS);
        let last = words[..looked_at].last().map_or(end, |word| word.range.end);
        let plain = text.get(end..last).filter(|text| text.is_ascii());
        let base = self.lower.len();
        if let Some(plain) = plain {
            self.lower.push_str(plain);
            self.lower[base..].make_ascii_lowercase();
        }
        let plain = plain.is_some();
        for word in &words[..looked_at] {
            let (Some(between), Some(written)) = (text.get(end..word.range.start), text.get(word.range.clone())) else {
                continue;
            };
            let gap = if self.tokens.len() == first { Gap::Start } else { gap(between) };
            if between.len() > 1 {
                quoted = between.chars().fold(quoted, |quoted, c| match c {
                    '“' | '«' => true,
                    '”' | '»' => false,
                    '"' => !quoted,
                    _ => quoted,
                });
            } else if between == "\"" {
                quoted = !quoted;
            }
            let lower = match plain {
                true => base + word.range.start - sentence.range.start..base + word.range.end - sentence.range.start,
                false => self.push_lower(written),
            };
            let folded = &self.lower[lower.clone()];
            let hash = language::hash(folded.as_bytes());
            let sets = WordSets::of_hashed(folded.as_bytes(), hash);
            let class = class(written, sets);
            self.tokens.push(Token {
                range: word.range.clone(),
                class,
                hash: if class == Class::Number { NUMBER_HASH } else { hash },
                lower,
                sets,
                gap,
                capital: written.starts_with(char::is_uppercase),
                quoted,
            });
            end = word.range.end;
        }
        // A mark that is never closed quotes nothing: it means inches, or a slip.
        if quoted && !text.get(end..sentence.range.end).is_some_and(|rest| rest.contains(['"', '”', '»'])) {
            for token in &mut self.tokens[first..] {
                token.quoted = false;
            }
        }
    }

    /// Adds a word in lower case with straight apostrophes and gives its place.
    fn push_lower(&mut self, written: &str) -> Range<usize> {
        let start = self.lower.len();
        self.lower.extend(written.chars().map(|c| if c == '’' { '\'' } else { c.to_ascii_lowercase() }));
        start..self.lower.len()
    }
}

impl<'a> Tokens<'a> {
    /// The words from `from` to `to`, exclusive, alone.
    pub fn part(&self, from: usize, to: usize) -> Tokens<'a> {
        Tokens { all: self.all.get(from..to).unwrap_or_default(), lower: self.lower }
    }

    /// How many words the sentence has.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The word at `at` in lower case with straight apostrophes; empty past the end.
    pub fn word(&self, at: usize) -> &'a str {
        self.all.get(at).map_or("", |token| &self.lower[token.lower.clone()])
    }

    /// The word at `at` as learned weights know it, with its hash: all numbers are one.
    pub fn shown(&self, at: usize) -> (&'a str, u64) {
        let Some(token) = self.all.get(at) else { return ("", language::hash(b"")) };
        (if token.class == Class::Number { NUMBER } else { &self.lower[token.lower.clone()] }, token.hash)
    }

    /// Whether the word at `at` stands in a list; false past the end.
    pub fn is(&self, at: usize, list: WordSet) -> bool {
        self.all.get(at).is_some_and(|token| token.sets.has(list))
    }

    /// The part that the word at `at` can play; none past the end.
    pub fn class(&self, at: usize) -> Option<Class> {
        self.all.get(at).map(|token| token.class)
    }

    /// What stands before the word at `at`; past the end, the end of the clause.
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

/// The strongest mark in what stands between two words.
fn gap(between: &str) -> Gap {
    if between.is_empty() {
        return Gap::Joined;
    }
    if between == " " {
        return Gap::Space;
    }
    let spaced = between.contains([' ', '\n', '\u{2028}']);
    let mut strongest = if spaced { Gap::Space } else { Gap::Joined };
    for c in between.chars() {
        let mark = match c {
            ',' => Gap::Comma,
            '(' | ')' | '[' | ']' => Gap::Bracket,
            '–' | '—' => Gap::Dash,
            '-' if spaced || between.len() > 1 => Gap::Dash,
            ':' if spaced => Gap::Colon,
            ';' | '•' | '·' | '*' | '>' => Gap::Semicolon,
            '.' | '!' | '?' | '…' if spaced => Gap::Start,
            '\u{2028}' => Gap::Start,
            _ => Gap::Space,
        };
        strongest = strongest.max(mark);
    }
    strongest
}

/// The lists of words that have a class of their own.
const CLASSES: [(WordSet, Class); 16] = [
    (lists::CLASS_DETERMINER, Class::Determiner),
    (lists::CLASS_PREPOSITION, Class::Preposition),
    (lists::CLASS_FIRST, Class::First),
    (lists::CLASS_CONJUNCTION, Class::Conjunction),
    (lists::CLASS_BE, Class::Be),
    (lists::CLASS_YOU, Class::You),
    (lists::CLASS_THIRD, Class::Third),
    (lists::CLASS_MODAL, Class::Modal),
    (lists::CLASS_SUBORDINATOR, Class::Subordinator),
    (lists::CLASS_HAVE, Class::Have),
    (lists::CLASS_DO, Class::Do),
    (lists::CLASS_WH, Class::Wh),
    (lists::CLASS_OBJECT, Class::Object),
    (lists::CLASS_OPENER, Class::Opener),
    (lists::CLASS_PLEASE, Class::Please),
    (lists::CLASS_NOT, Class::Not),
];

/// All lists of [`CLASSES`] together: most words are in none.
const CLASSED: WordSets = {
    let mut sets = [lists::CLASS_NOT; CLASSES.len()];
    let mut at = 0;
    while at < sets.len() {
        sets[at] = CLASSES[at].0;
        at += 1;
    }
    WordSets::union(&sets)
};

/// The class of a word that stands in these sets.
fn class(word: &str, sets: WordSets) -> Class {
    if sets.meets(CLASSED)
        && let Some((_, class)) = CLASSES.iter().find(|(set, _)| sets.has(*set))
    {
        return *class;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) { Class::Number } else { Class::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_take_the_strongest_mark() {
        for (between, expected) in [
            (" ", Gap::Space),
            ("", Gap::Joined),
            ("-", Gap::Joined),
            (", ", Gap::Comma),
            (" - ", Gap::Dash),
            (" -- ", Gap::Dash),
            (": ", Gap::Colon),
            (":", Gap::Joined),
            ("), ", Gap::Bracket),
            ("; ", Gap::Semicolon),
            (". ", Gap::Start),
            ("\u{2028}", Gap::Start),
        ] {
            assert_eq!(gap(between), expected, "{between:?}");
        }
    }
}
