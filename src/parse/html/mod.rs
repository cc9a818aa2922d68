//! HTML pages and the HTML part of a mail: the visible text in order, in blocks.
//!
//! No tree is built. The tokens run past a stack of open elements, which says for each
//! piece of text whether it is seen and what it belongs to. Every step is constant, so
//! that unclosed, misnested and ten thousand times nested elements cost no more than others.

mod effects;
mod page;
mod stack;
mod style;
mod tables;
mod tokens;

use super::directive::{self, Place};
use crate::draft::{Block, Draft, Envelope, Format, Role};
use crate::text::{MappedText, Source};

/// Reads an HTML file. Its title is the subject.
pub fn parse(source: &Source) -> Draft {
    let (text, directives) = directive::without(super::file_text(source), Place::Markup);
    let mut page = page::read(&text);
    finish(&mut page.blocks);
    let envelope = Envelope { subject: page.title, preheader: page.preheader, ..Envelope::default() };
    let Spots { links, code, pictures, .. } = page.spots;
    Draft { format: Format::Html, envelope, blocks: page.blocks, links, code, pictures, directives, ..Draft::default() }
}

/// The blocks of an HTML text, and what stands beside them.
pub fn blocks(text: &MappedText) -> (Vec<Block>, Spots) {
    let mut page = page::read(text);
    finish(&mut page.blocks);
    (page.blocks, page.spots)
}

pub use page::Spots;
pub use stack::is_element;

/// The name of the element that a single start tag opens, as it is written.
pub fn element(tag: &str) -> Option<&str> {
    let name = tag.strip_prefix('<')?;
    let end = name.find(|char: char| !char.is_ascii_alphanumeric() && !matches!(char, '-' | ':'))?;
    (end > 0).then(|| &name[..end])
}

/// The blocks of HTML that stands in another format, before zones are told apart.
pub fn fragment(text: &MappedText) -> Vec<Block> {
    page::read(text).blocks
}

/// What only the whole body shows.
fn finish(blocks: &mut Vec<Block>) {
    // A mail that is all preformatted is plain text in an HTML coat.
    if !blocks.is_empty() && blocks.iter().all(|block| block.role == Role::Code) {
        *blocks = blocks.iter().flat_map(|block| super::plain::blocks(&block.text)).collect();
    }
    super::zones::assign(blocks);
}

#[cfg(test)]
mod tests;
