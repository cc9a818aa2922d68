//! The draft itself could not be read in full.

mod damaged;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[("format-damaged", damaged::build)];
