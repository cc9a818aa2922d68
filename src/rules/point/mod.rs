//! Get straight to the point.

pub mod buried_ask;
pub mod vague_subject;
