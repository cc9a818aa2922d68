//! `presend advise`: whether to write or to talk, and why.

use std::path::Path;

use super::Ending;
use super::options::Advise;
use super::read::{self, Outcome};
use crate::report::{Document, Tally, advice};
use crate::shell::config::Given;
use crate::shell::output::Output;
use crate::{Source, check};

/// Gives the advice for each draft.
pub fn run(options: Advise) -> Ending {
    let paths = options.common.paths_or(options.paths, "-");
    let configs = match read::configs(&options.common, &paths) {
        Ok(configs) => configs,
        Err(ending) => return ending,
    };
    let work = |source: &Source, _: Option<&Path>, given: &Given| {
        let report = check(source, &given.settings, &given.context);
        let next = advice::next(&report.advice).map(|next| format!("  next: {next}\n"));
        let out = advice::render(source, &report) + &next.unwrap_or_default();
        Outcome { out: out.into_bytes(), tally: Tally { drafts: 1, ..Tally::default() }, ..Outcome::default() }
    };
    read::all(paths, &options.common, &configs, Document::spaced(), Output::stdout(), work).1
}
