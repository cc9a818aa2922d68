//! Workflow commands of GitHub Actions: each finding an annotation of its file.

use super::document::Document;
use super::places::Places;
use super::shown::sentence;
use crate::check::{Diagnostic, Report};
use crate::rules::Level;
use crate::text::Source;

/// Commands one after the other; what can't be read is an annotation of no file.
pub fn document() -> Document {
    Document::plain().with_problems(|message| format!("::error title=presend::{}\n", data(message)))
}

/// The commands for the findings of a draft.
pub fn commands(source: &Source, report: &Report) -> String {
    let places = Places::new(source);
    report.diagnostics.iter().map(|diagnostic| command(source, &places, diagnostic)).collect()
}

fn command(source: &Source, places: &Places, diagnostic: &Diagnostic) -> String {
    let kind = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info | Level::Off => "notice",
    };
    let (start, end) = places.positions(diagnostic.finding.span);
    // GitHub takes columns only of annotations that stay on one line.
    let place = match start.line == end.line {
        true => format!("line={},col={},endLine={},endColumn={}", start.line, start.column, end.line, end.column),
        false => format!("line={},endLine={}", start.line, end.line),
    };
    let (file, title) = (property(&source.path), property(&format!("presend {}", diagnostic.rule)));
    // What stands in the log beside the annotation names the place once more.
    let told = format!("{}:{}:{}: {}", source.path, start.line, start.column, sentence(source, diagnostic));
    format!("::{kind} file={file},{place},title={title}::{}\n", data(&told))
}

/// A text as the data of a command: no line break ends it early.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as a property of a command: nothing in it ends the property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_speak_to_the_runner() {
        assert_eq!(data("50 %0A\r\n::error::x"), "50 %250A%0D%0A::error::x");
        assert_eq!(property("a,b:c\n%"), "a%2Cb%3Ac%0A%25");
    }
}
