use crate::draft::Role;
use crate::language::{flesch_kincaid, readability};
use crate::reading::Sentence;
use crate::rules::rewrite::excerpt;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// A long message in long words and sentences. Options: `above`, the grade past which there
/// is a finding, and `far-above`, past which it weighs more; `least-words` and
/// `least-sentences`, below which no formula says anything.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (above, far_above) = (setup.number("above"), setup.number("far-above"));
    let (least_words, least_sentences) = (setup.number("least-words"), setup.number("least-sentences"));
    let unless = setup.situations("unless");
    Box::new(move |subject: &Subject| {
        if subject.reading.words.len() < least_words || subject.is_any(&unless) {
            return Vec::new();
        }
        let (mut words, mut sentences): (Vec<Vec<&str>>, Vec<&Sentence>) = (Vec::new(), Vec::new());
        let mut total = 0;
        for (_, sentence) in subject.said() {
            if subject.draft.block(sentence.block).role != Role::Prose {
                continue;
            }
            let plain = plain_words(subject, sentence);
            if !plain.is_empty() {
                total += plain.len();
                words.push(plain);
                sentences.push(sentence);
            }
        }
        if total < least_words || words.len() < least_sentences {
            return Vec::new();
        }
        let Some(grades) = readability(&words) else { return Vec::new() };
        // The middle of three is above only where one of these two is.
        if grades.automated.max(grades.coleman_liau) <= above as f32 {
            return Vec::new();
        }
        let Some(flesch_kincaid) = flesch_kincaid(&words) else { return Vec::new() };
        let mut grades = [flesch_kincaid, grades.automated, grades.coleman_liau];
        grades.sort_by(f32::total_cmp);
        let [_, grade, _] = grades;
        if grade <= above as f32 {
            return Vec::new();
        }
        let Some(longest) = sentences.iter().max_by_key(|sentence| sentence.length) else { return Vec::new() };
        let mut long: Vec<&str> = words.into_iter().flatten().filter(|word| word.len() > 8).collect();
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

/// The words of a sentence that the author chose: no names, figures, codes and addresses.
fn plain_words<'a>(subject: &Subject<'a>, sentence: &Sentence) -> Vec<&'a str> {
    let is_plain = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'')
            || word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'))
    };
    let words = subject.words(sentence).enumerate();
    words
        .filter(|(at, word)| is_plain(word) && (*at == 0 || !word.starts_with(char::is_uppercase)))
        .map(|(_, word)| word)
        .collect()
}
