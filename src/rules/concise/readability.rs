use crate::draft::Role;
use crate::language::{Counts, syllables};
use crate::reading::{Sentence, Tokens};
use crate::rules::rewrite::excerpt;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// A long message in long words and sentences. Options: `above`, the grade past which there
/// is a finding, and `far-above`, past which it weighs more; `least-words` and
/// `least-sentences`, below which no formula says anything.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (above, far_above) = (setup.number("above"), setup.number("far-above"));
    let (least_words, least_sentences) = (setup.number("least-words"), setup.number("least-sentences"));
    setup.unless();
    Box::new(move |subject: &Subject| {
        if subject.reading.words.len() < least_words {
            return Vec::new();
        }
        let mut counts = Counts::default();
        for sentence in prose(subject) {
            let before = counts.words;
            // Nearly all words are looked at, so that the loop is written out.
            let Tokens { all, folded } = subject.tokens(sentence);
            for (at, word) in all.iter().enumerate() {
                if at > 0 && word.capital {
                    continue;
                }
                if let Some(letters) = letters(word.folded(folded)) {
                    counts.words += 1;
                    counts.letters += letters;
                }
            }
            counts.sentences += usize::from(counts.words > before);
        }
        if counts.words < least_words.max(1) || counts.sentences < least_sentences {
            return Vec::new();
        }
        let (automated, coleman_liau) = (counts.automated(), counts.coleman_liau());
        // The middle of three is above only where one of these two is.
        if automated.max(coleman_liau) <= above as f32 {
            return Vec::new();
        }
        let words = || prose(subject).flat_map(|sentence| plain_words(subject, sentence));
        let mut grades = [counts.flesch_kincaid(words().map(syllables).sum()), automated, coleman_liau];
        grades.sort_by(f32::total_cmp);
        let [_, grade, _] = grades;
        if grade <= above as f32 {
            return Vec::new();
        }
        let has_words = |sentence: &&Sentence| plain_words(subject, sentence).next().is_some();
        let longest = prose(subject).filter(has_words).max_by_key(|sentence| sentence.length);
        let Some(longest) = longest else { return Vec::new() };
        let mut long: Vec<&str> = words().filter(|word| word.len() > 8).collect();
        long.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
        long.dedup();
        let long: Vec<String> = long.iter().take(3).map(|word| format!("“{word}”")).collect();
        let text = format!("the whole reads like a text for school year {grade:.0}");
        let help = format!(
            "split this sentence of {} words (“{}”), and find shorter words for {}",
            longest.length,
            excerpt(subject.sentence_text(longest), 30),
            long.join(", ")
        );
        let weight = if grade > far_above as f32 { Weight::Heavier } else { Weight::Usual };
        vec![Finding::new(longest.span, text).help(help).weight(weight)]
    })
}

/// The sentences of paragraphs.
fn prose<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Sentence> {
    let draft = subject.draft;
    subject.said().map(|(_, sentence)| sentence).filter(|s| draft.block(s.block).role == Role::Prose)
}

/// The words of a sentence that the author chose, as they are written: no names, figures, codes
/// and addresses.
fn plain_words<'a>(subject: &Subject<'a>, sentence: &Sentence) -> impl Iterator<Item = &'a str> {
    let (of, block) = (*subject, sentence.block);
    let Tokens { all, folded } = subject.tokens(sentence);
    let chosen = all.iter().enumerate().filter(|(at, word)| *at == 0 || !word.capital).map(|(_, word)| word);
    let plain = chosen.filter(|word| letters(word.folded(folded)).is_some());
    plain.map(move |word| of.text(block, word.range.clone()))
}

/// How many letters a word in lower case has that is made of nothing else but apostrophes.
fn letters(word: &str) -> Option<usize> {
    // Most words are of ASCII letters only.
    let Some(other) = word.as_bytes().iter().find(|byte| !byte.is_ascii_lowercase()) else { return Some(word.len()) };
    if other.is_ascii_digit() {
        return None;
    }
    let is_plain = word.chars().all(|c| c.is_alphabetic() || c == '\'');
    is_plain.then(|| word.chars().filter(|c| c.is_alphabetic()).count())
}
