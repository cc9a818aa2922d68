//! Use the channel that serves.

pub mod verdict;
