//! What goes on, on standard error, while a long run goes on in a terminal.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;

/// How long a run is before it shows anything.
const PATIENCE: Duration = Duration::from_millis(500);

/// A spinner that counts drafts.
pub struct Progress {
    begin: Instant,
    wanted: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A spinner that shows itself on a terminal when the run gets long.
    pub fn new(wanted: bool) -> Progress {
        Progress { begin: Instant::now(), wanted: wanted && io::stderr().is_terminal(), bar: None }
    }

    /// Shows that `done` drafts are done.
    pub fn show(&mut self, done: usize) {
        if self.wanted && self.bar.is_none() && self.begin.elapsed() > PATIENCE {
            self.bar = Some(ProgressBar::new_spinner());
        }
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{done} drafts checked"));
            bar.tick();
        }
    }

    /// Does something that writes to the terminal, the spinner out of the way.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
