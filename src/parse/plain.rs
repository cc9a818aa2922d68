//! Plain text, also the plain part of a mail.

use crate::draft::{Block, Draft, Format, Role};
use crate::text::{MappedText, Source};

/// Reads a plain-text file.
pub fn parse(source: &Source) -> Draft {
    let text = super::file_text(source);
    Draft { format: Format::Text, blocks: blocks(&text), ..Draft::default() }
}

/// The blocks of a plain text: hard-wrapped lines rejoined, lists, quotes, signatures
/// and the rest told apart.
pub fn blocks(text: &MappedText) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    for paragraph in text.as_str().split("\n\n") {
        let trimmed = paragraph.trim();
        if !trimmed.is_empty() {
            let start = at + (paragraph.len() - paragraph.trim_start().len());
            let range = start..start + trimmed.len();
            blocks.push(Block::new(Role::Prose, text.slice(range.clone()), text.source(range)));
        }
        at += paragraph.len() + 2;
    }
    super::zones::assign(&mut blocks);
    blocks
}
