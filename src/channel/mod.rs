//! Floor 4: async or live. [`advise`] weighs what the words say (`model`), what is certain
//! (`verdict`) and what a meeting is for (`meeting`); `learn` finds the weights.

mod advice;
pub mod agenda;
mod contacts;
pub mod factors;
pub mod learn;
pub mod meeting;
pub mod model;
mod signs;
mod situation;
mod thread;
mod verdict;

pub use advice::{Advice, Channel, Chosen, EITHER_FROM, Factor, LIVE_FROM, Verdict};
pub use contacts::{Contact, Preference};
pub use thread::{Message, Thread};
pub use verdict::{Known, advise};
