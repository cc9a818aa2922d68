//! `presend check`: findings, fixes and diffs.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::baseline::Baselines;
use super::options::{Check, Color};
use super::read::{self, Outcome};
use super::{Ending, paint, say, watch};
use crate::render::Sample;
use crate::report::escape::visible_lines;
use crate::report::{Document, OutputFormat, Paint, Statistics, Tally, concise, counted, diff};
use crate::shell::config::Given;
use crate::shell::files::reason;
use crate::shell::output::{self, Output};
use crate::shell::sample::{self, Partials};
use crate::{Context, Report, Source, check, fix, parse};

/// How often a draft is fixed and read again, at most. A fix brings forth no other but
/// where two overlap, so that a few rounds are enough; only in a base64 part, which is
/// written anew as a whole, each fix takes its own.
const ROUNDS: usize = 100;

/// Checks each draft and says how it ended.
pub fn run(mut options: Check) -> Ending {
    options.paths = paths(&options);
    if options.watch { watch::run(options) } else { once(&options) }
}

/// Checks each draft once.
pub fn once(options: &Check) -> Ending {
    let paths = &options.paths;
    let configs = match read::configs(&options.common, paths) {
        Ok(configs) => configs,
        Err(ending) => return ending,
    };
    let output = match output(options) {
        Ok(output) => output,
        Err(ending) => return ending,
    };
    let on_terminal = options.output_file.is_none() && io::stdout().is_terminal();
    let paint = match options.output_file {
        Some(_) if options.common.color == Color::Auto => Paint::Plain,
        _ => paint(options.common.color),
    };
    let format = options.output_format.unwrap_or_default();
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let document = match read::for_path(&configs, &options.common, first) {
        Ok(given) if !options.diff => format.document(&given.settings),
        _ => Document::plain(),
    };
    let data = match options.data.as_deref().map(|path| data(path, options)).transpose() {
        Ok(data) => data,
        Err(problem) => {
            say(&problem);
            return Ending::Usage;
        }
    };
    let baselines = Baselines::new(options.baseline.clone());
    let mut given = paths.iter().filter_map(|path| read::for_path(&configs, &options.common, path).ok());
    if let Some(broken) = given.find_map(|given| baselines.of(&given).err()) {
        broken.iter().for_each(|problem| say(problem));
        return Ending::Usage;
    }
    let show_suppressed =
        options.show_suppressed && !options.diff && matches!(format, OutputFormat::Full | OutputFormat::Concise);
    let partials = Partials::default();
    let run = Run { paint, format, on_terminal, data, partials, show_suppressed, baselines };
    let work = |source: &Source, file: Option<&Path>, given: &Given| match (run.baselines.of(given), options.fix) {
        (Err(broken), _) => Outcome { broken: Some(broken), ending: Ending::Usage, ..Outcome::default() },
        _ if options.diff => run.diff(source, given),
        (_, true) => run.fix(source, file, given),
        _ => run.check(source, given),
    };
    let (tally, ending) = read::all(paths.clone(), &options.common, &configs, document, output, work);
    if options.diff && tally.fixed == 0 && ending == Ending::Clean {
        say("nothing to fix");
    }
    run.baselines.told().iter().for_each(|message| say(message));
    // The process ends here, and its memory with it: to give back what each rule holds takes
    // half as long as to read a draft.
    if !options.watch {
        std::mem::forget(configs);
    }
    match tally.failing > 0 && !options.exit_zero {
        true => ending.max(Ending::Findings),
        false => ending,
    }
}

/// The data that templates are filled with.
fn data(path: &Path, options: &Check) -> Result<Sample, String> {
    sample::read(path, &options.common.now.clone().unwrap_or_else(jiff::ZonedDateTime::now))
}

/// Where the findings go. With a fixed draft on standard output, they go beside it.
fn output(options: &Check) -> Result<Output, Ending> {
    match &options.output_file {
        Some(path) if output::would_replace_draft(path, &options.paths) => Err(read::replaces_draft(path)),
        Some(path) => Output::file(path).map_err(|error| {
            say(&format!("can't write {}: {}", path.display(), reason(&error)));
            Ending::Unreadable
        }),
        None if options.fix && options.paths.iter().any(|path| path == Path::new("-")) => Ok(Output::stderr()),
        None => Ok(Output::stdout()),
    }
}

/// The paths to check. As with ruff, none means the current folder, and standard input
/// is read only on demand: a pipe that nobody closes would hang a build.
fn paths(options: &Check) -> Vec<PathBuf> {
    if !options.paths.is_empty() || options.common.files.files_from.is_some() {
        return options.common.paths_or(options.paths.clone(), "-");
    }
    if options.common.stdin_filename.is_some() {
        return vec!["-".into()];
    }
    if is_piped() {
        say("checking the current folder; to check standard input, run `presend check -`");
    }
    vec![".".into()]
}

/// Whether somebody may expect that standard input is read.
#[cfg(unix)]
fn is_piped() -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    fs::metadata("/dev/stdin").is_ok_and(|input| input.file_type().is_fifo() || input.is_file() && input.len() > 0)
}

