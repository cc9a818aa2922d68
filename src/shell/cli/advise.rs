//! `presend advise`: whether to write or to talk, and why.

use super::Ending;
use super::options::Advise;
use super::read::{self, Outcome};
use crate::report::{Document, Tally, advice};
use crate::shell::output::Output;
use crate::{Source, check};

/// Gives the advice for each draft.
pub fn run(options: Advise) -> Ending {
    let (settings, context) = match read::given(&options.common) {
        Ok(given) => given,
        Err(ending) => return ending,
    };
    let work = |source: &Source, _: bool| {
        let report = check(source, &settings, &context);
        let out = advice::render(source, &report).into_bytes();
        Outcome { out, tally: Tally { drafts: 1, ..Tally::default() }, ..Outcome::default() }
    };
    let paths = options.common.paths_or(options.paths, "-");
    read::all(paths, &options.common, Document::spaced(), Output::stdout(), work).1
}
