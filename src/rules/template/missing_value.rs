use crate::render::Missing;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// Finds fields for which the sample data has no value.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| match subject.rendering {
        Some(Ok(rendering)) => rendering.missing.iter().map(finding).collect(),
        _ => Vec::new(),
    })
}

fn finding(missing: &Missing) -> Finding {
    let text = format!("“{}” has no value in the data: the reader sees nothing there", missing.name);
    Finding::new(missing.span, text).help("give the data a value, or the field a fallback")
}
