//! The preheader: a line at the start of a page that is not shown there, but in the list of
//! mails behind the subject.

use super::line;
use crate::parse::html::tokens::Tag;
use crate::text::MappedText;

/// The most bytes of markup that are read of one; what follows is no line of a list.
const LONGEST: usize = 4096;

/// The preheader, once it is found, and the element that may be it while it is open.
#[derive(Default)]
pub struct Preheader {
    /// Its text.
    pub text: Option<MappedText>,
    /// Where the text of the open element starts, and the element's height.
    open: Option<(usize, usize)>,
}

impl Preheader {
    /// Notes a hidden element that stands before all text.
    pub fn open(&mut self, tag: &Tag, height: usize) {
        let may_be = matches!(tag.name.as_str(), "div" | "span" | "p" | "td" | "table" | "font" | "mj-preview");
        if self.text.is_none() && self.open.is_none() && may_be {
            self.open = Some((tag.range.end, height));
        }
    }

    /// Reads the element when it ends: the one of this height, by the markup at `end`.
    pub fn close(&mut self, markup: &MappedText, height: usize, end: usize) {
        let Some((start, _)) = self.open.take_if(|(_, open)| *open == height) else { return };
        let cut = markup.as_str().floor_char_boundary(end.min(start + LONGEST));
        let text = line(&markup.slice(start..cut.max(start)));
        // Spaces of no width keep the text of the page out of the line.
        if text.as_str().contains(char::is_alphanumeric) {
            self.text = Some(text);
        }
    }
}
