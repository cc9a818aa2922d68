//! The learned part of the reading: how much each sign counts, found from labelled text
//! by `tools/train` and kept in `rules/weights/en/*.tsv`, a line a sign. A sum of whole
//! numbers, so that it is the same on every platform and each share of it can be shown.

pub mod fit;
mod hash;
pub mod names;
mod table;

use std::borrow::Cow;
use std::fmt;

pub use table::Fault;

use crate::language;

/// Something seen in a sentence that a learned weight may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign<'a> {
    /// What kind of sign it is: "w" for a word, "b" for two words in a row and so on.
    kind: &'static str,
    first: &'a str,
    second: &'a str,
    /// The first word of the sentence that shows it.
    pub from: usize,
    /// The word after the last; the same as `from` where no word shows it.
    pub to: usize,
    hash: u64,
}

/// The hash of a word, to be joined to signs.
#[inline]
pub const fn hash_of(word: &str) -> u64 {
    language::hash(word.as_bytes())
}

/// The key of a sign whose hashes are known: of its kind, its word, and the second of two words.
#[inline]
pub const fn key(kind: u64, first: u64, second: Option<u64>) -> u64 {
    hash::sign(kind, first, second)
}

impl<'a> Sign<'a> {
    /// A sign that no word shows by itself.
    #[inline]
    pub fn of(kind: &'static str, name: &'a str) -> Sign<'a> {
        Sign::word(kind, (name, hash_of(name)))
    }

    /// A sign of two names.
    pub fn pair(kind: &'static str, first: &'a str, second: &'a str) -> Sign<'a> {
        Sign::hashed(kind, (first, hash_of(first)), (second, hash_of(second)))
    }

    /// A sign of one word whose hash is known.
    #[inline]
    pub fn word(kind: &'static str, (first, hash): (&'a str, u64)) -> Sign<'a> {
        Sign { kind, first, second: "", from: 0, to: 0, hash: hash::sign(hash_of(kind), hash, None) }
    }

    /// A sign of two words whose hashes are known.
    #[inline]
    pub fn hashed(kind: &'static str, (first, hash): (&'a str, u64), (second, then): (&'a str, u64)) -> Sign<'a> {
        Sign { kind, first, second, from: 0, to: 0, hash: hash::sign(hash_of(kind), hash, Some(then)) }
    }

    /// What kind of sign it is: "w" for a word, "b" for two words in a row and so on.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// What tells the sign from others.
    pub fn key(&self) -> u64 {
        self.hash
    }

    /// The sign, shown by these words of its sentence.
    #[inline]
    pub fn shown(self, from: usize, to: usize) -> Sign<'a> {
        Sign { from, to, ..self }
    }
}

/// As it stands in the tables.
impl fmt::Display for Sign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.first)?;
        if self.second.is_empty() { Ok(()) } else { write!(f, " {}", self.second) }
    }
}

/// How much each sign counts, in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// What counts always.
    pub always: i32,
    signs: Table<1>,
}

impl Weights {
    /// The weights of a table: lines with a sign, a tab and its points; `always` names what
    /// counts always, `#` starts a line that is none. The error says which line is wrong.
    pub fn read(text: &str) -> Result<Weights, Fault> {
        let (always, lines) = table::parse(text)?;
        Ok(Weights { always, signs: Table::of(table::columns([lines])) })
    }

    /// How much a sign counts; nothing where it was not learned.
    #[inline]
    pub fn points(&self, sign: &Sign) -> i32 {
        let [points] = self.signs.at(sign.hash);
        i32::from(points)
    }

    /// How much the sign of this name counts.
    pub fn points_of(&self, name: &str) -> i32 {
        let [points] = self.signs.at(hash::named(name, language::hash));
        i32::from(points)
    }
}

/// The points of signs in several columns, found by the hash of the sign: one search finds
/// all that was learned of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<const N: usize> {
    /// Open addressing, at least a third of the slots empty. The high half of the hash tells
    /// a sign from others; a slot without points is empty.
    slots: Cow<'static, [(u32, [i16; N])]>,
}

impl<const N: usize> Table<N> {
    /// Several tables of weights side by side, and what counts always in each. The error says
    /// which of them is wrong, and where.
    pub fn side_by_side(texts: [&str; N]) -> Result<([i32; N], Table<N>), (usize, Fault)> {
        let mut always = [0; N];
        let mut tables = [const { Vec::new() }; N];
        for (column, text) in texts.into_iter().enumerate() {
            (always[column], tables[column]) = table::parse(text).map_err(|fault| (column, fault))?;
        }
        Ok((always, Table::of(table::columns(tables))))
    }

    /// A table whose signs are of these kinds, a column for each kind: what its words
    /// count for the kind is found as the signs "w" and "b" of these words.
    pub fn by_kind(text: &str, kinds: [&str; N]) -> Result<Table<N>, Fault> {
        let (_, lines) = table::parse(text)?;
        Ok(Table::of(table::by_kind(lines, kinds)))
    }

    fn of(signs: Vec<(impl AsRef<str>, [i16; N])>) -> Table<N> {
        let hashed = signs.into_iter().map(|(sign, points)| (hash::named(sign.as_ref(), language::hash), points));
        Table { slots: Cow::Owned(table::slots(hashed.collect())) }
    }

    /// What the sign with this key counts in each column; nothing where it was not learned.
    #[inline]
    pub fn at(&self, hash: u64) -> [i16; N] {
        let key = (hash >> 32) as u32;
        let slots = self.slots.as_ref();
        // There are as many slots as a power of two.
        let mask = slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (known, points) = slots[slot];
            if known == key || points == [0; N] {
                return points;
            }
            slot = (slot + 1) & mask;
        }
    }
}

// A constant for each file of `rules/weights/en/`, and those of the channel.
include!(concat!(env!("OUT_DIR"), "/weights.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_and_a_wrong_line_is_named() {
        let weights = Weights::read("# about\nalways\t-20\nw please\t90\nb could you\t-7\n").expect("it is right");
        assert_eq!((weights.always, weights.points(&Sign::of("w", "please"))), (-20, 90));
        assert_eq!(weights.points(&Sign::pair("b", "could", "you")), -7);
        assert_eq!(Weights::read("always\t1\nw please").expect_err("there is no number").line, 2);
        assert_eq!(Weights::read("w please\t0").expect_err("0 says nothing").line, 1);
    }

    #[test]
    fn a_sign_is_found_by_its_name() {
        let known = Sign::word("first", ("please", hash_of("please")));
        for sign in [Sign::of("end", "stop"), Sign::pair("b", "could", "you"), known] {
            assert_eq!(sign.hash, hash::named(&sign.to_string(), language::hash), "{sign}");
        }
        assert_ne!(ASKS.points(&known), 0);
        assert_eq!(ASKS.points(&Sign::of("w", "no-such-word-is-learned")), 0);
    }
}
