//! Asks that nobody owes an answer: what to do in some case, and how to do it.

use super::Subject;
use crate::language::lists;
use crate::reading::{Ask, AskKind, Sentence};

/// Whether the ask stands in a sentence that says what to do in some case: "If the light
/// is red, ring the bell." Who asks a question there wants an answer all the same, and so
/// does who wishes: "If everyone could send a photo, that would be great."
pub fn is_conditional(subject: &Subject, ask: &Ask) -> bool {
    let sentence = subject.reading.sentence(ask.sentence);
    let first = subject.words(sentence).next();
    first.is_some_and(|word| lists::CONDITION_WORDS.contains(word))
        && !subject.sentence_text(sentence).contains('?')
        && !is_wish(subject.words(sentence))
}

/// How many words of a sentence are looked at for a wish.
const WISH_WITHIN: usize = 40;

/// Whether words that start with "if" wish for an act: "if you could …", "… that would be
/// great", "… it would help".
fn is_wish<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let words: Vec<String> = words.take(WISH_WITHIN).map(|word| word.to_lowercase().replace('’', "'")).collect();
    if words.first().is_none_or(|first| first != "if") {
        return false;
    }
    const WISHERS: &[&str] = &["that", "it", "this", "i", "we", "which"];
    const WOULD: &[&str] = &["that'd", "it'd", "i'd", "we'd"];
    const PLEASES: &[&str] = &["be", "help", "really", "greatly", "very", "appreciate", "love"];
    let pleases = |word: &str| PLEASES.contains(&word);
    words.iter().skip(2).take(3).any(|word| word == "could")
        || words.windows(3).any(|w| WISHERS.contains(&w[0].as_str()) && w[1] == "would" && pleases(&w[2]))
        || words.windows(2).any(|w| WOULD.contains(&w[0].as_str()) && pleases(&w[1]))
}

/// Whether an ask for an act is made in so many words: "could you", "please".
pub fn asks_in_words(subject: &Subject, sentence: &Sentence) -> bool {
    const FOR_ACTS: &[&str] = &["could", "can", "would", "will", "please"];
    subject.words(sentence).any(|word| FOR_ACTS.iter().any(|act| word.eq_ignore_ascii_case(act)))
}

/// Whether an ask is a bare instruction: an act without question, "please" or date.
pub fn is_step(subject: &Subject, ask: &Ask) -> bool {
    const ASKING: &[&str] =
        &["please", "pls", "kindly", "could", "can", "would", "need", "like", "want", "grateful", "appreciate"];
    let sentence = subject.reading.sentence(ask.sentence);
    ask.kind == AskKind::Request
        && ask.deadline.is_none()
        && !subject.sentence_text(sentence).ends_with('?')
        && !subject.words(sentence).any(|word| ASKING.iter().any(|asking| word.eq_ignore_ascii_case(asking)))
}

#[cfg(test)]
mod tests {
    use super::is_wish;

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
            assert_eq!(is_wish(text.split_whitespace()), wish, "{text}");
        }
    }
}
