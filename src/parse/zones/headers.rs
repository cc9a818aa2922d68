//! The header that a mail program writes above a mail that is answered or passed on:
//! a divider, or lines such as "From:", "Sent:", "To:", "Subject:", or both.

use std::ops::Range;

use super::{Line, words};

/// The header of a mail inside the mail.
pub struct Header {
    /// Its lines, divider included.
    pub lines: Range<usize>,
    /// Whether its words say that the mail is passed on.
    pub is_forward: bool,
}

/// What a divider says of the mail below it.
#[derive(Clone, Copy, PartialEq)]
enum Divider {
    /// It is answered.
    Reply,
    /// It is passed on.
    Forward,
    /// Nothing: a mere line.
    Silent,
}

/// The header that starts with the line at `at`.
pub fn find(lines: &[Line], at: usize) -> Option<Header> {
    let first = *lines[at].text.as_bytes().first()?;
    let divider = divider(lines[at].text, first);
    let start = if divider.is_some() { at + 1 } else { at };
    let least = if divider.is_some() { 2 } else { 3 };
    let fields = lines.get(start).and_then(|_| fields(lines, start, least));
    let end = match (divider, fields) {
        (_, Some(end)) => end,
        (Some(Divider::Reply | Divider::Forward), None) if !lines[at].text.ends_with(':') => start,
        // "Begin forwarded message:" stands above the quote that holds the header.
        (Some(Divider::Forward), None) if lines.get(start).is_some_and(Line::is_quoted) => start,
        _ => return None,
    };
    Some(Header { lines: at..end, is_forward: divider == Some(Divider::Forward) })
}

/// How many lines a passed-on message has that ends with a divider of its own, the
/// divider included.
pub fn forward_end(lines: &[Line]) -> Option<usize> {
    let is_end = |line: &Line| line.text.starts_with("--") && words::FORWARDED_END.any_in(&line.text.to_lowercase());
    lines.iter().position(is_end).map(|at| at + 1)
}

/// What a line says as a divider: signs drawn across the page, with or without words
/// between, or the words alone.
fn divider(text: &str, first: u8) -> Option<Divider> {
    if text.len() > 200 {
        return None;
    }
    let drawn =
        |c: char| matches!(c, '-' | '_' | '=' | '*' | '#' | '.' | '<' | '>' | '~' | '+' | '–' | '—' | '─' | '━');
    if first.is_ascii_alphanumeric() || !text.starts_with(drawn) {
        // Most lines are told by the last byte of the two colons.
        let has_colon = matches!(text.as_bytes().last(), Some(b':' | 0x9a)) && text.ends_with([':', '：']);
        let is_forward = has_colon
            && text.split_whitespace().nth(8).is_none()
            && words::FORWARDED_MESSAGE.any_in(&text.to_lowercase());
        return is_forward.then_some(Divider::Forward);
    }
    let inner = text.trim_matches(|c| drawn(c) || c == ' ');
    let signs = text.chars().filter(|c| drawn(*c)).count();
    if inner.is_empty() {
        return (signs >= 5).then_some(Divider::Silent);
    }
    let ends = text.trim_end_matches(['*', ' ']).ends_with(drawn) || text.ends_with(':');
    if signs < 4 || !ends {
        return None;
    }
    let inner = inner.to_lowercase();
    if words::FORWARDED_MESSAGE.any_in(&inner) {
        Some(Divider::Forward)
    } else if words::ORIGINAL_MESSAGE.any_in(&inner) {
        Some(Divider::Reply)
    } else {
        (signs >= 6).then_some(Divider::Silent)
    }
}

/// What a header line names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Field {
    /// Who wrote.
    From = 1,
    /// When.
    Sent = 2,
    /// To whom.
    To = 4,
    /// Who is in copy, and whatever else stands in a header.
    Copy = 8,
    /// About what.
    Subject = 16,
}

/// Where the header lines end that start at `start`, of which `least` kinds or more must
/// be there. A value may go on on the next line.
fn fields(lines: &[Line], start: usize, least: u32) -> Option<usize> {
    let first = lines[start].field.filter(|_| lines[start].is_open())?;
    let mut seen = first as u32;
    let (mut end, mut gap) = (start + 1, 0);
    for at in start + 1..lines.len().min(start + 20) {
        let line = &lines[at];
        if !line.is_open() {
            break;
        }
        if let Some(field) = line.field {
            seen |= field as u32;
            (end, gap) = (at + 1, 0);
        } else {
            gap += 1;
            if gap > 2 || line.block != lines[at - 1].block {
                break;
            }
        }
    }
    // A copy line alone never makes a header, nor does a mere list of labels.
    let names = seen & !(Field::Copy as u32);
    let says_who = seen & (Field::From as u32 | Field::Sent as u32) != 0;
    (names.count_ones() >= least && says_who).then_some(end)
}

/// A label with what stands before it has no more bytes; one of twenty wide characters has less.
const MOST_LABEL: usize = 200;

/// The first byte of '：'.
const WIDE_COLON: u8 = 0xef;

/// What the header line names, if it is one. The label may be set in bold.
pub fn field(text: &str) -> Option<Field> {
    // Nearly every line is none by its first bytes alone, which hold no colon, narrow or wide.
    let near = &text.as_bytes()[..text.len().min(MOST_LABEL)];
    memchr::memchr2(b':', WIDE_COLON, near)?;
    let text = text.trim_start_matches(['*', '_', ' ', '|', '>']);
    let bytes = text.as_bytes();
    let head = &bytes[..bytes.len().min(40)];
    let colon = if head.contains(&b':') { head.iter().position(|byte| *byte == b':') } else { None };
    let wide = || {
        let is_ascii = bytes[..bytes.len().min(80)].is_ascii();
        text.char_indices().take(if is_ascii { 0 } else { 20 }).find(|(_, c)| *c == '：').map(|(at, _)| at)
    };
    let label = &text[..colon.or_else(wide)?];
    let label = label.trim_matches(['*', '_', ' ', '\u{a0}', '\t']);
    let lists = [
        (&words::FROM_LABELS, Field::From),
        (&words::SENT_LABELS, Field::Sent),
        (&words::TO_LABELS, Field::To),
        (&words::SUBJECT_LABELS, Field::Subject),
        (&words::CC_LABELS, Field::Copy),
    ];
    if !lists.iter().any(|(list, _)| list.may_open(label)) {
        return None;
    }
    let label = label.to_lowercase();
    lists.into_iter().find(|(list, _)| list.holds(&label)).map(|(_, field)| field)
}
