use super::lead::{Wait, is_better_said};
use crate::reading::Sentence;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// Nothing is asked, and yet something is left open: it is wished for in nobody's name, or
/// half of it is guessed at. Options: `words`, from which a message counts; `people`, the
/// most it goes to; `wishes`, `labels`: phrases; `hedges`, `hedge-phrases`, words of
/// guessing, and `guesses`, how many of them, at least one in `words-a-guess` words;
/// `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = setup.number("words");
    let people = setup.number("people");
    let wishes = setup.phrases("wishes");
    let labels = setup.phrases("labels");
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
            || reading.phrases_of(labels).next().is_some()
        {
            return Vec::new();
        }
        let total = Wait::for_sentence(subject, None).total;
        if total <= words {
            return Vec::new();
        }
        let help = "say what you want of whom, or begin with “FYI, no reply needed”";
        let wish = || subject.said().map(|(_, s)| s).find(|sentence| subject.sentence_has(wishes, sentence));
        if let Some(sentence) = wish() {
            return vec![Finding::new(sentence.span, "this wishes for something and asks nobody for it").help(help)];
        }
        let guessed = |sentence: &Sentence| {
            let is_hedge = |word: &str| hedges.iter().any(|hedge| word.eq_ignore_ascii_case(hedge));
            let in_words = subject.words(sentence).filter(|word| is_hedge(word)).count();
            let phrases = subject.phrases_in(sentence.block, sentence.range.clone());
            in_words + phrases.filter(|phrase| phrase.found.list == hedge_phrases).count()
        };
        let counts: Vec<(&Sentence, usize)> = subject.said().map(|(_, s)| (s, guessed(s))).collect();
        let count: usize = counts.iter().map(|(_, count)| count).sum();
        // The most guessing sentence shows best what is open.
        let most = counts.iter().max_by_key(|(_, count)| *count);
        match most {
            Some((sentence, _)) if count >= guesses && count * words_a_guess >= total => {
                let text = format!("much is left open ({count} words of guessing), and nothing is asked");
                vec![Finding::new(sentence.span, text).help(help)]
            }
            _ => Vec::new(),
        }
    })
}
