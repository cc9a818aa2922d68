//! A message on its way over SMTP: ended by a line with a dot, dots at the start of lines doubled
//! (RFC 5321, section 4.5.2). Only CR LF ends a line here, for reading and for writing.

/// Why a server could see another end of a message than we do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// A bare CR or LF, which some take for a line end.
    LineEnd,
    /// A NUL, which some leave out.
    Nul,
}

/// Takes a message out of what a client sends.
#[derive(Debug, Default)]
pub struct Reader {
    state: State,
    /// Why a line that begins with a dot is the end of the message for some servers, and text for
    /// others.
    pub loose: Option<Misread>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// At the start of a line.
    #[default]
    Start,
    /// Behind a dot at the start of a line.
    Dot,
    /// Behind a dot and CR at the start of a line.
    DotCr,
    /// In a line.
    Text,
    /// In a line, behind CR.
    Cr,
}

impl Reader {
    /// Reads on, and adds what belongs to the message. How many bytes were read where the message
    /// ended; those behind it are commands.
    pub fn read(&mut self, bytes: &[u8], message: &mut Vec<u8>) -> Option<usize> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if self.state == State::Text {
                let length = memchr::memchr(b'\r', &bytes[at..]).map_or(bytes.len() - at, |length| length + 1);
                message.extend_from_slice(&bytes[at..at + length]);
                at += length;
                if message.last() == Some(&b'\r') {
                    self.state = State::Cr;
                }
                continue;
            }
            at += 1;
            self.state = match (self.state, byte) {
                (State::DotCr, b'\n') => return Some(at),
                (State::Start, b'.') => {
                    self.state = State::Dot;
                    continue;
                }
                (State::Dot, b'\r') => {
                    self.state = State::DotCr;
                    continue;
                }
                (State::DotCr, _) => {
                    // The CR belongs to the message after all, and the byte is looked at behind it.
                    self.loose = Some(if *byte == 0 { Misread::Nul } else { Misread::LineEnd });
                    message.push(b'\r');
                    self.state = State::Cr;
                    at -= 1;
                    continue;
                }
                (State::Cr, b'\n') => State::Start,
                (_, b'\r') => State::Cr,
                (State::Dot, b'\n' | 0) => {
                    self.loose = Some(if *byte == 0 { Misread::Nul } else { Misread::LineEnd });
                    State::Text
                }
                _ => State::Text,
            };
            message.push(*byte);
        }
        None
    }
}

/// Makes of a message what is sent, but for the line that ends it.
pub struct Writer {
    /// The last two bytes that were written.
    last: [u8; 2],
}

impl Default for Writer {
    fn default() -> Writer {
        Writer { last: *b"\r\n" }
    }
}

impl Writer {
    /// Adds a piece of the message to what is sent.
    pub fn write(&mut self, piece: &[u8], sent: &mut Vec<u8>) {
        let mut written = 0;
        for dot in memchr::memchr_iter(b'.', piece) {
            let before = match dot {
                0 => self.last,
                1 => [self.last[1], piece[0]],
                _ => [piece[dot - 2], piece[dot - 1]],
            };
            if before == *b"\r\n" {
                sent.extend_from_slice(&piece[written..dot]);
                sent.push(b'.');
                written = dot;
            }
        }
        sent.extend_from_slice(&piece[written..]);
        match piece {
            [] => {}
            [only] => self.last = [self.last[1], *only],
            [.., second, last] => self.last = [*second, *last],
        }
    }
}

