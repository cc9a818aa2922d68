//! `presend inspect`: what was understood of a draft.

use std::path::Path;

use super::options::{Inspect, InspectFormat};
use super::read::{self, Outcome};
use super::{Ending, paint};
use crate::report::{Document, Tally, items, json, outline};
use crate::shell::config::Given;
use crate::shell::output::Output;
use crate::{Source, check};

/// Shows what was understood of each draft.
pub fn run(options: Inspect) -> Ending {
    let paths = options.common.paths_or(options.paths, "-");
    let configs = match read::configs(&options.common, &paths) {
        Ok(configs) => configs,
        Err(ending) => return ending,
    };
    let paint = paint(options.common.color);
    let document = match options.output_format {
        InspectFormat::Text => Document::spaced(),
        InspectFormat::Json => Document::array(),
        InspectFormat::Jsonl => Document::plain(),
    };
    let work = |source: &Source, _: Option<&Path>, given: &Given| {
        let report = check(source, &given.settings, &given.context);
        let out = match options.output_format {
            InspectFormat::Text => outline::render(source, &report, paint),
            InspectFormat::Json => items([json::inspection(source, &report)]),
            InspectFormat::Jsonl => json::inspection(source, &report) + "\n",
        };
        Outcome { out: out.into_bytes(), tally: Tally { drafts: 1, ..Tally::default() }, ..Outcome::default() }
    };
    read::all(paths, &options.common, &configs, document, Output::stdout(), work).1
}
