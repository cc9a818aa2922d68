//! What a mail server and a milter say to each other: version 6 of the protocol of libmilter. A
//! packet is its length in four bytes, a letter that says what it is, and what belongs to that.

use std::io::{self, ErrorKind, Read};

/// The most bytes of a packet that are taken. Postfix sends bodies in pieces of 64 KiB, and fields
/// of the header of up to 100 KiB by default.
const LONGEST: usize = 4 * 1024 * 1024;
/// The version that is spoken.
const VERSION: u32 = 6;

/// What a milter asks to do to messages.
mod action {
    pub const ADD_FIELDS: u32 = 0x01;
    pub const CHANGE_FIELDS: u32 = 0x10;
    pub const QUARANTINE: u32 = 0x20;
}

/// What a mail server need not send, and what it need not wait to be answered.
mod protocol {
    pub const NO_HELO: u32 = 0x02;
    pub const NO_UNKNOWN: u32 = 0x100;
    pub const NO_DATA: u32 = 0x200;
    pub const NO_REPLY_FIELD: u32 = 0x80;
    pub const NO_REPLY_CONNECT: u32 = 0x1000;
    pub const NO_REPLY_RECIPIENT: u32 = 0x8000;
    pub const NO_REPLY_END_OF_HEADER: u32 = 0x4_0000;
    pub const NO_REPLY_BODY: u32 = 0x8_0000;
}

/// What we ask to do.
const ACTIONS: u32 = action::ADD_FIELDS | action::CHANGE_FIELDS | action::QUARANTINE;
/// What we can do without. Only the sender and the end of a message need an answer.
const PROTOCOL: u32 = protocol::NO_HELO
    | protocol::NO_UNKNOWN
    | protocol::NO_DATA
    | protocol::NO_REPLY_FIELD
    | protocol::NO_REPLY_CONNECT
    | protocol::NO_REPLY_RECIPIENT
    | protocol::NO_REPLY_END_OF_HEADER
    | protocol::NO_REPLY_BODY;

/// What both sides can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    version: u32,
    actions: u32,
    protocol: u32,
}

impl Options {
    /// What we use of what the mail server can do; an error where that is too little.
    pub fn agreed(self) -> Result<Options, &'static str> {
        if self.version < 2 {
            return Err("the mail server speaks too old a version of the milter protocol");
        }
        if self.actions & ACTIONS != ACTIONS {
            return Err("the mail server lets no milter change fields of the header or quarantine a message");
        }
        Ok(Options {
            version: self.version.min(VERSION),
            actions: ACTIONS,
            // Version 2 knows what may be left out, and nothing of answers.
            protocol: self.protocol & PROTOCOL,
        })
    }

    /// Whether something that is said waits for an answer.
    pub fn answers(self, said: &Said) -> bool {
        let silent = match said {
            Said::Connect { .. } => protocol::NO_REPLY_CONNECT,
            Said::Recipient(_) => protocol::NO_REPLY_RECIPIENT,
            Said::Field { .. } => protocol::NO_REPLY_FIELD,
            Said::EndOfHeader => protocol::NO_REPLY_END_OF_HEADER,
            Said::Body(_) => protocol::NO_REPLY_BODY,
            Said::Sender { .. } | Said::End(_) | Said::Options(_) | Said::Other => 0,
            Said::Macros { .. } | Said::Abort | Said::NextClient | Said::Quit => return false,
        };
        self.protocol & silent == 0
    }
}

