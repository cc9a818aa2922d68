//! Presend reads a draft the way its reader will and says, before it is sent, what
//! would come back as a question.
//!
//! The library is pure: it reads no file, no clock and no network, and starts no
//! thread. [`check()`] gives a [`Report`] for any bytes. What touches the world lives
//! in `shell`, behind the feature `cli`.
//!
//! Data climbs one stair and never comes back down:
//!
//! ```text
//! bytes ─ Source ─ parse ─▶ Draft ─ read ─▶ Reading ─ rules, channel ─▶ Report ─ render
//! ```

// clippy.toml names what the pure floors may not call; unit tests may read files.
#![cfg_attr(not(test), warn(clippy::disallowed_methods, clippy::disallowed_types))]

pub mod text;

pub mod draft;
pub mod language;

pub mod parse;
pub mod reading;
pub mod render;

pub mod channel;
pub mod rules;
pub mod settings;

mod check;
pub mod report;

#[cfg(feature = "cli")]
pub mod shell;

pub use check::{Context, Diagnostic, Report, Summary, baseline, check, examples, fix, fix_all, safe_edits};
pub use settings::Settings;
pub use text::{Source, Span};
