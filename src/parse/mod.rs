//! Floor 3: bytes to [`Draft`], one file per format. Total: it never fails; what can't
//! be read becomes a problem of the draft.

mod calendar;
mod directive;
mod flow;
mod html;
mod mail;
mod markdown;
pub mod mbox;
mod plain;
mod template;
mod write;
mod zones;

pub use calendar::content_lines;
pub use directive::{Slot, Suppression, VERBS, slot, suppress_here, suppress_in_file};
pub use mail::{header_end, looks_like_mail};
pub use template::tags as template_tags;
pub use zones::greeted;

use std::ops::Range;

use crate::draft::{Block, Dialect, Draft, Format, Role, Templates};
use crate::text::{MappedBytes, MappedText, Source};
use mail::charset::{self, Charset};

pub use write::edit;

/// How many bytes at the start of a file tell whether it is text.
const SNIFFED: usize = 8 * 1024;

/// A text of more blocks and lines than this is no draft that somebody wrote. What
/// follows is kept as one block that nobody reads, as each block takes a hundred times
/// the memory of the few bytes that may make it.
const MOST_PARTS: usize = 250_000;

/// The most problems that are told of one draft: the first ones say enough.
const MOST_PROBLEMS: usize = 20;

/// Reads a source in the format that its name and content show, also where it is a template.
pub fn parse(source: &Source) -> Draft {
    parse_as(source, Templates::Detected)
}

/// Reads a source; `templates` says whether it is a template.
pub fn parse_as(source: &Source, templates: Templates) -> Draft {
    let format = detect(source);
    match dialect_in(source, format, templates) {
        Some(dialect) => {
            template::parse(source, dialect, format, |masked, needless| parse_in(masked, format, needless))
        }
        None => parse_in(source, format, &[]),
    }
}

/// The dialect of a source that is a template; `templates` says what is known of it.
pub fn dialect(source: &Source, templates: Templates) -> Option<Dialect> {
    dialect_in(source, detect(source), templates)
}

fn dialect_in(source: &Source, format: Format, templates: Templates) -> Option<Dialect> {
    match templates {
        Templates::Detected => template::dialect(source, format),
        Templates::None => None,
        Templates::Of(dialect) => Some(dialect),
    }
}

/// Reads a source in a format. `needless` are the spaces that tags of a template left, which
/// Markdown would take for markup.
fn parse_in(source: &Source, format: Format, needless: &[Range<usize>]) -> Draft {
    let mut draft = match format {
        Format::Mail => mail::parse(source),
        Format::Markdown => markdown::parse(source, needless),
        Format::Html => html::parse(source),
        Format::Calendar => calendar::parse(source),
        Format::Text => plain::parse(source),
    };
    directive::settle(source, &mut draft);
    draft
}

/// The format of a source: by the extension of its path, else by its first lines. The format
/// of a template is that of the text around its tags: `mail.html.j2` is a page.
pub fn detect(source: &Source) -> Format {
    if source.origin.is_some() {
        return Format::Mail;
    }
    let path = template::inner_path(&source.path);
    let is_bare = path.len() < source.path.len() && !path.rsplit(['/', '\\']).next().unwrap_or_default().contains('.');
    let extension = match template::extension(&source.path) {
        Some("mjml" | "gohtml") => "html".to_owned(),
        _ => path.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default(),
    };
    match extension.as_str() {
        "eml" | "mail" | "mbox" => Format::Mail,
        "md" | "markdown" => Format::Markdown,
        "html" | "htm" => Format::Html,
        "ics" => Format::Calendar,
        _ if calendar::looks_like_calendar(&source.bytes) => Format::Calendar,
        _ if mbox::is_mailbox(&source.bytes) || mail::looks_like_mail(&source.bytes) => Format::Mail,
        _ if looks_like_html(&source.bytes) || is_bare && has_elements(&source.bytes) => Format::Html,
        _ => Format::Text,
    }
}

/// Where the front matter of a Markdown text ends; 0 where there is none.
fn front_matter_end(text: &str) -> usize {
    markdown::front_matter(&MappedText::verbatim_at(text, 0)).1
}

/// The path of a template without what makes it one: `mail.html` of `mail.html.j2`; none where
/// the extension is no template's.
pub fn inner_path(path: &str) -> Option<&str> {
    template::extension(path).map(|_| template::inner_path(path))
}

/// Whether bytes of unknown format start as an HTML page does.
fn looks_like_html(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let starts = |tag: &[u8]| {
        bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
            && bytes.get(tag.len()).is_none_or(|next| !next.is_ascii_alphanumeric())
    };
    starts(b"<!doctype html") || starts(b"<html") || starts(b"<head") || starts(b"<body")
}

/// Whether a template without another extension holds markup.
fn has_elements(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(SNIFFED)]).to_ascii_lowercase();
    ["</p>", "</td>", "</div>", "</a>", "</h1>", "<br", "</html>", "</mjml>"].iter().any(|tag| start.contains(tag))
}

