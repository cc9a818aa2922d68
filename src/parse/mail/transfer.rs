use super::message::Message;
use crate::draft::Transfer;
use crate::text::{Finding, MappedBytes, Span};

/// The transfer encoding with this name, whatever mail programs append to it.
pub fn for_name(name: &[u8]) -> Transfer {
    let end = name.iter().position(|byte| matches!(byte, b';' | b' ' | b'\t' | b'(')).unwrap_or(name.len());
    match name[..end].to_ascii_lowercase().as_slice() {
        b"quoted-printable" => Transfer::QuotedPrintable,
        b"base64" => Transfer::Base64,
        _ => Transfer::Identity,
    }
}

/// Decodes the body of a part. What is broken is decoded as far as it goes, and said.
pub fn decode(message: Message, span: Span, transfer: Transfer, problems: &mut Vec<Finding>) -> MappedBytes {
    match transfer {
        Transfer::Identity => identity(message, span),
        Transfer::QuotedPrintable => quoted_printable(message, span),
        Transfer::Base64 => base64(message, span, problems),
    }
}

/// Where the content of a line starts: behind the `>` that an mbox file put before `From `.
fn content_start(message: Message, line: Span) -> usize {
    if !message.mbox {
        return line.start;
    }
    let content = message.slice(line);
    let quotes = content.iter().take_while(|&&byte| byte == b'>').count();
    line.start + usize::from(quotes > 0 && content[quotes..].starts_with(b"From "))
}

fn identity(message: Message, span: Span) -> MappedBytes {
    let mut decoded = MappedBytes::default();
    if !message.mbox {
        decoded.push_verbatim(message.slice(span), span.start);
        return decoded;
    }
    let mut from = span.start;
    for line in message.lines(span) {
        let start = content_start(message, line.span);
        if start > line.span.start {
            decoded.push_verbatim(message.slice(Span::new(from, line.span.start)), from);
            from = start;
        }
    }
    decoded.push_verbatim(message.slice(Span::new(from, span.end)), from);
    decoded
}

fn quoted_printable(message: Message, span: Span) -> MappedBytes {
    let mut decoded = MappedBytes::default();
    decoded.bytes.reserve(span.len());
    for line in message.lines(span) {
        let mut at = content_start(message, line.span);
        // White space at the end of a line was added on the way.
        let content = message.slice(line.span);
        let end = line.span.start + content.trim_ascii_end().len();
        let soft = content.trim_ascii_end().ends_with(b"=");
        let end = if soft { end - 1 } else { end };
        while at < end {
            let rest = message.slice(Span::new(at, end));
            let plain = rest.iter().position(|&byte| byte == b'=').unwrap_or(rest.len());
            decoded.push_verbatim(&rest[..plain], at);
            at += plain;
            if let Some(byte) = escaped(&rest[plain..]) {
                decoded.push_whole(&[byte], Span::new(at, at + 3));
                at += 3;
            } else if at < end {
                decoded.push_verbatim(b"=", at);
                at += 1;
            }
        }
        if !soft {
            decoded.push_verbatim(message.slice(Span::new(line.span.end, line.next)), line.span.end);
        }
    }
    decoded
}

