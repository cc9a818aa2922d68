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
pub fn hash_of(word: &str) -> u64 {
    language::hash(word.as_bytes())
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
#[derive(Clone, Debug)]
pub struct Weights {
    /// What counts always.
    pub always: i32,
    /// The signs by their hash: open addressing, at least a third of the slots empty. The
    /// high half of the hash tells a sign from others, 0 points mark an empty slot.
    slots: Cow<'static, [(u32, i16)]>,
}

impl Weights {
    /// The weights of a table: lines with a sign, a tab and its points; `always` names what
    /// counts always, `#` starts a line that is none. The error says which line is wrong.
    pub fn read(text: &str) -> Result<Weights, Fault> {
        let (always, lines) = table::parse(text)?;
        let hashed = lines.into_iter().map(|(sign, points)| (hash::named(sign, language::hash), points));
        Ok(Weights { always, slots: Cow::Owned(table::slots(hashed.collect())) })
    }

    /// How much a sign counts; nothing where it was not learned.
    #[inline]
    pub fn points(&self, sign: &Sign) -> i32 {
        self.at(sign.hash)
    }

    /// How much the sign of this name counts.
    pub fn points_of(&self, name: &str) -> i32 {
        self.at(hash::named(name, language::hash))
    }

    /// How much the sign with this key counts.
    #[inline]
    pub fn at(&self, hash: u64) -> i32 {
        let key = (hash >> 32) as u32;
        let slots = self.slots.as_ref();
        // There are as many slots as a power of two.
        let mask = slots.len() - 1;
        let mut slot = hash as usize & mask;
        while let (known, points @ (i16::MIN..=-1 | 1..)) = slots[slot] {
            if known == key {
                return i32::from(points);
            }
            slot = (slot + 1) & mask;
        }
        0
    }
}

// A constant for each file of `rules/weights/en/` and of the folders in it.
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
        assert_eq!(ASKS.points(&known), ASKS.points_of("first please"));
        assert_eq!(ASKS.points(&Sign::of("w", "no-such-word-is-learned")), 0);
    }
}
