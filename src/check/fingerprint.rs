//! What a finding is known by from one version of its draft to the next.

use super::{Diagnostic, Report};
use crate::text::{Source, Span, fnv1a};

/// How many bytes on each side of the words belong to what a finding is known by.
const AROUND: usize = 40;

/// What a finding is known by: its rule and the words around it, not the place, which
/// changes with each line above. White space and secrets count for nothing.
pub fn fingerprint(source: &Source, report: &Report, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.finding.span;
    let around = Span::new(span.start.saturating_sub(AROUND), (span.end + AROUND).min(source.bytes.len()));
    hash(source, report, diagnostic, around)
}

/// What a finding is known by where the words around it changed: its rule and its own words.
pub fn own_words(source: &Source, report: &Report, diagnostic: &Diagnostic) -> String {
    hash(source, report, diagnostic, diagnostic.finding.span)
}

fn hash(source: &Source, report: &Report, diagnostic: &Diagnostic, around: Span) -> String {
    let secrets: Vec<Span> = report.secrets_in(around).collect();
    let words = around.range().filter(|at| !secrets.iter().any(|secret| secret.range().contains(at)));
    let words = words.map(|at| source.bytes[at]).filter(|byte| !byte.is_ascii_whitespace());
    let bytes = diagnostic.rule.0.bytes().chain([0]).chain(words);
    format!("{:016x}", fnv1a(bytes))
}
