//! Say by when.

mod missing;
mod past;
mod vague;
mod weekday_mismatch;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[
    ("deadline-missing", missing::build),
    ("deadline-past", past::build),
    ("deadline-vague", vague::build),
    ("deadline-weekday-mismatch", weekday_mismatch::build),
];
