use std::ops::Range;

use super::wording::words_of;
use crate::language::capitalised;
use crate::language::{AnyOf, lists};
use crate::reading::{Ask, Tokens};
use crate::rules::replacing::replace;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::{Finding, Safety};

/// Two questions in one sentence, of which a "yes" would answer either. Options: `asking`,
/// verbs before a question that is told: "let me know whether"; `unless` (situations to
/// spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let asking = setup.list("asking");
    setup.unless();
    setup.needs(Need::Ask);
    Box::new(move |subject: &Subject| {
        let asks: Vec<&Ask> = subject.reading.real_asks().collect();
        let is_alone = |at: usize| {
            let is_same = |other: Option<&&Ask>| other.is_some_and(|other| other.sentence == asks[at].sentence);
            !is_same(at.checked_sub(1).and_then(|before| asks.get(before))) && !is_same(asks.get(at + 1))
        };
        let mut found = (0..asks.len()).filter(|at| is_alone(*at) && joins(subject, asks[*at])).filter_map(|at| {
            let ask = asks[at];
            let block = subject.reading.sentence(ask.sentence).block;
            let words = words_of(subject, ask);
            let text = |range: Range<usize>| subject.text(block, range);
            let is_question = subject.ask_text(ask).trim_end().ends_with('?');
            let joint = is_question.then(|| joint(&words, text)).flatten();
            let told = joint.is_none().then(|| told(&words, &asking)).flatten();
            let second = joint.or(told)?;
            let said = subject.text(block, words.all[second].range.start..ask.range.end).trim_end();
            let help = match joint {
                Some(_) => format!("ask the second on its own: “{}”", capitalised(said).replace('\n', " ")),
                None => "number the two, or give each a sentence of its own".to_owned(),
            };
            let text = "two questions share one sentence, and one answer may be missed";
            let finding = Finding::new(ask.span, text).help(help);
            let fix = joint.and_then(|second| split(subject, ask, &words, second));
            Some(match fix {
                Some(fix) => finding.fix(fix),
                None => finding,
            })
        });
        found.next().into_iter().collect()
    })
}

/// Whether an "and" stands in the sentence: few have one.
fn joins(subject: &Subject, ask: &Ask) -> bool {
    let words = subject.tokens(subject.reading.sentence(ask.sentence));
    (0..words.len()).any(|at| words.word(at) == "and")
}

/// Makes two sentences of the two questions.
fn split(subject: &Subject, ask: &Ask, words: &Tokens, second: usize) -> Option<crate::text::Fix> {
    let block = subject.reading.sentence(ask.sentence).block;
    let and = (0..second).rev().find(|at| words.word(*at) == "and")?;
    let before = words.all.get(and.checked_sub(1)?)?;
    let first = words.all.get(second)?;
    let new = format!("? {}", capitalised(subject.text(block, first.range.clone())));
    replace(subject, block, before.range.end..first.range.end, &new, Safety::Suggested)
}

/// How a question opens.
#[derive(Clone, Copy, PartialEq)]
enum Opening {
    /// "Is the …", "would you".
    YesNo,
    /// "What is", "how long do".
    Open,
}

/// The first word of a second question of another kind, or of two that are answered by yes
/// or no: those that ask what and when are answered one after the other.
fn joint<'t>(words: &Tokens, text: impl Fn(Range<usize>) -> &'t str) -> Option<usize> {
    let parted = |at: usize| match at.checked_sub(1) {
        None => true,
        Some(before) => {
            text(words.all[before].range.end..words.all[at].range.start).contains([',', ':', ';', '–', '—', '-', '('])
        }
    };
    let opens = |at: usize| parted(at) || at.checked_sub(1).is_some_and(|before| is_opener(words, before));
    let and = |at: &usize| words.word(*at) == "and" && *at > 0;
    (0..words.len()).filter(and).find_map(|and| {
        let second = (and + 1..and + 3).find(|at| *at < words.len() && !is_opener(words, *at))?;
        let after = opening(words, second).filter(|_| words.len() - second >= 4 && !goes_on(words, second))?;
        let before = (0..and).filter(|at| opens(*at)).find_map(|at| opening(words, at))?;
        (before == Opening::YesNo || after == Opening::YesNo).then_some(second)
    })
}

/// Whether the verb after "and" goes on from the one before: "could you come and do it".
fn goes_on(words: &Tokens, second: usize) -> bool {
    match words.word(second) {
        "have" | "be" => (0..second).any(|at| words.is(at, lists::CLASS_MODAL)),
        "do" => !matches!(words.word(second + 1), "you" | "we" | "they" | "i"),
        _ => false,
    }
}

/// The "whether" of a second question that is told: "let me know what it costs and whether".
fn told(words: &Tokens, asking: &[std::borrow::Cow<str>]) -> Option<usize> {
    let second = (1..words.len()).find(|at| words.word(*at) == "whether" && words.word(at - 1) == "and")?;
    let verb = (0..second).find(|at| super::wording::holds(asking, words.word(*at)))?;
    let asks = |at: usize| words.is(at, lists::CLASS_WH) || matches!(words.word(at), "when" | "whether" | "if");
    (verb..second - 1).any(asks).then_some(second)
}

fn opening(words: &Tokens, at: usize) -> Option<Opening> {
    const SUBJECTS: AnyOf =
        AnyOf::these(&[lists::CLASS_YOU, lists::CLASS_FIRST, lists::CLASS_THIRD, lists::CLASS_DETERMINER]);
    const AUXILIARIES: AnyOf = AnyOf::these(&[lists::CLASS_MODAL, lists::CLASS_DO, lists::CLASS_BE, lists::CLASS_HAVE]);
    let meets = |at: usize, sets| words.all.get(at).is_some_and(|word| word.sets.meets(sets));
    if meets(at, AUXILIARIES) && meets(at + 1, SUBJECTS) {
        return Some(Opening::YesNo);
    }
    let asks = words.is(at, lists::CLASS_WH) || words.word(at) == "when";
    (asks && (at + 1..at + 4).any(|at| meets(at, AUXILIARIES))).then_some(Opening::Open)
}

fn is_opener(words: &Tokens, at: usize) -> bool {
    words.is(at, lists::CLASS_OPENER) || words.is(at, lists::CLASS_CONJUNCTION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{SentenceId, tests::tokens_of};

    fn second(text: &str) -> Option<&str> {
        let words = tokens_of(text);
        let words = words.of(SentenceId(0));
        joint(&words, |range| &text[range]).map(|at| &text[words.all[at].range.start..])
    }

    #[test]
    fn a_second_question_opens_anew() {
        for (text, expected) in [
            ("Is the plan fair and will it work by June?", Some("will it work by June?")),
            ("For the books, do you need a number, and is it still Dawn?", Some("is it still Dawn?")),
            ("Can you send it, and what does the second day cost?", Some("what does the second day cost?")),
            ("Which one is it and how much does it cost?", None),
            ("Can you come and do it then?", None),
            ("Could you call and have the lamps with you?", None),
            ("He said so, and do we want the yard?", None),
            ("It is dark and will it?", None),
            ("and", None),
            ("", None),
        ] {
            assert_eq!(second(text), expected, "{text}");
        }
    }
}
