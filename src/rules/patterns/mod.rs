//! The pattern kinds: checks that work from the card alone.

pub mod limit;
pub mod phrases;
pub mod replace;
pub mod require;
