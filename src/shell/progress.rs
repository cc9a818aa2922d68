//! How far a long run is, in one line on standard error where that is a terminal.

use std::env::var_os;
use std::io::{self, IsTerminal as _};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt;

/// How long a run is before it shows anything.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the line is drawn anew.
const STEP: Duration = Duration::from_millis(100);

/// What finds out how many bytes there are to check.
type Measure = Box<dyn FnOnce() -> u64 + Send>;

/// A bar with the drafts so far, how many are checked in a second, and how long the rest takes.
pub struct Progress {
    begin: Instant,
    wanted: bool,
    bar: Option<ProgressBar>,
    drawn: Instant,
    measure: Option<Measure>,
    total: Arc<OnceLock<u64>>,
}

impl Progress {
    /// A bar that shows itself on a terminal when the run gets long. What there is to check is
    /// measured then, beside the work; without a measure the rest is not known.
    pub fn new(wanted: bool, measure: Option<Measure>) -> Progress {
        let set = |name| var_os(name).is_some_and(|value| !value.is_empty() && value != "false");
        let wanted = wanted
            && io::stderr().is_terminal()
            && !set("CI")
            && var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        let now = Instant::now();
        Progress { begin: now, wanted, bar: None, drawn: now, measure, total: Arc::default() }
    }

    /// Shows that drafts of so many bytes are done.
    pub fn show(&mut self, drafts: usize, bytes: u64) {
        if !self.wanted || self.begin.elapsed() < PATIENCE || self.bar.is_some() && self.drawn.elapsed() < STEP {
            return;
        }
        self.drawn = Instant::now();
        if self.bar.is_none() {
            self.measure();
        }
        let seconds = self.begin.elapsed().as_secs_f64();
        let total = self.total.get().copied();
        let bar = self.bar.get_or_insert_with(|| {
            interrupt::shows_progress(true);
            ProgressBar::new_spinner()
        });
        if let Some(total) = total.filter(|_| bar.length().is_none()) {
            bar.set_length(total);
            if let Ok(style) = ProgressStyle::with_template("{bar:24} {percent:>3} %  {msg}") {
                bar.set_style(style);
            }
        }
        bar.set_position(bytes);
        bar.set_message(told(drafts, bytes, total, seconds));
        bar.tick();
    }

    fn measure(&mut self) {
        if let Some(measure) = self.measure.take() {
            let total = self.total.clone();
            // Without a thread the rest is not known.
            let _ = thread::Builder::new().spawn(move || total.set(measure()));
        }
    }

    /// Does something that writes to the terminal, the bar out of the way.
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
            interrupt::shows_progress(false);
        }
    }
}

/// How far the run is, in words.
fn told(drafts: usize, bytes: u64, total: Option<u64>, seconds: f64) -> String {
    let rate = drafts as f64 / seconds.max(0.001);
    let mut words = format!("{drafts} drafts, {rate:.0} a second");
    // Before something is done there is no rate to tell the rest by.
    if let Some(total) = total.filter(|_| bytes > 0) {
        let rest = seconds * (total.saturating_sub(bytes) as f64 / bytes as f64);
        words += &match rest.round() as u64 {
            seconds @ 0..120 => format!(", {seconds} s left"),
            seconds @ 120..7200 => format!(", {} min left", seconds / 60),
            seconds => format!(", {} h {:02} min left", seconds / 3600, seconds / 60 % 60),
        };
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_rest_are_told_in_words() {
        assert_eq!(told(300, 0, None, 2.0), "300 drafts, 150 a second");
        assert_eq!(told(300, 1 << 20, Some(4 << 20), 2.0), "300 drafts, 150 a second, 6 s left");
        assert_eq!(told(1, 1, Some(1000), 1.0), "1 drafts, 1 a second, 16 min left");
        assert_eq!(told(10, 1, Some(10_000), 1.0), "10 drafts, 10 a second, 2 h 46 min left");
        assert_eq!(told(10, 20, Some(10), 1.0), "10 drafts, 10 a second, 0 s left", "a file grew meanwhile");
    }
}
