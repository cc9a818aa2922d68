//! The pattern kinds: checks that work from the card alone.

mod limit;
mod measures;
mod phrases;
mod replace;
mod require;

use super::Build;

/// The pattern kinds, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] =
    &[("phrases", phrases::build), ("replace", replace::build), ("limit", limit::build), ("require", require::build)];