/// The byte that `=E9` at the start of `bytes` stands for.
pub fn escaped(bytes: &[u8]) -> Option<u8> {
    let &[b'=', high, low, ..] = bytes else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

/// Decodes a base64 part. Foreign bytes are passed over, and said once.
fn base64(message: Message, span: Span, problems: &mut Vec<Finding>) -> MappedBytes {
    let mut quads = Quads::default();
    quads.decoded.bytes.reserve(span.len() / 4 * 3);
    let mut foreign: Option<Span> = None;
    for line in message.lines(span) {
        let content = message.slice(line.span);
        // What a mailing list adds below the last quad is not base64.
        if quads.padded && content.iter().any(|&byte| value(byte).is_none() && !is_filler(byte)) {
            let text = "this stands below the end of the base64 part and is not read";
            problems.push(Finding::new(Span::new(line.span.start, span.end), text));
            break;
        }
        for place in quads.feed(content, line.span.start) {
            match &mut foreign {
                None => foreign = Some(Span::new(place, place + 1)),
                Some(span) if span.end == place => span.end += 1,
                Some(_) => {}
            }
        }
    }
    if let Some(span) = foreign {
        problems.push(Finding::new(span, "this is not base64: only what lies around it can be read"));
    }
    if let Some(rest) = quads.finish() {
        problems.push(Finding::new(rest, "the base64 part breaks off here"));
    }
    quads.decoded
}

/// Decodes the base64 of an encoded word, as far as it goes.
pub fn base64_word(bytes: &[u8], start: usize) -> MappedBytes {
    let mut quads = Quads::default();
    let _ = (quads.feed(bytes, start), quads.finish());
    quads.decoded
}

/// What base64 may hold beside its letters.
fn is_filler(byte: u8) -> bool {
    byte == b'=' || byte.is_ascii_whitespace()
}

/// Collects base64 letters to quads. A run of whole quads without a break becomes one
/// piece of the map; a quad that is parted or padded becomes a piece of its own.
#[derive(Default)]
struct Quads {
    decoded: MappedBytes,
    /// The letters of the quad that is not yet complete, how many, and where it lies.
    bits: u32,
    held: usize,
    padding: usize,
    span: Span,
    /// Whether padding has ended the text.
    padded: bool,
}

impl Quads {
    /// Takes the bytes of a line, the first of which lies at `start`, and gives the
    /// places of those that can't be in base64.
    fn feed(&mut self, bytes: &[u8], start: usize) -> Vec<usize> {
        let mut foreign = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            if self.held == 0 {
                at += self.run(&bytes[at..], start + at);
            }
            let Some(&byte) = bytes.get(at) else { break };
            let place = Span::new(start + at, start + at + 1);
            at += 1;
            if let Some(value) = value(byte) {
                if self.padding > 0 {
                    self.flush();
                }
                self.bits = self.bits << 6 | u32::from(value);
                self.span = if self.held == 0 { place } else { self.span.cover(place) };
                self.held += 1;
            } else if byte == b'=' && self.held > 1 {
                self.padding += 1;
                self.span = self.span.cover(place);
            } else if !(byte.is_ascii_whitespace() || byte == b'=' && self.padded) {
                foreign.push(place.start);
            }
            if self.held + self.padding == 4 {
                self.flush();
            }
        }
        foreign
    }

    /// Decodes all whole quads at the start of `bytes` and gives how many bytes they are.
    fn run(&mut self, bytes: &[u8], start: usize) -> usize {
        let mut decoded = Vec::new();
        for quad in bytes.chunks_exact(4) {
            let Some(bits) = quad.iter().try_fold(0, |bits, &byte| Some(bits << 6 | u32::from(value(byte)?))) else {
                break;
            };
            decoded.extend_from_slice(&bits.to_be_bytes()[1..]);
        }
        let len = decoded.len() / 3 * 4;
        self.decoded.push_base64(&decoded, Span::new(start, start + len));
        len
    }

    fn flush(&mut self) {
        if self.held > 1 {
            let bytes = (self.bits << (6 * (4 - self.held))).to_be_bytes();
            self.decoded.push_whole(&bytes[1..self.held], self.span);
        }
        self.padded = self.padding > 0;
        (self.bits, self.held, self.padding) = (0, 0, 0);
    }

    /// Ends the text; gives the quad that lacks letters or padding, if there is one.
    fn finish(&mut self) -> Option<Span> {
        let rest = (self.held > 0).then_some(self.span);
        self.flush();
        rest
    }
}

