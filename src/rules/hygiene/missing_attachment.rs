use std::borrow::Cow;

use crate::draft::Format;
use crate::reading::Sentence;
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Weight};

/// The text speaks of an attachment that is not there. Options: `announced`, phrases that
/// announce one for certain; `mentioned`, phrases that likely do; `denied`, words that turn
/// either into its contrary; `things`, the nouns of what can be attached.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let announced = setup.phrases("announced");
    let mentioned = setup.phrases("mentioned");
    let denied = setup.phrases("denied");
    let things = setup.list("things");
    Box::new(move |subject: &Subject| {
        // Only a mail shows what is attached to it.
        if subject.draft.format != Format::Mail || subject.is(Situation::Forward) {
            return Vec::new();
        }
        let attached = subject.draft.envelope.attachments.len();
        let mut found = Vec::new();
        for phrase in &subject.reading.phrases {
            let certain = phrase.found.list == announced;
            if !(certain || phrase.found.list == mentioned) {
                continue;
            }
            let Some((id, sentence)) = subject.sentence_of(phrase) else { continue };
            let next = subject.reading.sentences.get(id.0 + 1);
            if subject.sentence_has(denied, sentence)
                || is_fastened(subject, phrase, sentence)
                || has_link(subject.sentence_text(sentence))
                || next.is_some_and(|next| has_link(subject.sentence_text(next)))
            {
                continue;
            }
            let promised = promised(subject, sentence, &things);
            if attached >= promised {
                continue;
            }
            let text = match attached {
                0 => "an attachment is announced, yet none is there".to_owned(),
                _ => format!("{promised} attachments are announced, yet {attached} is there"),
            };
            let span = subject.span(phrase.block, phrase.found.range.clone());
            let help = "attach the file, or say where it is to be found";
            let weight = if certain { Weight::Usual } else { Weight::Lighter };
            found.push(Finding::new(span, text).help(help).weight(weight));
        }
        // Those that are certain come first; of equal ones the first in the text.
        found.sort_by_key(|finding| finding.weight != Weight::Usual);
        found
    })
}

/// Whether something hangs on something else: "attached to the wall", "emotionally attached".
fn is_fastened(subject: &Subject, phrase: &crate::reading::Phrase, sentence: &Sentence) -> bool {
    let after = subject.text(phrase.block, phrase.found.range.end..sentence.range.end);
    let mut next = after.split_whitespace();
    if !next.next().is_some_and(|word| word.eq_ignore_ascii_case("to")) {
        return false;
    }
    let mail = ["mail", "email", "e-mail", "message", "note", "letter"];
    !next.take(3).any(|word| mail.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str()))
}

fn has_link(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| text.contains(start))
}

/// How many files a sentence promises: "the two photos" are two, else one.
fn promised(subject: &Subject, sentence: &Sentence, things: &[Cow<str>]) -> usize {
    const NUMBERS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let words: Vec<String> = subject.words(sentence).take(60).map(str::to_lowercase).collect();
    let count = |word: &str| {
        let number = NUMBERS.iter().position(|number| *number == word).map(|index| index + 2);
        number.or_else(|| word.parse().ok().filter(|number| (2..=20).contains(number)))
    };
    let is_plural =
        |word: &String| word.strip_suffix('s').is_some_and(|stem| things.iter().any(|thing| *thing == stem));
    words
        .iter()
        .enumerate()
        .filter(|(index, _)| words[index + 1..].iter().take(2).any(is_plural))
        .find_map(|(_, word)| count(word))
        .unwrap_or(1)
}
