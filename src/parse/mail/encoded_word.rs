//! RFC 2047: characters beyond ASCII in header fields.

use super::charset::{self, Charset};
use super::transfer;
use crate::text::{Finding, MappedBytes, MappedText, Span};

/// The longest charset name that is looked for.
const MAX_LABEL: usize = 60;

/// Decodes the text of a header field: encoded words are decoded, folding and runs of
/// white space become one space.
///
/// White space between two encoded words belongs to neither. Words of one charset that
/// stand side by side are decoded together, since some programs part a character between
/// two words. Encoded words are also seen where no space parts them from other text.
pub fn decode(bytes: &[u8], span: Span, problems: &mut Vec<Finding>) -> MappedText {
    let mut text = MappedText::default();
    let mut words = Words::new(bytes, span);
    let mut plain = span.start;
    // The bytes of the words read last, which the next word may continue.
    let mut open: Option<(MappedBytes, Charset)> = None;
    while let Some(word) = words.next() {
        let between = Span::new(plain, word.span.start);
        let adjoins = open.is_some() && bytes[between.range()].trim_ascii().is_empty();
        // Each word of a charset with shifts is shifted back at its end (RFC 2047, 3).
        let apart = word.charset == Charset::Named(encoding_rs::ISO_2022_JP);
        if !adjoins || apart || open.as_ref().is_some_and(|(_, charset)| *charset != word.charset) {
            close(&mut text, open.take());
        }
        if !adjoins {
            squeeze(&mut text, &charset::decode_at(bytes, between, Charset::Unspecified));
        }
        if let Some(label) = word.unknown {
            problems.push(unknown_charset(bytes, label));
        }
        let (decoded, _) = open.get_or_insert_with(|| (MappedBytes::default(), word.charset));
        decoded.bytes.extend_from_slice(&word.bytes.bytes);
        decoded.map.push_from(&word.bytes.map, 0..word.bytes.bytes.len());
        plain = word.span.end;
    }
    close(&mut text, open);
    squeeze(&mut text, &charset::decode_at(bytes, Span::new(plain, span.end), Charset::Unspecified));
    trimmed(text)
}

/// The problem that nobody knows the charset with the label at this place.
pub fn unknown_charset(bytes: &[u8], label: Span) -> Finding {
    let name = String::from_utf8_lossy(&bytes[label.range()]).into_owned();
    Finding::new(label, format!("the charset “{name}” is not known, so some letters may be wrong")).help("use UTF-8")
}

fn close(text: &mut MappedText, words: Option<(MappedBytes, Charset)>) {
    if let Some((bytes, charset)) = words {
        squeeze(text, &charset::decode(bytes, charset));
    }
}

/// Appends `more`, each run of white space as one space.
fn squeeze(text: &mut MappedText, more: &MappedText) {
    let all = more.as_str();
    let mut at = 0;
    while at < all.len() {
        let rest = &all[at..];
        let word = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        text.push_from(more, at..at + word);
        at += word;
        let space = all[at..].len() - all[at..].trim_ascii_start().len();
        if space > 0 && !text.as_str().ends_with(' ') {
            if &all[at..at + space] == " " {
                text.push_from(more, at..at + space);
            } else {
                text.push_whole(" ", more.source(at..at + space));
            }
        }
        at += space;
    }
}

fn trimmed(text: MappedText) -> MappedText {
    let all = text.as_str();
    let start = all.len() - all.trim_ascii_start().len();
    let end = start + all.trim_ascii().len();
    if start == 0 && end == all.len() { text } else { text.slice(start..end) }
}

/// An encoded word.
struct Word {
    span: Span,
    bytes: MappedBytes,
    charset: Charset,
    /// The label of the charset where it is not known.
    unknown: Option<Span>,
}

