//! Floor 8: a [`Report`](crate::Report) as text, one file per output format. Pure
//! functions: they print nothing.

pub mod advice;
pub mod agenda;
pub mod card;
pub mod concise;
pub mod diff;
pub mod escape;
pub mod evaluation;
mod excerpt;
pub mod full;
pub mod ics;
pub mod json;
pub mod outline;
mod paint;
mod places;
pub mod rules_page;
mod tally;
mod words;

pub use paint::Paint;
pub use tally::{Tally, counted};
