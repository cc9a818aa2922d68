//! Floor 9: the only code that touches the world: files, clock, threads, terminal.

pub mod cli;

mod batch;
mod files;
mod mailbox;
mod progress;
