use std::collections::BTreeSet;

use super::lead::owed;
use super::subject_line::{from_ask, topic_words};
use crate::draft::Role;
use crate::language::words;
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::Finding;

/// A reply asks something that has nothing to do with its subject or with what it quotes.
/// Options: `words`, the least that the author wrote; `topic-words`, the least that the ask
/// says of its own matter; `idle`, words that name no topic; `turning`, words of turning to
/// another matter; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let least_words = setup.number("words");
    let least_topics = setup.number("topic-words");
    let idle = setup.list("idle");
    let turning = setup.phrases("turning");
    let unless = setup.situations("unless");
    Box::new(move |subject: &Subject| {
        let Some(line) = &subject.draft.envelope.subject else { return Vec::new() };
        if !subject.is(Situation::Reply) || subject.is_any(&unless) {
            return Vec::new();
        }
        let Some(ask) = owed(subject).next() else { return Vec::new() };
        let is_topic = |word: &str| word.chars().count() > 2 && !idle.iter().any(|idle| idle == word);
        let subject_words: Vec<String> = topic_words(line.as_str()).into_iter().filter(|word| is_topic(word)).collect();
        let own = || subject.draft.own_blocks().map(|(_, block)| block.text.as_str());
        if subject_words.is_empty() || subject.reading.word_count() < least_words {
            return Vec::new();
        }
        let stems: BTreeSet<String> = subject_words.iter().map(|word| stem(word)).collect();
        // Who names the matter anywhere in the message, or in what it answers, is still at it.
        if own().any(|text| shares(text, &stems)) {
            return Vec::new();
        }
        // Without a quote only a word of turning tells that the matter is another one.
        let turns = || subject.sentence_has(turning, subject.reading.sentence(ask.sentence));
        if !subject.draft.blocks.iter().any(|block| block.role == Role::Quote) && !turns() {
            return Vec::new();
        }
        let quoted = || subject.draft.blocks.iter().filter(|block| block.role == Role::Quote);
        let asked: BTreeSet<String> =
            topic_words(subject.ask_text(ask)).iter().filter(|word| is_topic(word)).map(|word| stem(word)).collect();
        if asked.len() < least_topics || quoted().any(|block| shares(block.text.as_str(), &asked)) {
            return Vec::new();
        }
        let shown = line.as_str().trim();
        let text = format!("the subject “{shown}” has nothing to do with what is asked");
        let finding = Finding::new(line.source(0..line.len()), text).related(ask.span, "this is asked");
        vec![finding.help(match from_ask(subject, ask) {
            Some(better) => format!("start a new message: “{better}”"),
            None => "start a new message with a subject of its own".to_owned(),
        })]
    })
}

/// The part of a word that its forms share, roughly: "approval", "approve", "approved".
fn stem(word: &str) -> String {
    const LONGEST: usize = 5;
    let word = word.to_lowercase();
    let word = word.trim_end_matches("'s").trim_end_matches("’s");
    let cut = ["ing", "ed", "es", "s"].iter().find_map(|end| word.strip_suffix(end).filter(|rest| rest.len() >= 3));
    cut.unwrap_or(word).chars().take(LONGEST).collect()
}

/// Whether a text has a word of one of these stems.
fn shares(text: &str, stems: &BTreeSet<String>) -> bool {
    words(text).into_iter().filter_map(|range| text.get(range)).any(|word| stems.contains(&stem(word)))
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn the_forms_of_a_word_share_a_stem() {
        for (a, b) in [("photos", "photo"), ("approval", "approved"), ("menus", "menu"), ("Meeting", "meetings")] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("menu"), stem("lease"));
    }
}
