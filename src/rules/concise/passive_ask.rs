use std::collections::BTreeSet;

use super::holds;
use crate::draft::Role;
use crate::language::ListId;
use crate::reading::{Owner, Sentence, SentenceId, is_group};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, Weight};

/// Something that has to be done, and nobody to do it. Options: `participles`, the acts;
/// `no-order`, words that tell who acts or that nobody
/// has to; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (participles, no_order) = (setup.phrases("participles"), setup.list("no-order"));
    setup.unless();
    setup.needs_phrase(&[participles]);
    Box::new(move |subject: &Subject| {
        let recipients = subject.draft.envelope.recipients();
        let (readers, groups) =
            recipients.fold((0, 0), |(all, groups), address| (all + 1, groups + usize::from(is_group(address))));
        // The only reader knows who is meant.
        if readers == 1 && groups == 0 {
            return Vec::new();
        }
        let mut names = None;
        let mut last = None;
        for phrase in subject.phrases_of(participles) {
            let Some((id, sentence)) = subject.sentence_of(phrase).filter(|(id, _)| last.replace(*id) != Some(*id))
            else {
                continue;
            };
            if !subject.draft.block(sentence.block).role.is_prose() {
                continue;
            }
            let Some((verb, participle)) = passive(subject, sentence, participles) else { continue };
            let names = names.get_or_insert_with(|| reader_names(subject));
            if is_owned(subject, id, sentence, &no_order) || subject.words(sentence).any(|word| names.contains(word)) {
                continue;
            }
            let weight = if readers == 0 { Weight::Lighter } else { Weight::Usual };
            let text = format!("“{verb} {participle}”, but by whom is not said");
            let help = "say who does it: “<name>, please …”";
            return vec![Finding::new(sentence.span, text).help(help).weight(weight)];
        }
        Vec::new()
    })
}

/// The verb and the act of "needs to be signed", "must be signed".
fn passive<'a>(subject: &Subject<'a>, sentence: &Sentence, participles: ListId) -> Option<(String, &'a str)> {
    let all = subject.words_in(sentence);
    let words: Vec<&str> = subject.words(sentence).take(60).collect();
    let at = words.iter().position(|word| *word == "be")?;
    let before = |back: usize| at.checked_sub(back).and_then(|at| words.get(at)).copied().unwrap_or_default();
    // "Must still be ordered".
    let skipped = usize::from(matches!(before(1), "still" | "also" | "all" | "both" | "first" | "now"));
    let verb = match (before(2 + skipped), before(1 + skipped)) {
        (verb @ ("needs" | "need" | "has" | "have"), "to") => format!("{verb} to be"),
        (_, verb @ ("must" | "should")) => format!("{verb} be"),
        _ => return None,
    };
    let act = all
        .iter()
        .take(words.len())
        .skip(at + 1)
        .take(2)
        .find(|word| subject.is_of(participles, sentence.block, word))?;
    Some((verb, subject.text(sentence.block, act.range.clone())))
}

/// Whether the sentence, or what stands around it, says who acts, or is no order.
fn is_owned(subject: &Subject, id: SentenceId, sentence: &Sentence, no_order: &[impl AsRef<str>]) -> bool {
    let text = subject.sentence_text(sentence);
    let asks = &subject.reading.asks;
    let first = asks.partition_point(|ask| ask.sentence < id);
    let mut owners = asks.iter().skip(first).take_while(|ask| ask.sentence == id).map(|ask| &ask.owner);
    text.ends_with('?')
        || text.contains('@')
        || subject.words(sentence).any(|word| holds(no_order, word))
        || owners.any(|owner| matches!(owner, Owner::Named(_)))
        || has_agent(subject, sentence)
        || (subject.draft.block(sentence.block).role == Role::ListItem && subject.is(Situation::Lists))
}

/// The names of the readers, word by word.
fn reader_names<'a>(subject: &Subject<'a>) -> BTreeSet<&'a str> {
    subject.draft.envelope.recipients().flat_map(|address| address.name.split_whitespace()).collect()
}

/// Whether a "by" tells who, not when.
fn has_agent(subject: &Subject, sentence: &Sentence) -> bool {
    let words = subject.words_in(sentence);
    words.windows(2).any(|pair| {
        let [by, next] = pair else { return false };
        let is_time = |at: usize| subject.times_in(sentence).any(|time| time.time.range.contains(&at));
        subject.text(sentence.block, by.range.clone()) == "by" && !is_time(by.range.start) && !is_time(next.range.start)
    })
}
