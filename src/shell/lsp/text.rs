//! The text of a document, with its lines, as edits change it.

use lsp_types::TextDocumentContentChangeEvent;

use super::positions::{Encoding, Positions};
use crate::text::LineIndex;

/// A text and its lines.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub text: String,
    /// The lines of the text.
    pub lines: LineIndex,
}

impl Default for Text {
    fn default() -> Text {
        Text::new(String::new())
    }
}

impl Text {
    /// A text as it was opened.
    pub fn new(text: String) -> Text {
        let lines = LineIndex::new(text.as_bytes());
        Text { text, lines }
    }

    /// The positions of the text.
    pub fn positions(&self, encoding: Encoding) -> Positions<'_> {
        Positions::new(&self.text, &self.lines, encoding)
    }

    /// Makes a change. A range outside the text is cut to what there is; one that runs
    /// backwards is taken as the same range forwards.
    pub fn change(&mut self, change: TextDocumentContentChangeEvent, encoding: Encoding) {
        let Some(range) = change.range else {
            *self = Text::new(change.text);
            return;
        };
        let span = self.positions(encoding).span(range);
        self.text.replace_range(span.range(), &change.text);
        self.lines.replace(self.text.as_bytes(), span, change.text.len());
    }
}
