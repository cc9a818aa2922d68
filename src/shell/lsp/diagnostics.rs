//! Findings as diagnostics of the protocol.

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString,
};
use serde_json::json;

use super::pages::Pages;
use super::view::View;
use crate::Span;
use crate::check::fingerprint;
use crate::report::sentence;
use crate::rules::Level;
use crate::text::Finding;

/// The diagnostics of a document, from this level on.
pub fn of(view: &View, least: Level, pages: &mut Pages) -> Vec<Diagnostic> {
    let told = view.report.diagnostics.iter().filter(|found| found.level >= least);
    told.map(|found| one(view, found, pages)).collect()
}

fn one(view: &View, found: &crate::Diagnostic, pages: &mut Pages) -> Diagnostic {
    let (finding, client) = (&found.finding, view.client);
    let related = finding.related.iter().map(|related| DiagnosticRelatedInformation {
        location: Location { uri: view.uri.clone(), range: view.positions.range(related.span) },
        message: related.text.clone(),
    });
    let related: Vec<_> = if client.related_information { related.collect() } else { Vec::new() };
    let page = client.code_description.then(|| {
        let rule = view.settings.rules.iter().find(|rule| rule.card.name == found.rule)?;
        Some(CodeDescription { href: pages.of(&rule.card)? })
    });
    // What a client hands back with a request for code actions: by this the finding is found
    // again, also where the text around it moved.
    let data = client.diagnostic_data.then(|| json!({ "fingerprint": fingerprint(view.source, view.report, found) }));
    Diagnostic {
        range: view.positions.range(finding.span),
        severity: Some(severity(found.level)),
        code: Some(NumberOrString::String(found.rule.to_string())),
        code_description: page.flatten(),
        source: Some("presend".to_owned()),
        message: sentence(view.source, found),
        related_information: (!related.is_empty()).then_some(related),
        tags: (client.tags && can_go(finding)).then(|| vec![DiagnosticTag::UNNECESSARY]),
        data,
    }
}

/// Whether the words can go: mending the finding takes most of them out, and puts no more in
/// their place than the letter that a sentence then starts with.
fn can_go(finding: &Finding) -> bool {
    let edits = finding.fix.as_ref().map(|fix| fix.edits.as_slice()).unwrap_or_default();
    let within = |span: Span| span.end.min(finding.span.end).saturating_sub(span.start.max(finding.span.start));
    let gone: usize = edits.iter().map(|edit| within(edit.span)).sum();
    gone * 2 > finding.span.len() && edits.iter().all(|edit| edit.text.chars().count() <= 1)
}

/// How grave a finding is, in the words of the protocol.
pub fn severity(level: Level) -> DiagnosticSeverity {
    match level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Info | Level::Off => DiagnosticSeverity::INFORMATION,
    }
}
