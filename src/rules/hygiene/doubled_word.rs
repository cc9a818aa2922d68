use std::ops::Range;

use crate::draft::BlockId;
use crate::language::lists;
use crate::reading::Sentence;
use crate::rules::replacing::replace;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Safety, Weight};

/// A word stands there twice. Options: `allowed`, words that may; `joining`, small words
/// that never may in good English, also where `allowed` has them, so that one can be cut.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let mut allowed = setup.list("allowed");
    let joining = setup.list("joining");
    allowed.sort();
    Box::new(move |subject: &Subject| {
        let mut found = Vec::new();
        for (_, sentence) in subject.said() {
            let words = subject.words_in(sentence);
            for (index, pair) in words.windows(2).enumerate() {
                let [first, second] = pair else { continue };
                if first.hash != second.hash || first.range.len() != second.range.len() {
                    continue;
                }
                let range = first.range.start..second.range.end;
                let (one, other) = (
                    subject.text(sentence.block, first.range.clone()),
                    subject.text(sentence.block, second.range.clone()),
                );
                let gap = subject.text(sentence.block, first.range.end..second.range.start);
                if !one.eq_ignore_ascii_case(other) || !matches!(gap, " " | "\n") || !is_slip(one, other, index == 0) {
                    continue;
                }
                let neighbour = |index: Option<usize>| {
                    let word = index.and_then(|index| words.get(index));
                    word.is_some_and(|word| subject.text(sentence.block, word.range.clone()).eq_ignore_ascii_case(one))
                };
                let lower = one.to_lowercase();
                let is_joining = joining.iter().any(|word| *word == lower);
                let is_english = subject.reading.language.is_english();
                let may_double = |lower: &str| allowed.binary_search_by(|word| word.as_ref().cmp(lower)).is_ok();
                // Some words that other languages double are small words of English, and a few words
                // of another language are easily taken for English.
                let among_english = || {
                    words.iter().any(|word| {
                        let written = subject.text(sentence.block, word.range.clone());
                        let lower = written.to_lowercase();
                        lower.len() > 1 && !may_double(&lower) && is_known(&lower, written)
                    })
                };
                // Three times is meant.
                if neighbour(index.checked_sub(1))
                    || neighbour(Some(index + 2))
                    || may_double(&lower) && !(is_english && is_joining && among_english())
                    || stands_apart(subject, sentence.block, &range, first.range.end..second.range.start)
                {
                    continue;
                }
                if is_joining || (is_english && is_known(&lower, one) && is_within(subject, sentence, &range)) {
                    found.push(finding(subject, sentence.block, range, one, is_joining, is_english));
                }
            }
        }
        found.sort_by_key(|finding| finding.weight != Weight::Usual);
        found
    })
}

fn finding(
    subject: &Subject,
    block: BlockId,
    range: Range<usize>,
    word: &str,
    is_joining: bool,
    is_english: bool,
) -> Finding {
    let span = subject.span(block, range.clone());
    let finding = Finding::new(span, format!("“{word}” stands there twice")).help("cut one of the two");
    let safety = if is_joining && is_english { Safety::Safe } else { Safety::Suggested };
    let finding = if is_joining { finding } else { finding.weight(Weight::Lighter) };
    match replace(subject, block, range, word, safety) {
        Some(fix) => finding.fix(fix),
        None => finding,
    }
}

/// Whether a word is one of every-day English; others are doubled as sounds and names are.
fn is_known(lower: &str, written: &str) -> bool {
    let lists = [lists::STOP_WORDS, lists::BASE_VERBS, lists::CLASS_PREPOSITION, lists::CLASS_DETERMINER];
    !written.chars().skip(1).any(char::is_uppercase) && lists.iter().any(|list| list.contains(lower))
}

/// Whether other words stand before and behind with no mark between: "hint hint." is meant.
fn is_within(subject: &Subject, sentence: &Sentence, range: &Range<usize>) -> bool {
    let before = subject.text(sentence.block, sentence.range.start..range.start);
    let after = subject.text(sentence.block, range.end..sentence.range.end);
    let mut next = after.chars();
    before.ends_with([' ', '\n'])
        && before.trim_end().ends_with(char::is_alphanumeric)
        && next.next().is_some_and(char::is_whitespace)
        && next.next().is_some_and(char::is_alphanumeric)
}

/// Whether two equal words can be a slip: letters only, and no name such as Wagga Wagga.
fn is_slip(one: &str, other: &str, starts: bool) -> bool {
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    one.len() >= 2 && one.chars().all(char::is_alphabetic) && !is_capital(other) && (starts || !is_capital(one))
        || one == "a" && other == "a"
}

/// Whether the words are quoted or spoken of (“the the”), part of a longer name, or columns
/// with more than a space between them.
fn stands_apart(subject: &Subject, block: BlockId, range: &Range<usize>, gap: Range<usize>) -> bool {
    let text = subject.draft.block(block).text.as_str();
    let is_mark = |c: char| "\"“”„'‘’«»`*_/\\<>=#$-@|".contains(c);
    let between = subject.source.slice(subject.span(block, gap));
    let columns = between.len() > 1 && !between.iter().any(|byte| matches!(byte, b'\n' | b'\r' | b'<'));
    columns || text[..range.start].ends_with(is_mark) || text[range.end..].starts_with(is_mark)
}
