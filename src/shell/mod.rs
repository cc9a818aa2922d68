//! Floor 9: the only code that touches the world: files, clock, threads, terminal.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this floor touches the world for the others")]

pub mod cli;

mod batch;
mod changed;
mod config;
mod files;
mod interrupt;
mod mailbox;
mod output;
mod progress;
mod sample;
mod watch;
