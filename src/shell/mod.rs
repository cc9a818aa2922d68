//! Floor 9: the only code that touches the world: files, clock, threads, terminal.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this floor touches the world for the others")]

pub mod cli;
pub mod lsp;

mod batch;
mod changed;
mod config;
mod files;
mod guard;
mod interrupt;
mod mailbox;
mod output;
mod panics;
mod progress;
mod sample;
mod watch;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a mutex holds, also where a thread failed while it held it: each change to it is whole,
/// so that what is there is right whatever became of that thread.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
