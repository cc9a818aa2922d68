use crate::rules::{Check, Setup, Subject};

/// Reports what the parser could not read: a broken encoding, an unknown charset.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| subject.draft.problems.clone())
}
