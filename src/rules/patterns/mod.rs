//! The pattern kinds: checks that work from the card alone.

mod limit;
mod measures;
mod phrases;
mod replace;
mod require;

use super::{Build, Check, Setup};

/// The pattern kinds, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] =
    &[("phrases", phrases::build), ("replace", replace::build), ("limit", limit::build), ("require", require::build)];

/// The pattern `phrases`, for a check that adds something to it.
pub fn phrases(setup: &mut Setup) -> Box<dyn Check> {
    phrases::build(setup)
}
