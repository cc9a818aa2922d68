//! The diagnostic format of reviewdog: one `DiagnosticResult`. Its columns count bytes.

use serde_json::{Value, json};

use super::document::{Document, items};
use super::places::Places;
use super::shown::{fix, sentence};
use crate::check::{Diagnostic, Report};
use crate::rules::Level;
use crate::text::{Source, Span};

/// The result around the diagnostics.
pub fn document() -> Document {
    Document::new("{\"source\":{\"name\":\"presend\"},\"diagnostics\":[", ",", |_| "\n]}\n".to_owned())
}

/// The diagnostics of a draft.
pub fn diagnostics(source: &Source, report: &Report) -> String {
    let places = Places::new(source);
    items(report.diagnostics.iter().map(|diagnostic| one(source, report, &places, diagnostic).to_string()))
}

fn one(source: &Source, report: &Report, places: &Places, diagnostic: &Diagnostic) -> Value {
    let severity = match diagnostic.level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Info | Level::Off => "INFO",
    };
    let path = source.path.strip_prefix("./").unwrap_or(&source.path);
    let mut object = json!({
        "message": sentence(source, diagnostic),
        "location": { "path": path, "range": range(places, diagnostic.finding.span) },
        "severity": severity,
        "code": { "value": diagnostic.rule.0 },
    });
    // Several suggestions would be taken one by one: half a fix may be worse than none.
    if let Some([edit]) = fix(report, diagnostic).map(|fix| fix.edits.as_slice()) {
        object["suggestions"] = json!([{ "range": range(places, edit.span), "text": edit.text }]);
    }
    object
}

fn range(places: &Places, span: Span) -> Value {
    let (start, end) = (places.byte_position(span.start), places.byte_position(span.end));
    json!({
        "start": { "line": start.line, "column": start.column },
        "end": { "line": end.line, "column": end.column },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, check};

    #[test]
    fn columns_count_bytes_and_a_fix_is_a_suggestion() {
        let source = Source::new("./a.txt", "Hi Ana,\n\nüber: in order to start, we need it.\n".as_bytes());
        let report = check(&source, &Settings::default(), &Context::default());
        let found: Value = serde_json::from_str(&format!("[{}]", diagnostics(&source, &report))).unwrap();
        let wordy = found.as_array().unwrap().iter().find(|d| d["code"]["value"] == "concise/wordy-phrase").unwrap();
        let range = json!({ "start": { "line": 3, "column": 8 }, "end": { "line": 3, "column": 19 } });
        assert_eq!(wordy["location"], json!({ "path": "a.txt", "range": range }));
        assert_eq!(wordy["suggestions"], json!([{ "range": range, "text": "to" }]));
    }
}
