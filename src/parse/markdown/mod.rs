//! Markdown with YAML front matter: CommonMark with tables, task lists, footnotes,
//! strikethrough and GitHub's alerts.

mod date;
mod fields;
mod front_matter;
mod reader;

use crate::draft::{Block, Draft, Format};
use crate::text::{MappedText, Source};

/// Reads a Markdown file.
pub fn parse(source: &Source) -> Draft {
    let text = super::file_text(source);
    let head = front_matter::read(&text);
    let blocks = blocks(&text, head.end);
    Draft { format: Format::Markdown, envelope: head.envelope, blocks, problems: head.problems, ..Draft::default() }
}

/// The blocks of a Markdown text from byte `start` on.
fn blocks(text: &MappedText, start: usize) -> Vec<Block> {
    let mut blocks = reader::read(text, start);
    super::zones::assign(&mut blocks);
    blocks
}
