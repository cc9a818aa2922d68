//! What is wrong with a template before anybody gets it.

mod missing_value;
mod rendering;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] =
    &[("template-missing-value", missing_value::build), ("template-rendering", rendering::build)];
