//! What is wrong with a settings file, as diagnostics in it, and what may have been meant.

use std::path::Path;

use lsp_types::{CodeActionKind, CodeActionParams, Diagnostic, DiagnosticSeverity, Position, TextEdit};
use serde_json::{Value, json};

use super::actions::{action, touches, wants};
use super::client::Client;
use super::document::{self, Document};
use super::edits;
use super::positions::Encoding;
use super::text::Text;
use crate::Span;
use crate::report::config::key;
use crate::settings::Place;
use crate::shell::config;

/// The diagnostics of a settings file with this text.
pub fn diagnostics(path: &Path, text: &Text, encoding: Encoding) -> Vec<Diagnostic> {
    let faults = config::faults(path, &text.text).into_iter();
    let diagnostic = |fault: crate::settings::FileError| Diagnostic {
        range: text.positions(encoding).range(span(text, fault.place)),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("presend".to_owned()),
        message: fault.message,
        ..Diagnostic::default()
    };
    faults.map(diagnostic).collect()
}

/// The code actions for a range of a settings file: the words that may have been meant.
pub fn actions(document: &Document, client: &Client, params: &CodeActionParams) -> Vec<Value> {
    if !wants(params.context.only.as_deref(), &CodeActionKind::QUICKFIX) {
        return Vec::new();
    }
    let text = &document.text;
    let positions = text.positions(client.encoding);
    let asked = positions.span(params.range);
    let faults = config::faults(&document::path(&document.uri), &text.text).into_iter();
    let replace = |fault: crate::settings::FileError| {
        let (span, meant) = (span(text, fault.place), fault.meant?);
        let range = positions.range(span);
        let new = match text.text[span.range()].chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => format!("{quote}{meant}{quote}"),
            None => key(&meant),
        };
        let edit = edits::of_document(client, &document.uri, Some(document.version), vec![TextEdit::new(range, new)]);
        let is_of_it = |known: &&Diagnostic| known.range == range && known.message == fault.message;
        let known: Vec<_> = params.context.diagnostics.iter().filter(is_of_it).collect();
        let mut action = action(&format!("Replace by “{meant}”"), &CodeActionKind::QUICKFIX, json!(edit), &known);
        action["isPreferred"] = json!(true);
        touches(span, asked).then_some(action)
    };
    faults.filter_map(replace).collect()
}

/// The word or the text in quotation marks at a place.
fn span(text: &Text, place: Place) -> Span {
    let start = text
        .positions(Encoding::Utf32)
        .byte(Position { line: place.line.saturating_sub(1) as u32, character: place.column.saturating_sub(1) as u32 });
    let rest = text.text[start..].lines().next().unwrap_or_default();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let length = match quote {
        Some(quote) => rest[1..].find(quote).map_or(rest.len(), |end| end + 2),
        None if rest.starts_with('[') => rest.find(']').map_or(rest.len(), |end| end + 1),
        None => {
            rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | ']' | '}' | '.')).unwrap_or(rest.len())
        }
    };
    let length = length.max(rest.chars().next().map_or(0, char::len_utf8));
    Span::new(start, start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_stand_at_the_words_that_are_wrong() {
        let text = Text::new("contry = \"DE\"\n[rules]\n\"point/preamble\" = \"never\" # ü\nextends 3\n".to_owned());
        let found = diagnostics(Path::new("/none/presend.toml"), &text, Encoding::Utf16);
        assert_eq!(found.len(), 1, "no TOML: {found:?}");
        assert_eq!(found[0].range.start.line, 3);
        let text = Text::new("contry = \"DE\"\nprofile = \"ü\"\n[rules]\n\"point/preamble\" = \"never\"\n".to_owned());
        let found = diagnostics(Path::new("/none/presend.toml"), &text, Encoding::Utf16);
        let words = |range| &text.text[text.positions(Encoding::Utf16).span(range).range()];
        assert_eq!(found.iter().map(|found| words(found.range)).collect::<Vec<_>>(), ["contry", "\"ü\"", "\"never\""]);
        assert!(found[0].message.contains("did you mean “country”?"), "{}", found[0].message);
        let text = "own-domains = [\"a.example\", \"exa mple\"]\nprofile = [\"a b\"]\n[glossary]\nSLA = \"it\"\nx = 3\n\
                    [rules]\n\"concise/too-long\" = { words = 99999999999999999999 }\nconcise = \"warn\"\n\
                    \"hygiene/doubled-word\" = { extend-alowed = [\"a\"] }\n";
        let text = Text::new(text.to_owned());
        let found = diagnostics(Path::new("/none/presend.toml"), &text, Encoding::Utf16);
        let words = |range| &text.text[text.positions(Encoding::Utf16).span(range).range()];
        let told: Vec<_> = found.iter().map(|found| (words(found.range), found.message.as_str())).collect();
        let expected = [
            ("\"exa mple\"", "“own-domains” can't hold “exa mple”; write domains, such as example.com"),
            ("[\"a b\"]", "“profile” is a text: write it in quotation marks"),
            ("3", "what “x” stands for in “glossary” is a text: write it in quotation marks"),
            ("99999999999999999999", "“words” is too large a number"),
            ("\"warn\"", "the level of concise can't be “warn”; did you mean “warning”?"),
            (
                "extend-alowed",
                "the rule hygiene/doubled-word has no option “extend-alowed”; did you mean “extend-allowed”?",
            ),
        ];
        assert_eq!(told, expected);
    }
}
