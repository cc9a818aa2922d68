use super::header::Header;
use super::message::{Line, Message};
use super::parameters::Parameters;
use super::transfer;
use crate::draft::Transfer;
use crate::text::Span;

/// How deep parts may lie in parts. What lies deeper is one part that is not looked into.
const MAX_DEPTH: usize = 50;

/// A part of a message, by its place in [`parts`]; the message itself is the first.
#[derive(Clone, Debug, Default)]
pub struct Part<'a> {
    /// Its header.
    pub header: Header<'a>,
    /// The value and parameters of Content-Type.
    pub media: Parameters,
    /// The value and parameters of Content-Disposition.
    pub disposition: Parameters,
    /// How the body is encoded.
    pub transfer: Transfer,
    /// Header and body in the source, without the line break before the next delimiter.
    pub span: Span,
    /// The body in the source.
    pub body: Span,
    /// The parts within this one: those of a multipart, or the message that is passed on.
    pub children: Vec<usize>,
    /// Whether it lies too deep to be looked into.
    pub too_deep: bool,
}

impl Part<'_> {
    /// The media type before the slash.
    pub fn main_type(&self) -> &str {
        self.media.value.split('/').next().unwrap_or_default()
    }

    /// The file name, decoded; empty where there is none.
    pub fn file_name(&self) -> String {
        let name = self.disposition.text("filename").or_else(|| self.media.text("name"));
        name.map_or_else(String::new, |name| name.trim().to_owned())
    }
}

/// The parts of a message, each before its children. One pass over the lines, however
/// deep the parts lie.
pub fn parts(message: Message) -> Vec<Part> {
    let mut walk = Walk { message, parts: Vec::new(), open: Vec::new(), end: message.bytes.len() };
    let mut at = walk.start_part(message.start(), None, false);
    while let Some(line) = message.line(at, walk.end) {
        at = line.next;
        let Some((level, closing)) = delimiter(message, line, &walk.open) else { continue };
        walk.close_above(level + 1, line);
        if closing {
            // What follows up to the next delimiter of an outer part is read by nobody.
            walk.open[level].closed = true;
        } else {
            let parent = walk.open[level].part;
            let digest = walk.parts[parent].media.value == "multipart/digest";
            walk.open[level].closed = false;
            at = walk.start_part(line.next, Some(parent), digest);
        }
    }
    walk.close_above(0, Line { span: Span::at(walk.end), next: walk.end });
    walk.parts
}

struct Walk<'a> {
    message: Message<'a>,
    parts: Vec<Part<'a>>,
    /// The parts that are not yet at their end, outermost first.
    open: Vec<Open>,
    end: usize,
}

struct Open {
    part: usize,
    /// What parts its children, where it is a multipart.
    boundary: Option<Vec<u8>>,
    /// Whether its last delimiter has been seen.
    closed: bool,
}

impl<'a> Walk<'a> {
    /// Reads the header of the part that starts at `at`, and of the message in it if it
    /// passes one on, and gives the place where the innermost body starts.
    fn start_part(&mut self, mut at: usize, mut parent: Option<usize>, mut digest: bool) -> usize {
        loop {
            let (part, body) = self.read_part(at, digest);
            let index = self.parts.len();
            if let Some(parent) = parent {
                self.parts[parent].children.push(index);
            }
            let encoded = part.transfer != Transfer::Identity;
            let passes_on = matches!(part.media.value.as_str(), "message/rfc822" | "message/global" | "message/news");
            let boundary = part.media.raw("boundary").and_then(|(value, _)| {
                let boundary = value.trim_ascii_end();
                (part.main_type() == "multipart" && !boundary.is_empty()).then(|| boundary.to_vec())
            });
            let deep = self.open.len() >= MAX_DEPTH && (passes_on || boundary.is_some());
            self.parts.push(Part { too_deep: deep, ..part });
            self.open.push(Open { part: index, boundary: boundary.filter(|_| !deep), closed: false });
            if !passes_on || encoded || deep {
                return body;
            }
            (at, parent, digest) = (body, Some(index), false);
        }
    }

    fn read_part(&self, at: usize, digest: bool) -> (Part<'a>, usize) {
        let message = self.message;
        let open = &self.open;
        let stop = |line: &[u8]| delimiter_of(line, open).is_some();
        let (header, body) = Header::read(message, Span::new(at, self.end), stop);
        let parameters =
            |name: &str| header.first(name).map(|value| Parameters::read(message.bytes, value)).unwrap_or_default();
        let mut media = parameters("Content-Type");
        if !media.value.contains('/') {
            // RFC 2045, 5.2, also for a value that is none.
            media.value = if digest { "message/rfc822" } else { "text/plain" }.to_owned();
        }
        let disposition = parameters("Content-Disposition");
        let transfer = header.first("Content-Transfer-Encoding").map(|value| message.slice(value));
        let transfer = transfer.map(transfer::for_name).unwrap_or_default();
        let part =
            Part { header, media, disposition, transfer, span: Span::at(at), body: Span::at(body), ..Part::default() };
        (part, body)
    }

