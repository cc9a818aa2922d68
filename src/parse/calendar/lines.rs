//! Content lines: unfolding, names, parameters, values and escapes (RFC 5545, 3.1).

use std::ops::Range;

use crate::text::{MappedBytes, MappedText, Span};

/// The most parameters that are read of a line.
const MOST_PARAMETERS: usize = 100;

/// Joins folded lines: a line break with a space or tab behind it is taken out.
pub fn unfold(bytes: &MappedBytes) -> MappedBytes {
    let all = bytes.bytes.as_slice();
    let newline = newline(all);
    let mut unfolded = MappedBytes::default();
    let mut keep = |range: Range<usize>| {
        unfolded.bytes.extend_from_slice(&all[range.clone()]);
        unfolded.map.push_from(&bytes.map, range);
    };
    let mut from = 0;
    for at in memchr::memchr_iter(newline, all) {
        if !matches!(all.get(at + 1), Some(b' ' | b'\t')) || at < from {
            continue;
        }
        let carriage_returns = all[from..at].iter().rev().take_while(|&&byte| byte == b'\r').count();
        keep(from..at - carriage_returns);
        from = at + 2;
    }
    keep(from..all.len());
    unfolded
}

/// The byte that ends a line: LF, also of CRLF; CR only where there is no LF at all.
fn newline(bytes: &[u8]) -> u8 {
    if memchr::memchr(b'\n', bytes).is_some() { b'\n' } else { b'\r' }
}

/// A line such as `ATTENDEE;CN=Ana:mailto:ana@x.org`. All ranges are bytes of the
/// unfolded text.
#[derive(Clone, Debug)]
pub struct ContentLine<'a> {
    /// The text that the ranges are of.
    pub text: &'a MappedText,
    /// The name of the property.
    pub name: &'a str,
    /// Its parameters, names and values without quotes.
    parameters: Vec<(&'a str, Range<usize>)>,
    /// The value, escapes included.
    pub value: Range<usize>,
    /// The whole line.
    pub range: Range<usize>,
}

impl<'a> ContentLine<'a> {
    /// Whether the property has this name, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value as it stands, without white space around it.
    pub fn raw(&self) -> &'a str {
        self.text.as_str()[self.value.clone()].trim()
    }

    /// The value of a parameter in the text; an empty one counts as none.
    pub fn parameter_range(&self, name: &str) -> Option<Range<usize>> {
        let found = self.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, range)| range.clone()).filter(|range| !range.is_empty())
    }

    /// The value of a parameter as it stands.
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        Some(&self.text.as_str()[self.parameter_range(name)?])
    }

    /// Whether a parameter has this value, in any case.
    pub fn parameter_is(&self, name: &str, value: &str) -> bool {
        self.parameter(name).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    }

    /// Where the line stands in the source.
    pub fn span(&self) -> Span {
        self.text.source(self.range.clone())
    }

    /// Where the value stands in the source; the line where there is no value.
    pub fn value_span(&self) -> Span {
        if self.value.is_empty() { self.span() } else { self.text.source(self.value.clone()) }
    }

    /// The value without escapes (RFC 5545, 3.3.11), each of which stands for its two
    /// characters of the source. What is no escape stays as it is, such as `C:\temp`.
    pub fn text_value(&self) -> MappedText {
        let raw = &self.text.as_str()[self.value.clone()];
        let base = self.value.start;
        let mut plain = MappedText::default();
        let (mut from, mut at) = (0, 0);
        while let Some(len) = raw[at..].find('\\') {
            let escape = at + len;
            let shown = match raw.as_bytes().get(escape + 1) {
                Some(b'n' | b'N') => "\n",
                Some(b'\\') => "\\",
                Some(b';') => ";",
                Some(b',') => ",",
                // Not escapes by the standard, yet written by some programs.
                Some(b':') => ":",
                Some(b'"') => "\"",
                _ => {
                    at = escape + 1;
                    continue;
                }
            };
            plain.push_from(self.text, base + from..base + escape);
            plain.push_whole(shown, self.text.source(base + escape..base + escape + 2));
            at = escape + 2;
            from = at;
        }
        plain.push_from(self.text, base + from..base + raw.len());
        plain
    }

    /// Reads a line; none where it has no name or no value.
    fn read(text: &'a MappedText, range: Range<usize>) -> Option<ContentLine<'a>> {
        let all = text.as_str();
        let line = &all[range.clone()];
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let end = line.bytes().position(|byte| !is_name(byte))?;
        if end == 0 {
            return None;
        }
        let mut parameters = Vec::new();
        let mut scanner = Scanner { line, at: end };
        while scanner.skip(b';') {
            let (name, value) = scanner.parameter();
            if parameters.len() < MOST_PARAMETERS {
                parameters.push((&line[name], range.start + value.start..range.start + value.end));
            }
        }
        let value = scanner.skip(b':').then(|| range.start + scanner.at..range.end)?;
        Some(ContentLine { text, name: &line[..end], parameters, value, range })
    }
}

