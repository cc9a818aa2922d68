//! Ask what can be answered.

pub mod open_ended;
