//! Floor 8: a [`Report`](crate::Report) as text, one file per output format. Pure
//! functions: they print nothing.

pub mod advice;
pub mod agenda;
pub mod card;
pub mod concise;
pub mod config;
pub mod diff;
mod document;
pub mod escape;
pub mod evaluation;
mod excerpt;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod ics;
pub mod json;
pub mod junit;
mod markup;
pub mod notice;
pub mod outline;
mod output;
mod paint;
mod places;
pub mod prompt;
pub mod rdjson;
pub mod rules_page;
pub mod sarif;
mod shown;
pub mod statistics;
mod tally;
mod uri;
mod words;

pub use document::{Document, Totals, items};
pub use output::OutputFormat;
pub use paint::Paint;
pub use statistics::Statistics;
pub use tally::{Tally, counted};
