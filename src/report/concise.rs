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
