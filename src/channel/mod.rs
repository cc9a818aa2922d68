//! Floor 4: async or live. [`advise`] weighs what the words say (`model`), what is certain
//! (`certain`) and what a meeting is for (`meeting`); `learn` finds the weights.

mod advice;
pub mod agenda;
mod certain;
mod contacts;
pub mod factors;
mod hours;
pub mod learn;
pub mod meeting;
pub mod model;
mod news;
mod signs;
mod situation;
mod verdict;

pub use crate::draft::{Message, Thread};
pub use advice::{Advice, Channel, Chosen, EITHER_FROM, Factor, LIVE_FROM, Verdict};
pub use contacts::{Contact, Preference, recorded};
pub use hours::shared_minutes;
pub use verdict::advise;
