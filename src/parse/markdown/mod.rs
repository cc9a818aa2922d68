//! Markdown with YAML front matter.

use crate::draft::{Draft, Format};
use crate::text::Source;

/// Reads a Markdown file.
pub fn parse(source: &Source) -> Draft {
    let text = super::file_text(source);
    Draft { format: Format::Markdown, blocks: super::plain::blocks(&text), ..Draft::default() }
}
