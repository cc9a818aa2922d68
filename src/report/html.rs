//! One page for a browser.

use super::document::Document;
use crate::check::Report;
use crate::rules::Rule;
use crate::text::Source;

/// The page around the drafts.
pub fn document() -> Document {
    Document::new("", "", |_| String::new()).holding()
}

/// A draft with its findings.
pub fn draft(_: &Source, _: &Report, _: &[Rule]) -> String {
    String::new()
}
