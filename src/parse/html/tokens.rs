//! HTML tokens with their places: html5gum's tokenizer with an emitter of our own.
//!
//! The emitters that come with html5gum fold a run of text into one string, entities
//! decoded, so that the place of each word in it is lost. This one keeps every piece
//! that stands in the markup as it is apart from the characters that were decoded.

use std::collections::VecDeque;
use std::ops::Range;

use html5gum::{Emitter, Error, State, Tokenizer};

/// A piece of an HTML text. Ranges are bytes of it.
#[derive(Debug, PartialEq)]
pub enum Token {
    /// Text that reads as it stands.
    Text(Range<usize>),
    /// Characters of an entity, or others that the markup only stands for.
    Decoded(String, Range<usize>),
    /// A start tag.
    Start(Tag),
    /// The name and the place of an end tag.
    End(String, Range<usize>),
}

impl Token {
    /// Where it stands.
    pub fn range(&self) -> Range<usize> {
        match self {
            Token::Text(range) | Token::Decoded(_, range) | Token::End(_, range) => range.clone(),
            Token::Start(tag) => tag.range.clone(),
        }
    }
}

/// A start tag.
#[derive(Debug, Default, PartialEq)]
pub struct Tag {
    /// The name in lower case.
    pub name: String,
    /// The attributes that matter, with their decoded values.
    attributes: Vec<(&'static str, String)>,
    /// All of the tag.
    pub range: Range<usize>,
}

impl Tag {
    /// The value of an attribute; empty where it has none.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// The attributes that are kept.
const ATTRIBUTES: [&str; 11] =
    ["style", "class", "id", "type", "hidden", "role", "wrap", "name", "href", "width", "height"];

/// The tokens of an HTML text, in order.
pub fn tokens(markup: &str) -> impl Iterator<Item = Token> + '_ {
    // Reading from memory can't fail, so there is no error to pass on.
    Tokenizer::new_with_emitter(markup, Places { markup, ..Places::default() }).filter_map(Result::ok)
}

/// Turns what the tokenizer emits into tokens with places.
#[derive(Default)]
struct Places<'a> {
    markup: &'a str,
    tokens: VecDeque<Token>,
    position: usize,
    /// Where the text that is emitted next starts.
    text: usize,
    /// Text that was emitted and may go on.
    pending: Range<usize>,
    /// Where the open tag starts.
    tag_start: usize,
    end_tag: bool,
    tag: Tag,
    attribute: String,
    value: String,
    last_start_tag: String,
}

impl Places<'_> {
    fn flush_text(&mut self) {
        let range = std::mem::take(&mut self.pending);
        if !range.is_empty() {
            self.tokens.push_back(Token::Text(range));
        }
    }

    fn flush_attribute(&mut self) {
        if let Some(name) = ATTRIBUTES.into_iter().find(|name| *name == self.attribute) {
            self.tag.attributes.push((name, std::mem::take(&mut self.value)));
        }
        self.attribute.clear();
        self.value.clear();
    }
}

