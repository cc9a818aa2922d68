//! Structured fields with parameters: Content-Type and Content-Disposition (RFC 2045,
//! 5.1, and RFC 2231).

use percent_encoding::percent_decode;

use super::charset::{self, Charset};
use super::encoded_word;
use crate::text::{MappedBytes, Span};

/// The most pieces that a continued parameter is read from.
const MAX_PIECES: usize = 1000;

/// A value such as `text/plain` with its parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// What stands before the first semicolon, in lower case.
    pub value: String,
    params: Vec<Parameter>,
}

#[derive(Clone, Debug, PartialEq)]
struct Parameter {
    /// In lower case, without what RFC 2231 adds.
    name: String,
    /// Which piece of a continued value it is.
    piece: usize,
    /// Whether the value has percent escapes.
    escaped: bool,
    value: Vec<u8>,
    /// The value in the source, without quotes.
    span: Span,
}

impl Parameters {
    /// Reads a field value.
    pub fn read(bytes: &[u8], span: Span) -> Parameters {
        let mut scanner = Scanner { bytes: &bytes[..span.end], at: span.start };
        let value = scanner.token(b";");
        let value = String::from_utf8_lossy(&value.0).trim().to_ascii_lowercase();
        let mut params = Vec::new();
        while scanner.skip(b';') {
            let (name, _) = scanner.token(b"=;");
            if !scanner.skip(b'=') {
                continue;
            }
            let (value, span) = scanner.value();
            params.push(parameter(&String::from_utf8_lossy(&name), value, span));
        }
        // The pieces of a continued parameter may stand in any order; where a program wrote
        // both `name` and `name*`, the latter says more.
        params.sort_by_key(|param: &Parameter| (param.piece, !param.escaped));
        Parameters { value, params }
    }

    /// The raw bytes of a parameter that is not continued, and where they stand.
    pub fn raw(&self, name: &str) -> Option<(&[u8], Span)> {
        self.params.iter().find(|param| param.name == name).map(|param| (param.value.as_slice(), param.span))
    }

    /// Whether a parameter has this value, in any case.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.raw(name).is_some_and(|(raw, _)| raw.eq_ignore_ascii_case(value.as_bytes()))
    }

    /// A parameter's value as text: continuations joined, percent escapes and encoded
    /// words decoded.
    pub fn text(&self, name: &str) -> Option<String> {
        let mut pieces: Vec<&Parameter> =
            self.params.iter().filter(|param| param.name == name).take(MAX_PIECES).collect();
        pieces.dedup_by_key(|param| param.piece);
        let first = *pieces.first()?;
        if !pieces.iter().any(|param| param.escaped) {
            let joined: Vec<u8> = pieces.iter().flat_map(|piece| piece.value.iter().copied()).collect();
            let span = Span::new(0, joined.len());
            return Some(encoded_word::decode(&joined, span, &mut Vec::new()).as_str().to_owned());
        }
        // charset'language'text, both names may be empty.
        let mut parts = first.value.splitn(3, |&byte| byte == b'\'');
        let (label, _, rest) = (parts.next(), parts.next(), parts.next());
        let (charset, first_value) = match (rest, label.and_then(Charset::for_label)) {
            (Some(rest), Some(charset)) if first.escaped => (charset, rest),
            (Some(rest), None) if first.escaped => (Charset::Unspecified, rest),
            _ => (Charset::Unspecified, first.value.as_slice()),
        };
        let mut joined = if first.escaped { percent_decode(first_value).collect() } else { first_value.to_vec() };
        for piece in &pieces[1..] {
            let value = if piece.escaped { percent_decode(&piece.value).collect() } else { piece.value.clone() };
            joined.extend_from_slice(&value);
        }
        let mut mapped = MappedBytes::default();
        mapped.push_verbatim(&joined, 0);
        Some(charset::decode(mapped, charset).as_str().to_owned())
    }
}

