//! The end of what the author wrote: closing, name and signature.

use std::ops::Range;

use super::{Line, signature, words};
use crate::draft::Role;

/// A closing stands among this many last lines.
const LAST_LINES: usize = 16;

/// Peels a stretch of the author's own from its end.
pub fn peel(lines: &mut [Line], stretch: Range<usize>) {
    let mut end = stretch.end;
    if let Some(at) = signature::delimiter(lines, stretch.clone()) {
        super::mark(lines, at..end, Role::Signature);
        end = at;
    }
    end = signature::strip(lines, stretch.start..end);
    if end <= stretch.start {
        return;
    }
    let own = stretch.start..end;
    if let Some(at) = closing(lines, own.clone()) {
        let names = lines[at + 1..end].iter().take(1).filter(|line| is_name(line.text)).count();
        super::mark(lines, at..at + 1 + names, Role::Closing);
        let card = at + 1 + names..card_end(lines, at + 1 + names..end);
        super::mark(lines, card, Role::Signature);
    } else if let Some(at) = card(lines, own.clone()) {
        super::mark(lines, at..end, Role::Signature);
    } else if let Some(at) = titled(lines, own.clone()) {
        super::mark(lines, at..end, Role::Closing);
    } else if is_signed(lines, own) {
        super::mark(lines, end - 1..end, Role::Closing);
    }
}

/// The line that closes the mail: "Best regards," or "Thanks, Ben", with nothing below
/// it but names, contact lines and a postscript.
fn closing(lines: &[Line], own: Range<usize>) -> Option<usize> {
    // A mail of one line is a message, not a closing.
    let from = (own.start + 1).max(own.end.saturating_sub(LAST_LINES));
    for at in (from..own.end).rev() {
        let line = &lines[at];
        let below = at + 1..own.end;
        if is_closing(line.text) && !breaks_sentence(lines, at) && matches!(line.role, Role::Prose | Role::Heading) {
            let rest = card_end(lines, below.clone());
            let only_cards = lines[below].iter().take(rest - at - 1).all(|line| signature::is_card(line.text));
            return (only_cards && (rest == own.end || is_postscript(lines[rest].text))).then_some(at);
        }
        let in_postscript = || (from..=at).rev().take(6).any(|at| is_postscript(lines[at].text));
        if !signature::is_card(line.text) && !in_postscript() {
            return None;
        }
    }
    None
}

/// Where a postscript starts, or the lines end.
fn card_end(lines: &[Line], below: Range<usize>) -> usize {
    below.clone().find(|at| is_postscript(lines[*at].text)).unwrap_or(below.end)
}

/// Whether a line is only the rest of a sentence that was wrapped.
fn breaks_sentence(lines: &[Line], at: usize) -> bool {
    let line = &lines[at];
    line.text.starts_with(|c: char| c.is_lowercase())
        && at > 0
        && lines[at - 1].block == line.block
        && !lines[at - 1].text.ends_with(['.', '!', '?', ')', ':'])
}

/// Whether a line is a closing phrase, alone or with a name.
fn is_closing(text: &str) -> bool {
    if text.len() > 120 {
        return false;
    }
    let signs = ['-', '–', '—', '*', '_', ' '];
    if !words::CLOSINGS.may_open(text.trim_start_matches(signs)) {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    let lower = lower.trim_start_matches(signs);
    let Some(phrase) = words::CLOSINGS.prefix(lower) else { return false };
    // The name must be read in its own case; lower case may have another length.
    let rest: Vec<&str> = text.split_whitespace().skip(phrase.split_whitespace().count()).collect();
    let after = &lower[phrase.len()..];
    if after.chars().all(|c| !c.is_alphanumeric()) {
        return !after.contains('?');
    }
    let is_parted =
        after.starts_with([',', '.', '!', '-', '–', '—', ';']) || after.starts_with(" -") || after.starts_with(" –");
    // "See you Monday" says when, "Thanks Ben" says whom.
    let may_address = ["thank", "cheers", "regards", "best", "kind", "merci", "danke", "gracias"]
        .iter()
        .any(|start| phrase.starts_with(start));
    let is_sentence = rest.last().is_some_and(|word| word.ends_with(['?', ':']));
    !is_sentence
        && (is_parted || may_address)
        && !rest.is_empty()
        && rest.len() <= 4
        && rest.iter().all(|word| is_capital(word))
}

/// Whether a line is a person's name: up to four words, with capitals.
fn is_name(text: &str) -> bool {
    let name =
        text.trim_start_matches(['-', '–', '—', '~', '/', '*', '_', ' ']).trim_end_matches(['*', '_', '.', ',', ' ']);
    let words = name.split_whitespace().count();
    let letters = !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || " .'’-()".contains(c) || c == '&');
    letters
        && words <= 4
        && name.chars().count() <= 40
        && (words == 1 || name.split_whitespace().all(|word| is_capital(word) || word.len() <= 3))
}

fn is_capital(word: &str) -> bool {
    let first = word.chars().find(|c| c.is_alphanumeric());
    first.is_none_or(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// Whether the last line is the author's name, set apart from the text above it.
fn is_signed(lines: &[Line], own: Range<usize>) -> bool {
    let at = own.end - 1;
    let line = &lines[at];
    if at == own.start || !matches!(line.role, Role::Prose | Role::Heading) {
        return false;
    }
    let above = &lines[at - 1];
    let is_apart = above.block != line.block || above.text.ends_with(['.', '!', '?', ')']);
    let bare = line.text.trim_start_matches(['-', '–', '—', '~', '/', ' ']);
    let is_short = bare.split_whitespace().count() <= 3 && !bare.ends_with([',', ':', ';']);
    let starts = bare.starts_with(char::is_uppercase) || bare.len() < line.text.len();
    is_apart
        && is_short
        && starts
        && is_name(bare)
        && bare.split_whitespace().all(is_capital)
        && !above.text.ends_with(':')
}

/// Where a block of contact lines starts that ends the stretch without a closing.
fn card(lines: &[Line], own: Range<usize>) -> Option<usize> {
    let block = lines[own.end - 1].block;
    let len = lines[own.clone()].iter().rev().take_while(|line| line.block == block).count();
    let start = own.end - len;
    let card = &lines[start..own.end];
    let is_card = (2..=10).contains(&len)
        && start > own.start
        && is_name(card[0].text)
        && card.iter().all(|line| line.role == Role::Prose && signature::is_card(line.text))
        && card.iter().any(|line| signature::is_contact(line.text));
    is_card.then_some(start)
}

/// Where a last paragraph starts that is only a name with its title: "Ana Silva", "Head of Sales".
fn titled(lines: &[Line], own: Range<usize>) -> Option<usize> {
    let block = lines[own.end - 1].block;
    let len = lines[own.clone()].iter().rev().take_while(|line| line.block == block).count();
    let start = own.end - len;
    let names = &lines[start..own.end];
    let is_titled = |line: &Line| {
        let is_capital = line.text.starts_with(char::is_uppercase) && line.text.split_whitespace().count() >= 2;
        line.role == Role::Prose && is_capital && is_name(line.text) && !line.text.ends_with(['.', ','])
    };
    let parted = start > own.start && !lines[start - 1].text.ends_with(':');
    ((2..=3).contains(&len) && parted && names.iter().all(is_titled)).then_some(start)
}

fn is_postscript(text: &str) -> bool {
    if !text.starts_with(['p', 'P']) {
        return false;
    }
    let head: String = text.chars().take(5).collect::<String>().to_lowercase();
    ["ps ", "ps:", "p.s.", "p.s ", "ps.", "ps,", "pps"].iter().any(|start| head.starts_with(start))
}
