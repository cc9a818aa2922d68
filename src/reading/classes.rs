//! The part that a word can play in a clause.

use crate::language::{WordSet, WordSets, lists};

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

/// The class of each combination of lists, so that it need not be looked for word by word.
static CLASS_OF: [Class; WordSets::COMBINATIONS] = {
    let mut classes = [Class::Other; WordSets::COMBINATIONS];
    let mut at = 0;
    while at < classes.len() {
        let mut next = CLASSES.len();
        // The first list that holds the word decides.
        while next > 0 {
            next -= 1;
            if WordSets::combination(at).has(CLASSES[next].0) {
                classes[at] = CLASSES[next].1;
            }
        }
        at += 1;
    }
    classes
};

/// The class of a word that stands in these lists and starts with this byte.
#[inline]
pub fn class(sets: WordSets, first: u8) -> Class {
    match CLASS_OF[sets.place()] {
        Class::Other if first.is_ascii_digit() => Class::Number,
        class => class,
    }
}
