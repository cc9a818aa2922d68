//! Floor 3: bytes to [`Draft`], one file per format. Total: it never fails; what can't
//! be read becomes a problem of the draft.

mod flow;
mod html;
mod mail;
mod markdown;
pub mod mbox;
mod plain;
mod zones;

use std::borrow::Cow;

use crate::draft::{Draft, Format};
use crate::text::{MappedText, Source};

/// Reads a source in the format that its name and content show.
pub fn parse(source: &Source) -> Draft {
    match detect(source) {
        Format::Mail => mail::parse(source),
        Format::Markdown => markdown::parse(source),
        Format::Html => html::parse(source),
        Format::Text => plain::parse(source),
    }
}

/// The format of a source, by the extension of its path, else by its first lines.
pub fn detect(source: &Source) -> Format {
    if source.origin.is_some() {
        return Format::Mail;
    }
    let extension = source.path.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "eml" => Format::Mail,
        "md" | "markdown" => Format::Markdown,
        "html" | "htm" => Format::Html,
        _ if mail::looks_like_mail(&source.bytes) => Format::Mail,
        _ => Format::Text,
    }
}

/// A whole file as text: UTF-8, or by its byte order mark; bytes that are no UTF-8
/// stand as U+FFFD.
fn file_text(source: &Source) -> MappedText {
    match String::from_utf8_lossy(&source.bytes) {
        Cow::Borrowed(text) => MappedText::verbatim_at(text, 0),
        Cow::Owned(_) => {
            let mut text = MappedText::default();
            let mut at = 0;
            for chunk in source.bytes.utf8_chunks() {
                text.push_verbatim(chunk.valid(), at);
                at += chunk.valid().len();
                if !chunk.invalid().is_empty() {
                    text.push_whole("\u{fffd}", crate::Span::new(at, at + chunk.invalid().len()));
                    at += chunk.invalid().len();
                }
            }
            text
        }
    }
}
