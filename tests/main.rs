//! All integration tests, in one binary.

mod cli;
mod examples;
mod positions;
mod properties;
mod tidy;
