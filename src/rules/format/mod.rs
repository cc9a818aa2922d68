//! What the draft is made of: what can't be read, and what it says to Presend itself.

mod damaged;
mod suppression;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[("format-damaged", damaged::build), ("format-suppression", suppression::build)];
