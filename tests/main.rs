//! All integration tests, in one binary.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking and says what it left out")]

mod agenda;
mod batch;
mod cli;
mod examples;
mod figures;
mod formats;
mod guard;
mod lsp;
mod positions;
mod properties;
mod rendering;
mod scenarios;
mod settings;
mod tidy;
