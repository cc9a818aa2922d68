//! HTML pages and the HTML part of a mail.

use crate::draft::{Block, Draft, Format};
use crate::text::{MappedText, Source};

/// Reads an HTML file.
pub fn parse(source: &Source) -> Draft {
    let text = super::file_text(source);
    Draft { format: Format::Html, blocks: blocks(&text), ..Draft::default() }
}

/// The blocks of an HTML text.
pub fn blocks(text: &MappedText) -> Vec<Block> {
    super::plain::blocks(text)
}
