use encoding_rs::{Encoding, REPLACEMENT, UTF_8, WINDOWS_1252};

use crate::text::{MappedBytes, MappedText, Mapping, Span};

/// How bytes are to be read as text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Charset {
    /// Nothing is said, or plain ASCII: UTF-8 where the bytes are, else Windows-1252.
    Unspecified,
    /// As it is said.
    Named(&'static Encoding),
}

impl Charset {
    /// The charset with this label; none where the label is unknown.
    pub fn for_label(label: &[u8]) -> Option<Charset> {
        let label = label.trim_ascii().to_ascii_lowercase();
        let label = label.as_slice();
        if matches!(label, b"" | b"us-ascii" | b"ascii" | b"ansi_x3.4-1968" | b"7bit" | b"8bit" | b"iso-8859") {
            return Some(Charset::Unspecified);
        }
        let encoding = Encoding::for_label(label).or_else(|| {
            // Names that mail programs write and the WHATWG list leaves out.
            let name = match label {
                b"cp932" | b"ms_kanji" => "shift_jis",
                b"cp936" | b"ms936" => "gbk",
                b"cp949" | b"ms949" => "euc-kr",
                b"cp950" | b"ms950" => "big5",
                b"iso-2022-jp-1" | b"iso-2022-jp-2" | b"iso-2022-jp-3" | b"cp50220" | b"cp50221" => "iso-2022-jp",
                _ => return with_hyphens(label),
            };
            Encoding::for_label(name.as_bytes())
        })?;
        (encoding != REPLACEMENT).then_some(Charset::Named(encoding))
    }
}

/// Labels such as `iso_8859_15`, `latin-1`, `windows1252` or `cp-1252`.
fn with_hyphens(label: &[u8]) -> Option<&'static Encoding> {
    let bare: Vec<u8> = label.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    let hyphened = |prefix: &str, name: &str| {
        let rest = bare.strip_prefix(prefix.as_bytes())?;
        Encoding::for_label(&[name.as_bytes(), rest].concat())
    };
    Encoding::for_label(&bare).or_else(|| hyphened("iso8859", "iso-8859-")).or_else(|| hyphened("windows", "windows-"))
}

/// The encoding that bytes of this charset are read as.
pub fn encoding(bytes: &[u8], charset: Charset) -> &'static Encoding {
    match charset {
        // Text of a one-byte charset is hardly ever UTF-8 by chance: a mail program said the
        // wrong thing, and the author sees the right characters.
        Charset::Named(encoding) if encoding.is_single_byte() && is_utf8(bytes) => UTF_8,
        Charset::Named(encoding) => encoding,
        Charset::Unspecified => guess(bytes),
    }
}

/// Decodes bytes to text that knows which source bytes each character came from.
pub fn decode(bytes: MappedBytes, charset: Charset) -> MappedText {
    let encoding = encoding(&bytes.bytes, charset);
    if encoding == UTF_8 {
        return decode_utf8(bytes);
    }
    decode_other(&bytes, encoding)
}

/// Whether the bytes hold characters beyond ASCII and are UTF-8 throughout.
fn is_utf8(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

/// The encoding of bytes of which nothing is known: by the byte order mark; UTF-8 where
/// they are that, or would be but for some broken characters; else Windows-1252, as
/// which HTML reads what claims to be Latin-1.
pub fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let utf8 = std::str::from_utf8(bytes).is_ok()
        || bytes.utf8_chunks().any(|chunk| chunk.valid().bytes().any(|byte| !byte.is_ascii()));
    if utf8 { UTF_8 } else { WINDOWS_1252 }
}

/// Bytes that are UTF-8 keep their map as it is; what is not stands as U+FFFD.
fn decode_utf8(bytes: MappedBytes) -> MappedText {
    let bom = if bytes.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    match String::from_utf8(bytes.bytes) {
        Ok(text) if bom == 0 => MappedText::from_parts(text, bytes.map),
        Ok(text) => {
            let len = text.len();
            MappedText::from_parts(text, bytes.map).slice(bom..len)
        }
        Err(error) => {
            let (broken, map) = (error.into_bytes(), bytes.map);
            let mut text = String::with_capacity(broken.len());
            let mut mapping = Mapping::default();
            let mut at = bom;
            for chunk in broken[bom..].utf8_chunks() {
                let valid = chunk.valid();
                text.push_str(valid);
                mapping.push_from(&map, at..at + valid.len());
                at += valid.len();
                let invalid = chunk.invalid().len();
                if invalid > 0 {
                    text.push('\u{fffd}');
                    mapping.push_whole('\u{fffd}'.len_utf8(), map.source(at..at + invalid));
                    at += invalid;
                }
            }
            MappedText::from_parts(text, mapping)
        }
    }
}

