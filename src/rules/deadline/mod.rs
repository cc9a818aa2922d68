//! Say by when.

pub mod missing;
pub mod past;
pub mod vague;
pub mod weekday_mismatch;
