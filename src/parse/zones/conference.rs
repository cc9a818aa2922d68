//! What conferencing programs add to an invitation: how to join, numbers and codes.

use super::signature::is_rule;
use super::{Line, words};
use crate::draft::Role;

/// A line of a program is no longer than this, in bytes; its link may be long.
const LONGEST: usize = 1_000;

/// Marks what a conferencing program wrote: from a line that only such a program writes on,
/// for as long as codes, numbers, links and lines across the page follow.
pub fn mark(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        if !lines[at].is_open() || !is_start(lines[at].text) {
            at += 1;
            continue;
        }
        let drawn = lines[..at].iter().rev().take_while(|line| line.is_open() && is_rule(line.text)).count();
        let more = lines[at + 1..].iter().take_while(|line| line.is_open() && is_part(line.text)).count();
        let end = at + 1 + more;
        super::mark(lines, at - drawn..end, Role::Signature);
        at = end;
    }
}

/// Whether a line is one that only a conferencing program writes.
fn is_start(text: &str) -> bool {
    opens_with(text, &words::CONFERENCE_STARTS)
        || text.len() < 300 && text.ends_with(" is inviting you to a scheduled Zoom meeting.")
}

/// Whether a line goes on with what such a program wrote.
fn is_part(text: &str) -> bool {
    let first = text.trim_start_matches(['<', '(', '[']);
    let is_link = ["https://", "http://", "sip:", "tel:"].iter().any(|scheme| first.starts_with(scheme));
    let is_number = text.len() <= 200 && text.starts_with(['+', '0', '1', '(']) && words::has_phone(text);
    text.is_empty()
        || is_rule(text)
        || is_number
        || is_link && !text.contains(' ')
        || is_start(text)
        || opens_with(text, &words::CONFERENCE_LINES)
}

/// Whether a line starts with one of these phrases, and no sentence goes on behind it.
fn opens_with(text: &str, phrases: &words::Phrases) -> bool {
    if text.len() > LONGEST || !phrases.may_open(text) {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    phrases.prefix(&lower).is_some_and(|phrase| {
        let rest = lower[phrase.len()..].trim_start();
        phrase.ends_with(':') || rest.starts_with("http") || !rest.starts_with(char::is_alphabetic)
    })
}
