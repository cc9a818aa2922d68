use std::ops::Range;

use super::{holds, quoted_list};
use crate::draft::BlockId;
use crate::language::ListId;
use crate::reading::{Phrase, Word};
use crate::rules::replacing::replace;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Fix, Safety};

/// Many words that add nothing. Options: `words` that may be fillers; `before-just`, the
/// words before which "just" is one; `least`, how many make a finding; `per-hundred`, how
/// many there must be for each hundred words.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = setup.phrases("words");
    let before_just = setup.list("before-just");
    let (least, per_hundred) = (setup.number("least"), setup.number("per-hundred"));
    setup.unless();
    setup.needs_phrase(&[words]);
    Box::new(move |subject: &Subject| {
        if subject.phrases_of(words).count() < least {
            return Vec::new();
        }
        let found: Vec<(BlockId, Range<usize>)> = subject
            .phrases_of(words)
            .filter(|phrase| fills(subject, phrase, words, &before_just))
            .map(|phrase| (phrase.block, phrase.found.range.clone()))
            .collect();
        if found.len() < least || found.len() * 100 < per_hundred * subject.said_words() {
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

/// Whether a word only fills its sentence.
fn fills(subject: &Subject, phrase: &Phrase, words: ListId, just: &[impl AsRef<str>]) -> bool {
    let Some((sentence, at)) = subject.word_of(phrase) else { return false };
    let all = subject.words_in(sentence);
    let text = |word: Option<&Word>| word.map_or("", |word| subject.text(phrase.block, word.range.clone()));
    let (before, after) = (text(at.checked_sub(1).and_then(|before| all.get(before))), text(all.get(at + 1)));
    let range = &phrase.found.range;
    let fills = match subject.text(phrase.block, range.clone()).to_ascii_lowercase().as_str() {
        "just" => holds(just, after) || all.get(at + 1).is_some_and(|next| subject.is_of(words, phrase.block, next)),
        // "the very same", "very much", "Very best".
        "very" => {
            !matches!(before, "the" | "this" | "that") && !matches!(after, "same" | "much" | "best" | "first" | "last")
        }
        "quite" => !matches!(after, "a" | "the" | "so"),
        // "Actually, no: 12" takes something back.
        _ => !(at == 0 && subject.text(phrase.block, range.end..sentence.range.end).starts_with(',')),
    };
    let denied = before.ends_with("n't") || before.ends_with("n’t") || matches!(before, "not" | "never");
    fills && !denied
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
