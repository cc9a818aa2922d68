use super::message::Message;
use crate::text::Span;

/// What stands between header and body while a mail is written in Emacs. It is taken out when
/// the mail is sent.
const EMACS_SEPARATOR: &[u8] = b"--text follows this line--";

/// The fields of a header block, in order.
#[derive(Clone, Debug, Default)]
pub struct Header<'a> {
    fields: Vec<Field<'a>>,
}

/// One header field.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The name as it is written, without the colon.
    pub name: &'a [u8],
    /// The name with its colon.
    pub label: Span,
    /// The value with its folding, without the white space around it.
    pub value: Span,
}

impl<'a> Header<'a> {
    /// Reads the header block at the start of `span` and gives it with the place where
    /// the body starts. Lines for which `stop` holds end the block, as does a line that
    /// can't belong to it: then the body starts with that line.
    pub fn read(message: Message<'a>, span: Span, stop: impl Fn(&[u8]) -> bool) -> (Header<'a>, usize) {
        let mut header = Header::default();
        let mut at = span.start;
        while let Some(line) = message.line(at, span.end) {
            let content = message.slice(line.span);
            if content.is_empty() || content == EMACS_SEPARATOR && !header.fields.is_empty() {
                return (header, line.next);
            }
            if stop(content) {
                break;
            }
            if let Some(colon) = name_end(content) {
                let value = Span::new(line.span.start + colon.1 + 1, line.span.end);
                let label = Span::new(line.span.start, value.start);
                header.fields.push(Field { name: &content[..colon.0], label, value: trim(message, value) });
            } else if let Some(last) = header.fields.last_mut()
                && matches!(content[0], b' ' | b'\t')
            {
                // A line of nothing but white space continues the field too (RFC 5322, 4.2)
                // and adds nothing to it.
                if !content.trim_ascii().is_empty() {
                    last.value = trim(message, Span::new(last.value.start, line.span.end));
                }
            } else if header.fields.is_empty() && at == span.start && is_from_line(content) {
                // The separator of an mbox file, kept by whoever saved the message.
            } else if header.fields.is_empty() || !goes_on(message, Span::new(line.next, span.end)) {
                break;
            }
            at = line.next;
        }
        (header, at.min(span.end))
    }

    /// Where the value of the last field ends; none without fields.
    pub fn end(&self) -> Option<usize> {
        self.fields.last().map(|field| field.value.end)
    }

    /// The value of the first field with this name, in any case.
    pub fn first(&self, name: &str) -> Option<Span> {
        self.all(name).next()
    }

    /// The values of all fields with this name, in any case.
    pub fn all(&self, name: &str) -> impl Iterator<Item = Span> {
        self.named(name).map(|field| field.value)
    }

    /// All fields with this name, in any case.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Field<'a>> {
        let name = name.as_bytes();
        self.fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
    }
}

/// Whether a header goes on behind a broken line, such as one that lost its indentation:
/// a field that mail programs write follows within a few lines.
fn goes_on(message: Message, span: Span) -> bool {
    let lines = message.lines(span).take(4).map(|line| message.slice(line.span));
    lines.take_while(|line| !line.is_empty()).any(|line| name_end(line).is_some_and(|(end, _)| is_known(&line[..end])))
}

/// Where the name of a field ends in its first line, and where its colon is. White
/// space may stand between the two (RFC 5322, 4.5).
fn name_end(line: &[u8]) -> Option<(usize, usize)> {
    let end = line.iter().position(|&byte| byte == b':' || !byte.is_ascii_graphic())?;
    let colon = end + line[end..].iter().position(|&byte| !matches!(byte, b' ' | b'\t'))?;
    (end > 0 && line[colon] == b':').then_some((end, colon))
}

/// The `From ` line of an mbox file, quoted or not.
fn is_from_line(line: &[u8]) -> bool {
    line.starts_with(b"From ") || line.starts_with(b">From ")
}

fn trim(message: Message, span: Span) -> Span {
    let bytes = message.slice(span);
    let start = bytes.len() - bytes.trim_ascii_start().len();
    Span::new(span.start + start, span.start + start + bytes[start..].trim_ascii_end().len())
}

