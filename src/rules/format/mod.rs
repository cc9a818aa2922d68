//! The draft itself could not be read in full.

pub mod damaged;
