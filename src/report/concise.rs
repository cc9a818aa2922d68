//! One line per finding: `path:line:column: level rule: text`.

use std::fmt::Write as _;

use super::escape::visible;
use super::places::Places;
use crate::check::Report;
use crate::text::Source;

/// The findings of a draft, one a line.
pub fn render(source: &Source, report: &Report) -> String {
    let places = Places::new(source);
    let path = visible(&source.path);
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        let at = places.position(diagnostic.finding.span.start);
        let (level, rule) = (diagnostic.level.name(), &diagnostic.rule);
        let text = visible(&diagnostic.finding.text);
        let _ = write!(out, "{path}:{}:{}: {level} {rule}: {text}", at.line, at.column);
        if let Some(origin) = source.origin {
            let _ = write!(out, " (message {})", origin.message);
        }
        out.push('\n');
    }
    out
}

/// The findings that comments in the draft keep back, one a line, with the reason.
pub fn suppressed(source: &Source, report: &Report) -> String {
    let places = Places::new(source);
    let path = visible(&source.path);
    let mut out = String::new();
    for suppressed in &report.suppressed {
        let diagnostic = &suppressed.diagnostic;
        let at = places.position(diagnostic.finding.span.start);
        let (rule, text) = (&diagnostic.rule, visible(&diagnostic.finding.text));
        let _ = write!(out, "{path}:{}:{}: suppressed {rule}: {text}", at.line, at.column);
        if let Some(reason) = &suppressed.reason {
            let _ = write!(out, " (reason: {})", visible(reason));
        }
        out.push('\n');
    }
    out
}