/// Finds the encoded words of a field.
struct Words<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Words<'a> {
    fn new(bytes: &'a [u8], span: Span) -> Words<'a> {
        Words { bytes, at: span.start, end: span.end }
    }

    fn next(&mut self) -> Option<Word> {
        while let Some(start) = find(&self.bytes[self.at..self.end], b"=?").map(|found| self.at + found) {
            self.at = start + 2;
            let Some((label, encoding, text)) = self.opening(start) else { continue };
            // Without an end there is no word here and none behind.
            let len = find(&self.bytes[text..self.end], b"?=")?;
            self.at = text + len + 2;
            let content = &self.bytes[text..text + len];
            let bytes = match encoding {
                b'B' | b'b' => transfer::base64_word(content, text),
                _ => q_word(content, text),
            };
            let name = &self.bytes[label.range()];
            // RFC 2231, 5: a language may follow the charset.
            let name = name.split(|&byte| byte == b'*').next().unwrap_or(name);
            let charset = Charset::for_label(name);
            return Some(Word {
                span: Span::new(start, self.at),
                bytes,
                charset: charset.unwrap_or(Charset::Unspecified),
                unknown: charset.is_none().then(|| Span::new(label.start, label.start + name.len())),
            });
        }
        None
    }

    /// The label, the letter of the encoding, and where the text starts, of `=?label?Q?text`.
    fn opening(&self, start: usize) -> Option<(Span, u8, usize)> {
        let rest = &self.bytes[start + 2..self.end];
        let len = rest.iter().take(MAX_LABEL).position(|&byte| byte == b'?')?;
        if len == 0 || !rest[..len].iter().all(u8::is_ascii_graphic) {
            return None;
        }
        let &[_, encoding, b'?', ..] = &rest[len..] else { return None };
        let known = matches!(encoding, b'B' | b'b' | b'Q' | b'q');
        known.then(|| (Span::new(start + 2, start + 2 + len), encoding, start + 2 + len + 3))
    }
}

/// The `Q` encoding: quoted-printable with `_` for a space.
fn q_word(bytes: &[u8], start: usize) -> MappedBytes {
    let mut decoded = MappedBytes::default();
    let mut at = 0;
    while at < bytes.len() {
        let place = start + at;
        if let Some(byte) = transfer::escaped(&bytes[at..]) {
            decoded.push_whole(&[byte], Span::new(place, place + 3));
            at += 3;
        } else if bytes[at] == b'_' {
            decoded.push_whole(b" ", Span::new(place, place + 1));
            at += 1;
        } else {
            decoded.push_verbatim(&bytes[at..=at], place);
            at += 1;
        }
    }
    decoded
}

fn find(bytes: &[u8], pair: &[u8; 2]) -> Option<usize> {
    bytes.windows(2).position(|window| window == pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(field: &str) -> MappedText {
        decode(field.as_bytes(), Span::new(0, field.len()), &mut Vec::new())
    }

    fn check(field: &str, text: &str) {
        assert_eq!(decoded(field).as_str(), text, "{field}");
    }

    #[test]
    fn words_are_decoded_and_joined() {
        check("plain text", "plain text");
        check("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= Ulm", "Grüße aus Ulm");
        check("=?iso-8859-1?q?caf=E9?= =?iso-8859-1?q?_ol=E9?=", "café olé");
        check("=?utf-8?B?R3LDvA==?=\r\n =?utf-8?B?w59l?= !", "Grüße !");
        check("=?utf-8*de?Q?gr=C3=BCn?=", "grün");
        check("Re: [=?utf-8?Q?=C3=A9?=]", "Re: [é]");
    }

    #[test]
    fn a_character_may_be_parted_between_words() {
        check("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü");
        check("=?iso-2022-jp?B?GyRCRnwbKEI=?= =?iso-2022-jp?B?GyRCS1wbKEI=?=", "日本");
        check("=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€");
    }

    #[test]
    fn folding_and_white_space_are_one_space() {
        check("Plan\r\n  for\tJune ", "Plan for June");
        check("=?utf-8?Q?a_?= b", "a b");
    }

    #[test]
    fn what_is_no_word_stays() {
        check("=?utf-8?X?abc?=", "=?utf-8?X?abc?=");
        check("=?utf-8?Q?no end", "=?utf-8?Q?no end");
        check("a =? b", "a =? b");
        check("=?=?=?utf-8?Q?x?=", "=?=?x");
        check("f\u{fc}r", "für");
    }

    #[test]
    fn places_are_kept() {
        let text = decoded("Re: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= an Ana");
        assert_eq!(text.as_str(), "Re: Grüße an Ana");
        let at = text.as_str().find('ü').unwrap();
        assert_eq!(text.source(at..at + 2), Span::new(16, 22));
        assert_eq!(text.verbatim(0..3), Some(Span::new(0, 3)));
        let ana = text.as_str().find("Ana").unwrap();
        assert_eq!(text.verbatim(ana..ana + 3), Some(Span::new(35, 38)));
    }

    #[test]
    fn an_unknown_charset_is_said_where_it_stands() {
        let mut problems = Vec::new();
        let field = "=?x-none?Q?abc=FC?=";
        assert_eq!(decode(field.as_bytes(), Span::new(0, field.len()), &mut problems).as_str(), "abcü");
        assert_eq!(problems[0].span, Span::new(2, 8));
    }
}
