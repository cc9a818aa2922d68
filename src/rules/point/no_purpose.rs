use std::borrow::Cow;

use super::lead::{Wait, is_better_said};
use crate::draft::Role;
use crate::language::ListId;
use crate::reading::Sentence;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// Nothing is asked, and yet something is left open: it is wished for in nobody's name, or
/// half of it is guessed at. Options: `words`, from which a message counts; `people`, the
/// most it goes to; `wishes`, `labels` ("FYI"), `waivers` ("no reply needed"): phrases; `hedges`, `hedge-phrases`, words of
/// guessing, and `guesses`, how many of them, at least one in `words-a-guess` words;
/// `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = setup.number("words");
    let people = setup.number("people");
    let wishes = setup.phrases("wishes");
    let labels = setup.phrases("labels");
    let waivers = setup.phrases("waivers");
    let hedge_phrases = setup.phrases("hedge-phrases");
    let hedges = setup.list("hedges");
    let guesses = setup.number("guesses");
    let words_a_guess = setup.number("words-a-guess");
    let unless = setup.situations("unless");
    Box::new(move |subject: &Subject| {
        let reading = subject.reading;
        if reading.real_asks().next().is_some()
            || is_better_said(subject)
            || subject.draft.envelope.to.len() > people
            || subject.is_any(&unless)
            || reading.phrases_of(waivers).next().is_some()
        {
            return Vec::new();
        }
        let total = Wait::for_sentence(subject, None).total;
        if total <= words {
            return passed_on(subject).into_iter().collect();
        }
        if reading.phrases_of(labels).next().is_some() {
            return Vec::new();
        }
        let help = "say what you want of whom, or begin with “FYI, no reply needed”";
        let wish = || subject.said().map(|(_, s)| s).find(|sentence| subject.sentence_has(wishes, sentence));
        if let Some(sentence) = wish() {
            return vec![
                Finding::new(sentence.span, "this wishes for something and asks nobody for it")
                    .help(help)
                    .part_of("ask/implicit"),
            ];
        }
        let guesses_in: Vec<(&Sentence, Vec<String>)> =
            subject.said().map(|(_, s)| (s, guesses_of(subject, s, hedge_phrases, &hedges))).collect();
        let all: Vec<&String> = guesses_in.iter().flat_map(|(_, guesses)| guesses).collect();
        // The sentence that guesses most shows best what is open.
        let Some((sentence, _)) = guesses_in.iter().max_by_key(|(_, guesses)| guesses.len()) else { return Vec::new() };
        if all.len() < guesses || all.len() * words_a_guess < total {
            return Vec::new();
        }
        let mut shown: Vec<String> = Vec::new();
        for guess in all {
            if shown.len() < SHOWN && !shown.contains(guess) {
                shown.push(guess.clone());
            }
        }
        let text = format!("much is guessed (“{}”), and nothing is asked", shown.join("”, “"));
        vec![Finding::new(sentence.span, text).help(help)]
    })
}

/// A few words that pass a request on, and don't say whose it is now.
fn passed_on(subject: &Subject) -> Option<Finding> {
    let (_, first) = subject.said().next()?;
    let mut passed = subject.draft.blocks.iter().filter(|block| block.role == Role::Forwarded);
    let asks = |text: &str| text.contains('?') || text.contains("lease ");
    passed.any(|block| asks(block.text.as_str())).then(|| {
        Finding::new(first.span, "this passes a request on and does not say who is to answer it")
            .help("say what the reader is to do with it, or that nothing is to be done")
    })
}

/// How many words of guessing are shown.
const SHOWN: usize = 3;

/// The words of guessing in a sentence, in lower case.
fn guesses_of(subject: &Subject, sentence: &Sentence, phrases: ListId, words: &[Cow<'static, str>]) -> Vec<String> {
    let is_hedge = |word: &&str| words.iter().any(|hedge| word.eq_ignore_ascii_case(hedge));
    let single = subject.words(sentence).filter(is_hedge).map(str::to_lowercase);
    let found = subject.phrases_in(sentence.block, sentence.range.clone());
    let found = found.filter(|phrase| phrase.found.list == phrases);
    single
        .chain(found.map(|p| subject.text(p.block, p.found.range.clone()).to_lowercase().replace('\n', " ")))
        .collect()
}
