//! The other way: words put back where the source has them, written as the source writes.

use std::borrow::Cow;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use encoding_rs::{Encoding, UTF_8};

use crate::draft::{Draft, Format, TextPart, Transfer};
use crate::text::{Edit, MappedText, Source, Span};

/// How long a line of base64 is (RFC 2045, 6.8).
const BASE64_LINE: usize = 76;

/// The edit that puts `new` in the place of `range` of a text of the draft: quoted-printable
/// stays quoted-printable, HTML is escaped, and a base64 part is written anew as a whole.
/// None where the source has no place of its own for these words, or its charset no letters
/// for the new ones.
pub fn edit(source: &Source, draft: &Draft, text: &MappedText, range: Range<usize>, new: &str) -> Option<Edit> {
    let old = text.as_str().get(range.clone())?;
    let at = text.source(range.clone());
    // Parts stand in order, and none within another.
    let after = draft.parts.partition_point(|part| part.body.start <= at.start);
    let part = after.checked_sub(1).and_then(|index| draft.parts.get(index)).filter(|part| part.body.contains(at));
    let new = marked_up(new, draft.format, part)?;
    if let Some(part) = part.filter(|part| part.transfer == Transfer::Base64) {
        return base64(&source.bytes, part, text.map().quad(range.start)?, old, &new);
    }
    let transfer = part.map_or(Transfer::Identity, |part| part.transfer);
    let bytes = |span: Span| source.bytes.get(span.range()).unwrap_or_default();
    let span = text.map().exact(range, |gap| is_line_break(bytes(gap), transfer))?;
    let text = match (part, transfer) {
        (Some(part), Transfer::QuotedPrintable) => quoted_printable(&encoded(&new, part.charset)?),
        (Some(part), _) if new.is_ascii() || part.charset == UTF_8 => new.into_owned(),
        // A header line, or a file: its charset is what its bytes are.
        (None, _) if new.is_ascii() || draft.format != Format::Mail && is_utf8(source) => new.into_owned(),
        _ => return None,
    };
    Some(Edit { span, text })
}

/// The words as the format writes them; none where they would be markup.
fn marked_up<'n>(new: &'n str, format: Format, part: Option<&TextPart>) -> Option<Cow<'n, str>> {
    let html = part.map_or(format == Format::Html, |part| part.html);
    match format {
        _ if html => Some(escaped(new, |c| match c {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            _ => None,
        })),
        Format::Markdown => (!new.contains(['<', '>', '&', '*', '_', '[', ']', '`', '\\'])).then_some(new.into()),
        Format::Calendar => Some(escaped(new, |c| match c {
            ',' => Some("\\,"),
            ';' => Some("\\;"),
            '\\' => Some("\\\\"),
            '\n' => Some("\\n"),
            _ => None,
        })),
        _ => Some(new.into()),
    }
}

fn escaped<'n>(new: &'n str, escape: impl Fn(char) -> Option<&'static str>) -> Cow<'n, str> {
    if !new.contains(|c| escape(c).is_some()) {
        return new.into();
    }
    let mut out = String::with_capacity(new.len() + 8);
    for c in new.chars() {
        match escape(c) {
            Some(escaped) => out.push_str(escaped),
            None => out.push(c),
        }
    }
    out.into()
}

fn is_utf8(source: &Source) -> bool {
    std::str::from_utf8(&source.bytes).is_ok()
}

/// Whether bytes between two words are the break of a line that the encoding or the folding
/// made.
fn is_line_break(bytes: &[u8], transfer: Transfer) -> bool {
    let rest = bytes.trim_ascii();
    rest.is_empty() || transfer == Transfer::QuotedPrintable && rest == b"="
}

/// A text in a charset; none where that lacks a letter.
fn encoded<'t>(text: &'t str, charset: &'static Encoding) -> Option<Cow<'t, [u8]>> {
    let (bytes, used, lossy) = charset.encode(text);
    (used == charset && !lossy).then_some(bytes)
}

/// Bytes in quoted-printable, within a line.
fn quoted_printable(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b' '..=b'~' if byte != b'=' => out.push(char::from(byte)),
            _ => out.push_str(&format!("={byte:02X}")),
        }
    }
    out
}

