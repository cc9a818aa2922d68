//! What may stand after an expression: whether a weak reading ("by 5", "the 14th")
//! holds is seen from what comes next.

use super::lexer::{Kind, Tokens};
use super::words::{Form, Word};
use crate::language::lists;

/// Whether a weak reading can end before this token: at punctuation, at another word of
/// time, or at a function word, never before a noun that a number would count.
pub(super) fn fits(t: &Tokens, at: usize) -> bool {
    match t.kind(at) {
        Kind::End | Kind::Possessive => true,
        Kind::Dash => !t.glued(at) || !t.glued(at + 1),
        Kind::Punct(byte) => match byte {
            b'.' | b',' | b':' | b';' | b'!' | b'?' => !(t.glued(at) && t.glued(at + 1) && is_wordlike(t, at + 1)),
            b')' | b']' | b'"' | b'\'' | b'*' | b'_' | b'(' | b'@' | b'|' | b'>' | b'<' => true,
            b'\x7f' => !t.glued(at),
            _ => false,
        },
        Kind::Number(..) => !t.glued(at),
        Kind::Word(word) => match word {
            Word::Unit(_)
            | Word::Business
            | Word::Hundred
            | Word::Thousand
            | Word::OrdinalSuffix
            | Word::Thing
            | Word::Time => false,
            Word::More | Word::Half | Word::Few | Word::Couple | Word::Q | Word::H => false,
            _ => !t.glued(at),
        },
        Kind::Other => !t.glued(at) && (lists::AFTER_TIME.contains(t.text(at)) || super::zone::zone(t, at).is_some()),
    }
}

/// Whether a day follows, with or without a small word before it: "from 5 to 7 today".
pub(super) fn day(t: &Tokens, at: usize) -> bool {
    let at = if matches!(t.word(at), Some(Word::On | Word::Of | Word::In)) { at + 1 } else { at };
    let at = if matches!(t.word(at), Some(Word::The)) { at + 1 } else { at };
    match t.word(at) {
        Some(Word::Day(_) | Word::Tonight | Word::Part(_)) => true,
        Some(Word::Weekday(_, form) | Word::Month(_, form)) => form == Form::Full || t.capital(at),
        Some(Word::This | Word::Next | Word::Last) => matches!(t.word(at + 1), Some(Word::Part(_) | Word::Weekday(..))),
        _ => false,
    }
}

/// Whether a period follows that a day can be of: "of next month", "of June".
pub(super) fn period(t: &Tokens, at: usize) -> bool {
    match t.word(at) {
        Some(Word::This | Word::Next | Word::Last | Word::Following | Word::Every) => {
            matches!(t.word(at + 1), Some(Word::Unit(_) | Word::Month(..)))
        }
        // "of the the the" has no end to look for.
        Some(Word::The) if t.is(at + 1, Word::The) => false,
        Some(Word::The) => period(t, at + 1) || matches!(t.word(at + 1), Some(Word::Unit(_))),
        Some(Word::Month(..)) => true,
        _ => false,
    }
}

/// Whether a full stop is part of what stands before it ("a.m.", "Oct.") and doesn't
/// end the sentence: something small or a number goes on.
pub(super) fn dot_belongs(t: &Tokens, at: usize) -> bool {
    match t.kind(at + 1) {
        Kind::End => false,
        Kind::Number(..) | Kind::Punct(_) | Kind::Dash => true,
        _ => !t.capital(at + 1) || matches!(t.word(at + 1), Some(Word::Month(..) | Word::Weekday(..))),
    }
}

/// Whether numbers from `from` to `to` stand like an entry of a list, with nothing
/// but punctuation or a line end around them.
pub(super) fn is_line_like(t: &Tokens, from: usize, to: usize) -> bool {
    let before = match from.checked_sub(1) {
        None => true,
        Some(last) => !matches!(t.kind(last), Kind::Other | Kind::Number(..)) || !t.glued(from),
    };
    before && !matches!(t.kind(to), Kind::Other)
}

fn is_wordlike(t: &Tokens, at: usize) -> bool {
    matches!(t.kind(at), Kind::Number(..) | Kind::Word(_) | Kind::Other)
}
