//! Floor 2: facts of language with no opinion.
//!
//! Everything here works on the `&str` of one block, in which white space is single
//! (see [`Block::text`](crate::draft::Block::text)), and answers in byte ranges of it.

mod cited;
mod detect;
mod hash;
mod key_bits;
mod pack;
mod phrases;
mod readability;
mod sentences;
mod standing;
mod stops;
pub mod time;
mod words;

pub use cited::is_cited;
pub use detect::{Language, detect};
pub use hash::hash;
pub use pack::{AnyOf, ListId, WordSet, WordSets, lists};
pub use phrases::{PhraseMatch, Phrases, PhrasesBuilder};
pub use readability::{Counts, syllables};
pub use sentences::sentences;
pub use standing::{says, stands_in};
pub use words::{capitalised, words};
