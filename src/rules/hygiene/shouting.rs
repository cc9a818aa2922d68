use std::borrow::Cow;
use std::ops::Range;

use crate::draft::BlockId;
use crate::language::{lists, words};
use crate::reading::{Ask, AskKind, Class, Sentence, Word};
use crate::rules::replacing::replace;
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Fix, Safety, Weight};

/// Words in capitals, or more than one exclamation mark. Options: `least`, so many common
/// words of a sentence in capitals are shouted; `legal`, words of notices that stand in
/// capitals by custom; `runs`, so many times “!!”, and `exclamations`, so many sentences with
/// a mark are too many.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let least = setup.number("least");
    let legal = setup.list("legal");
    let most_runs = setup.number("runs");
    let exclamations = setup.number("exclamations");
    setup.unless();
    Box::new(move |subject: &Subject| {
        if subject.is_any(&[Situation::Template, Situation::Forward, Situation::Chat]) {
            return Vec::new();
        }
        let mut found: Vec<Finding> = subject_line(subject).into_iter().collect();
        let (mut runs, mut marked) = (Vec::new(), Vec::new());
        let asks = |id, is: fn(&Ask) -> bool| subject.asks_of(id).iter().any(|ask| !ask.courtesy && is(ask));
        let mut demands = false;
        for (id, sentence) in subject.said() {
            let is_request = || asks(id, |ask| ask.kind == AskKind::Request);
            if let Some(range) = shouted(subject, sentence, least, &legal, is_request) {
                let text = format!("“{}” is all in capitals", start_of(subject.text(sentence.block, range.clone())));
                let help = "write it in small letters; what matters most can stand first";
                found.push(Finding::new(subject.span(sentence.block, range), text).help(help));
            }
            let text = subject.sentence_text(sentence);
            if memchr::memchr(b'!', text.as_bytes()).is_none() {
                continue;
            }
            if let Some(run) = run_of_marks(text) {
                runs.push((sentence.block, sentence.range.start + run.start..sentence.range.start + run.end));
                demands |= asks(id, |_| true);
            } else if text.trim_end().ends_with('!') {
                marked.push(sentence);
            }
        }
        // Joy may have two marks; what is asked so, or all said so, is shouted.
        if demands || runs.len() >= most_runs {
            found.extend(too_many_marks(subject, &runs));
        }
        if marked.len() >= exclamations
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
    if text.contains(char::is_lowercase) {
        return None;
    }
    let all: Vec<&str> = words(text).into_iter().map(|range| &text[range]).collect();
    let long = all.iter().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3).count();
    let shouts = long >= 2 && all.iter().any(|word| is_common(word));
    shouts.then(|| {
        Finding::new(line.source(0..line.len()), format!("the subject “{}” is all in capitals", text.trim()))
            .help("write it in small letters")
            .weight(Weight::Heavier)
    })
}

/// What a sentence shouts: words in capitals, several of them common ones of four letters or
/// more. A line of its own is a heading, and what stands in code or a notice is copied.
fn shouted(
    subject: &Subject,
    sentence: &Sentence,
    least: usize,
    legal: &[Cow<str>],
    is_request: impl Fn() -> bool,
) -> Option<Range<usize>> {
    let words = subject.words_in(sentence);
    // Single words are stressed.
    let small = words.iter().filter(|word| !word.capital && word.class != Class::Number).count();
    if words.len() - small < 4 || (words.len() - small) * 2 < words.len() {
        return None;
    }
    let text = |word: &Word| subject.text(sentence.block, word.range.clone());
    let is_capital = |word: &&Word| !text(word).contains(char::is_lowercase) && text(word).contains(char::is_uppercase);
    let capitals: Vec<&Word> = words.iter().filter(is_capital).collect();
    // A title may stand before its sentence.
    if capitals.len() < 4 || capitals.len() * 2 < words.len() {
        return None;
    }
    let longest = words.chunk_by(|a, b| is_capital(&a) && is_capital(&b)).max_by_key(|run| run.len())?;
    let common = longest.iter().filter(|word| word.range.len() >= 4 && is_common(text(word))).count();
    if longest.len() < (if is_request() { 4 } else { 6 }) || common < least {
        return None;
    }
    let block = subject.draft.block(sentence.block);
    let whole = block.text.as_str().trim();
    let is_heading = !whole.contains(char::is_lowercase) && capitals.len() <= 8 && !whole.ends_with(['!', '.']);
    let is_legal = capitals.iter().any(|word| legal.iter().any(|legal| legal.eq_ignore_ascii_case(text(word))));
    let range = longest.first()?.range.start..longest.last()?.range.end;
    (!is_heading && !is_legal).then_some(range)
}

fn is_common(word: &str) -> bool {
    [lists::STOP_WORDS, lists::BASE_VERBS].iter().any(|list| list.contains(word))
}

/// The first exclamation marks that stand side by side, as bytes of the text.
fn run_of_marks(text: &str) -> Option<Range<usize>> {
    let start = text.find("!!")?;
    let end = start + text[start..].bytes().take_while(|byte| *byte == b'!').count();
    let ends = text[end..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '"' | '”'));
    let follows = text[..start].ends_with(|c: char| c.is_alphanumeric() || c == ')');
    (ends && follows).then_some(start..end)
}

/// What is said of runs of marks, at the first; the fix makes each a single mark.
fn too_many_marks(subject: &Subject, runs: &[(BlockId, Range<usize>)]) -> Option<Finding> {
    let (block, range) = runs.first()?;
    let marks = subject.text(*block, range.clone());
    let shown = if marks.len() > 5 { "!!!!!" } else { marks };
    let finding =
        Finding::new(subject.span(*block, range.clone()), format!("“{shown}” shouts")).help("one mark is enough");
    let fixes = runs.iter().map(|(block, range)| replace(subject, *block, range.clone(), "!", Safety::Safe));
    let fix = fixes.collect::<Option<Vec<_>>>().and_then(|fixes| {
        let edits = fixes.iter().flat_map(|fix| fix.edits.clone()).collect();
        fixes.into_iter().next().map(|first| Fix { edits, ..first })
    });
    Some(match fix {
        Some(fix) => finding.fix(fix),
        None => finding,
    })
}

/// The first words of a sentence.
fn start_of(text: &str) -> String {
    let mut words = text.split_whitespace();
    let start = words.by_ref().take(6).collect::<Vec<_>>().join(" ");
    if words.next().is_some() { format!("{start} …") } else { start }
}
