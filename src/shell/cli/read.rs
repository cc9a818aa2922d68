//! What `check` and `inspect` share: each draft of the arguments is read and reported
//! on, in order, and what can't be read is told and left out.

use std::any::Any;
use std::io::{self, BufWriter, Write as _};
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, thread};

use super::options::Common;
use super::{Ending, beside, say};
use crate::report::Tally;
use crate::shell::batch;
use crate::shell::config::{self, Beside, Broken, Config, Configs, Given};
use crate::shell::files::{self, Job, unreadable};
use crate::shell::progress::Progress;
use crate::{Source, parse};

/// What came of one draft.
#[derive(Default)]
pub struct Outcome {
    /// What goes to standard output.
    pub out: Vec<u8>,
    /// What the person is told on standard error.
    pub messages: Vec<String>,
    /// A text for standard error as it is.
    pub aside: String,
    /// What was found.
    pub tally: Tally,
    /// How it ended, findings aside.
    pub ending: Ending,
    /// What is wrong with its settings; told with the first draft that it keeps from being read.
    pub broken: Option<Broken>,
}

/// How the outputs of several drafts are put together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// One after the other.
    Plain,
    /// With an empty line between them.
    Spaced,
    /// As one JSON array.
    Array,
}

/// The settings and what is known beside the drafts. What is wrong with a file that was named
/// for it, or with the settings file of a path, is told and ends the run: advice without it
/// would not be what was asked for.
pub fn configs(options: &Common, paths: &[PathBuf]) -> Result<Configs, Ending> {
    let read = || {
        let beside = Beside {
            now: Some(options.now.clone().unwrap_or_else(jiff::ZonedDateTime::now)),
            country: options.country,
            contacts: options.contacts.as_deref().map(beside::contacts).transpose()?,
            thread: options.thread.as_deref().map(beside::thread).transpose()?.map(Arc::new),
            channel: options.channel_weights.as_deref().map(beside::weights).transpose().map_err(|fault| vec![fault])?,
        };
        let source = options.config.clone().map_or(config::Source::Nearest, config::Source::File);
        let configs = Configs::new(source, beside);
        let mut broken: Vec<Broken> = Vec::new();
        for path in paths {
            let path = match &options.stdin_filename {
                Some(name) if path == Path::new("-") => name,
                _ => path,
            };
            let given = if path.is_dir() { configs.in_folder(path) } else { configs.of(path) };
            broken.extend(given.err().filter(|new| !broken.iter().any(|old| Arc::ptr_eq(old, new))));
        }
        if broken.is_empty() { Ok(configs) } else { Err(broken.iter().flat_map(|told| told.to_vec()).collect()) }
    };
    read().map_err(|problems: Vec<String>| {
        problems.iter().for_each(|problem| say(problem));
        Ending::Usage
    })
}

/// The settings and cards of the file that was named, else of the one nearest to the current
/// folder.
pub fn config(named: Option<&Path>) -> Result<Config, Vec<String>> {
    settings_file(named).map_or_else(|| Ok(Config::default()), |path| config::read(&path))
}

/// The file that was named, else the one nearest to the current folder.
pub fn settings_file(named: Option<&Path>) -> Option<PathBuf> {
    let nearest = || std::env::current_dir().ok().and_then(|folder| config::nearest(&folder));
    named.map(Path::to_owned).or_else(nearest)
}

