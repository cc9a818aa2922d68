//! Where the clauses of a sentence start, and with how much reason.

use super::cues;
use super::tokens::{Class, Gap, Tokens};
use crate::language::lists;

/// A place where a clause may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The first word of the clause itself: openers, names and "please" are passed over.
    pub at: usize,
    /// Whether a main clause surely starts here; else it may go on with a list or a
    /// clause that hangs on another.
    pub sure: bool,
    /// Whether "please" was passed over.
    pub please: bool,
    /// The vocative that was passed over, as a range of words.
    pub vocative: Option<(usize, usize)>,
}

/// The starts of clauses, in order. The first word of the sentence always gives one.
pub fn starts(tokens: &Tokens) -> Vec<Start> {
    let mut starts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < tokens.len() {
        let gap = tokens.gap(at);
        let sure = match gap {
            Gap::Start | Gap::Semicolon | Gap::Colon | Gap::Dash | Gap::Bracket => true,
            Gap::Comma => leads_in(tokens, from, at),
            Gap::Space | Gap::Joined => false,
        };
        let joined = at > 0
            && matches!(tokens.class(at), Some(Class::Conjunction | Class::Opener))
            && matches!(tokens.word(at), "and" | "but" | "or" | "so" | "then");
        if sure || gap == Gap::Comma || joined {
            let start = pass_openers(tokens, at, sure);
            if start.at < tokens.len()
                && starts.last().is_none_or(|last: &Start| last.at < start.at || (sure && !last.sure))
            {
                starts.push(start);
            }
            if sure {
                from = at;
            }
            at = start.at.max(at + 1);
        } else {
            at += 1;
        }
    }
    starts
}

/// Whether the words before a comma only lead in to the clause after it: openers, a
/// name, a condition or an adverbial.
fn leads_in(tokens: &Tokens, from: usize, comma: usize) -> bool {
    let mut first = from;
    while first < comma && matches!(tokens.class(first), Some(Class::Opener | Class::Conjunction | Class::Please)) {
        first += 1;
    }
    if first == comma || vocative(tokens, first).is_some_and(|end| end == comma) {
        return true;
    }
    match tokens.class(first) {
        Some(Class::Subordinator) => true,
        Some(Class::Preposition) => {
            !(first..comma).any(|at| matches!(tokens.class(at), Some(Class::First | Class::Third)))
        }
        Some(Class::Modal) => matches!(tokens.word(first), "should"),
        _ => {
            (first..comma).any(|at| matches!(tokens.word(at), "if" | "when" | "once")) && comma - first < 14
                || (comma - first <= 3 && (first..comma).all(|at| is_adverbial(tokens, at)))
        }
    }
}

/// Words of short lead-ins such as "this morning" or "on that note".
fn is_adverbial(tokens: &Tokens, at: usize) -> bool {
    let word = tokens.word(at);
    word.ends_with("ly")
        || matches!(tokens.class(at), Some(Class::Preposition | Class::Determiner | Class::Number))
        || matches!(
            word,
            "morning"
                | "afternoon"
                | "evening"
                | "week"
                | "case"
                | "course"
                | "time"
                | "meantime"
                | "way"
                | "last"
                | "least"
                | "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "sorry"
                | "great"
                | "good"
                | "right"
                | "attached"
                | "all"
        )
}

/// Passes over what may stand before a clause: openers, adverbs, a name with a comma
/// or colon after it, "please", a number of a list.
fn pass_openers(tokens: &Tokens, from: usize, sure: bool) -> Start {
    let mut start = Start { at: from, sure, please: false, vocative: None };
    while start.at < tokens.len() {
        let word = tokens.word(start.at);
        match tokens.class(start.at) {
            Some(Class::Please) => start.please = true,
            Some(Class::Opener | Class::Conjunction) => {}
            Some(Class::Number) if sure && start.at == from && tokens.gap(start.at + 1) >= Gap::Bracket => {}
            Some(Class::Other) if word.len() == 1 && start.at == from && tokens.gap(start.at + 1) >= Gap::Bracket => {}
            Some(Class::Other)
                if word.len() > 4
                    && word.ends_with("ly")
                    && !matches!(word, "reply" | "apply" | "supply" | "comply" | "multiply" | "family") => {}
            _ => match vocative(tokens, start.at) {
                Some(end)
                    if (sure || turns_to(tokens, start.at, end)) && end < tokens.len() && start.vocative.is_none() =>
                {
                    start.sure = true;
                    start.vocative = Some((start.at, end));
                    start.at = end;
                    continue;
                }
                _ => break,
            },
        }
        start.at += 1;
    }
    start
}

/// Whether the author turns to somebody else within the sentence: "and Ana, check the
/// doors", "and Ana, can you…".
fn turns_to(tokens: &Tokens, at: usize, end: usize) -> bool {
    let joined = at > 0 && matches!(tokens.class(at - 1), Some(Class::Conjunction));
    let asks = tokens.is(end, lists::BASE_VERBS)
        || matches!(tokens.class(end), Some(Class::Modal | Class::Please | Class::Wh | Class::Do));
    joined && tokens.gap(end) == Gap::Comma && asks && !tokens.is(at, lists::NOT_NAMES)
}

