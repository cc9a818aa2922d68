//! Guards: what stands between a mail client and what sends its mail. All of them have one
//! policy, `[guard]` of the settings, and one promise: a message is handed on whole and
//! unchanged, or it stays with whoever sends it, who is told so.

mod ask;
mod native;
mod own_fields;
mod sendmail;

use std::io::{self, Write as _};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use jiff::ZonedDateTime;

use super::config::{Beside, Configs, Given, Source as ConfigSource, user_file};
use crate::report::escape::visible;
use crate::report::{counted, notice};
use crate::rules::Level;
use crate::settings::{Decision, OnFailure};
use crate::{Context, Report, Source, check};

pub use native::native;
pub use own_fields::own_fields;
pub use sendmail::sendmail;

/// How long the check of a message may take. A mail of 300 words takes a few milliseconds; what
/// takes this long does so by a fault, and nobody waits longer for mail to go.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What a message is checked with.
pub struct Guard {
    given: Arc<Given>,
}

/// What came of the check of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// What becomes of the message.
    pub decision: Decision,
    /// Whether it could not be checked: the decision is that of `on-failure`.
    pub is_failure: bool,
    /// What was found, in a few words, or why nothing could be.
    pub headline: String,
    /// The findings, in lines of at most [`notice::WIDTH`] characters.
    pub lines: Vec<String>,
}

impl Guard {
    /// The settings: of a file, else those of the person. Those of the current folder don't count,
    /// since a mail client is started anywhere.
    pub fn new(config: Option<PathBuf>) -> Result<Guard, Vec<String>> {
        let source = config.or_else(user_file).map_or(ConfigSource::Isolated, ConfigSource::File);
        let configs = Configs::new(source, Beside::default());
        let given = configs.of(Path::new("-")).map_err(|broken| broken.to_vec())?;
        Ok(Guard { given })
    }

    /// Checks a message. What goes wrong with the check itself is decided by the setting
    /// `on-failure`, and told.
    pub fn check(&self, message: Arc<[u8]>) -> Checked {
        self.on_thread(message, check_message).unwrap_or_else(|why| self.failed(&why))
    }

    /// Looks at a message by the way that is given, on a thread of its own: one that fails or does
    /// not end takes nothing with it. The error says which of these it was.
    fn on_thread<T: Send + 'static>(&self, message: Arc<[u8]>, way: fn(&[u8], &Given) -> T) -> Result<T, String> {
        let given = self.given.clone();
        let (answer, answered) = sync_channel(1);
        let work = move || {
            let told = way(&message, &given);
            let _ = answer.send(told);
        };
        let started = thread::Builder::new().spawn(work);
        match started.map(|_| answered.recv_timeout(PATIENCE)) {
            Ok(Ok(told)) => Ok(told),
            Ok(Err(RecvTimeoutError::Timeout)) => Err(format!("it took longer than {} seconds", PATIENCE.as_secs())),
            Ok(Err(RecvTimeoutError::Disconnected)) => Err("presend itself failed; please report it".to_owned()),
            Err(error) => Err(format!("no thread could be started: {error}")),
        }
    }

    /// What becomes of a message that could not be checked.
    fn failed(&self, why: &str) -> Checked {
        let decision = match self.on_failure() {
            OnFailure::Send => Decision::Pass,
            OnFailure::Hold => Decision::Hold,
        };
        Checked {
            decision,
            is_failure: true,
            headline: format!("the message could not be checked: {why}"),
            lines: Vec::new(),
        }
    }

    /// What becomes of a message when the guard itself fails.
    fn on_failure(&self) -> OnFailure {
        self.given.settings.guard.on_failure.value
    }

    /// How a command ends where it holds a message.
    pub fn held_exit_code(&self) -> u8 {
        self.given.settings.guard.held_exit_code.value
    }
}

/// A panic in a check is told as [`Checked`], not on standard error.
pub fn keep_panics_quiet() {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        panic::set_hook(Box::new(|_| {}));
    }
}

/// Says something to the person, on standard error.
fn tell(text: &str) {
    let _ = writeln!(io::stderr(), "presend: {}", visible(text));
}

/// What is to be said of a message that is sent now.
fn report_of<'m>(message: &'m [u8], given: &Given) -> (Source<'m>, Report) {
    let source = Source::new("message.eml", message);
    let context = Context { now: Some(ZonedDateTime::now()), ..given.context.clone() };
    let report = check(&source, &given.settings, &context);
    (source, report)
}

fn check_message(message: &[u8], given: &Given) -> Checked {
    let (_, report) = report_of(message, given);
    let levels = || report.diagnostics.iter().map(|found| found.level);
    let guard = &given.settings.guard;
    let decision = guard.decide(levels().max().unwrap_or(Level::Off));
    // What holds nothing and asks nobody is not told either: it is not what this is about.
    let least = [guard.hold.value, guard.warn.value].into_iter().filter(|level| *level > Level::Off).min();
    let least = least.filter(|_| decision > Decision::Pass).unwrap_or(Level::Error);
    let count = levels().filter(|level| *level >= least).count();
    Checked { decision, is_failure: false, headline: counted(count, "finding"), lines: notice::lines(&report, least) }
}
