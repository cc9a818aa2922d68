use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// Reports what the parser could not read: a broken encoding, an unknown charset.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| subject.draft.problems.iter().cloned().map(with_help).collect())
}

/// A problem with a hint, the parser's own where it has one.
fn with_help(mut problem: Finding) -> Finding {
    problem.help.get_or_insert_with(|| "make the draft anew with a mail program, as UTF-8".to_owned());
    problem
}
