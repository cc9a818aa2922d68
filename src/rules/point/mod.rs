//! Get straight to the point.

mod buried_ask;
mod vague_subject;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] =
    &[("point-buried-ask", buried_ask::build), ("point-vague-subject", vague_subject::build)];