/// Whether bytes are no text that a person could have written as a draft: a picture, a
/// PDF file, a program. A mail may hold such parts and is text all the same.
pub fn is_binary(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 16] = [
        b"\x89PNG",
        b"%PDF-",
        b"PK\x03\x04",
        b"\x7fELF",
        b"GIF8",
        b"\xff\xd8\xff",
        b"\x1f\x8b",
        b"BZh",
        b"7z\xbc\xaf\x27\x1c",
        b"\xfd7zXZ\x00",
        b"\x28\xb5\x2f\xfd",
        b"\xd0\xcf\x11\xe0",
        b"Rar!\x1a\x07",
        b"\xca\xfe\xba\xbe",
        b"\xcf\xfa\xed\xfe",
        b"SQLite format 3\x00",
    ];
    let start = &bytes[..bytes.len().min(SNIFFED)];
    let is_utf16 = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
    MAGIC.iter().any(|magic| start.starts_with(magic))
        || (memchr::memchr(0, start).is_some()
            && !is_utf16
            && !mbox::is_mailbox(start)
            && !mail::looks_like_mail(start))
}

/// A whole file as text: by its byte order mark, else UTF-8, else Windows-1252; single
/// bytes that are no UTF-8 stand as U+FFFD.
fn file_text(source: &Source) -> MappedText {
    file_text_without(source, &[])
}

/// A whole file as text, but for these ranges of bytes, which are in order.
fn file_text_without(source: &Source, ranges: &[Range<usize>]) -> MappedText {
    let mut bytes = MappedBytes::default();
    let mut at = 0;
    for range in ranges {
        bytes.push_verbatim(&source.bytes[at..range.start], at);
        at = range.end;
    }
    bytes.push_verbatim(&source.bytes[at..], at);
    charset::decode(bytes, Charset::Unspecified)
}

/// What stands from byte `at` of a text on, unread.
fn unread(text: &MappedText, at: usize) -> Option<Block> {
    let rest = text.as_str().get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let range = start..(at + rest.trim_end().len()).max(start);
    (!range.is_empty()).then(|| Block::new(Role::Code, text.slice(range.clone()), text.source(range)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_wrote_is_kept_in_one_block() {
        for (path, part) in
            [("a.txt", "x\n\n"), ("a.txt", "x\n"), ("a.html", "<td>x"), ("a.html", "x<br>"), ("a.md", "x\n\n")]
        {
            let text = part.repeat(MOST_PARTS + 10);
            let blocks = parse(&Source::new(path, text.as_bytes())).blocks;
            assert!(blocks.len() <= MOST_PARTS + 2, "{path} {part:?}: {}", blocks.len());
            let last = blocks.last().unwrap();
            assert_eq!((last.role, last.span.end), (Role::Code, text.trim_end().len()), "{path} {part:?}");
        }
    }

    fn check(path: &str, bytes: &[u8], format: Format) {
        assert_eq!(detect(&Source::new(path, bytes)), format, "{path}");
    }

    #[test]
    fn the_format_is_known_by_name_or_content() {
        check("a.EML", b"Hi", Format::Mail);
        check("a.mbox", b"", Format::Mail);
        check("a.md", b"Subject: x\n\nHi", Format::Markdown);
        check("a.htm", b"Hi", Format::Html);
        check("a.txt", b"Subject: x\n\nHi", Format::Mail);
        check("a.txt", b"From a@x.org Tue Jun  2 10:00:00 2026\nX-Y: z\n\nHi", Format::Mail);
        check("a.txt", b"Hi Ana,\n\nHow are you?", Format::Text);
        check("page", b"\n<!DOCTYPE html>\n<p>Hi", Format::Html);
        check("page", b"<HTML>", Format::Html);
        check("a.ICS", b"Hi", Format::Calendar);
        check("invite", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", Format::Calendar);
        check("page", b"<htmlish>", Format::Text);
        check("", b"", Format::Text);
    }

    #[test]
    fn binary_files_are_known() {
        assert!(is_binary(b"%PDF-1.7\n"));
        assert!(is_binary(b"Hi\0\x01"));
        assert!(!is_binary(b"\xff\xfeH\0i\0"));
        assert!(!is_binary(b"Subject: x\n\n\0"));
        assert!(!is_binary("Größe".as_bytes()));
        assert!(!is_binary(b""));
    }

    #[test]
    fn files_are_read_in_their_charset() {
        let text = |bytes: &[u8]| file_text(&Source::new("a.txt", bytes)).as_str().to_owned();
        assert_eq!(text("für".as_bytes()), "für");
        assert_eq!(text(b"f\xfcr"), "für");
        assert_eq!(text(b"\xef\xbb\xbfHi"), "Hi");
        assert_eq!(text(b"\xfe\xff\0H\0i"), "Hi");
    }
}
