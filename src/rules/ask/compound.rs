use std::ops::Range;

use super::wording::{Worded, words_of};
use crate::language::lists;
use crate::reading::Ask;
use crate::rules::replacing::replace;
use crate::rules::rewrite::capitalised;
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
            let said = subject.text(block, words[second].1.start..ask.range.end).trim_end();
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
    subject.words(subject.reading.sentence(ask.sentence)).any(|word| word.eq_ignore_ascii_case("and"))
}

/// Makes two sentences of the two questions.
fn split(subject: &Subject, ask: &Ask, words: &[Worded], second: usize) -> Option<crate::text::Fix> {
    let block = subject.reading.sentence(ask.sentence).block;
    let and = (0..second).rev().find(|at| words[*at].0 == "and")?;
    let before = words.get(and.checked_sub(1)?)?;
    let first = words.get(second)?;
    let new = format!("? {}", capitalised(subject.text(block, first.1.clone())));
    replace(subject, block, before.1.end..first.1.end, &new, Safety::Suggested)
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
fn joint<'t>(words: &[Worded], text: impl Fn(Range<usize>) -> &'t str) -> Option<usize> {
    let parted = |at: usize| match at.checked_sub(1) {
        None => true,
        Some(before) => text(words[before].1.end..words[at].1.start).contains([',', ':', ';', '–', '—', '-', '(']),
    };
    let opens = |at: usize| parted(at) || at.checked_sub(1).is_some_and(|before| is_opener(&words[before].0));
    let and = |at: &usize| words[*at].0 == "and" && *at > 0;
    (0..words.len()).filter(and).find_map(|and| {
        let second = (and + 1..and + 3).find(|at| words.get(*at).is_some_and(|(word, _)| !is_opener(word)))?;
        let after = opening(words, second).filter(|_| words.len() - second >= 4 && !goes_on(words, second))?;
        let before = (0..and).filter(|at| opens(*at)).find_map(|at| opening(words, at))?;
        (before == Opening::YesNo || after == Opening::YesNo).then_some(second)
    })
}

/// Whether the verb after "and" goes on from the one before: "could you come and do it".
fn goes_on(words: &[Worded], second: usize) -> bool {
    let is_modal = |(word, _): &Worded| lists::CLASS_MODAL.contains(word);
    let subject = words.get(second + 1).map_or("", |(word, _)| word.as_str());
    match words.get(second).map_or("", |(word, _)| word.as_str()) {
        "have" | "be" => words.iter().take(second).any(is_modal),
        "do" => !matches!(subject, "you" | "we" | "they" | "i"),
        _ => false,
    }
}

/// The "whether" of a second question that is told: "let me know what it costs and whether".
fn told(words: &[Worded], asking: &[std::borrow::Cow<str>]) -> Option<usize> {
    let is = |at: usize, word: &str| words.get(at).is_some_and(|(known, _)| known == word);
    let second = (1..words.len()).find(|at| is(*at, "whether") && is(at - 1, "and"))?;
    let verb = words[..second].iter().position(|(word, _)| super::wording::holds(asking, word))?;
    let asks = |word: &str| lists::CLASS_WH.contains(word) || matches!(word, "when" | "whether" | "if");
    words[verb..second - 1].iter().any(|(word, _)| asks(word)).then_some(second)
}

fn opening(words: &[Worded], at: usize) -> Option<Opening> {
    let word = |at: usize| words.get(at).map_or("", |(word, _)| word.as_str());
    let is_subject = |word: &str| {
        [lists::CLASS_YOU, lists::CLASS_FIRST, lists::CLASS_THIRD, lists::CLASS_DETERMINER]
            .iter()
            .any(|words| words.contains(word))
    };
    if is_auxiliary(word(at)) && is_subject(word(at + 1)) {
        return Some(Opening::YesNo);
    }
    let asks = lists::CLASS_WH.contains(word(at)) || word(at) == "when";
    (asks && (at + 1..at + 4).any(|at| is_auxiliary(word(at)))).then_some(Opening::Open)
}

fn is_auxiliary(word: &str) -> bool {
    [lists::CLASS_MODAL, lists::CLASS_DO, lists::CLASS_BE, lists::CLASS_HAVE].iter().any(|words| words.contains(word))
}

fn is_opener(word: &str) -> bool {
    lists::CLASS_OPENER.contains(word) || lists::CLASS_CONJUNCTION.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(text: &str) -> Option<&str> {
        let ranges = crate::language::words(text);
        let words: Vec<Worded> = ranges.into_iter().map(|range| (text[range.clone()].to_lowercase(), range)).collect();
        joint(&words, |range| &text[range]).map(|at| &text[words[at].1.start..])
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