/// Whether somebody may expect that standard input is read.
#[cfg(not(unix))]
fn is_piped() -> bool {
    false
}

struct Run {
    paint: Paint,
    format: OutputFormat,
    on_terminal: bool,
    data: Option<Sample>,
    partials: Partials,
    show_suppressed: bool,
    baselines: Baselines,
}

impl Run {
    /// The report of a draft; of a template with what it includes, where there is data for it.
    fn report(&self, source: &Source, given: &Given) -> Report {
        let template = self.data.as_ref().zip(parse::dialect(source, given.context.templates));
        let Some((data, dialect)) = template else { return check(source, &given.settings, &given.context) };
        let text = String::from_utf8_lossy(&source.bytes);
        let partials = self.partials.of(Path::new(&source.path), &text, dialect);
        let sample = Arc::new(Sample { partials, ..data.clone() });
        check(source, &given.settings, &Context { sample: Some(sample), ..given.context.clone() })
    }

    fn check(&self, source: &Source, given: &Given) -> Outcome {
        let report = self.report(source, given);
        self.outcome(source, report, given)
    }

    /// What is said of a draft.
    fn outcome(&self, source: &Source, mut report: Report, given: &Given) -> Outcome {
        if let Ok(Some(baseline)) = self.baselines.of(given) {
            baseline.take(source, &mut report, &given.settings);
        }
        let report = &report;
        let statistics =
            if self.format.counts_rules() { Statistics::of(source, report) } else { Statistics::default() };
        let mut out = self.format.piece(source, report, &given.settings, self.paint);
        if self.show_suppressed {
            out.push_str(&concise::suppressed(source, report));
        }
        Outcome {
            out: out.into_bytes(),
            tally: Tally::of(report, given.settings.fail_level),
            statistics,
            ..Outcome::default()
        }
    }

    /// The draft with all safe fixes applied and what is left to say of it, and how many
    /// findings are gone.
    fn fixed(&self, source: &Source, given: &Given) -> (Option<Vec<u8>>, Report, usize) {
        let mut bytes: Option<Vec<u8>> = None;
        let mut report = self.report(source, given);
        let before = Tally::of(&report, given.settings.fail_level);
        for _ in 0..ROUNDS {
            let current = current(source, bytes.as_deref());
            let Some(next) = fix(&current, &report) else { break };
            let next_source = Source { bytes: next.as_slice().into(), ..current.clone() };
            report = self.report(&next_source, given);
            bytes = Some(next);
        }
        let fixed = before.fixable.saturating_sub(Tally::of(&report, given.settings.fail_level).fixable);
        (bytes, report, fixed)
    }

    fn fix(&self, source: &Source, file: Option<&Path>, given: &Given) -> Outcome {
        if source.origin.is_some() {
            return Outcome { ending: Ending::Usage, messages: refusal(source, "--fix"), ..self.check(source, given) };
        }
        let (bytes, report, fixed) = self.fixed(source, given);
        let after = current(source, bytes.as_deref());
        let mut outcome = self.outcome(&after, report, given);
        outcome.tally.fixed = fixed;
        match (file, &bytes) {
            (None, _) => outcome.draft = Some(after.bytes.to_vec()),
            (Some(file), Some(bytes)) => {
                if let Err(error) = output::replace(file, bytes) {
                    outcome = self.check(source, given);
                    outcome.messages = vec![format!("can't write {}: {}", source.path, reason(&error))];
                    outcome.ending = Ending::Unreadable;
                }
            }
            (Some(_), None) => {}
        }
        outcome
    }

    fn diff(&self, source: &Source, given: &Given) -> Outcome {
        if source.origin.is_some() {
            return Outcome { ending: Ending::Usage, messages: refusal(source, "--diff"), ..Outcome::default() };
        }
        let (bytes, _, fixed) = self.fixed(source, given);
        let mut out = bytes.map(|bytes| diff::unified(&source.path, &source.bytes, &bytes)).unwrap_or_default();
        let mut outcome =
            Outcome { tally: Tally { drafts: 1, failing: fixed, fixed, ..Tally::default() }, ..Outcome::default() };
        if self.on_terminal {
            out = visible_lines(&String::from_utf8_lossy(&out)).into_bytes();
        }
        if fixed > 0 {
            outcome.messages.push(format!("would fix {} in {}", counted(fixed, "finding"), source.path));
        }
        outcome.out = out;
        outcome
    }
}

/// The source, with other bytes where there are any.
fn current<'a>(source: &'a Source, bytes: Option<&'a [u8]>) -> Source<'a> {
    Source::new(source.path.clone(), bytes.unwrap_or(&source.bytes))
}

/// Why a message of a mailbox is not fixed; said once, at the first message.
fn refusal(source: &Source, option: &str) -> Vec<String> {
    match source.origin {
        Some(origin) if origin.message == 1 => vec![format!(
            "{}: {option} does not change mailboxes; save the message as an .eml file and fix that",
            source.path
        )],
        _ => Vec::new(),
    }
}
