//! Calendar invitations (RFC 5545): files, and the calendar parts of mails.
//!
//! A calendar is a list of content lines. One pass over them finds the first meeting,
//! however deep and however wrong the components lie in each other; a line that can't be
//! read costs that line only. Every value is a range of the unfolded text, which knows
//! the bytes of the file that each of its characters came from.

mod event;
mod lines;
mod moment;
mod people;
mod zones;

use super::mail::charset::{self, Charset};
use super::{MOST_PROBLEMS, plain};
use crate::draft::{Block, Draft, Envelope, Format};
use crate::text::{Finding, MappedBytes, MappedText, Source};

use event::Event;

pub use event::proposes_nothing;

/// How a calendar starts.
const BEGIN: &[u8] = b"BEGIN:VCALENDAR";

/// Gives each content line of a text that is no draft, such as a vCard: its name, its
/// parameters as they stand, and its value, escapes included.
pub fn content_lines(text: &str, mut each: impl FnMut(&str, &str, &str)) {
    let mut bytes = MappedBytes::default();
    bytes.push_verbatim(text.as_bytes(), 0);
    let unfolded = lines::unfold(&bytes);
    let unfolded = MappedText::from_parts(String::from_utf8_lossy(&unfolded.bytes).into_owned(), unfolded.map);
    for line in lines::lines(&unfolded).flatten() {
        let parameters = line.range.start + line.name.len()..line.value.start - 1;
        each(line.name, &unfolded.as_str()[parameters], line.raw());
    }
}

/// Reads a calendar file: the first meeting in it.
pub fn parse(source: &Source) -> Draft {
    let mut bytes = MappedBytes::default();
    bytes.push_verbatim(&source.bytes, 0);
    let mut problems = Vec::new();
    let read = read(bytes, Charset::Unspecified, &mut problems);
    problems.truncate(MOST_PROBLEMS);
    problems.sort_by_key(|problem| problem.span);
    match read {
        Some(Meeting { envelope, blocks }) => {
            Draft { format: Format::Calendar, envelope, blocks, problems, ..Draft::default() }
        }
        None => Draft { format: Format::Calendar, problems, ..Draft::default() },
    }
}

/// What a calendar says of its first meeting.
pub struct Meeting {
    /// Who invites whom to what, and when; without an invitation where the calendar is an
    /// answer or calls the meeting off.
    pub envelope: Envelope,
    /// The description.
    pub blocks: Vec<Block>,
}

/// Reads the first meeting of a calendar; none where it holds none.
pub fn read(bytes: MappedBytes, charset: Charset, problems: &mut Vec<Finding>) -> Option<Meeting> {
    let text = unfolded(bytes, charset);
    let event = Event::find(&text, problems)?;
    let envelope = event.envelope(problems);
    Some(Meeting { envelope, blocks: plain::blocks(&event.description()) })
}

/// Whether bytes of unknown format start as a calendar does.
pub fn looks_like_calendar(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bytes.get(..BEGIN.len()).is_some_and(|start| start.eq_ignore_ascii_case(BEGIN))
        && bytes.get(BEGIN.len()).is_none_or(|next| !next.is_ascii_alphanumeric())
}

/// The text with its folded lines joined. They are joined before the bytes are decoded,
/// as many programs fold in the middle of a character; only where a line break is more
/// than one byte must the text be decoded first.
fn unfolded(bytes: MappedBytes, charset: Charset) -> MappedText {
    let wide = bytes.bytes.starts_with(b"\xff\xfe") || bytes.bytes.starts_with(b"\xfe\xff");
    if wide || matches!(charset, Charset::Named(encoding) if !encoding.is_ascii_compatible()) {
        let text = charset::decode(bytes, charset);
        let bytes = MappedBytes { bytes: text.as_str().as_bytes().to_vec(), map: text.map().clone() };
        return charset::decode(lines::unfold(&bytes), Charset::Named(encoding_rs::UTF_8));
    }
    charset::decode(lines::unfold(&bytes), charset)
}

#[cfg(test)]
mod tests;
