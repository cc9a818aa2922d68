use super::lead::{Wait, is_better_said};
use crate::language::capitalised;
use crate::language::{ListId, lists};
use crate::reading::{Sentence, TimeExpression, TimeRole};
use crate::rules::rewrite::excerpt;
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::Finding;

/// A long message starts with courtesy or with what was before. Where its ask comes late,
/// the rule point/buried-ask speaks. Options: `words`, from which a message is long;
/// `early-words`, within which an ask excuses the start; `after-words`,
/// `after-words-anyway` (as in point/buried-ask); `courtesy-words`, from which courtesy is
/// long; `background`, `labels`: phrases; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = setup.number("words");
    let early_words = setup.number("early-words");
    let (after_words, after_words_anyway) = (setup.number("after-words"), setup.number("after-words-anyway"));
    let courtesy_words = setup.number("courtesy-words");
    let background = setup.phrases("background");
    let labels = setup.phrases("labels");
    let answer = setup.situations("answered-by");
    setup.unless();
    Box::new(move |subject: &Subject| {
        if is_better_said(subject) {
            return Vec::new();
        }
        let opening: Vec<(_, &Sentence)> = subject.said().take(OPENING).collect();
        let Some((_, first)) = opening.first() else { return Vec::new() };
        let looks_back = opens_with(subject, first, background);
        let is_courtesy = |sentence: &Sentence| opens_with(subject, sentence, lists::PREAMBLE);
        let courtesy: usize = opening.iter().take_while(|(_, s)| is_courtesy(s)).map(|(_, s)| subject.length(s)).sum();
        if !looks_back && (courtesy < courtesy_words || subject.is(Situation::Reply)) {
            return Vec::new();
        }
        let asks = |id| subject.reading.real_asks().any(|ask| ask.sentence == id);
        let due = |sentence: &Sentence| subject.times_in(sentence).any(|time| time.role == TimeRole::Deadline);
        let leads =
            |(id, sentence): &(_, &Sentence)| asks(*id) || due(sentence) || subject.sentence_has(labels, sentence);
        // "Thank you all. From 2 March …" comes to its news at once.
        let is_to_come = |time: &TimeExpression| match (time.latest(), subject.moment()) {
            (Some(latest), Some(now)) => latest > now.datetime(),
            _ => false,
        };
        let news =
            !looks_back && opening.get(1).is_some_and(|(_, s)| !is_courtesy(s) && subject.times_in(s).any(is_to_come));
        if news || opening.iter().take(LEAD).any(leads) {
            return Vec::new();
        }
        let ask = subject.owed().first().copied();
        let wait = Wait::for_sentence(subject, ask.map(|ask| ask.sentence));
        // To answer a question is not to ask one: there a late ask is no excuse.
        let spoken_of = ask.is_some() && !subject.is_any(&answer) && wait.is_late(after_words, after_words_anyway);
        if wait.total <= words || wait.before <= early_words || spoken_of {
            return Vec::new();
        }
        let what = if looks_back { "what was before" } else { "courtesy" };
        let mut finding = Finding::new(first.span, format!("a message of {} words starts with {what}", wait.total));
        let point = subject.reading.point.map(|id| subject.reading.sentence(id)).filter(|s| s.span != first.span);
        finding.help = Some(match point {
            Some(point) => {
                let point = capitalised(&excerpt(subject.sentence_text(point), 70));
                format!("start with the ask, the decision or the news, such as “{point}”")
            }
            None => "start with the ask, the decision or the news in one sentence".to_owned(),
        });
        vec![finding]
    })
}

/// How many sentences make an opening, and in how many of them the point may stand.
const OPENING: usize = 6;
const LEAD: usize = 2;

/// How many bytes from the start of a sentence a phrase opens it.
const START: usize = 40;

/// Whether a phrase of a list opens the sentence.
fn opens_with(subject: &Subject, sentence: &Sentence, list: ListId) -> bool {
    let start = sentence.range.start;
    let mut phrases = subject.phrases_in(sentence.block, sentence.range.clone());
    phrases.any(|phrase| phrase.found.list == list && phrase.found.range.start < start + START)
}