struct Scanner<'a> {
    line: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.line.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    /// A parameter's name and value. A quote that is never closed is a character as others.
    fn parameter(&mut self) -> (Range<usize>, Range<usize>) {
        let name = self.until(b"=;:");
        if !self.skip(b'=') {
            return (name, self.at..self.at);
        }
        let quoted = self.line.as_bytes().get(self.at) == Some(&b'"');
        let close = if quoted { memchr::memchr(b'"', &self.line.as_bytes()[self.at + 1..]) } else { None };
        let Some(len) = close else { return (name, self.until(b";:")) };
        let value = self.at + 1..self.at + 1 + len;
        self.at = value.end + 1;
        // The other values of a list are not looked at.
        self.until_unquoted_end();
        (name, value)
    }

    fn until(&mut self, ends: &[u8]) -> Range<usize> {
        let start = self.at;
        let rest = &self.line.as_bytes()[start..];
        self.at = start + rest.iter().position(|byte| ends.contains(byte)).unwrap_or(rest.len());
        start..self.at
    }

    /// Passes over what follows a quoted value: `,"…","…"`.
    fn until_unquoted_end(&mut self) {
        let mut quoted = false;
        for &byte in &self.line.as_bytes()[self.at..] {
            if !quoted && matches!(byte, b';' | b':') {
                return;
            }
            quoted ^= byte == b'"';
            self.at += 1;
        }
    }
}

/// The lines of an unfolded text that hold anything; the range of one that can't be read.
pub fn lines(text: &MappedText) -> impl Iterator<Item = Result<ContentLine<'_>, Range<usize>>> {
    let all = text.as_str();
    let newline = char::from(newline(all.as_bytes()));
    let mut at = 0;
    all.split_inclusive(newline).filter_map(move |line| {
        let start = at;
        at += line.len();
        let range = start..start + line.trim_end_matches(['\r', '\n']).len();
        if all[range.clone()].trim().is_empty() {
            return None;
        }
        Some(ContentLine::read(text, range.clone()).ok_or(range))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unfolded(text: &str) -> MappedText {
        let mut bytes = MappedBytes::default();
        bytes.push_verbatim(text.as_bytes(), 0);
        let unfolded = unfold(&bytes);
        MappedText::from_parts(String::from_utf8(unfolded.bytes).unwrap(), unfolded.map)
    }

    #[test]
    fn folds_are_taken_out_and_places_kept() {
        let text = unfolded("A:one\r\n  two\r\n\tthree\r\nB:x\n y\r\n");
        assert_eq!(text.as_str(), "A:one twothree\r\nB:xy\r\n");
        assert_eq!(text.source(2..14), Span::new(2, 20));
        assert_eq!(text.source(6..9), Span::new(9, 12));
        assert_eq!(unfolded("A:b\r c\rD:e").as_str(), "A:bc\rD:e");
        assert_eq!(unfolded("\n a").as_str(), "a");
        assert_eq!(unfolded("a\n \n \n b\n ").as_str(), "ab");
    }

    #[test]
    fn lines_have_names_parameters_and_values() {
        let text = unfolded("ATTENDEE;CN=\"Orr; Ben: B\";rsvp=TRUE;X:mailto:b@x.org\n");
        let line = lines(&text).next().unwrap().unwrap();
        assert!(line.is("attendee"));
        assert_eq!(line.parameter("cn"), Some("Orr; Ben: B"));
        assert!(line.parameter_is("RSVP", "true"));
        assert_eq!(line.parameter("X"), None);
        assert_eq!(line.raw(), "mailto:b@x.org");
        let text = unfolded("A;MEMBER=\"mailto:a\",\"mailto:b\";CN=c:v");
        let line = lines(&text).next().unwrap().unwrap();
        assert_eq!((line.parameter("CN"), line.raw()), (Some("c"), "v"));
    }

    #[test]
    fn broken_lines_are_told_apart() {
        let text = unfolded("A;B=\"open:c\nno colon\n:x\n\n  \nEND\nÜ:x\nA:\n");
        let read: Vec<Option<&str>> = lines(&text).map(|line| line.ok().map(|line| line.raw())).collect();
        assert_eq!(read, [Some("c"), None, None, None, None, Some("")]);
    }

    #[test]
    fn escapes_stand_for_their_two_characters() {
        let text = unfolded("A:a\\, b\\nc\\\\nd \\x \\");
        let value = lines(&text).next().unwrap().unwrap().text_value();
        assert_eq!(value.as_str(), "a, b\nc\\nd \\x \\");
        assert_eq!(value.source(1..2), Span::new(3, 5));
        assert_eq!(value.source(4..5), Span::new(7, 9));
        assert_eq!(value.verbatim(1..2), None);
        assert_eq!(value.verbatim(3..4), Some(Span::new(6, 7)));
    }
}