impl Emitter for Places<'_> {
    type Token = Token;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn pop_token(&mut self) -> Option<Token> {
        self.tokens.pop_front()
    }

    fn init_string(&mut self) {
        self.text = self.position;
    }

    fn emit_string(&mut self, piece: &[u8]) {
        let end = self.position.min(self.markup.len());
        let start = end.saturating_sub(piece.len());
        if self.markup.as_bytes().get(start..end) == Some(piece) {
            if self.pending.end != start {
                self.flush_text();
                self.pending.start = start;
            }
            self.pending.end = end;
        } else {
            self.flush_text();
            let text = String::from_utf8_lossy(piece).into_owned();
            self.tokens.push_back(Token::Decoded(text, self.text.min(end)..end));
        }
        self.text = end;
    }

    fn start_open_tag(&mut self) {
        self.tag_start = self.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.tag = Tag::default();
        self.end_tag = false;
    }

    fn init_end_tag(&mut self) {
        self.tag = Tag::default();
        self.end_tag = true;
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.push_str(&String::from_utf8_lossy(name));
    }

    fn init_attribute(&mut self) {
        self.flush_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        // A name that is longer than all we know need not be kept.
        if self.attribute.len() <= 8 {
            self.attribute.push_str(&String::from_utf8_lossy(name));
        }
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        if ATTRIBUTES.contains(&self.attribute.as_str()) {
            self.value.push_str(&String::from_utf8_lossy(value));
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush_text();
        self.flush_attribute();
        self.text = self.position;
        let tag = std::mem::take(&mut self.tag);
        let range = self.tag_start..self.position;
        if self.end_tag {
            self.last_start_tag.clear();
            self.tokens.push_back(Token::End(tag.name, range));
            return None;
        }
        let state = content_of(&tag.name);
        self.last_start_tag.clone_from(&tag.name);
        self.tokens.push_back(Token::Start(Tag { range, ..tag }));
        state
    }

    fn emit_eof(&mut self) {
        self.flush_text();
    }

    fn emit_current_comment(&mut self) {
        self.flush_text();
        self.text = self.position;
    }

    fn emit_current_doctype(&mut self) {
        self.flush_text();
        self.text = self.position;
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.end_tag && !self.last_start_tag.is_empty() && self.last_start_tag == self.tag.name
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start_tag = String::from_utf8_lossy(name.unwrap_or_default()).into_owned();
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    // Mail is full of errors that every reader forgives, and a doctype says nothing of the text.
    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn set_self_closing(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn init_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}

/// How the content of an element is read, where not as markup. A mail client runs no
/// scripts, so the content of `noscript` is markup.
fn content_of(name: &str) -> Option<State> {
    match name {
        "title" | "textarea" => Some(State::RcData),
        "script" => Some(State::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(State::RawText),
        "plaintext" => Some(State::PlainText),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text pieces of a markup, as (what it reads, what stands there).
    fn texts(markup: &str) -> Vec<(String, &str)> {
        let text = |token| match token {
            Token::Text(range) => Some((markup[range.clone()].to_owned(), &markup[range])),
            Token::Decoded(text, range) => Some((text, &markup[range])),
            _ => None,
        };
        tokens(markup).filter_map(text).collect()
    }

    #[test]
    fn entities_stand_for_their_source() {
        let own = |text: &'static str| (text.to_owned(), text);
        assert_eq!(
            texts("<p>R&amp;D &lt;now&gt; caf&eacute; &copy x &#8364;5 &#x1F600;</p>"),
            [
                own("R"),
                ("&".into(), "&amp;"),
                own("D "),
                ("<".into(), "&lt;"),
                own("now"),
                (">".into(), "&gt;"),
                own(" caf"),
                ("é".into(), "&eacute;"),
                own(" "),
                ("©".into(), "&copy"),
                own(" x "),
                ("€".into(), "&#8364;"),
                own("5 "),
                ("😀".into(), "&#x1F600;"),
            ]
        );
    }

    #[test]
    fn what_is_no_markup_reads_as_it_stands() {
        for text in ["a & b", "a < b", "1 <é 2", "AT&T", "&nosuch; x", "a &", "a <", "&#xyz", "x &#"] {
            let read: String = texts(text).into_iter().map(|(read, _)| read).collect();
            assert_eq!(read, text);
            let stands: String = texts(text).into_iter().map(|(_, stands)| stands).collect();
            assert_eq!(stands, text);
        }
    }

    #[test]
    fn tags_know_their_place_and_attributes() {
        let markup = "a<div CLASS='x &amp; y' data-z=1 hidden>b<!-- c --></div >";
        let all: Vec<Token> = tokens(markup).collect();
        let Token::Start(tag) = &all[1] else { panic!("{all:?}") };
        assert_eq!(&markup[tag.range.clone()], "<div CLASS='x &amp; y' data-z=1 hidden>");
        assert_eq!(
            (tag.attribute("class"), tag.attribute("hidden"), tag.attribute("id")),
            (Some("x & y"), Some(""), None)
        );
        assert_eq!(all[3], Token::End("div".into(), 51..58));
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn line_breaks_of_windows_keep_the_places_right() {
        let read = texts("one\r\ntwo\r\n&amp; three");
        assert_eq!(read.last(), Some(&(" three".to_owned(), " three")));
        assert!(read.contains(&("two".to_owned(), "two")) && read.contains(&("&".to_owned(), "&amp;")));
    }

    #[test]
    fn raw_content_ends_at_its_own_end_tag() {
        let names: Vec<String> = tokens("<style>a<b></p></style><script>'</style>'</script><title>x &lt; <b></title>")
            .filter_map(|token| if let Token::End(name, _) = token { Some(name) } else { None })
            .collect();
        assert_eq!(names, ["style", "script", "title"]);
    }
}
