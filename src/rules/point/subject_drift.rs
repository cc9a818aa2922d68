use std::borrow::Cow;
use std::collections::BTreeSet;

use super::subject_line::{from_ask, without_tags};
use crate::draft::Role;
use crate::language::{lists, words};
use crate::rules::{Check, Need, Setup, Situation, Subject};
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
    setup.unless();
    setup.needs(Need::SubjectLine);
    Box::new(move |subject: &Subject| {
        let Some(line) = &subject.draft.envelope.subject else { return Vec::new() };
        if !subject.is(Situation::Reply) {
            return Vec::new();
        }
        let Some(ask) = subject.owed().first().copied() else { return Vec::new() };
        let stems = topics(without_tags(line.as_str()), &idle);
        let own = || subject.draft.own_blocks().map(|(_, block)| block.text.as_str());
        if stems.is_empty() || subject.reading.word_count() < least_words {
            return Vec::new();
        }
        // Who names the matter anywhere in the message, or in what it answers, is still at it.
        if own().any(|text| !topics(text, &idle).is_disjoint(&stems)) {
            return Vec::new();
        }
        let asked = topics(subject.ask_text(ask), &idle);
        if asked.len() < least_topics {
            return Vec::new();
        }
        // What is quoted must be about the subject, and about nothing that the author
        // writes of; without a quote only a word of turning tells that the matter is
        // another one.
        let mut quoted = subject.draft.blocks.iter().filter(|block| block.role == Role::Quote).peekable();
        let drifts = match quoted.peek() {
            None => subject.sentence_has(turning, subject.reading.sentence(ask.sentence)),
            Some(_) => {
                let quote: BTreeSet<String> = quoted.flat_map(|block| topics(block.text.as_str(), &idle)).collect();
                !stems.is_disjoint(&quote) && own().all(|text| topics(text, &idle).is_disjoint(&quote))
            }
        };
        if !drifts {
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
    let cut = |word: &str, end: &str| word.strip_suffix(end).filter(|rest| rest.len() >= 3).map(str::len);
    let singular = word.get(..cut(word, "s").unwrap_or(word.len())).unwrap_or(word);
    let rest = ["ing", "ed", "e"].iter().find_map(|end| cut(singular, end)).and_then(|len| singular.get(..len));
    rest.unwrap_or(singular).chars().take(LONGEST).collect()
}

/// The stems of the words that may tell a topic.
fn topics(text: &str, idle: &[Cow<'static, str>]) -> BTreeSet<String> {
    let words = words(text).into_iter().filter_map(|range| text.get(range)).map(str::to_lowercase);
    let tells = |word: &String| {
        word.chars().count() > 2 && !lists::STOP_WORDS.contains(word) && !idle.iter().any(|idle| idle == word)
    };
    words.filter(tells).map(|word| stem(&word)).collect()
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
