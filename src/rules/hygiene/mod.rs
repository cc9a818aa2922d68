//! What one only sees after it was sent.

mod missing_attachment;
mod placeholder;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] =
    &[("hygiene-missing-attachment", missing_attachment::build), ("hygiene-placeholder", placeholder::build)];