/// A base64 part written anew, with `new` in the place of `old`, which starts `skip` bytes
/// behind the quad at byte `quad` of the source.
fn base64(source: &[u8], part: &TextPart, (quad, skip): (usize, usize), old: &str, new: &str) -> Option<Edit> {
    let body = source.get(part.body.range())?;
    let start = body.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let end = body.trim_ascii_end().len();
    let is_letter = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let content = body.get(start..end)?;
    // What is no base64, such as a line that a list put below it, can't be written anew.
    let ended = content.iter().position(|&byte| byte == b'=').unwrap_or(content.len());
    let is_sound = content[..ended].iter().all(|byte| is_letter(&byte) || byte.is_ascii_whitespace())
        && content[ended..].iter().all(|&byte| byte == b'=' || byte.is_ascii_whitespace());
    if !is_sound {
        return None;
    }
    let letters: Vec<u8> = content.iter().filter(is_letter).copied().collect();
    let before = source.get(part.body.start + start..quad)?.iter().filter(is_letter).count();
    let mut decoded = STANDARD_NO_PAD.decode(letters).ok()?;
    let (old, new) = (encoded(old, part.charset)?, encoded(new, part.charset)?);
    let from = before / 4 * 3 + skip;
    let range = from..from + old.len();
    if decoded.get(range.clone())? != old.as_ref() {
        return None;
    }
    decoded.splice(range, new.iter().copied());
    let newline = if body.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    let letters = base64::engine::general_purpose::STANDARD.encode(decoded);
    let mut text = String::with_capacity(letters.len() + letters.len() / BASE64_LINE * 2);
    for (number, line) in letters.as_bytes().chunks(BASE64_LINE).enumerate() {
        if number > 0 {
            text.push_str(newline);
        }
        text.extend(line.iter().map(|&byte| char::from(byte)));
    }
    Some(Edit { span: Span::new(part.body.start + start, part.body.start + end), text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    /// The source with the first `old` in its blocks replaced, or none where there is no way.
    fn replaced(name: &str, bytes: &[u8], old: &str, new: &str) -> Option<String> {
        let source = Source::new(name, bytes);
        let draft = parse(&source);
        let block = draft.blocks.iter().find(|block| block.text.as_str().contains(old)).expect("it is there");
        let at = block.text.as_str().find(old).expect("it is there");
        let edit = edit(&source, &draft, &block.text, at..at + old.len(), new)?;
        let mut written = bytes.to_vec();
        written.splice(edit.span.range(), edit.text.into_bytes());
        // What was written is read as what was meant.
        let text = block.text.as_str().replacen(old, new, 1);
        let again = parse(&Source::new(name, written.as_slice()));
        assert!(again.blocks.iter().any(|block| block.text.as_str() == text), "{:?} is not {text:?}", again.blocks);
        Some(String::from_utf8_lossy(&written).into_owned())
    }

    fn mail(encoding: &str, kind: &str, body: &str) -> Vec<u8> {
        format!("Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}").into_bytes()
    }

    #[test]
    fn quoted_printable_stays_so() {
        let kind = "text/plain; charset=utf-8";
        let soft = mail("quoted-printable", kind, "We want, in order t=\r\no win, f=C3=BCnf=20Tage.\r\n");
        let fixed = replaced("a.eml", &soft, "in order to", "to").expect("there is a way");
        assert!(fixed.ends_with("We want, to win, f=C3=BCnf=20Tage.\r\n"), "{fixed}");
        let fixed = replaced("a.eml", &soft, "fünf", "1=über").expect("there is a way");
        assert!(fixed.ends_with("win, 1=3D=C3=BCber=20Tage.\r\n"), "{fixed}");
        let latin = mail("quoted-printable", "text/plain; charset=iso-8859-1", "f=FCnf Tage\r\n");
        assert!(replaced("a.eml", &latin, "fünf", "zwölf").expect("it is in Latin-1").ends_with("zw=F6lf Tage\r\n"));
        assert_eq!(replaced("a.eml", &latin, "fünf", "пять"), None);
    }

    #[test]
    fn a_base64_part_is_written_anew() {
        let text = "Guten Tag, in order to win brauchen wir fünf Tage und noch einen weiteren Tag.\r\n";
        let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
        let letters = encode(text.as_bytes());
        let body = format!("{}\r\n{}\r\n", &letters[..76], &letters[76..]);
        for (old, new) in [("in order to", "to"), ("fünf", "zwölf"), ("Tag", "Nachmittag"), ("Guten", "Schönen")] {
            let bytes = mail("base64", "text/plain; charset=utf-8", &body);
            let fixed = replaced("a.eml", &bytes, old, new).expect("there is a way");
            let (_, written) = fixed.split_once("\r\n\r\n").expect("there is a body");
            assert_eq!(written.replace("\r\n", ""), encode(text.replacen(old, new, 1).as_bytes()));
            assert!(written.lines().all(|line| line.len() <= 76) && written.ends_with("\r\n"), "{written}");
        }
        let foreign = mail("base64", "text/plain; charset=utf-8", &format!("{body}-- \r\nThe list\r\n"));
        assert_eq!(replaced("a.eml", &foreign, "fünf", "zwölf"), None);
    }

    #[test]
    fn html_is_escaped_and_tags_are_kept() {
        let page = "<p>We want, in <b>order</b> to win, R&amp;D.</p>";
        assert_eq!(replaced("a.html", page.as_bytes(), "in order to", "to"), None);
        let fixed = replaced("a.html", page.as_bytes(), "R&D", "Q&A").expect("there is a way");
        assert_eq!(fixed, "<p>We want, in <b>order</b> to win, Q&amp;A.</p>");
        let fixed =
            replaced("a.eml", &mail("quoted-printable", "text/html", page), "R&D", "<3=").expect("there is a way");
        assert!(fixed.ends_with("win, &lt;3=3D.</p>"), "{fixed}");
    }

    #[test]
    fn other_formats_write_as_they_do() {
        let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260602T080000Z\r\nDESCRIPTION:We decide\\, then \
                     go ho\r\n me.\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let fixed = replaced("a.ics", event.as_bytes(), "go home", "eat, drink").expect("there is a way");
        assert!(fixed.contains("DESCRIPTION:We decide\\, then eat\\, drink.\r\n"), "{fixed}");
        assert_eq!(replaced("a.md", b"One day.\n", "One", "*A*"), None);
        assert_eq!(replaced("a.txt", b"One day.\n", "One", "a=<b>").as_deref(), Some("a=<b> day.\n"));
        assert_eq!(replaced("a.txt", b"f\xfcnf days.\n", "days", "T\u{e4}ge"), None);
    }
}
