//! Asks that nobody owes an answer: what to do in some case, and how to do it.

use super::Subject;
use crate::language::lists;
use crate::reading::{Ask, AskKind, Sentence, Tokens};

/// Whether the ask stands in a sentence that says what to do in some case: "If the light
/// is red, ring the bell." Who asks a question there wants an answer all the same, and so
/// does who wishes: "If everyone could send a photo, that would be great."
pub fn is_conditional(subject: &Subject, ask: &Ask) -> bool {
    let sentence = subject.reading.sentence(ask.sentence);
    let words = subject.tokens(sentence);
    words.is(0, lists::CONDITION_WORDS) && !subject.sentence_text(sentence).contains('?') && !is_wish(&words)
}

/// How many words of a sentence are looked at for a wish.
const WISH_WITHIN: usize = 40;

/// Whether words that start with "if" wish for an act: "if you could …", "… that would be
/// great", "… it would help".
fn is_wish(words: &Tokens) -> bool {
    const WISHERS: &[&str] = &["that", "it", "this", "i", "we", "which"];
    const WOULD: &[&str] = &["that'd", "it'd", "i'd", "we'd"];
    const PLEASES: &[&str] = &["be", "help", "really", "greatly", "very", "appreciate", "love"];
    let words = words.part(0, words.len().min(WISH_WITHIN));
    let is = |at: usize, known: &[&str]| known.contains(&words.word(at));
    words.word(0) == "if"
        && ((2..5).any(|at| words.word(at) == "could")
            || (0..words.len()).any(|at| {
                is(at, WISHERS) && words.word(at + 1) == "would" && is(at + 2, PLEASES)
                    || is(at, WOULD) && is(at + 1, PLEASES)
            }))
}

/// Whether an ask for an act is made in so many words: "could you", "please".
pub fn asks_in_words(subject: &Subject, sentence: &Sentence) -> bool {
    const FOR_ACTS: &[&str] = &["could", "can", "would", "will", "please"];
    let words = subject.tokens(sentence);
    (0..words.len()).any(|at| FOR_ACTS.contains(&words.word(at)))
}

/// Whether an ask is a bare instruction: an act without question, "please" or date.
pub fn is_step(subject: &Subject, ask: &Ask) -> bool {
    const ASKING: &[&str] =
        &["please", "pls", "kindly", "could", "can", "would", "need", "like", "want", "grateful", "appreciate"];
    let sentence = subject.reading.sentence(ask.sentence);
    let words = subject.tokens(sentence);
    ask.kind == AskKind::Request
        && ask.deadline.is_none()
        && !subject.sentence_text(sentence).ends_with('?')
        && !(0..words.len()).any(|at| ASKING.contains(&words.word(at)))
}

#[cfg(test)]
mod tests {
    use super::is_wish;
    use crate::reading::{SentenceId, tests::tokens_of};

    #[test]
    fn a_wish_in_form_of_a_condition_is_told_from_a_condition() {
        for (text, wish) in [
            ("If everyone could send a photo", true),
            ("If you could all just sign it", true),
            ("If the keys turn up that would be great", true),
            ("If Friday is possible too I would be grateful", true),
            ("If there is another room it’d be very helpful", true),
            ("If the light is red ring the bell", false),
            ("If you would like a copy write to Hanne", false),
            ("When the bus comes I would be late", false),
            ("", false),
        ] {
            assert_eq!(is_wish(&tokens_of(text).of(SentenceId(0))), wish, "{text}");
        }
    }
}
