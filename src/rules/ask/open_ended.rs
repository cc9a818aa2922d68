use std::borrow::Cow;

use super::wording::{holds, is_direct, words_of};
use crate::language::{AnyOf, lists};
use crate::reading::{Ask, Phrase, Sentence, Tokens};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// A whole ask that anything answers: "Thoughts?". Options: `asks`, the phrases that are
/// such asks; `openers`, words that may stand before; `tails`, what may follow and says
/// no more; `broad`, phrases of messages that want breadth; `things`, what can be looked
/// through and be right or not; `proposing`, words of a proposal just before; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let asks = setup.phrases("asks");
    let openers = setup.list("openers");
    let tails = setup.list("tails");
    let broad = setup.phrases("broad");
    let things = setup.list("things");
    let proposing = setup.list("proposing");
    setup.unless();
    setup.needs_phrase(&[asks]);
    Box::new(move |subject: &Subject| {
        if subject.has_phrase(broad) {
            return Vec::new();
        }
        let is_open = |sentence: &Sentence, phrase: &Phrase| {
            let range = &phrase.found.range;
            let before = subject.text(sentence.block, sentence.range.start..range.start);
            let after = subject.text(sentence.block, range.end..sentence.range.end);
            // A word alone may be a heading.
            let is_word = !subject.text(sentence.block, range.clone()).contains([' ', '\n']);
            phrase.found.list == asks
                && all_words(before, |word| holds(&openers, word))
                && is_tail(after, &tails)
                && (!is_word || after.contains('?'))
        };
        let open = |sentence: &Sentence| {
            let mut phrases = subject.phrases_in(sentence.block, sentence.range.clone());
            sentence.words.len() <= 12 && phrases.any(|phrase| is_open(sentence, phrase))
        };
        let Some((id, sentence)) = subject.said().find(|(_, sentence)| open(sentence)) else { return Vec::new() };
        let is_ask = |ask: &Ask| subject.ask_text(ask).ends_with('?') || is_direct(&words_of(subject, ask));
        let others = subject.owed().iter().any(|ask| ask.sentence != id && is_ask(ask));
        let before = subject.reading.sentences.get(id.0.saturating_sub(2)..id.0).unwrap_or_default();
        let thing = before.iter().rev().find_map(|sentence| thing(&subject.tokens(sentence), &things));
        // "Maybe we should take the yard. What do you think?" can be answered by yes.
        let proposes = |sentence: &Sentence| {
            let words = subject.tokens(sentence);
            (0..words.len()).any(|at| holds(&proposing, words.word(at)))
        };
        let proposed = before.iter().any(proposes);
        let help = match thing {
            _ if proposed => "ask what a line can answer: a yes or no to what you propose".to_owned(),
            Some(thing) => {
                format!("ask what a line can answer: “{thing} right as it stands? If not, what should change?”")
            }
            None => "ask what a line can answer: say what you would do, and ask for a yes or no".to_owned(),
        };
        let text = "this can be answered by anything, so it is answered late or not at all";
        let weight = if others || proposed { Weight::Lighter } else { Weight::Usual };
        vec![Finding::new(sentence.span, text).help(help).weight(weight)]
    })
}

fn all_words(text: &str, is: impl Fn(&str) -> bool) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty());
    words.all(|word| is(&word.to_lowercase()))
}

/// Whether what follows the phrase is nothing, or words that name nothing.
fn is_tail(text: &str, tails: &[Cow<str>]) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('\n', " ");
    text.is_empty() || holds(tails, &text)
}

/// What is there to be looked through, as the start of a question: "Is the plan", "Are the
/// slides". Only a thing that is named as one will do.
fn thing(words: &Tokens, things: &[Cow<str>]) -> Option<String> {
    const DETERMINERS: [&str; 6] = ["the", "this", "these", "my", "our", "a"];
    (1..words.len()).find_map(|at| {
        let noun = words.word(at);
        // "The draft order" is no draft.
        let ends = words.all.get(at + 1).is_none_or(|next| next.sets.meets(SMALL));
        let is_thing = DETERMINERS.contains(&words.word(at - 1)) && holds(things, noun) && ends;
        let verb = if noun.ends_with('s') { "Are" } else { "Is" };
        is_thing.then(|| format!("{verb} the {noun}"))
    })
}

/// Words that can't be what a noun before them belongs to.
const SMALL: AnyOf = AnyOf::these(&[
    lists::CLASS_PREPOSITION,
    lists::CLASS_BE,
    lists::CLASS_CONJUNCTION,
    lists::CLASS_FIRST,
    lists::CLASS_SUBORDINATOR,
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{SentenceId, tests::tokens_of};

    #[test]
    fn a_thing_is_named_before_it_is_asked_about() {
        let question = |text: &str| thing(&tokens_of(text).of(SentenceId(0)), &["plan".into(), "slides".into()]);
        assert_eq!(question("i put the plan in the folder").as_deref(), Some("Is the plan"));
        assert_eq!(question("here are my slides").as_deref(), Some("Are the slides"));
        assert_eq!(question("to redraw the plan order"), None);
        assert_eq!(question("budget about the same"), None);
        assert_eq!(question("").as_deref(), None);
    }
}