/// What a mail server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    /// What it can do.
    Options(Options),
    /// Values that go with what is said next.
    Macros {
        /// The letter of what is said next.
        stage: u8,
        /// Names, without their brackets, and values.
        values: Vec<(&'a [u8], &'a [u8])>,
    },
    /// A client has connected.
    Connect {
        /// `4`, `6`, `L` for a local socket, `U` where it is not known.
        family: u8,
        /// The port it comes from; 0 where there is none.
        port: u16,
        /// Where from.
        address: &'a [u8],
    },
    /// A message begins.
    Sender {
        /// The address.
        address: &'a [u8],
        /// Whether the client takes UTF-8 (RFC 6531).
        is_utf8: bool,
    },
    /// Somebody gets it.
    Recipient(&'a [u8]),
    /// A field of the header, its further lines behind LF.
    Field {
        /// Its name.
        name: &'a [u8],
        /// Its value.
        value: &'a [u8],
    },
    /// The header has ended.
    EndOfHeader,
    /// A piece of the body.
    Body(&'a [u8]),
    /// The message has ended, with the last piece of the body.
    End(&'a [u8]),
    /// There is no message after all, or it is dealt with.
    Abort,
    /// Another client follows on this connection.
    NextClient,
    /// There is no more.
    Quit,
    /// Something that is of no interest.
    Other,
}

impl<'a> Said<'a> {
    /// Reads a packet; `None` where it is none.
    pub fn of(packet: &'a [u8]) -> Option<Said<'a>> {
        let (letter, data) = packet.split_first()?;
        Some(match letter {
            b'A' => Said::Abort,
            b'B' => Said::Body(data),
            b'C' => {
                let (_name, rest) = text(data)?;
                let (family, rest) = rest.split_first()?;
                // A port stands before the address, where there is an address.
                let (port, rest) =
                    rest.split_first_chunk().map_or((0, rest), |(port, rest)| (u16::from_be_bytes(*port), rest));
                let address = text(rest).map_or(&b""[..], |(address, _)| address);
                Said::Connect { family: *family, port, address }
            }
            b'D' => {
                let (stage, rest) = data.split_first()?;
                Said::Macros { stage: *stage, values: pairs(rest)? }
            }
            b'E' => Said::End(data),
            b'K' => Said::NextClient,
            b'L' => {
                let (name, rest) = text(data)?;
                Said::Field { name, value: text(rest)?.0 }
            }
            b'M' => {
                let (address, parameters) = text(data)?;
                let is_utf8 = parameters.split(|byte| *byte == 0).any(|word| word.eq_ignore_ascii_case(b"SMTPUTF8"));
                Said::Sender { address, is_utf8 }
            }
            b'N' => Said::EndOfHeader,
            b'O' => {
                let mut numbers = data.chunks_exact(4).map(|bytes| bytes.iter().fold(0, |n, b| n << 8 | u32::from(*b)));
                let (version, actions, protocol) = (numbers.next()?, numbers.next()?, numbers.next()?);
                Said::Options(Options { version, actions, protocol })
            }
            b'Q' => Said::Quit,
            b'R' => Said::Recipient(text(data)?.0),
            b'H' | b'T' | b'U' => Said::Other,
            _ => return None,
        })
    }
}

/// A text that ends with NUL, and what follows.
fn text(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(0, data)?;
    Some((&data[..end], &data[end + 1..]))
}

/// Names and values of macros.
fn pairs(mut data: &[u8]) -> Option<Vec<(&[u8], &[u8])>> {
    let mut pairs = Vec::new();
    while !data.is_empty() {
        let (name, rest) = text(data)?;
        let (value, rest) = text(rest)?;
        let bare = name.strip_prefix(b"{").and_then(|name| name.strip_suffix(b"}"));
        pairs.push((bare.unwrap_or(name), value));
        data = rest;
    }
    Some(pairs)
}

/// Reads the next packet into the buffer; false where there is no more.
pub fn read_packet(from: &mut impl Read, packet: &mut Vec<u8>) -> io::Result<bool> {
    let mut length = [0; 4];
    if from.read(&mut length[..1])? == 0 {
        return Ok(false);
    }
    from.read_exact(&mut length[1..])?;
    let length = u32::from_be_bytes(length) as usize;
    if length > LONGEST {
        return Err(io::Error::new(ErrorKind::InvalidData, "a packet is too long"));
    }
    packet.clear();
    // Room is made as bytes arrive, not as they are announced.
    match from.take(length as u64).read_to_end(packet)? {
        read if read < length => Err(ErrorKind::UnexpectedEof.into()),
        _ => Ok(true),
    }
}

/// What a milter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// What is agreed on.
    Options(Options),
    /// Go on.
    Continue,
    /// The message passes, and no more need be told of it.
    Accept,
    /// The message is refused with this answer of SMTP: lines with code, without the last line end.
    Reply(Vec<u8>),
    /// The message is to wait, and why.
    Quarantine(String),
    /// A field is added at the end of the header.
    Add(&'static str, String),
    /// A field is taken out: its name, and the how many-th of this name it is, from 1.
    Delete(&'static str, u32),
}

impl Answer {
    /// Adds the packet.
    pub fn write(&self, out: &mut Vec<u8>) {
        let packet = match self {
            Answer::Options(options) => {
                let numbers = [options.version, options.actions, options.protocol];
                [&b"O"[..], &numbers.map(u32::to_be_bytes).concat()].concat()
            }
            Answer::Continue => b"c".to_vec(),
            Answer::Accept => b"a".to_vec(),
            Answer::Reply(lines) => {
                let mut packet = b"y".to_vec();
                for byte in lines {
                    packet.push(*byte);
                    // Two percent signs stand for one: libmilter has texts with places to fill in.
                    if *byte == b'%' {
                        packet.push(b'%');
                    }
                }
                packet.push(0);
                packet
            }
            Answer::Quarantine(why) => [b"q", why.as_bytes(), b"\0"].concat(),
            Answer::Add(name, value) => [b"h", name.as_bytes(), b"\0", value.as_bytes(), b"\0"].concat(),
            Answer::Delete(name, index) => [b"m", &index.to_be_bytes()[..], name.as_bytes(), b"\0\0"].concat(),
        };
        out.extend_from_slice(&u32::try_from(packet.len()).unwrap_or_default().to_be_bytes());
        out.extend_from_slice(&packet);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_read_as_they_are_meant() {
        let read = |packet: &'static [u8]| Said::of(packet);
        assert_eq!(
            read(b"Chost\x004\x30\x39127.0.0.1\0"),
            Some(Said::Connect { family: b'4', port: 12345, address: b"127.0.0.1" })
        );
        assert_eq!(read(b"Chost\0U"), Some(Said::Connect { family: b'U', port: 0, address: b"" }));
        assert_eq!(
            read(b"M<a@a.example>\0SIZE=3\0smtputf8\0"),
            Some(Said::Sender { address: b"<a@a.example>", is_utf8: true })
        );
        assert_eq!(read(b"LSubject\0Hi\n there\0"), Some(Said::Field { name: b"Subject", value: b"Hi\n there" }));
        assert_eq!(
            read(b"DM{auth_type}\0PLAIN\0i\x0042\0"),
            Some(Said::Macros { stage: b'M', values: vec![(b"auth_type", b"PLAIN"), (b"i", b"42")] })
        );
        assert_eq!(read(b"E"), Some(Said::End(b"")));
        for broken in
            [&b""[..], b"C", b"Chost\0", b"LSubject\0Hi", b"M<a>", b"DMi", b"D", b"O\0\0\0\x06", b"Z", b"R<a>"]
        {
            assert_eq!(Said::of(broken), None, "{broken:?}");
        }
    }

    #[test]
    fn packets_come_whole_or_not_at_all() {
        let mut packet = Vec::new();
        let mut from = &b"\0\0\0\x02Ba\0\0\0\x01E\0\0\0\x05B"[..];
        assert!(read_packet(&mut from, &mut packet).unwrap() && packet == b"Ba");
        assert!(read_packet(&mut from, &mut packet).unwrap() && packet == b"E");
        assert_eq!(read_packet(&mut from, &mut packet).unwrap_err().kind(), ErrorKind::UnexpectedEof);
        assert!(!read_packet(&mut &b""[..], &mut packet).unwrap());
        assert!(read_packet(&mut &b"\0\0"[..], &mut packet).is_err());
        assert!(read_packet(&mut &b"\xff\xff\xff\xffB"[..], &mut packet).is_err());
    }

    #[test]
    fn what_is_not_waited_for_is_not_answered() {
        let new = Options { version: 6, actions: 0x1ff, protocol: 0x1f_ffff }.agreed().unwrap();
        let old = Options { version: 2, actions: 0x3f, protocol: 0x7f }.agreed().unwrap();
        assert_eq!((new.version, old.version), (6, 2));
        assert_eq!((new.protocol, old.protocol), (PROTOCOL, protocol::NO_HELO));
        let (sender, body) = (Said::Sender { address: b"", is_utf8: false }, Said::Body(b""));
        assert_eq!((new.answers(&sender), new.answers(&body)), (true, false));
        assert_eq!((old.answers(&sender), old.answers(&body)), (true, true));
        assert!(!new.answers(&Said::Abort) && !old.answers(&Said::Macros { stage: b'M', values: vec![] }));
        assert!(Options { version: 6, actions: 1, protocol: 0 }.agreed().is_err());
    }

    #[test]
    fn answers_are_written_with_their_length() {
        let written = |answer: Answer| {
            let mut out = Vec::new();
            answer.write(&mut out);
            out
        };
        assert_eq!(written(Answer::Continue), b"\0\0\0\x01c");
        assert_eq!(written(Answer::Delete("X-A", 2)), b"\0\0\0\x0am\0\0\0\x02X-A\0\0");
        assert_eq!(written(Answer::Add("X-A", "1".into())), b"\0\0\0\x07hX-A\x001\0");
        assert_eq!(written(Answer::Reply(b"550 5.7.1 50 %".to_vec())), b"\0\0\0\x11y550 5.7.1 50 %%\0");
    }
}
