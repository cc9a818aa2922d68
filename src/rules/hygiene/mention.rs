//! Fields of templates that a draft speaks of, and does not leave unfilled: "the field
//! {{ name }} stays empty", "your letter begins “Dear {{ name }}”".

use std::borrow::Cow;
use std::ops::Range;

use crate::draft::{BlockId, LINE_BREAK, Role};
use crate::language::is_cited;
use crate::rules::said::{is_code, words};
use crate::rules::{Setup, Subject};
use crate::text::MappedText;

/// What a field in a text is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It stands where a value should.
    Unfilled,
    /// It may be spoken of.
    Unsure,
    /// It is spoken of.
    Mentioned,
}

/// The words that tell that fields are spoken of.
pub struct Talk {
    spoken_of: Vec<Cow<'static, str>>,
    seen: Vec<Cow<'static, str>>,
}

/// How far from a field the noun may stand that says what it is, in words.
const BESIDE: usize = 4;

/// How far apart fields of one piece of code may be, in bytes.
const SAME_CODE: usize = 100;

impl Talk {
    /// The options `spoken-of`, what fields are called, and `seen`, verbs by which somebody tells
    /// where one is to be seen.
    pub fn of(setup: &mut Setup) -> Talk {
        Talk { spoken_of: setup.list("spoken-of"), seen: setup.list("seen") }
    }

    /// What the field at this place of a text is there for; `block` is none for the subject.
    /// `after_code` is where the last code before it ends.
    pub fn of_field(
        &self,
        subject: &Subject,
        text: &MappedText,
        block: Option<BlockId>,
        range: &Range<usize>,
        after_code: Option<usize>,
    ) -> Use {
        let all = text.as_str();
        let joins = |end: usize| {
            range.start.saturating_sub(end) <= SAME_CODE
                && all
                    .get(end..range.start)
                    .is_some_and(|between| !between.contains(['!', '?', LINE_BREAK]) && !between.contains(". "))
        };
        if is_code(subject, text, range) || after_code.is_some_and(joins) {
            return Use::Mentioned;
        }
        let cited = is_cited(all, range.clone());
        let is_greeting = block.is_some_and(|block| subject.draft.block(block).role == Role::Greeting);
        if is_greeting && !cited {
            return Use::Unfilled;
        }
        let is_of = |list: &[Cow<str>], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        let (before, after) = (all.get(..range.start).unwrap_or_default(), all.get(range.end..).unwrap_or_default());
        let intro = block.and_then(|block| introduction(subject, block)).unwrap_or_default();
        let beside = || words(before).rev().take(BESIDE).chain(words(after).take(BESIDE));
        let around = || words(near(before, true)).chain(words(near(after, false))).chain(words(intro));
        let is_named = beside().chain(words(intro)).any(|word| is_of(&self.spoken_of, word));
        // "Customers see {{ name }} instead of theirs"; "see you on {{ date }}" was to be filled in.
        let is_told = || {
            words(after).take(2).any(|word| matches!(word, "instead" | "statt" | "work" | "works" | "appears"))
                || words(before).next_back().is_some_and(|word| matches!(word, "replace" | "put" | "write" | "type"))
                || words(before).rev().take(BESIDE).any(|word| word.ends_with('s') && is_of(&self.seen, word))
        };
        let is_spoken_of = around().any(|word| is_of(&self.spoken_of, word))
            || if cited { around().any(|word| is_of(&self.seen, word)) } else { is_told() };
        match (cited, is_named, is_spoken_of) {
            (true, _, true) | (_, true, _) => Use::Mentioned,
            (true, ..) | (_, _, true) => Use::Unsure,
            _ => Use::Unfilled,
        }
    }
}

/// Words further away than this have nothing to do with a field, in bytes.
const NEAR: usize = 300;

/// The end of a text, or its start.
fn near(text: &str, is_end: bool) -> &str {
    if is_end {
        &text[text.ceil_char_boundary(text.len().saturating_sub(NEAR))..]
    } else {
        &text[..text.floor_char_boundary(NEAR)]
    }
}

/// The text that a list or a passage is introduced by: it ends with a colon.
fn introduction<'a>(subject: &Subject<'a>, block: BlockId) -> Option<&'a str> {
    let blocks = subject.draft.blocks.get(..block.0)?;
    let before = blocks.iter().rev().take(MOST_ITEMS).find(|block| block.role != Role::ListItem)?;
    let text = before.text.as_str();
    (before.role.is_own() && text.ends_with(':')).then(|| near(text, true))
}

/// A list with more items has lost its introduction.
const MOST_ITEMS: usize = 30;
