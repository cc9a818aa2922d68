use super::lead::is_better_said;
use crate::draft::Role;
use crate::language::ListId;
use crate::reading::{Phrase, Sentence};
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
    let hedges = setup.phrases("hedges");
    let guesses = setup.number("guesses");
    let words_a_guess = setup.number("words-a-guess");
    setup.unless();
    Box::new(move |subject: &Subject| {
        let reading = subject.reading;
        if reading.real_asks().next().is_some()
            || is_better_said(subject)
            || subject.draft.envelope.to.len() > people
            || subject.phrases_of(waivers).next().is_some()
        {
            return Vec::new();
        }
        let total = subject.said_words();
        if total <= words {
            return passed_on(subject).into_iter().collect();
        }
        if subject.phrases_of(labels).next().is_some() {
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
        let few = [hedge_phrases, hedges].iter().map(|list| subject.phrases_of(*list).count()).sum::<usize>() < guesses;
        if few {
            return Vec::new();
        }
        let guesses_in: Vec<(&Sentence, Vec<String>)> =
            subject.said().map(|(_, s)| (s, guesses_of(subject, s, hedge_phrases, hedges))).collect();
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

/// The words of guessing in a sentence, in lower case, then the phrases of more words.
fn guesses_of(subject: &Subject, sentence: &Sentence, phrases: ListId, words: ListId) -> Vec<String> {
    let found = || subject.phrases_in(sentence.block, sentence.range.clone());
    let said = |phrase: &Phrase| subject.text(phrase.block, phrase.found.range.clone()).to_lowercase();
    let single = found().filter(|p| p.found.list == words && subject.word_of(p).is_some()).map(said);
    let longer = found().filter(|p| p.found.list == phrases).map(|phrase| said(phrase).replace('\n', " "));
    single.chain(longer).collect()
}
