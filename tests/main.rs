//! All integration tests, in one binary.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking and says what it left out")]

mod agenda;
mod cli;
mod examples;
mod figures;
mod positions;
mod properties;
mod scenarios;
mod settings;
mod tidy;