/// Feeds the decoder byte by byte, so that every character knows its bytes; ASCII
/// between characters is taken over as it stands.
fn decode_other(bytes: &MappedBytes, encoding: &'static Encoding) -> MappedText {
    let (all, map) = (bytes.bytes.as_slice(), &bytes.map);
    let skip = Encoding::for_bom(all).map_or(0, |(found, len)| if found == encoding { len } else { 0 });
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(all.len() + all.len() / 4);
    let mut mapping = Mapping::default();
    let mut out = String::with_capacity(64);
    // The first byte of the character that is not yet complete.
    let (mut start, mut at) = (skip, skip);
    while at < all.len() {
        if start == at && encoding.is_ascii_compatible() {
            let ascii = Encoding::ascii_valid_up_to(&all[at..]);
            if ascii > 0 {
                text.extend(all[at..at + ascii].iter().map(|&byte| char::from(byte)));
                mapping.push_from(map, at..at + ascii);
                at += ascii;
                start = at;
                continue;
            }
        }
        out.clear();
        let _ = decoder.decode_to_string(&all[at..=at], &mut out, false);
        at += 1;
        if out.is_empty() {
            continue;
        }
        if out.as_bytes() == &all[start..at] {
            mapping.push_from(map, start..at);
        } else {
            mapping.push_whole(out.len(), map.source(start..at));
        }
        text.push_str(&out);
        start = at;
    }
    out.clear();
    let _ = decoder.decode_to_string(&[], &mut out, true);
    if start < all.len() && !out.is_empty() {
        mapping.push_whole(out.len(), map.source(start..all.len()));
        text.push_str(&out);
    }
    MappedText::from_parts(text, mapping)
}

/// Decodes source bytes that stand in no transfer encoding.
pub fn decode_at(bytes: &[u8], span: Span, charset: Charset) -> MappedText {
    let mut mapped = MappedBytes::default();
    mapped.push_verbatim(&bytes[span.range()], span.start);
    decode(mapped, charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(bytes: &[u8], label: &str) -> MappedText {
        let charset = Charset::for_label(label.as_bytes()).unwrap();
        decode_at(bytes, Span::new(0, bytes.len()), charset)
    }

    #[test]
    fn labels_are_known_as_mail_programs_write_them() {
        for label in
            ["UTF-8", "utf8", "latin-1", "ISO_8859_15", "cp932", "Windows1252", " iso-2022-jp ", "ks_c_5601-1987"]
        {
            assert!(matches!(Charset::for_label(label.as_bytes()), Some(Charset::Named(_))), "{label}");
        }
        assert_eq!(Charset::for_label(b"US-ASCII"), Some(Charset::Unspecified));
        assert_eq!(Charset::for_label(b"x-klingon"), None);
        assert_eq!(Charset::for_label(b"iso-2022-cn"), None);
    }

    #[test]
    fn single_bytes_map_to_their_characters() {
        let text = at(b"caf\xe9 \x80", "iso-8859-1");
        assert_eq!(text.as_str(), "café €");
        assert_eq!(text.source(3..5), Span::new(3, 4));
        assert_eq!(text.source(6..9), Span::new(5, 6));
        assert_eq!(text.verbatim(0..3), Some(Span::new(0, 3)));
        assert_eq!(text.verbatim(0..5), None);
    }

    #[test]
    fn multi_byte_characters_know_their_bytes() {
        // 日本 in Shift_JIS, then an ASCII letter.
        let text = at(b"\x93\xfa\x96\x7ba", "shift_jis");
        assert_eq!(text.as_str(), "日本a");
        assert_eq!(text.source(3..6), Span::new(2, 4));
        assert_eq!(text.verbatim(6..7), Some(Span::new(4, 5)));
        // The same in ISO-2022-JP: the escape sequence belongs to the character after it.
        let text = at(b"a\x1b$BF|K\\\x1b(Bb", "iso-2022-jp");
        assert_eq!(text.as_str(), "a日本b");
        assert_eq!(text.source(1..4), Span::new(1, 6));
        assert_eq!(text.source(4..7), Span::new(6, 8));
        assert_eq!(text.source(7..8), Span::new(8, 12));
    }

    #[test]
    fn unlabelled_bytes_are_utf8_where_they_can_be() {
        assert_eq!(at("für".as_bytes(), "us-ascii").as_str(), "für");
        assert_eq!(at(b"f\xfcr", "us-ascii").as_str(), "für");
        assert_eq!(at(b"f\xc3\xbcr \xff", "us-ascii").as_str(), "für \u{fffd}");
        assert_eq!(at(b"\xef\xbb\xbfHi", "utf-8").source(0..2), Span::new(3, 5));
        assert_eq!(at(b"\xff\xfeH\0i\0", "us-ascii").source(1..2), Span::new(4, 6));
    }

    #[test]
    fn utf8_that_claims_to_be_a_one_byte_charset_is_read_as_utf8() {
        assert_eq!(at("für 日本".as_bytes(), "iso-8859-1").as_str(), "für 日本");
        assert_eq!(at(b"f\xfcr \xc3\xbc", "iso-8859-1").as_str(), "für Ã¼");
    }

    #[test]
    fn a_broken_end_is_shown() {
        assert_eq!(at(b"a\x93", "shift_jis").as_str(), "a\u{fffd}");
        assert_eq!(at(b"a\xc3", "utf-8").source(1..4), Span::new(1, 2));
    }
}
