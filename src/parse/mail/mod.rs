//! Mail: RFC 5322 header, MIME parts, encodings and charsets, with the map to the source.

mod address;
mod body;
pub(super) mod charset;
mod date;
mod encoded_word;
mod envelope;
mod flowed;
mod header;
mod message;
mod parameters;
mod structure;
mod transfer;

use header::Header;
use message::Message;

use super::{MOST_PROBLEMS, directive, mbox};
use crate::draft::{Draft, Format, Role};
use crate::text::{Source, Span};

pub use header::looks_like_header as looks_like_mail;

/// Where one more field can stand in the header of a mail: behind the line of the last one, or
/// at the start where there is none.
pub fn header_end(source: &Source) -> usize {
    let message = Message::new(&source.bytes, source.origin.is_some());
    let whole = Span::new(message.start(), source.bytes.len());
    let (header, _) = Header::read(message, whole, |_| false);
    header.end().map_or(whole.start, |end| message.line(end, whole.end).map_or(end, |line| line.next))
}

/// Reads a mail: its envelope, and its plain part, else its HTML part.
pub fn parse(source: &Source) -> Draft {
    // A mailbox that comes as a file of its own is read up to the end of its first message.
    let mailbox = source.origin.is_none() && mbox::is_mailbox(&source.bytes);
    let bytes = if mailbox { &source.bytes[..mbox::first_message_end(&source.bytes)] } else { &source.bytes[..] };
    let message = Message::new(bytes, mailbox || source.origin.is_some());
    let mut problems = Vec::new();
    let parts = structure::parts(message);
    let mut envelope = envelope::read(message, &parts[0].header, &mut problems);
    let body = body::read(message, &parts, &mut problems);
    envelope.forwarded |= body.blocks.iter().any(|block| block.role == Role::Forwarded);
    envelope.attachments = body.attachments;
    envelope.calendar = body.calendar;
    envelope.invitation = body.invitation;
    let ignored = parts[0].header.all("X-Presend-Ignore").map(|value| directive::header(message.bytes, value));
    let directives = ignored.chain(body.directives).collect();
    problems.truncate(MOST_PROBLEMS);
    problems.sort_by_key(|problem| problem.span);
    Draft {
        format: Format::Mail,
        envelope,
        blocks: body.blocks,
        links: body.spots.links,
        code: body.spots.code,
        pictures: body.spots.pictures,
        parts: body.parts,
        directives,
        problems,
        ..Draft::default()
    }
}
