//! The fields of a message that speak to Presend and are never sent on.

use std::ops::Range;

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

/// Looks through the header, up to the first empty line. Only LF ends a line, also behind CR: a
/// bare CR ends none, as in what is handed on.
pub fn own_fields(message: &[u8]) -> OwnFields {
    let mut own = OwnFields::default();
    let mut at = 0;
    // Whether the field to which folded lines belong is one of ours.
    let mut goes_on = false;
    // Whether a field that sends the message anyway has begun and has no value yet.
    let mut is_open = false;
    while at < message.len() {
        let end = memchr::memchr(b'\n', &message[at..]).map_or(message.len(), |length| at + length + 1);
        let line = message[at..end].trim_ascii_end();
        let is_folded = matches!(message[at], b' ' | b'\t');
        if line.is_empty() && !is_folded {
            break;
        }
        if !is_folded {
            let value = |name| field(line, name);
            goes_on = value(OVERRIDE).is_some() || value(IGNORE).is_some();
            own.sends_anyway |= value(OVERRIDE).is_some_and(|value| value.eq_ignore_ascii_case(b"send"));
            // The value can stand on the next line.
            is_open = value(OVERRIDE).is_some_and(<[u8]>::is_empty);
        } else if is_open && !line.trim_ascii().is_empty() {
            own.sends_anyway |= line.trim_ascii().eq_ignore_ascii_case(b"send");
            is_open = false;
        }
        match own.lines.last_mut() {
            Some(last) if goes_on && last.end == at => last.end = end,
            _ if goes_on => own.lines.push(at..end),
            _ => {}
        }
        at = end;
    }
    own
}

/// The value of a line of the header, if the field has this name.
fn field<'a>(line: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let (start, rest) = line.split_at_checked(name.len())?;
    let rest = rest.trim_ascii_start();
    (start.eq_ignore_ascii_case(name.as_bytes()) && rest.first() == Some(&b':')).then(|| rest[1..].trim_ascii())
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