/// The words where a sentence begins to speak to another person: "Ben, send it, and Ana,
/// check it", "Ben to send it, Ana to check it". None where it speaks to one or nobody.
pub fn turns(tokens: &Tokens) -> Vec<usize> {
    let mut turns: Vec<usize> = Vec::new();
    for start in &starts(tokens) {
        let called = start.vocative.filter(|_| start.sure).map(|(from, _)| from).filter(|&from| {
            tokens.all.get(from).is_some_and(|token| token.capital) && !tokens.is(from, lists::NOT_NAMES)
        });
        let task = || cues::task(tokens, start, !turns.is_empty()).map(|task| task.from);
        let turn = called.or_else(task);
        turns.extend(turn.filter(|turn| turns.last().is_none_or(|last| last < turn)));
    }
    if turns.len() > 1 { turns } else { Vec::new() }
}

/// The end of a vocative that starts at `at`: one to five names ("Ana", "Ana and Ben",
/// "Ana/Ben", "guys", "all"), then a comma, dash or colon.
pub fn vocative(tokens: &Tokens, at: usize) -> Option<usize> {
    let mut end = at;
    let mut names = 0;
    while end < tokens.len() && end - at < 8 {
        if end > at
            && matches!(tokens.gap(end), Gap::Comma | Gap::Dash | Gap::Colon | Gap::Semicolon | Gap::Start)
            && names > 0
        {
            // "Ana, Ben, can you": a list of names goes on over commas.
            let more = tokens.gap(end) == Gap::Comma && is_name(tokens, end) && vocative_ends_soon(tokens, end);
            if !more {
                return Some(end);
            }
        }
        if is_name(tokens, end) {
            names += 1;
        } else if !(names > 0 && matches!(tokens.word(end), "and" | "or" | "&")) {
            return None;
        }
        end += 1;
    }
    None
}

/// Whether at most two more names follow before the next mark.
fn vocative_ends_soon(tokens: &Tokens, at: usize) -> bool {
    (at + 1..=at + 3).take_while(|&next| next < tokens.len()).any(|next| {
        tokens.gap(next) != Gap::Space && (at..next).all(|word| is_name(tokens, word) || tokens.word(word) == "and")
    })
}

fn is_name(tokens: &Tokens, at: usize) -> bool {
    let Some(token) = tokens.all.get(at) else { return false };
    let word = tokens.word(at);
    if token.class == Class::Other && token.capital {
        return !word.ends_with("ly") && word.len() > 1 || is_crowd(word);
    }
    // "All", "both", "two" are determiners, "everyone" is a pronoun, "you" is you.
    let may = matches!(token.class, Class::Other | Class::Determiner | Class::Third | Class::You | Class::Opener);
    may && is_crowd(word) || is_called_will(tokens, at)
}

/// Whether a word calls readers without their names.
fn is_crowd(word: &str) -> bool {
    matches!(
        word,
        "all"
            | "everyone"
            | "everybody"
            | "team"
            | "guys"
            | "folks"
            | "both"
            | "colleagues"
            | "friends"
            | "sir"
            | "madam"
            | "dear"
            | "mate"
            | "buddy"
            | "mum"
            | "dad"
            | "gang"
            | "you"
            | "two"
    )
}

/// "Will, could you", "May, please": a name that is a verb as well, called at the start.
pub fn is_called_will(tokens: &Tokens, at: usize) -> bool {
    tokens.all.get(at).is_some_and(|token| token.capital && token.gap == Gap::Start)
        && matches!(tokens.word(at), "will" | "may")
        && tokens.gap(at + 1) == Gap::Comma
}

#[cfg(test)]
mod tests {
    use super::super::SentenceId;
    use super::super::tests::tokens_of;
    use super::*;

    #[test]
    fn a_sentence_may_turn_to_another_person() {
        for (text, words) in [
            ("Ben, send the list, and Ana, check the doors.", &["ben", "ana"][..]),
            ("Ben to send the list, Ana to check the doors.", &["ben", "ana"]),
            ("Ben, send the list; Ana, can you check it?", &["ben", "ana"]),
            ("Ben, send the list to Ana.", &[]),
            ("We met Ben and Ana, and talked.", &[]),
            ("Ben and Ana, send the list.", &[]),
        ] {
            let all = tokens_of(text);
            let tokens = all.of(SentenceId(0));
            let found: Vec<&str> = turns(&tokens).into_iter().map(|at| tokens.word(at)).collect();
            assert_eq!(found, words, "{text}");
        }
    }

    #[test]
    fn clauses_start_after_names_openers_and_conditions() {
        for (text, word, sure) in [
            ("Ana, send it.", "send", true),
            ("Ana and Ben: send it.", "send", true),
            ("If it rains, call the driver.", "call", true),
            ("1) Please also check the doors.", "check", true),
            ("We met, talked and left.", "talked", false),
            ("I am out today - ring me.", "ring", true),
        ] {
            let all = tokens_of(text);
            let tokens = all.of(SentenceId(0));
            let found = starts(&tokens).into_iter().find(|start| tokens.word(start.at) == word);
            assert_eq!(found.map(|start| start.sure), Some(sure), "{text}");
        }
    }
}
