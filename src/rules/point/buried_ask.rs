use super::lead::{Wait, is_better_said};
use crate::channel::Channel;
use crate::reading::{Ask, AskKind};
use crate::rules::rewrite::{excerpt, shortest};
use crate::rules::steps::asks_in_words;
use crate::rules::{Check, Need, Setup, Situation, Subject};
use crate::text::{Edit, Finding, Fix, Safety, Weight};

/// The first ask comes late. Options: `after-words`, with which it must also lie past the
/// middle; `after-words-anyway`; `certain-words`, from which on it weighs as the rule does;
/// `spoken-words`, up to which what is better said than written is spared;
/// `announcing`, `sensitive`: phrases that excuse a late ask; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let after_words = setup.number("after-words");
    let after_words_anyway = setup.number("after-words-anyway");
    let certain_words = setup.number("certain-words");
    let spoken_words = setup.number("spoken-words");
    let announcing = setup.phrases("announcing");
    let sensitive = setup.phrases("sensitive");
    setup.unless();
    setup.needs(Need::Ask);
    Box::new(move |subject: &Subject| {
        let Some(ask) = subject.owed().first().copied() else { return Vec::new() };
        let wait = Wait::for_sentence(subject, Some(ask.sentence));
        if !wait.is_late(after_words, after_words_anyway)
            || (wait.before <= spoken_words && is_better_said(subject))
            || subject.phrases_of(sensitive).next().is_some()
            || subject.said().take(2).any(|(_, sentence)| subject.sentence_has(announcing, sentence))
            || stands_in_subject(subject, ask)
        {
            return Vec::new();
        }
        let words = excerpt(subject.ask_text(ask), 70);
        let mut finding = Finding::new(ask.span, format!("the first ask comes after {} words", wait.before))
            .help(format!("start with it: “{words}”"));
        finding.fix = move_to_start(subject, ask);
        // An eye that skims finds what starts a paragraph or an item; who answers has their
        // reader's attention; and a question in passing may not be what the message is for.
        let is_certain = wait.before > certain_words
            && wait.is_past_middle()
            && ask.kind != AskKind::Question
            && asks_in_words(subject, subject.reading.sentence(ask.sentence))
            && !starts_block(subject, ask)
            && !subject.is(Situation::Reply)
            && subject.advice.recommended != Channel::Live;
        vec![finding.weight(if is_certain { Weight::Usual } else { Weight::Lighter })]
    })
}

/// Whether the sentence of the ask is the first of its block.
fn starts_block(subject: &Subject, ask: &Ask) -> bool {
    subject.reading.sentence(ask.sentence).range.start == 0
}

/// Whether the subject line already asks: it has the verb of the ask, or it is a question
/// about the same thing.
fn stands_in_subject(subject: &Subject, ask: &Ask) -> bool {
    let Some(line) = &subject.draft.envelope.subject else { return false };
    let in_line: Vec<String> =
        crate::language::words(line.as_str()).into_iter().map(|range| line.as_str()[range].to_lowercase()).collect();
    let verb = shortest(subject, ask).and_then(|ask| ask.split(' ').next().map(str::to_lowercase));
    if verb.is_some_and(|verb| in_line.contains(&verb)) {
        return true;
    }
    line.as_str().trim_end().ends_with('?')
        && subject
            .words(subject.reading.sentence(ask.sentence))
            .any(|word| word.chars().count() > 3 && in_line.contains(&word.to_lowercase()))
}

/// Moves the sentence of the ask to the front, where the source holds it in one piece.
fn move_to_start(subject: &Subject, ask: &Ask) -> Option<Fix> {
    let (_, first) = subject.said().next()?;
    let sentence = subject.reading.sentence(ask.sentence);
    let text = &subject.draft.block(sentence.block).text;
    let from = text.verbatim(sentence.range.clone())?;
    let to = subject.draft.block(first.block).text.verbatim(first.range.clone())?;
    let words = subject.sentence_text(sentence);
    (to.end <= from.start).then(|| Fix {
        title: "move the ask to the start".to_owned(),
        safety: Safety::Suggested,
        edits: vec![
            Edit { span: crate::Span::at(to.start), text: format!("{words} ") },
            Edit { span: from, text: String::new() },
        ],
    })
}
