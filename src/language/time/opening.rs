//! What stands before an expression: its preposition, or what makes it none.

use super::lexer::{Kind, Tokens};
use super::number::is_digits;
use super::words::{Unit, Word};
use super::{Cue, Lead};

/// A preposition at this place.
pub(super) struct Opening {
    pub lead: Lead,
    pub cue: Cue,
    /// Whether it belongs to the expression: "by", not "on".
    pub belongs: bool,
    pub next: usize,
    pub loose: bool,
}

/// The preposition at this place, with what may follow it.
pub(super) fn opening(t: &Tokens, at: usize, word: Word) -> Option<Opening> {
    let (lead, cue, belongs, mut next) = match word {
        Word::By => {
            let due = t.text(at).eq_ignore_ascii_case("due");
            match (due, t.word(at + 1)) {
                (true, Some(Word::By | Word::Before)) => return None,
                (true, Some(Word::On | Word::In)) => (Lead::By, Cue::By, false, at + 2),
                _ => (Lead::By, Cue::By, !due, at + 1),
            }
        }
        Word::Before if t.text(at).eq_ignore_ascii_case("prior") => {
            (Lead::Before, Cue::Before, true, t.is(at + 1, Word::To).then_some(at + 2)?)
        }
        Word::Before => (Lead::Before, Cue::Before, true, at + 1),
        Word::Until => (Lead::Until, Cue::Until, true, at + 1),
        Word::Up if t.is(at + 1, Word::To) || t.is(at + 1, Word::Until) => (Lead::Until, Cue::Until, true, at + 2),
        Word::Within => (Lead::Within, Cue::Within, true, at + 1),
        Word::After => (Lead::After, Cue::After, true, at + 1),
        Word::Since => (Lead::After, Cue::After, true, at + 1),
        Word::Starting => (
            Lead::After,
            Cue::After,
            true,
            if matches!(t.word(at + 1), Some(Word::On | Word::From | Word::At | Word::In)) { at + 2 } else { at + 1 },
        ),
        Word::Start if t.text(at).eq_ignore_ascii_case("beginning") => (
            Lead::After,
            Cue::After,
            true,
            if matches!(t.word(at + 1), Some(Word::On | Word::From | Word::At | Word::In)) { at + 2 } else { at + 1 },
        ),
        Word::No => {
            // "no later than", "not before".
            let than = t.text(at + 2).eq_ignore_ascii_case("than");
            match t.word(at + 1) {
                Some(Word::Late) if than => (Lead::By, Cue::By, true, at + 3),
                Some(Word::Early) if than => (Lead::After, Cue::After, true, at + 3),
                _ => return None,
            }
        }
        Word::As => match t.word(at + 1) {
            Some(Word::Late) if t.is(at + 2, Word::As) => (Lead::By, Cue::By, true, at + 3),
            Some(Word::Early) if t.is(at + 2, Word::As) => (Lead::After, Cue::After, true, at + 3),
            Some(Word::Of) => (Lead::After, Cue::After, false, at + 2),
            _ => return None,
        },
        Word::Late if t.text(at + 1).eq_ignore_ascii_case("than") => (Lead::After, Cue::After, true, at + 2),
        Word::At => (Lead::At, Cue::At, false, at + 1),
        Word::On => (Lead::On, Cue::At, false, at + 1),
        Word::In => (Lead::In, Cue::At, false, at + 1),
        Word::For => (Lead::For, Cue::At, false, at + 1),
        Word::During => (Lead::During, Cue::At, false, at + 1),
        Word::Of => (Lead::Of, Cue::At, false, at + 1),
        Word::Through => (Lead::Until, Cue::Until, true, at + 1),
        Word::From => (Lead::From, Cue::After, false, at + 1),
        Word::Between => (Lead::Between, Cue::At, true, at + 1),
        Word::Around => (Lead::At, Cue::At, !t.text(at).eq_ignore_ascii_case("about"), at + 1),
        Word::Some if t.text(at).len() > 4 => (Lead::On, Cue::At, false, at + 1),
        Word::Some if t.is(at + 1, Word::Time) => (Lead::On, Cue::At, false, at + 2),
        _ => return None,
    };
    let mut loose = word == Word::Some;
    // "by sometime next week", "after around 3:30pm", "before the end".
    while let Some(filler) = t.word(next) {
        match filler {
            Word::Around if lead != Lead::For => next += 1,
            Word::Some if t.text(next).len() > 4 => {
                loose = true;
                next += 1;
            }
            Word::On | Word::In if word == Word::Some => next += 1,
            _ => break,
        }
        if next > at + 5 {
            break;
        }
    }
    Some(Opening { lead, cue, belongs, next, loose })
}

/// Whether the day that is named here comes again and again: "every Monday", "every other Monday".
pub(super) fn recurs(t: &Tokens, at: usize) -> bool {
    let every = |back: usize| at.checked_sub(back).is_some_and(|at| t.is(at, Word::Every));
    let counts = |at: usize| matches!(t.word(at), Some(Word::Ordinal(_) | Word::Unit(Unit::Second) | Word::Last));
    let counted = at.checked_sub(1).is_some_and(|at| counts(at) || t.text(at).eq_ignore_ascii_case("other"));
    // In "one to each by Monday" the preposition parts them.
    let named = counts(at) || matches!(t.kind(at), Kind::Number(..) | Kind::Word(Word::Weekday(..) | Word::Part(_)));
    named && (every(1) || counted && every(2))
}

/// Whether nothing before the token makes it part of a number, price, code or path.
pub(super) fn boundary_before(t: &Tokens, at: usize) -> bool {
    if !t.glued(at) {
        return true;
    }
    let Some(last) = at.checked_sub(1) else { return true };
    let joined = t.glued(last) && last > 0;
    match t.kind(last) {
        Kind::Number(..) => false,
        Kind::Word(_) | Kind::Other => matches!(t.word(last), Some(Word::On | Word::By)) && t.word(at).is_some(),
        Kind::Possessive | Kind::End => true,
        Kind::Dash => {
            !joined
                || last.checked_sub(1).is_none_or(|before| !is_digits(t, before))
                    && !(is_digits(t, at) && joined && matches!(t.kind(last - 1), Kind::Other) && !is_iso(t, at))
        }
        Kind::Punct(byte) => match byte {
            b'/' | b'.' | b',' | b':' => !joined || !is_digits(t, at) || byte == b':' && !is_digits(t, last - 1),
            b'$' | b'#' | b'+' | b'%' | b'&' | b'\\' => false,
            b'_' | b'@' => is_iso(t, at),
            _ => true,
        },
    }
}

/// A full ISO date is one wherever it stands, as in a file name.
pub(super) fn is_iso(t: &Tokens, at: usize) -> bool {
    matches!(t.kind(at), Kind::Number(1900..=2100, 4)) && t.kind(at + 1) == Kind::Dash && t.kind(at + 3) == Kind::Dash
}
