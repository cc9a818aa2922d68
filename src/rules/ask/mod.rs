//! Ask what can be answered.

mod open_ended;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[("ask-open-ended", open_ended::build)];
