//! The fields of a header, byte for byte.

use std::ops::Range;

/// A field of a header.
pub struct Field<'a> {
    /// Its lines, with their ends.
    pub lines: Range<usize>,
    /// Its name, without the white space that may stand before the colon.
    pub name: &'a [u8],
    /// What stands behind the colon, further lines and line ends included.
    pub value: &'a [u8],
}

impl Field<'_> {
    /// Whether it has this name, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }
}

/// The fields of the header that a message starts with, up to the first empty line. Only LF ends a
/// line, also behind CR: a bare CR ends none, as in what is handed on. A line that is no field has a
/// name and no value.
pub fn fields(message: &[u8]) -> impl Iterator<Item = Field<'_>> {
    let end_of_line = |at: usize| memchr::memchr(b'\n', &message[at..]).map_or(message.len(), |length| at + length + 1);
    let is_folded = |at: usize| matches!(message.get(at), Some(b' ' | b'\t'));
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let first = end_of_line(start);
        if message[start..first].trim_ascii_end().is_empty() && !is_folded(start) {
            return None;
        }
        at = first;
        while is_folded(at) {
            at = end_of_line(at);
        }
        let colon = memchr::memchr(b':', &message[start..first]);
        let (name, value) = match colon.map(|colon| start + colon) {
            Some(colon) => (&message[start..colon], &message[colon + 1..at]),
            None => (&message[start..first], &message[at..at]),
        };
        Some(Field { lines: start..at, name: name.trim_ascii_end(), value })
    })
}