/// Why a server that takes a bare CR or LF for a line end, or leaves out NULs, could see the end of
/// the message amid it, and commands in the rest. Also where it does not end with CR LF, so that no
/// server would see its end.
pub fn misread<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Option<Misread> {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        /// Behind CR LF, where a dot is doubled.
        Start,
        /// Where some begin a line.
        LooseStart,
        /// Behind a dot there.
        LooseDot,
        Cr,
        Text,
    }
    let (mut at, mut why) = (At::Start, Misread::LineEnd);
    for byte in parts.flatten() {
        why = match (at, byte) {
            (_, 0) => Misread::Nul,
            (At::Text, _) => Misread::LineEnd,
            _ => why,
        };
        at = match (at, byte) {
            (At::LooseDot, b'\r' | b'\n') => return Some(why),
            (At::Cr, b'\n') => At::Start,
            (_, b'\r') => At::Cr,
            (_, b'\n') | (At::Cr | At::Start | At::LooseStart, 0) => At::LooseStart,
            (At::LooseDot, 0) | (At::Cr | At::LooseStart, b'.') => At::LooseDot,
            _ => At::Text,
        };
    }
    (at != At::Start).then_some(why)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is read of bytes in pieces: the message and what follows it.
    fn read(sent: &[u8], piece: usize) -> Option<(Vec<u8>, &[u8], Option<Misread>)> {
        let (mut reader, mut message, mut at) = (Reader::default(), Vec::new(), 0);
        for piece in sent.chunks(piece) {
            if let Some(length) = reader.read(piece, &mut message) {
                return Some((message, &sent[at + length..], reader.loose));
            }
            at += piece.len();
        }
        None
    }

    fn written(message: &[u8], piece: usize) -> Vec<u8> {
        let (mut writer, mut sent) = (Writer::default(), Vec::new());
        message.chunks(piece).for_each(|piece| writer.write(piece, &mut sent));
        sent
    }

    #[test]
    fn only_a_dot_between_line_ends_ends_a_message() {
        for (sent, message, rest, loose) in [
            ("Hi\r\n.\r\nQUIT\r\n", "Hi\r\n", "QUIT\r\n", None),
            (".\r\n", "", "", None),
            ("..\r\n.\r\n", ".\r\n", "", None),
            (".a\r\n..b\r\nc.\r\n.\r\n", "a\r\n.b\r\nc.\r\n", "", None),
            ("a\n.\nb\n.\r\nc\r.\r\n.\r\n", "a\n.\nb\n.\r\nc\r.\r\n", "", None),
            ("\r\r\n.\r\n", "\r\r\n", "", None),
            (".\nb\r\n.\r\n", "\nb\r\n", "", Some(Misread::LineEnd)),
            (".\rb\r\n.\r\n", "\rb\r\n", "", Some(Misread::LineEnd)),
            (".\r.\r\n.\r\n", "\r.\r\n", "", Some(Misread::LineEnd)),
            (".\r\r\n.\r\n", "\r\r\n", "", Some(Misread::LineEnd)),
            (".\0\r\n.\r\n", "\0\r\n", "", Some(Misread::Nul)),
            (".\r\0\n\r\n.\r\n", "\r\0\n\r\n", "", Some(Misread::Nul)),
        ] {
            for piece in 1..=sent.len() {
                let expected = Some((message.as_bytes().to_vec(), rest.as_bytes(), loose));
                assert_eq!(read(sent.as_bytes(), piece), expected, "{sent:?} in pieces of {piece}");
            }
        }
        assert_eq!(read(b"a\r\n.\n\r.\r\n", 9), None);
    }

    #[test]
    fn what_others_could_read_as_the_end_is_known() {
        let is = |message: &str| misread(message.as_bytes().chunks(3));
        for message in ["a\r\n\0.\r\nb\r\n", "a\n.\0\nb\r\n"] {
            assert_eq!(is(message), Some(Misread::Nul), "{message:?}");
        }
        for message in [
            "a\n.\nb\r\n",
            "a\n.\r\nb\r\n",
            "a\r.\r\nb\r\n",
            "a\r.\rb\r\n",
            "a\0\n.\nb\r\n",
            "a\n",
            "a",
            "a\r",
            "a\r\n\n",
        ] {
            assert_eq!(is(message), Some(Misread::LineEnd), "{message:?}");
        }
        for message in
            ["", "a\r\n", ".\r\n", "a\r\n.\r\n", "a\nb\rc\0\r\n", "a\n..\r\n", "a\n.b\r\n", "\0\r\n", "a\r\r\n"]
        {
            assert_eq!(is(message), None, "{message:?}");
        }
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..200),
            proptest::collection::vec(proptest::sample::select(b"\r\n.\0a".to_vec()), 0..40),
        ]
    }

    proptest! {
        #[test]
        fn what_is_sent_is_read_as_it_was(mut message in bytes(), end: bool, out in 1_usize..50, back in 1_usize..50) {
            if end {
                message.extend_from_slice(b"\r\n");
            }
            let sent = written(&message, out);
            prop_assert_eq!(&sent, &written(&message, message.len().max(1)));
            if message.is_empty() || message.ends_with(b"\r\n") {
                let all = [&sent, &b".\r\nQUIT\r\n"[..]].concat();
                prop_assert_eq!(read(&all, back), Some((message, &b"QUIT\r\n"[..], None)));
            }
        }

        #[test]
        fn pieces_make_no_difference(sent in bytes(), piece in 1_usize..50) {
            prop_assert_eq!(read(&sent, piece), read(&sent, sent.len().max(1)));
        }

        /// A server that takes any of CR, LF and CR LF for a line end, and leaves out NULs, sees the end
        /// where we do.
        #[test]
        fn what_passes_is_read_alike_by_all(mut message in bytes()) {
            message.extend_from_slice(b"\r\n");
            if misread(message.chunks(7)).is_none() {
                let sent = [written(&message, 9), b".\r\n".to_vec()].concat();
                let seen: Vec<u8> = sent.iter().copied().filter(|byte| *byte != 0).collect();
                let loose = String::from_utf8_lossy(&seen).replace("\r\n", "\n").replace('\r', "\n");
                let dots = loose.lines().filter(|line| *line == ".").count();
                prop_assert_eq!(dots, 1, "{:?}", loose);
            }
        }
    }
}
