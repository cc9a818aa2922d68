//! Templates: drafts with tags that a program fills in.
//!
//! The tags are masked, byte for byte, before the draft is read in its format: a word stands
//! for each value, and nothing for the other tags. So no reader of a format needs to know of
//! templates, and every position is one of the source. Only that of Markdown, where white space
//! is markup, is told which spaces to pass over.

mod dialect;
mod keywords;
mod marks;
mod mask;
mod tags;

use std::borrow::Cow;
use std::ops::Range;

use crate::draft::{Dialect, Draft, Envelope, Format, Template};
use crate::text::{MappedText, Source, Span};

pub use dialect::{dialect, extension, inner_path};
pub use tags::tags;

/// Reads a template of this dialect; `parse` reads a source in its format, and is told which
/// spaces stand where a tag stood and need not be there.
pub fn parse(
    source: &Source,
    dialect: Dialect,
    format: Format,
    parse: impl Fn(&Source, &[Range<usize>]) -> Draft,
) -> Draft {
    let mut tags = tags::tags(&readable(&source.bytes), dialect);
    let mut bytes = source.bytes.to_vec();
    let blanks = mask::mask(&mut bytes, &mut tags, format);
    // Elsewhere spaces mean nothing.
    let needless = if format == Format::Markdown { mask::needless(&bytes, &blanks) } else { Vec::new() };
    let front = front_matter(&bytes).filter(|_| matches!(format, Format::Html | Format::Text | Format::Markdown));
    let template = Template { dialect, tags, front_matter: front.as_ref().map(|(span, _)| *span) };
    // The reader of Markdown knows front matter; the others would take it for text.
    let head = front.filter(|_| format != Format::Markdown).map(|(span, envelope)| {
        bytes[span.range()].iter_mut().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| *byte = b' ');
        envelope
    });
    let masked = Source { path: source.path.clone(), bytes: Cow::Owned(bytes), origin: source.origin };
    let mut draft = parse(&masked, &needless);
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

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::draft::Role;
    use crate::text::Source;

    #[test]
    fn markdown_is_read_as_if_its_tags_were_not_there() {
        let text = "{% if a %}# Plan{% endif %}\n\n{% if a %}Come{% endif %}\nsoon.\n\n{% for b in c %}- {% if b %}one{% endif %}\n{% endfor %}\n> {% if a %}old{% endif %}\n";
        let draft = parse(&Source::new("a.md.j2", text.as_bytes()));
        let blocks: Vec<(Role, &str)> = draft.blocks.iter().map(|block| (block.role, block.text.as_str())).collect();
        let expected =
            [(Role::Heading, "Plan"), (Role::Prose, "Come\nsoon."), (Role::ListItem, "one"), (Role::Quote, "old")];
        assert_eq!(blocks, expected);
        for block in &draft.blocks {
            let word = block.text.as_str().split('\n').next().unwrap_or_default();
            assert_eq!(&text[block.text.source(0..word.len()).range()], word);
        }
    }
}
