//! What a page has beside its text: links, code within sentences, pictures.

use crate::draft::Link;
use crate::parse::html::tokens::Tag;
use crate::text::{MappedText, Span};

/// So many links and pieces of code are kept of a text: nobody writes more in a letter.
const MOST: usize = 1000;

/// What stands in a page beside text.
#[derive(Debug, Default)]
pub struct Spots {
    /// The links, in order.
    pub links: Vec<Link>,
    /// The code within sentences, in order.
    pub code: Vec<Span>,
    /// How many pictures the author shows.
    pub pictures: usize,
    /// The target of the link that is open, and where its text starts.
    link: Option<(String, usize)>,
    /// Where the code that is open starts.
    code_start: Option<usize>,
}

impl Spots {
    /// Takes in what stands in a text that follows.
    pub fn add(&mut self, next: Spots) {
        self.links.extend(next.links);
        self.code.extend(next.code);
        self.pictures += next.pictures;
    }

    /// Notes what this tag opens or shows; a picture only where it `is_own`: the author's, and seen.
    pub fn start(&mut self, tag: &Tag, is_own: bool) {
        match tag.name.as_str() {
            "a" => self.link = tag.attribute("href").map(|target| (target.trim().to_owned(), tag.range.end)),
            "code" | "kbd" | "samp" | "tt" => self.code_start = Some(tag.range.end),
            "img" if is_own && !is_pixel(tag) => self.pictures += 1,
            _ => {}
        }
    }

    /// Notes the link or code that ends here, unless nothing of it is seen.
    pub fn end(&mut self, name: &str, markup: &MappedText, end: usize, is_seen: bool) {
        match name {
            "a" => {
                let link = self.link.take().filter(|(_, start)| is_seen && *start < end && self.links.len() < MOST);
                self.links.extend(link.map(|(target, start)| Link { span: markup.source(start..end), target }));
            }
            "code" | "kbd" | "samp" | "tt" => {
                let start = self.code_start.take().filter(|start| *start < end && self.code.len() < MOST);
                self.code.extend(start.map(|start| markup.source(start..end)));
            }
            _ => {}
        }
    }
}

/// Whether a picture is there to be counted, not to be seen.
fn is_pixel(tag: &Tag) -> bool {
    let is_tiny =
        |side| tag.attribute(side).is_some_and(|size| matches!(size.trim().trim_end_matches("px"), "0" | "1"));
    is_tiny("width") || is_tiny("height")
}