/// Reads `name`, `name*`, `name*0` and `name*0*`.
fn parameter(name: &str, value: Vec<u8>, span: Span) -> Parameter {
    let name = name.trim().to_ascii_lowercase();
    let (base, escaped) = match name.strip_suffix('*') {
        Some(base) => (base, true),
        None => (name.as_str(), false),
    };
    let (base, piece) = match base.split_once('*') {
        Some((base, number)) => (base, number.parse().unwrap_or(MAX_PIECES)),
        None => (base, 0),
    };
    Parameter { name: base.to_owned(), piece, escaped, value, span }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    /// Steps over a byte, if it is next.
    fn skip(&mut self, byte: u8) -> bool {
        let next = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(next);
        next
    }

    /// A value: a quoted string, or what stands up to the next semicolon.
    fn value(&mut self) -> (Vec<u8>, Span) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        if self.skip(b'"') {
            let quoted = self.quoted();
            // What stands between the closing quote and the semicolon is lost on purpose.
            self.token(b";");
            return quoted;
        }
        self.token(b";")
    }

    /// A quoted string, behind its opening quote.
    fn quoted(&mut self) -> (Vec<u8>, Span) {
        let start = self.at;
        let mut value = Vec::new();
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'"' => return (value, Span::new(start, self.at - 1)),
                b'\\' if self.bytes.get(self.at).is_some_and(|next| matches!(next, b'"' | b'\\')) => {
                    value.push(self.bytes[self.at]);
                    self.at += 1;
                }
                b'\r' | b'\n' => {}
                _ => value.push(byte),
            }
        }
        (value, Span::new(start, self.at))
    }

    /// Everything up to one of the bytes `until`, without comments and the white space
    /// around it.
    fn token(&mut self, until: &[u8]) -> (Vec<u8>, Span) {
        let start = self.at;
        let mut value = Vec::new();
        let mut depth = 0usize;
        let mut end = start;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'(' => depth += 1,
                b')' if depth > 0 => depth -= 1,
                _ if depth > 0 => {}
                _ if until.contains(&byte) => break,
                _ => {
                    value.push(byte);
                    if !byte.is_ascii_whitespace() {
                        end = self.at + 1;
                    }
                }
            }
            self.at += 1;
        }
        let lead = value.len() - value.trim_ascii_start().len();
        (value.trim_ascii().to_vec(), Span::new((start + lead).min(end), end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str) -> Parameters {
        Parameters::read(field.as_bytes(), Span::new(0, field.len()))
    }

    fn name(field: &str) -> Option<String> {
        read(field).text("name")
    }

    #[test]
    fn values_and_parameters_are_read() {
        let field = "Text/Plain (the usual); charset=\"utf-8\"; Format = Flowed;delsp=yes (x)";
        let got = read(field);
        assert_eq!(got.value, "text/plain");
        assert_eq!(got.raw("charset"), Some((b"utf-8".as_slice(), Span::new(33, 38))));
        assert!(got.is("format", "flowed") && got.is("delsp", "yes"));
        assert_eq!(got.text("boundary"), None);
    }

    #[test]
    fn file_names_are_decoded() {
        assert_eq!(name("a/b; name=\"a \\\"b\\\".pdf\"").as_deref(), Some("a \"b\".pdf"));
        assert_eq!(name("a/b; name=my plan.pdf").as_deref(), Some("my plan.pdf"));
        assert_eq!(name("a/b; name=\"=?utf-8?Q?caf=C3=A9?=.txt\"").as_deref(), Some("café.txt"));
        assert_eq!(name("a/b; name*=iso-8859-1'fr'caf%E9.txt").as_deref(), Some("café.txt"));
        assert_eq!(name("a/b; name*1=\"b c\"; name*0=\"a\"; name*2=d").as_deref(), Some("ab cd"));
        assert_eq!(name("a/b; name=cafe.txt; name*=utf-8''caf%C3%A9.txt").as_deref(), Some("café.txt"));
        assert_eq!(name("a/b; name*0*=utf-8''caf%C3; name*1*=%A9; name*2=\"%.txt\"").as_deref(), Some("café%.txt"));
    }

    #[test]
    fn broken_fields_give_what_they_can() {
        assert_eq!(read("").value, "");
        assert_eq!(read("text/plain; charset").raw("charset"), None);
        assert_eq!(name("a/b; name=\"no end").as_deref(), Some("no end"));
        assert_eq!(name("a/b;;; name=x;").as_deref(), Some("x"));
        assert_eq!(name("a/b; (open name=x").as_deref(), None);
        assert_eq!(name("a/b; name*=%zz'%").as_deref(), Some("%zz'%"));
    }
}
