//! What the formats for machines say of a finding in the same way.

use super::escape::visible;
use crate::check::{Diagnostic, Report};
use crate::text::{Fix, Source, Span};

/// What is the matter and what to do, in one line.
pub fn sentence(source: &Source, diagnostic: &Diagnostic) -> String {
    let finding = &diagnostic.finding;
    let help = finding.remedy().map(|remedy| format!("; {remedy}")).unwrap_or_default();
    visible(&format!("{}{help}{}", finding.text, message_of(source))).into_owned()
}

/// The number of the message in a mailbox, as it stands after a text.
pub fn message_of(source: &Source) -> String {
    source.origin.map(|origin| format!(" (message {})", origin.message)).unwrap_or_default()
}

/// The fix of a finding, where it shows no secret: one that writes an encoded part anew
/// holds all words of it, also those that no report shows.
pub fn fix<'a>(report: &Report, diagnostic: &'a Diagnostic) -> Option<&'a Fix> {
    let shows_secret = |span: Span| report.secrets_in(span).next().is_some();
    diagnostic.finding.fix.as_ref().filter(|fix| !fix.edits.iter().any(|edit| shows_secret(edit.span)))
}

/// The byte of the file as it was given, at which byte `at` of the source lies.
pub fn offset(source: &Source, at: usize) -> u64 {
    at as u64 + source.origin.map_or(0, |origin| origin.offset)
}
