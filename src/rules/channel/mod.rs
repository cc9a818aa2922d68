//! Use the channel that serves.

mod verdict;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[("channel-verdict", verdict::build)];
