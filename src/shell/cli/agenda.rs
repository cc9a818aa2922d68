//! `presend agenda` and `presend async`: a draft that should be a conversation, and a
//! meeting that should be a message.

use std::path::{Path, PathBuf};

use super::Ending;
use super::options::{Agenda, AgendaFormat, Async, Common};
use super::read::{self, Outcome};
use crate::channel::Chosen;
use crate::channel::agenda::{self, Given};
use crate::report::agenda::Markup;
use crate::report::agenda::with_given;
use crate::report::{self, Document, Tally, ics};
use crate::shell::config;
use crate::shell::output::Output;
use crate::{Report, Source, check};

/// What is said where an invitation would need a start.
const NO_START: &str = "no shared hours known: give --contacts or --start 2026-06-04T15:00";
const NONE_SHARED: &str = "no hours of all are shared before the deadline: give --start 2026-06-04T15:00";

/// Writes the agenda of each draft.
pub fn run(options: Agenda) -> Ending {
    let markup = match options.output_format {
        AgendaFormat::Markdown => Markup::Markdown,
        AgendaFormat::Text => Markup::Text,
    };
    let write = |report: &Report, given: Given| {
        let agenda = agenda::agenda(&Given { start: options.start.as_ref(), ..given });
        if !options.ics {
            return Ok(report::agenda::render(&agenda, markup));
        }
        let written = report.draft.envelope.date.as_ref().or(given.now);
        let none = if agenda.when.none_shared { NONE_SHARED } else { NO_START };
        written.and_then(|written| ics::invitation(&agenda, written)).ok_or_else(|| none.to_owned())
    };
    // Who asks for an agenda may have reasons that the draft does not tell.
    let note = |report: &Report| (report.advice.score < 0.0).then_some("by its words a message would serve");
    each(options.path, &options.common, note, write)
}

/// Writes the message in place of each draft.
pub fn run_async(options: Async) -> Ending {
    let note = |report: &Report| {
        let proposes = report.advice.chosen == Chosen::Meeting;
        (!proposes).then_some("no meeting is found that it proposes")
    };
    each(options.path, &options.common, note, |_, given| Ok(report::agenda::instead(&agenda::instead(&given))))
}

/// Reads what is at the path and writes what is made of each draft there.
fn each(
    path: Option<PathBuf>,
    common: &Common,
    note: impl Fn(&Report) -> Option<&'static str> + Sync,
    write: impl Fn(&Report, Given) -> Result<String, String> + Sync,
) -> Ending {
    let paths = common.paths_or(path.into_iter().collect(), "-");
    let configs = match read::configs(common, &paths) {
        Ok(configs) => configs,
        Err(ending) => return ending,
    };
    let work = |source: &Source, _: Option<&Path>, with: &config::Given| {
        let (settings, context) = (&with.settings, &with.context);
        let report = check(source, settings, context);
        let tally = Tally { drafts: 1, ..Tally::default() };
        match with_given(source, &report, context, |given| write(&report, given)) {
            Ok(text) => {
                let messages = note(&report).map(|note| format!("{}: {note}", source.path)).into_iter().collect();
                Outcome { out: text.into_bytes(), messages, tally, ..Outcome::default() }
            }
            Err(message) => Outcome {
                messages: vec![format!("{}: {message}", source.path)],
                tally,
                ending: Ending::Usage,
                ..Outcome::default()
            },
        }
    };
    read::all(paths, common, &configs, Document::spaced(), Output::stdout(), work).1
}
