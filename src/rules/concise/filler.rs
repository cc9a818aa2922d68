use std::ops::Range;

use super::{holds, quoted_list};
use crate::draft::BlockId;
use crate::reading::Sentence;
use crate::rules::replacing::replace;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Fix, Safety};

/// Many words that add nothing. Options: `words` that may be fillers; `before-just`, the
/// words before which "just" is one; `least`, how many make a finding; `per-hundred`, how
/// many there must be for each hundred words.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = setup.list("words");
    let before_just = setup.list("before-just");
    let (least, per_hundred) = (setup.number("least"), setup.number("per-hundred"));
    let unless = setup.situations("unless");
    Box::new(move |subject: &Subject| {
        if subject.is_any(&unless) {
            return Vec::new();
        }
        let mut found: Vec<(BlockId, Range<usize>)> = Vec::new();
        let mut total = 0;
        for (_, sentence) in subject.said() {
            total += sentence.length;
            found.extend(
                fillers(subject, sentence, &words, &before_just).into_iter().map(|range| (sentence.block, range)),
            );
        }
        if found.len() < least || found.len() * 100 < per_hundred * total {
            return Vec::new();
        }
        let Some((block, first)) = found.first().cloned() else { return Vec::new() };
        let said: Vec<&str> = found.iter().map(|(block, range)| subject.text(*block, range.clone())).collect();
        let text = format!("{} add nothing here", quoted_list(&said));
        let mut finding = Finding::new(subject.span(block, first), text).help("read the sentences without them");
        for (block, range) in found.iter().skip(1).take(4) {
            finding = finding.related(subject.span(*block, range.clone()), "this one too");
        }
        finding.fix = cut(subject, &found);
        vec![finding]
    })
}

/// The words of a sentence that only fill it.
fn fillers(
    subject: &Subject,
    sentence: &Sentence,
    words: &[impl AsRef<str>],
    just: &[impl AsRef<str>],
) -> Vec<Range<usize>> {
    let all = subject.reading.words.get(sentence.words.clone()).unwrap_or_default();
    let word = |at: usize| all.get(at).map_or("", |word| subject.text(sentence.block, word.range.clone()));
    let mut found = Vec::new();
    for (at, its) in all.iter().enumerate() {
        let filler = word(at);
        if !holds(words, filler) {
            continue;
        }
        let before = at.checked_sub(1).map_or("", word);
        let after = word(at + 1);
        let follows = subject.text(sentence.block, its.range.end..sentence.range.end);
        let fills = match filler.to_ascii_lowercase().as_str() {
            "just" => holds(just, after) || holds(words, after),
            // "the very same", "very much", "Very best".
            "very" => {
                !matches!(before, "the" | "this" | "that")
                    && !matches!(after, "same" | "much" | "best" | "first" | "last")
            }
            "quite" => !matches!(after, "a" | "the" | "so"),
            // "Actually, no: 12" takes something back.
            _ => !(at == 0 && follows.starts_with(',')),
        };
        let denied = before.ends_with("n't") || before.ends_with("n’t") || matches!(before, "not" | "never");
        if fills && !denied {
            found.push(its.range.clone());
        }
    }
    found
}

/// Cuts the fillers; those that stand side by side at once.
fn cut(subject: &Subject, found: &[(BlockId, Range<usize>)]) -> Option<Fix> {
    let mut runs: Vec<(BlockId, Range<usize>)> = Vec::new();
    for (block, range) in found {
        match runs.last_mut() {
            Some((last, run)) if last == block && subject.text(*block, run.end..range.start) == " " => {
                run.end = range.end
            }
            _ => runs.push((*block, range.clone())),
        }
    }
    let fixes: Vec<Fix> =
        runs.into_iter().filter_map(|(block, run)| replace(subject, block, run, "", Safety::Suggested)).collect();
    let edits: Vec<_> = fixes.into_iter().flat_map(|fix| fix.edits).collect();
    // A part in base64 is written anew by each edit: there only one of them could be made.
    let are_apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    let fix = Fix { title: "cut them".to_owned(), safety: Safety::Suggested, edits };
    (are_apart && !fix.edits.is_empty()).then_some(fix)
}