/// Whether bytes of unknown format start with a mail's header: field after field up to
/// a blank line, one of them known to mail; or two known ones before anything else.
pub fn looks_like_header(bytes: &[u8]) -> bool {
    let message = Message::new(bytes, false);
    let mut known = 0;
    let mut fields = 0;
    for (number, line) in message.lines(Span::new(message.start(), bytes.len())).take(200).enumerate() {
        let content = message.slice(line.span);
        if number == 0 && is_from_line(content) {
            continue;
        }
        if let Some((end, _)) = name_end(content) {
            fields += 1;
            known += usize::from(is_known(&content[..end]));
        } else if content.is_empty() || content == EMACS_SEPARATOR {
            return known > 0;
        } else if fields == 0 || !matches!(content[0], b' ' | b'\t') {
            return known > 1;
        }
    }
    known > 0
}

/// Whether a field name is one that mail programs write (RFC 4021 and common practice).
fn is_known(name: &[u8]) -> bool {
    const KNOWN: [&str; 38] = [
        "Authentication-Results",
        "Bcc",
        "Cc",
        "Comments",
        "Content-Description",
        "Content-Disposition",
        "Content-ID",
        "Content-Language",
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "Delivered-To",
        "DKIM-Signature",
        "Envelope-To",
        "Errors-To",
        "From",
        "Importance",
        "In-Reply-To",
        "Keywords",
        "List-Id",
        "List-Post",
        "List-Unsubscribe",
        "Message-ID",
        "MIME-Version",
        "Organization",
        "Precedence",
        "Priority",
        "Received",
        "References",
        "Reply-To",
        "Resent-From",
        "Return-Path",
        "Sender",
        "Status",
        "Subject",
        "Thread-Topic",
        "To",
        "User-Agent",
    ];
    (name.len() > 2 && name[..2].eq_ignore_ascii_case(b"X-"))
        || KNOWN.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, String)>, String) {
        let message = Message::new(text.as_bytes(), false);
        let (header, body) = Header::read(message, Span::new(0, text.len()), |line| line == b"--stop");
        let fields = header
            .fields
            .iter()
            .map(|field| (String::from_utf8_lossy(field.name).into_owned(), text[field.value.range()].to_owned()));
        (fields.collect(), text[body..].to_owned())
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn fields_are_read_with_their_folding() {
        let (fields, body) = read("Subject: one\r\n two\r\nTo :\r\n\ta@example.org\r\nCc:\r\n\r\nHi");
        assert_eq!(fields, pairs(&[("Subject", "one\r\n two"), ("To", "a@example.org"), ("Cc", "")]));
        assert_eq!(body, "Hi");
    }

    #[test]
    fn what_is_no_header_is_body() {
        assert_eq!(read("Hi Ana,\n\nwhen?"), (vec![], "Hi Ana,\n\nwhen?".to_owned()));
        assert_eq!(read("\nHi"), (vec![], "Hi".to_owned()));
        assert_eq!(read("To: a\nHi Ana,\nwhen?"), (pairs(&[("To", "a")]), "Hi Ana,\nwhen?".to_owned()));
        assert_eq!(read("To: a\n--stop\nX: y\n"), (pairs(&[("To", "a")]), "--stop\nX: y\n".to_owned()));
        assert_eq!(read("To: a\nbroken line\nCc: b\n\nHi"), (pairs(&[("To", "a"), ("Cc", "b")]), "Hi".to_owned()));
        assert_eq!(read("From a@b Mon\nTo: a\n\nHi"), (pairs(&[("To", "a")]), "Hi".to_owned()));
        let emacs = "To: a\n--text follows this line--\nHi";
        assert_eq!(read(emacs), (pairs(&[("To", "a")]), "Hi".to_owned()));
    }

    #[test]
    fn mail_is_known_by_its_header() {
        assert!(looks_like_header(b"Subject: plan\n\nHi"));
        assert!(looks_like_header(b"Subject: plan\n--text follows this line--\nHi"));
        assert!(looks_like_header(b"From: a@example.org\r\nX-Odd: 1\r\n folded\r\n\r\nHi"));
        assert!(looks_like_header(b"To: a@example.org\nDate: today\nHi Ana"));
        assert!(!looks_like_header(b"Note: the plan\n\nHi"));
        assert!(!looks_like_header(b"From: Monday on we are closed.\nSorry for that.\n"));
        assert!(!looks_like_header(b"Hi Ana,\nSubject: x\n\n"));
        assert!(!looks_like_header(b""));
    }
}