    /// Ends all open parts from `level` on before the line that ends them.
    fn close_above(&mut self, level: usize, line: Line) {
        for open in self.open.drain(level..) {
            let part = &mut self.parts[open.part];
            let end = if line.span.start < self.end {
                let whole = Span::new(part.span.start, line.span.start.max(part.span.start));
                self.message.without_line_break(whole).end
            } else {
                self.end
            };
            part.body = Span::new(part.body.start.min(end.max(part.span.start)), end);
            part.span = Span::new(part.span.start, end);
        }
    }
}

/// The open part that a line parts or ends: its level, and whether it ends it.
fn delimiter(message: Message, line: Line, open: &[Open]) -> Option<(usize, bool)> {
    delimiter_of(message.slice(line.span), open)
}

fn delimiter_of(line: &[u8], open: &[Open]) -> Option<(usize, bool)> {
    let rest = line.strip_prefix(b"--")?.trim_ascii_end();
    let bare = rest.strip_suffix(b"--");
    open.iter().enumerate().rev().find_map(|(level, open)| {
        let boundary = open.boundary.as_deref()?;
        if rest == boundary {
            // A delimiter below the last one starts a part all the same: the part before
            // it was closed by mistake, or quoted.
            return Some((level, false));
        }
        (bare == Some(boundary) && !open.closed).then_some((level, true))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each part as `type: body`, children indented.
    fn outline(text: &str) -> String {
        let parts = parts(Message::new(text.as_bytes(), false));
        let mut lines = String::new();
        let mut stack = vec![(0, 0)];
        while let Some((index, depth)) = stack.pop() {
            let part = &parts[index];
            let body = &text[part.body.range()];
            let body = if part.children.is_empty() { body.escape_debug().to_string() } else { String::new() };
            lines.push_str(&format!("{}{}: {}\n", "  ".repeat(depth), part.media.value, body));
            stack.extend(part.children.iter().rev().map(|&child| (child, depth + 1)));
        }
        lines
    }

    #[test]
    fn a_plain_message_is_one_part() {
        assert_eq!(outline("Subject: x\n\nHi\n"), "text/plain: Hi\\n\n");
        assert_eq!(outline("Subject: x"), "text/plain: \n");
        assert_eq!(outline(""), "text/plain: \n");
    }

    #[test]
    fn multiparts_are_parted() {
        let text = "Content-Type: multipart/mixed; boundary=a\r\n\r\nfore\r\n--a\r\n\r\none\r\n--a  \r\n\
                    Content-Type: multipart/alternative; boundary=\"a b\"\r\n\r\n--a b\r\n\r\ntwo\r\n--a b--\r\n\
                    gap\r\n--a\r\nContent-Type: text/html\r\n\r\nthree\r\n--a--\r\nafter\r\n";
        assert_eq!(
            outline(text),
            "multipart/mixed: \n  text/plain: one\n  multipart/alternative: \n    text/plain: two\n  text/html: three\n"
        );
    }

    #[test]
    fn a_boundary_may_be_folded() {
        let text = "Content-Type: multipart/mixed; boundary=\"a\n b\"\n\n--a b\n\none\n--a b--\n";
        assert_eq!(outline(text), "multipart/mixed: \n  text/plain: one\n");
    }

    #[test]
    fn an_outer_delimiter_ends_the_inner_parts() {
        let text = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n\
                    --b\nX: y\n--a\n\nlast";
        assert_eq!(outline(text), "multipart/mixed: \n  multipart/mixed: \n    text/plain: \n  text/plain: last\n");
    }

    #[test]
    fn a_message_in_a_message_is_its_child() {
        let text = "Content-Type: multipart/digest; boundary=a\n\n--a\n\nSubject: x\n\nHi\n--a--\n";
        assert_eq!(outline(text), "multipart/digest: \n  message/rfc822: \n    text/plain: Hi\n");
    }

    #[test]
    fn ten_thousand_levels_are_cut() {
        let mut text = String::new();
        for level in 0..10_000 {
            text.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"));
        }
        text.push_str("\nHi\n");
        let parts = parts(Message::new(text.as_bytes(), false));
        assert_eq!(parts.len(), MAX_DEPTH + 1);
        assert!(parts[MAX_DEPTH].too_deep);
    }
}
