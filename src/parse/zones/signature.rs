//! Signatures: the author's, below `-- `, and the lines that mail programs, devices and
//! list servers add.

use std::ops::Range;

use super::{Line, disclaimer, words};
use crate::draft::Role;

/// What stands below a `-- ` line is a signature as long as it has no more lines.
const LONGEST: usize = 30;
/// What stands below a line drawn across the page, likewise.
const LONGEST_RULED: usize = 10;

/// Where the signature below a `-- ` line starts, in the last lines of a stretch.
pub fn delimiter(lines: &[Line], stretch: Range<usize>) -> Option<usize> {
    let from = stretch.start.max(stretch.end.saturating_sub(LONGEST));
    let found: Vec<usize> = (from..stretch.end).filter(|at| is_delimiter(lines[*at].text)).collect();
    // Where they part a text into many sections, only the last can start a signature.
    let at = if found.len() > 2 { found.last() } else { found.first() };
    at.copied()
}

fn is_delimiter(text: &str) -> bool {
    matches!(text, "--" | "- --" | "—" | "––" | "--=20" | "-- =20") || text == "-----BEGIN PGP SIGNATURE-----"
}

/// Where a signature or footer starts that a line across the page parts from the text.
pub fn ruled(lines: &[Line], stretch: Range<usize>) -> Option<usize> {
    let from = stretch.start.max(stretch.end.saturating_sub(LONGEST_RULED + 1));
    let rule = (from..stretch.end).rev().find(|at| is_rule(lines[*at].text))?;
    let below = &lines[rule + 1..stretch.end];
    if below.is_empty() {
        return Some(rule);
    }
    let has_contact = below.iter().any(|line| is_contact(line.text));
    let no_sentence = below.iter().all(|line| line.text.len() <= 90 && !line.text.ends_with('?'));
    let is_short = below.len() <= 2 && below.iter().all(|line| line.text.chars().count() <= 60);
    let is_drawn = lines[rule].text.starts_with(['_', '*', '=']) || below.len() <= 4;
    ((has_contact && is_drawn) || is_short).then_some(rule).filter(|_| no_sentence || has_contact)
}

/// Whether a line is drawn across the page.
pub fn is_rule(text: &str) -> bool {
    let Some(first) = text.bytes().next().filter(|byte| b"-_=*~".contains(byte)) else { return false };
    text.len() >= 3 && text.bytes().all(|byte| byte == first)
}

/// Whether a line was added by a mail program or a device: "Sent from my iPhone".
pub fn is_client(text: &str) -> bool {
    if text.len() > 200 {
        return false;
    }
    let lower = text.to_lowercase();
    let line = lower.trim_matches(|c: char| "<>()[]*_\"'«»-–—~ .".contains(c));
    // "Sent from the office, the parcel should arrive on Monday" is a sentence.
    let before_link = line.split(['<', '(', '[']).next().unwrap_or_default();
    let is_sentence = || before_link.split_whitespace().count() > 14 || line.ends_with('?');
    let ends = || words::CLIENT_ENDS.ends(line) && line.chars().count() <= 60;
    (words::CLIENT_STARTS.starts(line) || ends()) && !is_sentence()
}

/// Whether a line tells how to reach its author: a phone number, an address or a link.
pub fn is_contact(text: &str) -> bool {
    static SIGNS: words::Phrases =
        words::Phrases::new(&["://", "fax", "m: +", "mob.", "mobile:", "phone", "t: +", "tel.", "tel:", "www."]);
    text.len() <= 200
        && (words::has_address(text) || words::has_phone(text) || SIGNS.any_in(&text.to_ascii_lowercase()))
}

/// Whether a line could stand in a signature: short, and no sentence.
pub fn is_card(text: &str) -> bool {
    // No character has more than four bytes.
    if text.len() > 400 || text.ends_with(['?', ':']) || text.chars().count() > 100 {
        return false;
    }
    let is_sentence = text.ends_with(['.', '!']) && text.split_whitespace().count() > 4 && !is_contact(text);
    !is_sentence
}

/// Takes the lines of mail programs, list servers and lawyers off the end of a stretch,
/// and gives where it ends then.
pub fn strip(lines: &mut [Line], stretch: Range<usize>) -> usize {
    let mut end = stretch.end;
    while end > stretch.start {
        let last = end - 1;
        let (from, role) = if is_client(lines[last].text) && !goes_on(lines, stretch.start, last) {
            (last, Role::Signature)
        } else if let Some((start, role)) = added(lines, stretch.start..end) {
            (start, role)
        } else if let Some(rule) = ruled(lines, stretch.start..end) {
            (rule, Role::Signature)
        } else {
            break;
        };
        super::mark(lines, from..end, role);
        end = from;
    }
    end
}

/// Where the last block starts, and its role, if a list server or a lawyer added it.
fn added(lines: &[Line], stretch: Range<usize>) -> Option<(usize, Role)> {
    let block = lines[stretch.end - 1].block;
    let start = stretch.start + lines[stretch.clone()].partition_point(|line| line.block < block);
    let text = disclaimer::lower(&lines[start..stretch.end]);
    if stretch.end - start <= 15 && words::FOOTERS.any_in(&text) {
        Some((start, Role::Signature))
    } else if start > stretch.start && disclaimer::is_notice(&text) {
        Some((start, Role::Disclaimer))
    } else {
        None
    }
}

/// Whether a line goes on with the sentence of the line before it.
fn goes_on(lines: &[Line], start: usize, at: usize) -> bool {
    let line = &lines[at];
    let starts_lower = line.text.starts_with(|c: char| c.is_lowercase());
    starts_lower
        && at > start
        && lines[at - 1].block == line.block
        && !lines[at - 1].text.ends_with(['.', '!', '?', ',', ':'])
        && !is_client(lines[at - 1].text)
}
