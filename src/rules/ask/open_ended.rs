use crate::reading::Sentence;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// A whole ask that anything answers: "Thoughts?". Options: `asks`, the phrases that are
/// such asks; `openers`, words that may stand before; `tails`, what may follow and says
/// no more; `broad`, phrases of messages that want breadth.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let asks = setup.phrases("asks");
    let openers = setup.list("openers");
    let tails = setup.list("tails");
    let broad = setup.phrases("broad");
    Box::new(move |subject: &Subject| {
        let open = |sentence: &Sentence| {
            let mut phrases = subject.phrases_in(sentence.block, sentence.range.clone());
            phrases.any(|phrase| {
                let range = &phrase.found.range;
                let before = subject.text(sentence.block, sentence.range.start..range.start);
                let after = subject.text(sentence.block, range.end..sentence.range.end);
                phrase.found.list == asks
                    && all_words(before, |word| openers.iter().any(|opener| opener == word))
                    && is_tail(after, &tails)
            })
        };
        if subject.reading.phrases_of(asks).next().is_none() || subject.reading.phrases_of(broad).next().is_some() {
            return Vec::new();
        }
        let mut before: Option<&Sentence> = None;
        for (id, sentence) in subject.said() {
            if sentence.words.len() <= 12 && open(sentence) {
                let finding = Finding::new(
                    sentence.span,
                    "this can be answered by anything, so it is answered late or not at all",
                );
                let others = subject.reading.real_asks().any(|ask| ask.sentence != id);
                let thing = before.and_then(|before| thing(subject, before));
                let thing = thing.as_deref().unwrap_or("Is it");
                let finding =
                    finding.help(format!("ask what a line can answer: “{thing} right? If not, what should change?”"));
                return vec![finding.weight(if others { Weight::Lighter } else { Weight::Usual })];
            }
            before = Some(sentence);
        }
        Vec::new()
    })
}

fn all_words(text: &str, is: impl Fn(&str) -> bool) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty());
    words.all(|word| is(&word.to_lowercase()))
}

/// Whether what follows the phrase is nothing, or words that name nothing.
fn is_tail(text: &str, tails: &[std::borrow::Cow<str>]) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('\n', " ");
    text.is_empty() || tails.iter().any(|tail| *tail == text)
}

/// What the sentence before is about, as the start of a question: "Is the plan", "Are the
/// new signs". Only a noun that plainly ends there will do.
fn thing(subject: &Subject, sentence: &Sentence) -> Option<String> {
    const AFTER: &[&str] = &[
        "is", "are", "for", "of", "with", "in", "on", "at", "to", "and", "from", "by", "below", "that", "which", "we",
        "i",
    ];
    let text = subject.sentence_text(sentence);
    let words: Vec<&str> = subject.words(sentence).take(40).collect();
    let is_noun = |word: &str| word.chars().all(|c| c.is_ascii_lowercase()) && word.len() > 2 && !AFTER.contains(&word);
    let ends = |index: usize| match words.get(index + 1) {
        None => true,
        Some(next) => AFTER.contains(next) || text.contains(&format!("{}, ", words[index])),
    };
    words.iter().enumerate().find_map(|(at, determiner)| {
        if !matches!(determiner.to_lowercase().as_str(), "the" | "this" | "our" | "my") {
            return None;
        }
        let last = (at + 1..=at + 2).find(|last| ends(*last))?;
        let nouns = words.get(at + 1..=last)?;
        let verb = if nouns.last()?.ends_with('s') { "Are" } else { "Is" };
        nouns.iter().all(|noun| is_noun(noun)).then(|| format!("{verb} the {}", nouns.join(" ")))
    })
}
