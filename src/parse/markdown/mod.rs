//! Markdown with YAML front matter: CommonMark with tables, task lists, footnotes,
//! strikethrough and GitHub's alerts.

mod date;
mod fields;
mod front_matter;
mod reader;

use std::ops::Range;

use super::directive::{self, Place};
use crate::draft::{Draft, Envelope, Format};
use crate::text::{MappedText, Source};

/// Reads a Markdown file, as if these ranges of its bytes, which are in order, were not there.
pub fn parse(source: &Source, without: &[Range<usize>]) -> Draft {
    let text = super::file_text_without(source, without);
    let (text, directives) = directive::take(&text, Place::Markup, reader::code).unwrap_or((text, Vec::new()));
    let head = front_matter::read(&text);
    let (mut blocks, links) = reader::read(&text, head.end);
    super::zones::assign(&mut blocks);
    Draft {
        format: Format::Markdown,
        envelope: head.envelope,
        blocks,
        links,
        directives,
        problems: head.problems,
        ..Draft::default()
    }
}

/// What the front matter of a text says, and where it ends; 0 where there is none.
pub fn front_matter(text: &MappedText) -> (Envelope, usize) {
    let head = front_matter::read(text);
    (head.envelope, head.end)
}
