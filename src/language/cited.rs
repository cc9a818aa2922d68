//! What stands in quotation marks: words of others, or words that are spoken about.

use std::ops::Range;

/// A mark further away than this is no longer in the reader's mind, in bytes.
const NEAR: usize = 400;

/// The marks of which one opens and another closes.
const PAIRS: [(char, [char; 2]); 6] =
    [('“', ['”', '”']), ('„', ['“', '”']), ('«', ['»', '»']), ('»', ['«', '«']), ('‹', ['›', '›']), ('‘', ['’', '’'])];

/// Whether this part of a text stands in quotation marks, or between backticks.
pub fn is_cited(text: &str, range: Range<usize>) -> bool {
    let from = text.floor_char_boundary(range.start.saturating_sub(NEAR));
    let to = text.ceil_char_boundary(range.end.saturating_add(NEAR));
    let (Some(before), Some(after)) = (text.get(from..range.start), text.get(range.end..to)) else { return false };
    let is_in_pair = |(open, close): (char, [char; 2])| {
        let Some(at) = before.rfind(open) else { return false };
        let starts = !before[..at].ends_with(char::is_alphanumeric);
        starts && !before[at + open.len_utf8()..].contains(close) && ends_before(after, open, close)
    };
    PAIRS.into_iter().any(is_in_pair)
        || ['"', '\''].into_iter().any(|mark| opens(before, mark) && closes(after, mark))
        || before.matches('`').count() % 2 == 1 && after.contains('`')
}

/// Whether what was opened is closed before it is opened again.
fn ends_before(after: &str, open: char, close: [char; 2]) -> bool {
    let end = after.find(close);
    end.is_some_and(|end| after.find(open).is_none_or(|next| end <= next))
}

/// Whether the last straight mark opens: it stands before a word and not behind one.
fn opens(before: &str, mark: char) -> bool {
    let joins = |at: usize| {
        before[..at].ends_with(char::is_alphanumeric) && before[at + 1..].starts_with(char::is_alphanumeric)
    };
    let last = before.rmatch_indices(mark).map(|(at, _)| at).find(|at| !joins(*at));
    last.is_some_and(|at| {
        let starts = before[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !".,!?;".contains(c));
        starts && !before[at + 1..].starts_with(char::is_whitespace)
    })
}

/// Whether the first straight mark closes: it stands behind a word and not before one.
fn closes(after: &str, mark: char) -> bool {
    let marks = after.match_indices(mark).map(|(at, _)| at);
    let is_end =
        |at: usize| !after[..at].ends_with(char::is_whitespace) && !after[at + 1..].starts_with(char::is_alphanumeric);
    // An apostrophe within a word is none.
    marks
        .map(|at| (at, is_end(at)))
        .find(|(at, ends)| *ends || mark == '"' || !after[..*at].ends_with(char::is_alphanumeric))
        .is_some_and(|(_, ends)| ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(text: &str) -> bool {
        let at = text.find("here").unwrap_or_default();
        is_cited(text, at..at + 4)
    }

    #[test]
    fn words_in_quotation_marks_are_cited() {
        for text in [
            "It says “not here at all” to me.",
            "Da steht „nicht here“ dort.",
            "Il dit « not here » et part.",
            "It says \"here\".",
            "It says \"not here, ever,\" twice.",
            "He said 'not here', and Ben's boat left.",
            "The guests' list said 'look here'.",
            "Use `look here` in the text.",
        ] {
            assert!(cited(text), "{text}");
        }
    }

    #[test]
    fn words_between_and_beside_quotations_are_not() {
        for text in [
            "He said “yes” here and “no” there.",
            "He said \"yes\" here and \"no\" there.",
            "The 12\" pipe is here, the 14\" one there.",
            "It's here, and Ben's boat isn't.",
            "Der „Plan“ ist here und „da“.",
            "Ben's boat is here, the guests' is not.",
            "It says “never closed here.",
            "here",
        ] {
            assert!(!cited(text), "{text}");
        }
    }
}
