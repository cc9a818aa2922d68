//! Times that hang on something else: "before they leave", "until the audit", "by then".
//! They name no moment of the calendar, so that only one by which the reader is to act
//! says anything; the caller keeps those.

use std::ops::Range;

use super::tokens::{Class, Gap, Tokens};
use super::words::Words;
use super::{Reading, SentenceId, TimeExpression, TimeRole};
use crate::draft::Draft;
use crate::language::time::{Cue, TimeMatch};

/// How many words an expression has at most, its preposition left out.
const MOST: usize = 6;

/// The expressions in sentences that ask for something, in order, none overlapping a
/// known time.
pub fn find(reading: &Reading, draft: &Draft, all: &Words) -> Vec<TimeExpression> {
    let mut found = Vec::new();
    let mut asks = reading.real_asks().peekable();
    let mut asked: Option<SentenceId> = None;
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let id = SentenceId(index);
        while let Some(ask) = asks.next_if(|ask| ask.sentence <= id) {
            asked = Some(ask.sentence);
        }
        // "Before they leave." alone goes on with the ask before it.
        let goes_on = asked.is_some_and(|ask| ask.0 + 1 == index) && sentence.words.len() <= MOST + 2;
        if asked != Some(id) && !goes_on {
            continue;
        }
        let text = &draft.block(sentence.block).text;
        let tokens = all.of(id);
        if goes_on && asked != Some(id) && expression(&tokens, 0).is_none() {
            continue;
        }
        let mut at = 0;
        while at < tokens.len() {
            let Some((cue, end)) = expression(&tokens, at) else {
                at += 1;
                continue;
            };
            let range = tokens.range(at, end);
            let known = reading.times.iter().any(|time| {
                time.block == sentence.block && time.time.range.start < range.end && range.start < time.time.range.end
            });
            if !known {
                let bounds = if points_back(&tokens, at, end) { told_before(reading, id, &range) } else { None };
                found.push(TimeExpression {
                    span: text.source(range.clone()),
                    block: sentence.block,
                    sentence: Some(id),
                    time: TimeMatch { cue: Some(cue), bounds, ..TimeMatch::nothing(range) },
                    role: TimeRole::Event,
                });
            }
            at = end;
        }
    }
    found
}

/// The expression that starts at a word: its preposition and the word after its last.
fn expression(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    if tokens.all.get(at)?.quoted {
        return None;
    }
    let (cue, from) = match tokens.word(at) {
        "beforehand" => return Some((Cue::Before, at + 1)),
        "before" => (Cue::Before, at + 1),
        "prior" | "ahead" if matches!(tokens.word(at + 1), "to" | "of") => (Cue::Before, at + 2),
        "until" | "till" => (Cue::Until, at + 1),
        "by" => (Cue::By, at + 1),
        _ => return None,
    };
    if tokens.gap(from) != Gap::Space || from >= tokens.len() {
        return None;
    }
    let word = tokens.word(from);
    let then = word == "then" || word == "that" && matches!(tokens.word(from + 1), "date" | "day" | "time" | "point");
    let end_of =
        tokens.starts(from, "the end of") || tokens.starts(from, "the time") || tokens.starts(from, "the start of");
    match tokens.class(from)? {
        _ if word == "then" => Some((cue, from + 1)),
        _ if then => Some((cue, from + 2)),
        // "by the team" tells who, not when.
        _ if cue == Cue::By && !end_of => None,
        Class::First | Class::You | Class::Third => Some((cue, clause_end(tokens, from))),
        Class::Determiner => Some((cue, phrase_end(tokens, from))),
        Class::Other if !word.ends_with("ing") && !tokens.all[from].capital => Some((cue, phrase_end(tokens, from))),
        _ => None,
    }
}

/// Where a clause such as "they leave" ends.
fn clause_end(tokens: &Tokens, from: usize) -> usize {
    let ends = |at: &usize| {
        tokens.gap(*at) >= Gap::Comma || matches!(tokens.class(*at), Some(Class::Conjunction | Class::Subordinator))
    };
    (from + 1..from + MOST).find(|at| *at >= tokens.len() || ends(at)).unwrap_or(from + MOST).min(tokens.len())
}

/// Where a phrase such as "the start of the game" ends.
fn phrase_end(tokens: &Tokens, from: usize) -> usize {
    let inside = |at: usize| {
        tokens.gap(at) < Gap::Comma
            && match tokens.class(at) {
                Some(Class::Other | Class::Number | Class::Determiner) => true,
                Some(Class::Preposition) => tokens.word(at) == "of",
                _ => false,
            }
    };
    (from + 1..from + MOST).find(|at| !inside(*at)).unwrap_or(from + MOST).min(tokens.len())
}

/// Whether the expression only points back to a time: "by then", "before that day".
fn points_back(tokens: &Tokens, at: usize, end: usize) -> bool {
    (at + 1..end).any(|word| matches!(tokens.word(word), "then" | "that")) && end - at <= 3
}

/// The moments of the last time told before a place.
fn told_before(
    reading: &Reading,
    sentence: SentenceId,
    range: &Range<usize>,
) -> Option<(jiff::civil::DateTime, jiff::civil::DateTime)> {
    let place = (reading.sentence(sentence).block, range.start);
    let after = reading.times.partition_point(|time| (time.block, time.time.range.start) < place);
    reading.times[..after].iter().rev().take(4).find_map(|time| time.time.bounds)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{draft_of, read_draft};
    use super::*;
    use crate::draft::Role;

    fn found(text: &str) -> Vec<String> {
        let draft = draft_of(&[(Role::Prose, text)]);
        let mut reading = read_draft(&draft);
        // Those that the reading keeps are found again.
        reading.times.retain(|time| time.time.bounds.is_some() || time.time.weekday.is_some());
        find(&reading, &draft, &reading.words.clone())
            .into_iter()
            .map(|time| text[time.time.range].to_owned())
            .collect()
    }

    #[test]
    fn what_an_ask_hangs_on_is_found() {
        for (text, expected) in [
            ("Could you water the tomatoes before they wilt?", &["before they wilt"][..]),
            ("Please send the list before the start of the fair.", &["before the start of the fair"]),
            ("Please keep the key until then.", &["until then"]),
            ("Please sweep the yard prior to your visit, if you can.", &["prior to your visit"]),
            ("Please read this beforehand.", &["beforehand"]),
            ("Please have it signed by the treasurer.", &[]),
            ("Please send the list before Friday.", &[]),
            ("We left before the rain.", &[]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
