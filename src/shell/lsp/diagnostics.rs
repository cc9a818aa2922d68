//! Findings as diagnostics of the protocol.

use lsp_types::{Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString};

use super::view::View;
use crate::report::sentence;
use crate::rules::Level;

/// The diagnostics of a document.
pub fn of(view: &View) -> Vec<Diagnostic> {
    view.report.diagnostics.iter().map(|found| one(view, found)).collect()
}

fn one(view: &View, found: &crate::Diagnostic) -> Diagnostic {
    let related = found.finding.related.iter().map(|related| DiagnosticRelatedInformation {
        location: Location { uri: view.uri.clone(), range: view.positions.range(related.span) },
        message: related.text.clone(),
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: view.positions.range(found.finding.span),
        severity: Some(severity(found.level)),
        code: Some(NumberOrString::String(found.rule.to_string())),
        source: Some("presend".to_owned()),
        message: sentence(view.source, found),
        related_information: (view.client.related_information && !related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

/// How grave a finding is, in the words of the protocol.
pub fn severity(level: Level) -> DiagnosticSeverity {
    match level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Info | Level::Off => DiagnosticSeverity::INFORMATION,
    }
}
