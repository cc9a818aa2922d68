//! Guards: what stands between a mail client and what sends its mail. All of them have one
//! policy, `[guard]` of the settings, and one promise: a message is handed on whole and
//! unchanged, or it stays with whoever sends it, who is told so.

mod ask;
mod by_hand;
mod connections;
mod fields;
mod git;
pub mod install;
pub mod milter;
mod native;
mod own_fields;
mod sendmail;
mod service;
pub mod smtp;
mod spool;
mod stop;

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use jiff::ZonedDateTime;

use super::config::{Beside, Configs, Given, Source as ConfigSource, user_file};
use super::files::reason;
use crate::report::escape::visible;
use crate::report::{counted, notice};
use crate::rules::Level;
use crate::settings::{Decision, Guard as Policy, Milter, OnFailure, Preset};
use crate::{Context, Report, Source, check};

pub use by_hand::by_hand;
pub use git::git;
pub use native::native;
pub use own_fields::own_fields;
pub use sendmail::sendmail;

/// How long the check of a message may take. A mail of 300 words takes a few milliseconds; what
/// takes this long does so by a fault, and nobody waits longer for mail to go.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The variable that sends a message whatever is found in it.
const OVERRIDE: &str = "PRESEND_OVERRIDE";

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
        Guard::with(source, Beside::default())
    }

    /// The settings for a project's mails: of a file, else those nearest to the current folder, else
    /// those of the person. Where they name no preset, they start from this one.
    pub fn of_project(config: Option<PathBuf>, preset: Option<&'static Preset>) -> Result<Guard, Vec<String>> {
        let source = config.map_or(ConfigSource::Nearest, ConfigSource::File);
        Guard::with(source, Beside { preset, ..Beside::default() })
    }

    fn with(source: ConfigSource, beside: Beside) -> Result<Guard, Vec<String>> {
        let given = Configs::new(source, beside).of(Path::new("-")).map_err(|broken| broken.to_vec())?;
        Ok(Guard { given })
    }

    /// Checks a message that goes to the people in its header. What goes wrong with the check itself
    /// is decided by the setting `on-failure`, and told.
    pub fn check(&self, message: Arc<[u8]>) -> Checked {
        self.look(message, check_message, PATIENCE).unwrap_or_else(|why| self.failed(&why))
    }

    /// Checks a message of whose envelope these domains are, as what the settings say for them asks.
    pub fn check_for<'a>(&self, message: Arc<[u8]>, domains: impl IntoIterator<Item = &'a str>) -> Checked {
        let policy = self.given.settings.guard.toward(domains);
        let way = move |message: &[u8], given: &Given| judge(&report_of(message, given).1, &policy);
        self.look(message, way, PATIENCE).unwrap_or_else(|why| self.failed(&why))
    }

    /// Looks at a message by the way that is given, on a thread of its own: one that fails or does
    /// not end takes nothing with it. The error says which of these it was.
    fn look<T: Send + 'static>(
        &self,
        message: Arc<[u8]>,
        way: impl FnOnce(&[u8], &Given) -> T + Send + 'static,
        patience: Duration,
    ) -> Result<T, String> {
        let given = self.given.clone();
        let (answer, answered) = sync_channel(1);
        let work = move || {
            let told = way(&message, &given);
            let _ = answer.send(told);
        };
        let started = thread::Builder::new().spawn(work);
        match started.map(|_| answered.recv_timeout(patience)) {
            Ok(Ok(told)) => Ok(told),
            Ok(Err(RecvTimeoutError::Timeout)) => Err(format!("it took longer than {} seconds", patience.as_secs())),
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

    /// What the milter makes of a message that is held.
    pub fn milter(&self) -> Milter {
        self.given.settings.guard.milter.value
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

/// The domain of an address of an envelope, empty where it has none.
fn domain(address: &str) -> &str {
    address.trim_end_matches('>').rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// The guard; none where its settings are wrong. Whoever wrote them wanted a check: they are told, and
/// nobody's mail stops for a slip there.
fn settled(guard: Result<Guard, Vec<String>>, what: &str) -> Option<Guard> {
    let tell_all = |problems: Vec<String>| {
        problems.iter().for_each(|problem| tell(problem));
        tell(&format!("the {what} was not checked, since the settings are wrong"));
    };
    guard.map_err(tell_all).ok()
}

/// The message on standard input, or why it can't be read.
fn message_on_stdin() -> Result<Vec<u8>, String> {
    let mut message = Vec::new();
    match io::stdin().lock().read_to_end(&mut message) {
        Ok(_) => Ok(message),
        Err(error) => Err(format!("can't read the message: {}", reason(&error))),
    }
}

/// Whether the author asked for no check, by the variable `PRESEND_OVERRIDE`.
fn is_overridden() -> bool {
    std::env::var_os(OVERRIDE).is_some_and(|value| value == "1")
}

/// Tells that a message is held, with the findings and the way to send it anyway.
fn tell_held(checked: &Checked, hint: &str) {
    tell(&format!("not sent: {}", checked.headline));
    tell_lines(&checked.lines);
    tell(hint);
}

/// Shows the findings on standard error.
fn tell_lines(lines: &[String]) {
    for line in lines {
        let _ = writeln!(io::stderr(), "{line}");
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
    judge(&report, &policy_for(&report, given))
}

/// What counts for a message to the people in its header.
fn policy_for(report: &Report, given: &Given) -> Policy {
    given.settings.guard.toward(report.draft.envelope.recipients().map(|address| domain(&address.address)))
}

fn judge(report: &Report, guard: &Policy) -> Checked {
    let levels = || report.diagnostics.iter().map(|found| found.level);
    let decision = guard.decide(levels().max().unwrap_or(Level::Off));
    // What holds nothing and asks nobody is not told either: it is not what this is about.
    let least = [guard.hold.value, guard.warn.value].into_iter().filter(|level| *level > Level::Off).min();
    let (count, lines) = match least.filter(|_| decision > Decision::Pass) {
        Some(least) => (levels().filter(|level| *level >= least).count(), notice::lines(report, least)),
        None => (0, Vec::new()),
    };
    Checked { decision, is_failure: false, headline: counted(count, "finding"), lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(settings: &str) -> Guard {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("presend.toml");
        std::fs::write(&path, settings).unwrap();
        Guard::new(Some(path)).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    #[test]
    fn a_check_that_fails_or_does_not_end_decides_as_the_settings_say() {
        let fails = |_: &[u8], _: &Given| -> Checked { panic!("no place") };
        let endless = |_: &[u8], _: &Given| loop {
            thread::park();
        };
        let decided = |settings: &str, way: fn(&[u8], &Given) -> Checked| {
            let guard = guard(settings);
            let looked = guard.look((*b"Hello").into(), way, Duration::from_millis(50));
            let checked = looked.unwrap_or_else(|why| guard.failed(&why));
            assert!(checked.is_failure && checked.headline.contains("could not be checked"), "{checked:?}");
            checked.decision
        };
        for way in [fails as fn(&[u8], &Given) -> Checked, endless] {
            assert_eq!(decided("", way), Decision::Pass);
            assert_eq!(decided("[guard]\non-failure = \"hold\"\n", way), Decision::Hold);
        }
    }

    #[test]
    fn what_is_told_is_what_the_settings_are_about() {
        let mail = "From: a@a.example\nTo: b@b.example\nSubject: Quick question\n\nI have attached the contract.\n";
        let checked = |settings: &str| guard(settings).check(mail.as_bytes().into());
        let held = checked("");
        assert_eq!((held.decision, held.headline.as_str()), (Decision::Hold, "2 findings"));
        assert!(held.lines.iter().any(|line| line.contains("hygiene/missing-attachment")), "{held:?}");
        let asked = checked("[guard]\nhold = \"off\"\n");
        assert_eq!((asked.decision, asked.headline.as_str()), (Decision::Warn, "2 findings"));
        let only_errors = checked("[guard]\nwarn = \"off\"\n");
        assert_eq!((only_errors.decision, only_errors.headline.as_str()), (Decision::Hold, "1 finding"));
        let toward =
            |domain: &str| format!("[[guard.recipients]]\ndomains = [\"{domain}\"]\nhold = \"off\"\nwarn = \"off\"\n");
        assert_eq!(checked(&toward("b.example")).decision, Decision::Pass);
        assert_eq!(checked(&toward("a.example")).decision, Decision::Hold);
        let passed = checked("[guard]\nhold = \"off\"\nwarn = \"off\"\n");
        assert_eq!((passed.decision, passed.lines.len()), (Decision::Pass, 0));
    }

    #[test]
    fn wrong_settings_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("presend.toml");
        std::fs::write(&path, "[guard]\nhold = 1\n").unwrap();
        let problems = Guard::new(Some(path)).err().unwrap_or_default();
        assert!(problems.concat().contains("presend.toml:2:8"), "{problems:?}");
    }
}
