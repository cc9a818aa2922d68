//! What one feature may see of one checked document.

use lsp_types::Uri;

use super::client::Client;
use super::positions::Positions;
use crate::draft::Transfer;
use crate::{Context, Report, Settings, Source, Span};

/// A document with what was found in just this version of it.
pub struct View<'a> {
    /// The name that the client knows it by.
    pub uri: &'a Uri,
    /// The client's number of the version; none of a file that is not open.
    pub version: Option<i32>,
    /// The text, under the name that tells its format.
    pub source: &'a Source<'a>,
    /// What is to be said of it.
    pub report: &'a Report,
    /// What it was checked with.
    pub settings: &'a Settings,
    /// What was known beside it, with the moment of the check.
    pub context: &'a Context,
    /// Its positions, as the client counts them.
    pub positions: &'a Positions<'a>,
    /// What the client can do.
    pub client: &'a Client,
}

impl View<'_> {
    /// Whether words stand in base64, where nobody sees them, and they share bytes with others.
    pub fn is_unreadable(&self, span: Span) -> bool {
        let mut parts = self.report.draft.parts.iter();
        parts.any(|part| part.transfer == Transfer::Base64 && part.body.contains(span))
    }
}

#[cfg(test)]
pub use tests::{Edited, with_view};

/// What tests of the features see documents with.
#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::text::Text;
    use super::*;
    use crate::check;

    /// Shows a document of version 7 with the default settings; `/tmp/` is its folder.
    pub fn with_view<T>(name: &str, text: &str, client: &Client, see: impl FnOnce(&View) -> T) -> T {
        let uri: Uri = format!("file:///tmp/{}", name.replace(' ', "%20")).parse().expect("it is a URI");
        let text = Text::new(text.to_owned());
        let source = Source::new(name, text.text.as_bytes());
        let (settings, context) = (Settings::default(), Context::default());
        let report = check(&source, &settings, &context);
        see(&View {
            uri: &uri,
            version: Some(7),
            source: &source,
            report: &report,
            settings: &settings,
            context: &context,
            positions: &text.positions(client.encoding),
            client,
        })
    }

    /// Makes the edit of a code action, as a client does that counts in UTF-16.
    pub trait Edited {
        /// The text with the edit.
        fn edited(&self, text: &str) -> String;
    }

    impl Edited for Value {
        fn edited(&self, text: &str) -> String {
            let changes = self["edit"]["changes"].as_object().and_then(|changes| changes.values().next());
            let edits: Vec<lsp_types::TextEdit> =
                serde_json::from_value(changes.expect("there is an edit").clone()).expect("it is an edit");
            let parsed = Text::new(text.to_owned());
            let positions = parsed.positions(Default::default());
            let mut spans: Vec<_> = edits.iter().map(|edit| (positions.span(edit.range), &edit.new_text)).collect();
            spans.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
            let mut edited = text.to_owned();
            spans.into_iter().for_each(|(span, new)| edited.replace_range(span.range(), new));
            edited
        }
    }
}
