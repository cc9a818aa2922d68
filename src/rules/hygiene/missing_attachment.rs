use std::borrow::Cow;

use crate::draft::{Attachment, Format};
use crate::reading::{Phrase, Sentence, TimeExpression};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Weight};

/// The text speaks of an attachment that is not there. Options: `announced`, phrases that
/// announce one for certain; `mentioned`, phrases that likely do; `denied`, words that turn
/// either into its contrary; `things`, the nouns of what can be attached, `pictures` those
/// that the text itself can show.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let announced = setup.phrases("announced");
    let mentioned = setup.phrases("mentioned");
    let denied = setup.phrases("denied");
    let things = setup.list("things");
    let pictures = setup.list("pictures");
    setup.needs_phrase(&[announced, mentioned]);
    Box::new(move |subject: &Subject| {
        // Only a mail shows what is attached to it.
        if subject.draft.format != Format::Mail || subject.is(Situation::Forward) {
            return Vec::new();
        }
        let attachments = &subject.draft.envelope.attachments;
        let mut found = Vec::new();
        for phrase in &subject.reading.phrases {
            let certain = phrase.found.list == announced;
            if !(certain || phrase.found.list == mentioned) {
                continue;
            }
            let Some((id, sentence)) = subject.sentence_of(phrase) else { continue };
            let next = subject.reading.sentences.get(id.0 + 1);
            if subject.sentence_has(denied, sentence)
                || is_fastened(subject, phrase, sentence, &things)
                || is_any_kind(subject, phrase, sentence)
                || has_link(subject.sentence_text(sentence))
                || next.is_some_and(|next| has_link(subject.sentence_text(next)))
            {
                continue;
            }
            // "I attached it on the 9th" tells of another mail.
            let is_past = |time: &TimeExpression| match (time.latest(), subject.moment()) {
                (Some(latest), Some(now)) => latest.date() < now.date() && !time.time.duration,
                _ => false,
            };
            if subject.times_in(sentence).any(is_past) && tells_what_was(subject, phrase) {
                continue;
            }
            let promised = promised(subject, sentence, &things);
            // A picture shown in the text is the logo of a signature, unless pictures are meant.
            let means_pictures = subject.words(sentence).any(|word| is_one_of(word, &pictures));
            let attached =
                attachments.iter().filter(|file| !file.inline || means_pictures || !is_picture(file)).count();
            if attached >= promised {
                continue;
            }
            let text = match attached {
                0 => "an attachment is announced, yet none is there".to_owned(),
                1 => format!("{promised} attachments are announced, yet 1 is there"),
                _ => format!("{promised} attachments are announced, yet {attached} are there"),
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

/// Whether "attached" tells of what was done: "I attached the photo", not "is attached" nor
/// "I have attached".
fn tells_what_was(subject: &Subject, phrase: &Phrase) -> bool {
    let words = subject.text(phrase.block, phrase.found.range.clone()).to_lowercase();
    words.ends_with("attached") && ["i ", "we "].iter().any(|who| words.starts_with(who)) && !words.contains("have")
}

/// Whether something hangs on something else: "attached to the wall", "emotionally attached",
/// "I have attached gdb to the process".
fn is_fastened(subject: &Subject, phrase: &Phrase, sentence: &Sentence, things: &[Cow<str>]) -> bool {
    const MAIL: [&str; 6] = ["mail", "email", "e-mail", "message", "note", "letter"];
    const DETERMINERS: [&str; 9] = ["the", "a", "an", "my", "our", "its", "this", "that", "each"];
    let after = subject.text(phrase.block, phrase.found.range.end..sentence.range.end);
    let words: Vec<String> = after.split_whitespace().take(6).map(bare).collect();
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let Some(to) = words.iter().take(3).position(|word| word == "to") else { return false };
    let is_mail = words.iter().skip(to + 1).take(3).any(|word| MAIL.contains(&word.as_str()));
    let is_thing = words[..to].iter().any(|word| is_one_of(word, things));
    !is_mail && (to == 0 || (!is_thing && to == 1 && DETERMINERS.contains(&word(to + 1))))
}

/// Whether "attached files" are spoken of in general: neither "the", "see" nor the start of
/// the sentence stands before them.
fn is_any_kind(subject: &Subject, phrase: &Phrase, sentence: &Sentence) -> bool {
    const DEFINITE: [&str; 14] =
        ["the", "this", "these", "my", "our", "see", "in", "and", "please", "find", "with", "two", "three", "four"];
    let text = subject.text(phrase.block, phrase.found.range.clone());
    let mut words = text.split_whitespace().map(bare);
    let is_noun = words.next().is_some_and(|word| word == "attached")
        && words.next().is_some_and(|word| !matches!(word.as_str(), "is" | "are" | "you" | "please" | "to"));
    let before = subject.text(phrase.block, sentence.range.start..phrase.found.range.start);
    is_noun && before.split_whitespace().next_back().is_some_and(|word| !DEFINITE.contains(&bare(word).as_str()))
}

/// A word in lower case without the marks around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Whether a word is one of these, or the plural of one.
fn is_one_of(word: &str, nouns: &[Cow<str>]) -> bool {
    let word = word.to_lowercase();
    nouns.iter().any(|noun| word.strip_prefix(noun.as_ref()).is_some_and(|rest| rest.is_empty() || rest == "s"))
}

fn is_picture(file: &Attachment) -> bool {
    file.media_type.starts_with("image/")
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