/// Reads the drafts at all paths and does `work` on each, with the settings of its folder. The
/// outputs come in order.
pub fn all(
    paths: Vec<PathBuf>,
    options: &Common,
    configs: &Configs,
    join: Join,
    work: impl Fn(&Source, bool, &Given) -> Outcome + Sync,
) -> (Tally, Ending) {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        panic::set_hook(Box::new(|_| {}));
    }
    let threads = match options.threads {
        Some(threads) => usize::from(threads),
        None => thread::available_parallelism().map_or(1, usize::from),
    };
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut progress = Progress::new();
    let mut tally = Tally::default();
    let mut ending = Ending::Clean;
    let mut first = true;
    let mut told: Vec<Broken> = Vec::new();
    let jobs = files::jobs(paths, options.stdin_filename.clone());
    batch::run(
        jobs,
        threads,
        |job| one(job, configs, &work),
        |mut outcome| {
            if let Some(broken) = outcome.broken.filter(|new| !told.iter().any(|old| Arc::ptr_eq(old, new))) {
                outcome.messages.extend(broken.iter().cloned());
                told.push(broken);
            }
            tally.add(outcome.tally);
            ending = ending.max(outcome.ending);
            let written = progress.aside(|| {
                if !outcome.messages.is_empty() || !outcome.aside.is_empty() {
                    // What was written before stands before, also on a terminal.
                    out.flush()?;
                    outcome.messages.iter().for_each(|message| say(message));
                    let _ = io::stderr().write_all(outcome.aside.as_bytes());
                }
                if outcome.out.is_empty() {
                    return Ok(());
                }
                out.write_all(match (join, first) {
                    (Join::Array, true) => b"[\n",
                    (Join::Array, false) => b",\n",
                    (Join::Spaced, false) => b"\n",
                    _ => b"",
                })?;
                first = false;
                out.write_all(outcome.out.strip_suffix(b"\n").filter(|_| join == Join::Array).unwrap_or(&outcome.out))
            });
            progress.show(tally.drafts);
            // A closed pipe is no error: nobody wants more.
            if written.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    if join == Join::Array {
        let _ = out.write_all(if first { b"[]\n" } else { b"\n]\n" });
    }
    let _ = out.flush();
    (tally, ending)
}

/// Reads one draft and works on it.
fn one(job: Job, configs: &Configs, work: &impl Fn(&Source, bool, &Given) -> Outcome) -> Outcome {
    let (source, is_file) = match job {
        Job::File(path) => match fs::read(&path) {
            Ok(bytes) => (Source::new(path.display().to_string(), bytes), true),
            Err(error) => return failed(unreadable(&path, &error)),
        },
        Job::Draft(source) => (source, false),
        Job::Unreadable(message) => return failed(message),
        Job::Note(message) => return Outcome { messages: vec![message], ..Outcome::default() },
    };
    if source.origin.is_none() && parse::is_binary(&source.bytes) {
        return failed(format!(
            "can't read {}: it is a binary file, not a draft; give the mail, Markdown, text or HTML instead",
            source.path
        ));
    }
    let given = match configs.of(Path::new(&source.path)) {
        Ok(given) => given,
        Err(broken) => return Outcome { broken: Some(broken), ending: Ending::Usage, ..Outcome::default() },
    };
    panic::catch_unwind(AssertUnwindSafe(|| work(&source, is_file, &given))).unwrap_or_else(|payload| {
        failed(format!(
            "can't check {}: presend itself failed ({}); please report it, with the draft if you may share it",
            source.path,
            reason(payload.as_ref())
        ))
    })
}

fn failed(message: String) -> Outcome {
    Outcome { messages: vec![message], ending: Ending::Unreadable, ..Outcome::default() }
}

/// What a panic said.
fn reason(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no reason given")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_that_makes_presend_panic_is_told_and_the_others_are_still_checked() {
        let work = |source: &Source, _: bool, _: &Given| {
            assert!(source.path != "bad.txt", "no place for {}", source.bytes.len());
            Outcome { out: b"fine".to_vec(), ..Outcome::default() }
        };
        let configs = Configs::new(config::Source::Nearest, Beside::default());
        let job = |name: &str| Job::Draft(Source::new(name.to_owned(), b"Hello".to_vec()));
        let outcomes = ["good.txt", "bad.txt", "last.txt"].map(|name| one(job(name), &configs, &work));
        assert_eq!(outcomes.each_ref().map(|outcome| outcome.out.as_slice()), [b"fine".as_slice(), b"", b"fine"]);
        assert_eq!(outcomes[1].ending, Ending::Unreadable);
        let message = &outcomes[1].messages[0];
        assert!(message.contains("can't check bad.txt") && message.contains("no place for 5"), "{message}");
    }
}
