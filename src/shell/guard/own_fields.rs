//! The fields of a message that speak to Presend and are never sent on.

use std::ops::Range;

use super::fields::fields;

/// The field by which the author sends a message anyway: `X-Presend: send`.
pub const OVERRIDE: &str = "X-Presend";
/// The field that suppresses findings.
pub const IGNORE: &str = "X-Presend-Ignore";

/// What stands in the header of a message for Presend alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnFields {
    /// Whether the author sends the message whatever is found in it.
    pub sends_anyway: bool,
    /// The lines to leave out, in order.
    lines: Vec<Range<usize>>,
}

/// Looks through the header.
pub fn own_fields(message: &[u8]) -> OwnFields {
    let mut own = OwnFields::default();
    for field in fields(message).filter(|field| field.is(OVERRIDE) || field.is(IGNORE)) {
        // The value can stand on a further line.
        let mut words = field.value.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
        let value = words.find(|word| !word.is_empty()).unwrap_or_default();
        own.sends_anyway |= field.is(OVERRIDE) && value.eq_ignore_ascii_case(b"send");
        own.lines.push(field.lines);
    }
    own
}

impl OwnFields {
    /// The parts of the message that are sent, in order: all but the fields for Presend.
    pub fn sent<'a>(&'a self, message: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        self.sent_ranges(message.len()).map(|range| &message[range])
    }

    /// Where those parts lie in the message, which has so many bytes.
    pub fn sent_ranges(&self, length: usize) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.lines.iter().map(|line| line.end));
        let ends = self.lines.iter().map(|line| line.start).chain([length]);
        starts.zip(ends).map(|(start, end)| start..end).filter(|range| !range.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(message: &str) -> (String, bool) {
        let own = own_fields(message.as_bytes());
        let parts: Vec<u8> = own.sent(message.as_bytes()).flatten().copied().collect();
        (String::from_utf8(parts).unwrap(), own.sends_anyway)
    }

    #[test]
    fn only_the_fields_for_presend_are_left_out() {
        for (message, rest, anyway) in [
            ("A: 1\nX-Presend: send\nB: 2\n\nX-Presend: send\n", "A: 1\nB: 2\n\nX-Presend: send\n", true),
            ("x-presend : SEND \r\nA: 1\r\n\r\nHi\r\n", "A: 1\r\n\r\nHi\r\n", true),
            ("A: 1\nX-Presend-Ignore: deadline\n (they know)\nB: 2\n 3\n\n", "A: 1\nB: 2\n 3\n\n", false),
            ("A: 1\nX-Presend:\n send\nB: 2\n\n", "A: 1\nB: 2\n\n", true),
            ("A: 1\nX-Presend: no\n send\n\n", "A: 1\n\n", false),
            ("X-Presend: later\nX-Presend-Ignore: a\n\n", "\n", false),
            ("X-Presender: send\nX-Presend-Other: send\n\n", "X-Presender: send\nX-Presend-Other: send\n\n", false),
            ("A: 1\n X-Presend: send\n\n", "A: 1\n X-Presend: send\n\n", false),
            ("A: 1\rX-Presend: send\n\n", "A: 1\rX-Presend: send\n\n", false),
            ("X-Presend: send", "", true),
            ("", "", false),
        ] {
            assert_eq!(sent(message), (rest.to_owned(), anyway), "{message:?}");
        }
    }
}
