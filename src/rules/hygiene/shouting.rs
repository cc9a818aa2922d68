use std::borrow::Cow;

use crate::draft::{BlockId, Role};
use crate::language::{lists, words};
use crate::reading::Sentence;
use crate::rules::replacing::replace;
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Safety, Weight};

/// Words in capitals, or more than one exclamation mark. Options: `least`, so many common
/// words of a sentence in capitals are shouted; `legal`, words of notices that stand in
/// capitals by custom; `exclamations`, so many sentences may end with a mark.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let least = setup.number("least");
    let legal = setup.list("legal");
    let exclamations = setup.number("exclamations");
    Box::new(move |subject: &Subject| {
        if subject.is_any(&[Situation::Template, Situation::Forward]) {
            return Vec::new();
        }
        let mut found: Vec<Finding> = subject_line(subject).into_iter().collect();
        let mut marked = Vec::new();
        for (_, sentence) in subject.said() {
            let text = subject.sentence_text(sentence);
            if is_shouted(subject, sentence, least, &legal) {
                let finding = Finding::new(sentence.span, format!("“{}” is all in capitals", start_of(text)));
                found.push(finding.help("write it in small letters; what matters most can stand first"));
            }
            if let Some(run) = run_of_marks(text) {
                let range = sentence.range.start + run.start..sentence.range.start + run.end;
                found.push(too_many_marks(subject, sentence.block, range));
            } else if text.trim_end().ends_with('!') {
                marked.push(sentence);
            }
        }
        if marked.len() > exclamations
            && marked.len() * 2 > subject.said().count()
            && let Some(last) = marked.last()
        {
            let text = format!("{} of the sentences end with an exclamation mark", marked.len());
            found.push(Finding::new(last.span, text).help("keep the one that matters most"));
        }
        found
    })
}

/// A subject in capitals, of at least two words and one of every-day English.
fn subject_line(subject: &Subject) -> Option<Finding> {
    let line = subject.draft.envelope.subject.as_ref().filter(|_| !subject.is(Situation::Reply))?;
    let text = line.as_str();
    let all: Vec<&str> = words(text).into_iter().map(|range| &text[range]).collect();
    let long = all.iter().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3).count();
    let shouts = long >= 2 && !text.contains(char::is_lowercase) && all.iter().any(|word| is_common(word));
    shouts.then(|| {
        Finding::new(line.source(0..line.len()), format!("the subject “{}” is all in capitals", text.trim()))
            .help("write it in small letters")
            .weight(Weight::Heavier)
    })
}

/// Whether a sentence shouts: several common words of four letters or more in capitals. A
/// line of its own is a heading, and what stands in code or a notice is copied.
fn is_shouted(subject: &Subject, sentence: &Sentence, least: usize, legal: &[Cow<str>]) -> bool {
    let capitals = |word: &&str| word.len() >= 2 && word.chars().all(|c| c.is_uppercase() || matches!(c, '\'' | '’'));
    let shouted: Vec<&str> = subject.words(sentence).filter(capitals).collect();
    if shouted.iter().filter(|word| word.len() >= 4 && is_common(word)).count() < least {
        return false;
    }
    let block = subject.draft.block(sentence.block);
    let whole = block.text.as_str().trim();
    let is_heading = !whole.contains(char::is_lowercase) && shouted.len() <= 8 && !whole.ends_with('!');
    let is_legal = shouted.iter().any(|word| legal.iter().any(|legal| legal.eq_ignore_ascii_case(word)));
    block.role != Role::Heading && !is_heading && !is_legal && runs(subject, sentence)
}

/// Whether three words in a row are in capitals: single ones are stressed, not shouted.
fn runs(subject: &Subject, sentence: &Sentence) -> bool {
    let mut run = 0;
    subject.words(sentence).any(|word| {
        let is_capital = word.chars().all(|c| !c.is_lowercase()) && word.contains(char::is_uppercase);
        run = if is_capital { run + 1 } else { 0 };
        run >= 3
    })
}

fn is_common(word: &str) -> bool {
    [lists::STOP_WORDS, lists::BASE_VERBS].iter().any(|list| list.contains(word))
}

/// The first exclamation marks that stand side by side, as bytes of the text.
fn run_of_marks(text: &str) -> Option<std::ops::Range<usize>> {
    let start = text.find("!!")?;
    let end = start + text[start..].bytes().take_while(|byte| *byte == b'!').count();
    let ends = text[end..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '"' | '”'));
    let follows = text[..start].ends_with(|c: char| c.is_alphanumeric() || c == ')');
    (ends && follows).then_some(start..end)
}

fn too_many_marks(subject: &Subject, block: BlockId, range: std::ops::Range<usize>) -> Finding {
    let marks = subject.text(block, range.clone());
    let shown = if marks.len() > 5 { "!!!!!" } else { marks };
    let finding =
        Finding::new(subject.span(block, range.clone()), format!("“{shown}” shouts")).help("one mark is enough");
    match replace(subject, block, range, "!", Safety::Safe) {
        Some(fix) => finding.fix(fix),
        None => finding,
    }
}

/// The first words of a sentence.
fn start_of(text: &str) -> String {
    let mut words = text.split_whitespace();
    let start = words.by_ref().take(6).collect::<Vec<_>>().join(" ");
    if words.next().is_some() { format!("{start} …") } else { start }
}
