//! Templates: drafts with tags that a program fills in.
//!
//! The tags are masked, byte for byte, before the draft is read in its format: a word stands
//! for each value, and nothing for the other tags. So no reader of a format needs to know of
//! templates, and every position is one of the source.

mod dialect;
mod keywords;
mod marks;
mod mask;
mod tags;

use std::borrow::Cow;

use crate::draft::{Dialect, Draft, Envelope, Format, Template};
use crate::text::{MappedText, Source, Span};

pub use dialect::{dialect, extension, inner_path};
pub use tags::tags;

/// Reads a template of this dialect; `parse` reads a source in its format.
pub fn parse(source: &Source, dialect: Dialect, format: Format, parse: impl Fn(&Source) -> Draft) -> Draft {
    let mut tags = tags::tags(&readable(&source.bytes), dialect);
    let mut bytes = source.bytes.to_vec();
    mask::mask(&mut bytes, &mut tags, format);
    let front = front_matter(&bytes).filter(|_| matches!(format, Format::Html | Format::Text | Format::Markdown));
    let template = Template { dialect, tags, front_matter: front.as_ref().map(|(span, _)| *span) };
    // The reader of Markdown knows front matter; the others would take it for text.
    let head = front.filter(|_| format != Format::Markdown).map(|(span, envelope)| {
        bytes[span.range()].iter_mut().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| *byte = b' ');
        envelope
    });
    let masked = Source { path: source.path.clone(), bytes: Cow::Owned(bytes), origin: source.origin };
    let mut draft = parse(&masked);
    if let Some(head) = head {
        let (title, preheader) = (draft.envelope.subject.take(), draft.envelope.preheader.take());
        draft.envelope = head;
        draft.envelope.subject = draft.envelope.subject.or(title);
        draft.envelope.preheader = draft.envelope.preheader.or(preheader);
    }
    // What a tag will give is not known, so nothing is wrong with it.
    draft.problems.retain(|problem| template.tags_in(problem.span).is_empty());
    draft.links.retain(|link| template.masks(&link.target).next().is_none());
    draft.template = Some(template);
    draft
}

/// Bytes as text in which every byte stands where it stood.
fn readable(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { 'x' }).collect()),
    }
}

/// The front matter of a text, and what it says: tools that send templates keep the subject there.
fn front_matter(bytes: &[u8]) -> Option<(Span, Envelope)> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    if !bytes[start..].starts_with(b"---") {
        return None;
    }
    let text = readable(&bytes[start..]);
    let (envelope, end) = super::markdown::front_matter(&MappedText::verbatim_at(&text, start));
    (end > 0).then(|| (Span::new(start, start + end), envelope))
}