/// The six bits that a letter of the base64 alphabet stands for.
fn value(byte: u8) -> Option<u8> {
    const VALUES: [u8; 256] = {
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut values = [64; 256];
        let mut value = 0;
        while value < letters.len() {
            values[letters[value] as usize] = value as u8;
            value += 1;
        }
        values
    };
    Some(VALUES[usize::from(byte)]).filter(|&value| value < 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str, transfer: Transfer, mbox: bool) -> (MappedBytes, Vec<Finding>) {
        let mut problems = Vec::new();
        let message = Message::new(text.as_bytes(), mbox);
        (decode(message, Span::new(0, text.len()), transfer, &mut problems), problems)
    }

    #[test]
    fn names_are_read_with_what_is_appended() {
        assert_eq!(for_name(b"Quoted-Printable;"), Transfer::QuotedPrintable);
        assert_eq!(for_name(b"BASE64 (usual)"), Transfer::Base64);
        assert_eq!(for_name(b"x-odd"), Transfer::Identity);
    }

    #[test]
    fn quoted_printable_keeps_its_places() {
        let (got, _) = decoded("a=C3=BC =\r\nb=3D=zz \r\nc=", Transfer::QuotedPrintable, false);
        assert_eq!(got.bytes, "aü b==zz\r\nc".as_bytes());
        assert_eq!(got.map.source(1..3), Span::new(1, 7));
        assert_eq!(got.map.source(4..5), Span::new(11, 12));
        assert_eq!(got.map.source(5..6), Span::new(12, 15));
        assert_eq!(got.map.verbatim(6..9), Some(Span::new(15, 18)));
        assert_eq!(got.map.source(9..11), Span::new(19, 21), "the line break stays, the space before it goes");
    }

    #[test]
    fn base64_lines_are_pieces() {
        let (got, problems) = decoded("SGVsbG8s\r\nIHlvdSE=\r\n", Transfer::Base64, false);
        assert_eq!(got.bytes, b"Hello, you!");
        assert_eq!(got.map.source(0..2), Span::new(0, 4));
        assert_eq!(got.map.source(7..10), Span::new(10, 18));
        assert_eq!(problems, []);
    }

    #[test]
    fn base64_quads_may_be_parted_by_line_breaks() {
        let (got, problems) = decoded("SGVsb\nG8sIH\nlvdSE", Transfer::Base64, false);
        assert_eq!(got.bytes, b"Hello, you!");
        assert_eq!(got.map.source(3..6), Span::new(4, 9));
        assert_eq!(got.map.source(10..11), Span::new(14, 17));
        assert_eq!(problems[0].span, Span::new(14, 17), "the padding is missing");
    }

    #[test]
    fn broken_base64_is_read_as_far_as_it_goes() {
        let (got, problems) = decoded("SGVs#*bG8s\nIHlvdSEh", Transfer::Base64, false);
        assert_eq!(got.bytes, b"Hello, you!!");
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].span, Span::new(4, 6));
        let (got, problems) = decoded("SGVsbG8=\n_____\nlist footer\n", Transfer::Base64, false);
        assert_eq!(got.bytes, b"Hello");
        assert_eq!(problems[0].span, Span::new(9, 27));
        assert_eq!(decoded("=", Transfer::Base64, false).0.bytes, b"");
        assert_eq!(decoded("A", Transfer::Base64, false).1.len(), 1);
    }

    #[test]
    fn two_texts_one_after_the_other_are_both_read() {
        let (got, problems) = decoded("SGVsbG8=\nIQ==\n", Transfer::Base64, false);
        assert_eq!((got.bytes.as_slice(), problems.len()), (b"Hello!".as_slice(), 0));
    }

    #[test]
    fn an_mbox_file_quotes_from_lines() {
        let text = "Hi\n>From here on\n>>From there\n> From where\n";
        let (got, _) = decoded(text, Transfer::Identity, true);
        assert_eq!(got.bytes, b"Hi\nFrom here on\n>From there\n> From where\n");
        assert_eq!(got.map.source(3..7), Span::new(4, 8));
        assert_eq!(decoded(text, Transfer::QuotedPrintable, true).0.bytes, got.bytes);
        assert_eq!(decoded(text, Transfer::Identity, false).0.bytes, text.as_bytes());
    }
}
