//! What `check` and `inspect` share: each draft of the arguments is read and reported
//! on, in order, and what can't be read is told and left out.

use std::io::{self, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::options::Common;
use super::{Ending, given, say};
use crate::report::{Document, Statistics, Tally};
use crate::shell::batch;
use crate::shell::config::{Broken, Configs, Given};
use crate::shell::files::{self, Job, Search, unreadable};
use crate::shell::interrupt;
use crate::shell::output::{self, Output};
use crate::shell::panics;
use crate::shell::progress::Progress;
use crate::{Source, parse};

/// What came of one draft.
#[derive(Default)]
pub struct Outcome {
    /// What is said of it: a piece of the document.
    pub out: Vec<u8>,
    /// The draft itself, for standard output.
    pub draft: Option<Vec<u8>>,
    /// What the person is told on standard error.
    pub messages: Vec<String>,
    /// What was found.
    pub tally: Tally,
    /// What each rule found, where the format asks for it.
    pub statistics: Statistics,
    /// How it ended, findings aside.
    pub ending: Ending,
    /// How many bytes the draft has.
    pub bytes: u64,
    /// What is wrong with its settings; told with the first draft that it keeps from being read.
    pub broken: Option<Broken>,
    /// The draft, where the output would take its place: then the run ends.
    pub replaced: Option<PathBuf>,
}

/// The settings and what is known beside the drafts. What is wrong with a file that was named
/// for it, or with the settings file of a path, is told and ends the run: advice without it
/// would not be what was asked for.
pub fn configs(options: &Common, paths: &[PathBuf]) -> Result<Configs, Ending> {
    let read = || {
        let configs = given::configs(options)?;
        let mut broken: Vec<Broken> = Vec::new();
        for path in paths {
            let given = for_path(&configs, options, path);
            broken.extend(given.err().filter(|new| !broken.iter().any(|old| Arc::ptr_eq(old, new))));
        }
        if broken.is_empty() { Ok(configs) } else { Err(broken.iter().flat_map(|told| told.to_vec()).collect()) }
    };
    read().map_err(|problems: Vec<String>| {
        problems.iter().for_each(|problem| say(problem));
        Ending::Usage
    })
}

/// What is given for a path of the arguments: of a folder, for the drafts right in it.
pub fn for_path(configs: &Configs, options: &Common, path: &Path) -> Result<Arc<Given>, Broken> {
    let path = match &options.stdin_filename {
        Some(name) if path == Path::new("-") => name,
        _ => path,
    };
    if path.is_dir() { configs.in_folder(path) } else { configs.of(path) }
}

/// Reads the drafts at all paths and does `work` on each, with the file that it is, if it is one,
/// and the settings of its folder. What is said of them comes in order, as one document.
pub fn all(
    paths: Vec<PathBuf>,
    options: &Common,
    configs: &Configs,
    mut document: Document,
    mut output: Output,
    work: impl Fn(&Source, Option<&Path>, &Given) -> Outcome + Sync,
) -> (Tally, Ending) {
    panics::keep_quiet();
    let search = match options.search() {
        Ok(search) => Search { output: output.path().map(Path::to_owned), ..search },
        Err(problem) => {
            say(&problem);
            return (Tally::default(), Ending::Usage);
        }
    };
    let threads = match options.threads {
        Some(threads) => usize::from(threads),
        None => thread::available_parallelism().map_or(1, usize::from),
    };
    interrupt::watch();
    let measure = {
        let (paths, search) = (paths.clone(), search.clone());
        move || files::size(paths, search)
    };
    let measure = (!options.reads_stdin(&paths)).then(|| Box::new(measure) as _);
    let mut progress = Progress::new(!options.files.no_progress, measure);
    let on_terminal = io::stdout().is_terminal();
    let mut bytes = 0;
    let mut ending = Ending::Clean;
    let mut written = Ok(());
    let mut told: Vec<Broken> = Vec::new();
    let mut replaced = None;
    batch::run(
        files::jobs(paths, search),
        threads,
        |job| one(job, configs, &work),
        |mut outcome| {
            if outcome.replaced.is_some() {
                replaced = outcome.replaced;
                return ControlFlow::Break(());
            }
            if let Some(broken) = outcome.broken.filter(|new| !told.iter().any(|old| Arc::ptr_eq(old, new))) {
                outcome.messages.extend(broken.iter().cloned());
                told.push(broken);
            }
            document.count(outcome.tally, &outcome.statistics);
            ending = ending.max(outcome.ending);
            let mut out = Vec::new();
            if outcome.ending == Ending::Unreadable {
                outcome.messages.iter().for_each(|message| out.append(&mut document.problem(message)));
            }
            out.append(&mut document.piece(outcome.out));
            let told = !outcome.messages.is_empty() || outcome.draft.is_some();
            let write = || {
                interrupt::whole(|| {
                    if told {
                        // What was written before stands before, also on a terminal.
                        output.flush()?;
                        outcome.messages.iter().for_each(|message| say(message));
                        output::stdout().write_all(&outcome.draft.unwrap_or_default())?;
                    }
                    output.write_all(&out)?;
                    output.flush()
                })
            };
            written = if told || on_terminal { progress.aside(write) } else { write() };
            bytes += outcome.bytes;
            progress.show(document.tally().drafts, bytes);
            if written.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    if let Some(draft) = replaced {
        // What was written so far never gets the name of the draft.
        return (document.tally(), replaces_draft(&draft));
    }
    if let (Some(revision), 0, Ending::Clean) = (&options.files.changed_since, document.tally().drafts, ending) {
        say(&format!("no draft changed since {revision}"));
    }
    let name = output.name().to_owned();
    let written = written.and_then(|()| output.write_all(document.close().as_bytes())).and_then(|()| output.finish());
    if let Err(error) = written
        && let Some(message) = Output::told(&name, &error)
    {
        say(&message);
        ending = ending.max(Ending::Unreadable);
    }
    (document.tally(), ending)
}

/// Tells that an output would take the place of a draft.
pub fn replaces_draft(draft: &Path) -> Ending {
    say(&format!("{} is a draft, which the output would take the place of; name another file", draft.display()));
    Ending::Usage
}

/// Reads one draft and works on it.
fn one(job: Job, configs: &Configs, work: &impl Fn(&Source, Option<&Path>, &Given) -> Outcome) -> Outcome {
    let (source, file) = match job {
        Job::File(path) => match files::read(&path) {
            Ok(bytes) => (Source::new(path.display().to_string(), bytes), Some(path)),
            Err(error) => return failed(unreadable(&path, &error)),
        },
        Job::Draft(source) => (source, None),
        Job::Unreadable(message) => return failed(message),
        Job::Replaced(draft) => return Outcome { replaced: Some(draft), ..Outcome::default() },
        Job::Misused(message) => return Outcome { ending: Ending::Usage, ..failed(message) },
        Job::Note(message) => return Outcome { messages: vec![message], ..Outcome::default() },
    };
    if source.origin.is_none() && parse::is_binary(&source.bytes) {
        return failed(format!(
            "can't read {}: it is a binary file, not a draft; give the mail, Markdown, text or HTML instead",
            source.path
        ));
    }
    let given = match configs.of(file.as_deref().unwrap_or(Path::new(&source.path))) {
        Ok(given) => given,
        Err(broken) => return Outcome { broken: Some(broken), ending: Ending::Usage, ..Outcome::default() },
    };
    let work = || work(&source, file.as_deref(), &given);
    let outcome = panics::caught(work).unwrap_or_else(|panic| {
        failed(format!(
            "can't check {}: presend itself failed ({panic}); please report it, with the draft if you may share it",
            source.path
        ))
    });
    Outcome { bytes: source.bytes.len() as u64, ..outcome }
}

fn failed(message: String) -> Outcome {
    Outcome { messages: vec![message], ending: Ending::Unreadable, ..Outcome::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::config;

    #[test]
    fn a_draft_that_makes_presend_panic_is_told_and_the_others_are_still_checked() {
        let work = |source: &Source, _: Option<&Path>, _: &Given| {
            assert!(source.path != "bad.txt", "no place for {}", source.bytes.len());
            Outcome { out: b"fine".to_vec(), ..Outcome::default() }
        };
        let configs = Configs::new(config::Source::Nearest, config::Beside::default());
        let job = |name: &str| Job::Draft(Source::new(name.to_owned(), b"Hello".to_vec()));
        let outcomes = ["good.txt", "bad.txt", "last.txt"].map(|name| one(job(name), &configs, &work));
        assert_eq!(outcomes.each_ref().map(|outcome| outcome.out.as_slice()), [b"fine".as_slice(), b"", b"fine"]);
        assert_eq!(outcomes[1].ending, Ending::Unreadable);
        let message = &outcomes[1].messages[0];
        assert!(message.contains("can't check bad.txt") && message.contains("no place for 5"), "{message}");
    }
}
