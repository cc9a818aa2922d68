//! `presend inspect`: what was understood of a draft.

use super::options::{Inspect, InspectFormat};
use super::read::{self, Outcome};
use super::{Ending, paint};
use crate::report::{Document, Tally, items, json, outline};
use crate::shell::output::Output;
use crate::{Source, check};

/// Shows what was understood of each draft.
pub fn run(options: Inspect) -> Ending {
    let (settings, context) = match read::given(&options.common) {
        Ok(given) => given,
        Err(ending) => return ending,
    };
    let paint = paint(options.common.color);
    let document = match options.output_format {
        InspectFormat::Text => Document::spaced(),
        InspectFormat::Json => Document::array(),
        InspectFormat::Jsonl => Document::plain(),
    };
    let work = |source: &Source, _: bool| {
        let report = check(source, &settings, &context);
        let out = match options.output_format {
            InspectFormat::Text => outline::render(source, &report, paint),
            InspectFormat::Json => items([json::inspection(source, &report)]),
            InspectFormat::Jsonl => json::inspection(source, &report) + "\n",
        };
        Outcome { out: out.into_bytes(), tally: Tally { drafts: 1, ..Tally::default() }, ..Outcome::default() }
    };
    let paths = options.common.paths_or(options.paths, "-");
    read::all(paths, &options.common, document, Output::stdout(), work).1
}
