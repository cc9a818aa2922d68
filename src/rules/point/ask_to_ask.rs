use std::borrow::Cow;

use crate::draft::Role;
use crate::language::lists;
use crate::reading::Sentence;
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::Finding;

/// The message asks whether it may ask: for a question, help, a moment, a call, an expert,
/// and names no topic. Options: `words`, the most of a message that can be nothing but that;
/// `asked`, what is asked for; `idle`, words that name no topic; `experts`, who is looked
/// for; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let most_words = setup.number("words");
    let asked = setup.list("asked");
    let idle = setup.list("idle");
    let experts = setup.list("experts");
    // Each may stand in the plural as well.
    let both =
        |list: &[Cow<'static, str>]| list.iter().flat_map(|word| [word.to_string(), format!("{word}s")]).collect();
    let named: Vec<String> = both(&[&asked[..], &experts[..]].concat());
    let named = setup.find(named.iter().map(String::as_str));
    setup.unless();
    setup.needs_phrase(&[named]);
    Box::new(move |subject: &Subject| {
        let said = subject.said_words();
        if said == 0 || said > most_words || subject.is(Situation::Reply) {
            return Vec::new();
        }
        let among = |list: &[Cow<'static, str>], word: &str| {
            list.iter().any(|known| known.eq_ignore_ascii_case(word) || is_plural(word, known))
        };
        let names_topic = |word: &str| {
            !among(&asked, word)
                && !among(&idle, word)
                && !word.bytes().all(|b| b.is_ascii_digit())
                && !lists::STOP_WORDS.contains(&word.to_lowercase())
        };
        let line = subject.draft.envelope.subject.as_ref();
        if line.is_some_and(|line| super::subject_line::topic_words(line.as_str()).iter().any(|word| names_topic(word)))
        {
            return Vec::new();
        }
        let mut found: Option<&Sentence> = None;
        for (_, sentence) in subject.said() {
            let seeks = seeks_expert(subject.words(sentence), |word| among(&experts, word));
            let wants = || subject.words(sentence).any(|word| among(&asked, word));
            if found.is_none() && (seeks || wants()) && asks(subject, sentence) {
                found = Some(sentence);
            }
            if !seeks && topics(subject, sentence).any(names_topic) {
                return Vec::new();
            }
        }
        // A message of several blocks that are no prose shows what it is about.
        let shows = |role: Role| matches!(role, Role::Code | Role::Table | Role::Quote | Role::Forwarded);
        if !subject.draft.envelope.attachments.is_empty() || subject.draft.blocks.iter().any(|block| shows(block.role))
        {
            return Vec::new();
        }
        let Some(sentence) = found else { return Vec::new() };
        let finding = Finding::new(sentence.span, "this asks whether you may ask, and not what you want to know")
            .part_of("meeting/no-purpose");
        vec![finding.help("ask the question itself, or name the topic")]
    })
}

/// Whether a word is the plural of another.
fn is_plural(word: &str, of: &str) -> bool {
    word.len() == of.len() + 1
        && word.ends_with('s')
        && word.get(..of.len()).is_some_and(|w| w.eq_ignore_ascii_case(of))
}

/// Whether a sentence asks: by its mark, or as the reading has it.
fn asks(subject: &Subject, sentence: &Sentence) -> bool {
    let reading = subject.reading;
    subject.sentence_text(sentence).trim_end().ends_with('?')
        || reading.asks.iter().any(|ask| reading.sentence(ask.sentence).span == sentence.span)
}

/// "Any payroll experts around?": what the expert is to know is named, what is asked is not.
fn seeks_expert<'a>(words: impl Iterator<Item = &'a str>, is_expert: impl Fn(&str) -> bool) -> bool {
    let words: Vec<&str> = words.take(12).collect();
    let any = words.iter().position(|word| word.eq_ignore_ascii_case("any") || word.eq_ignore_ascii_case("anyone"));
    any.is_some_and(|any| words.iter().skip(any + 1).take(3).any(|word| is_expert(word)))
}

/// The words of a sentence that may name a topic: no times, and not "Hi Professor" before
/// a comma.
fn topics<'a>(subject: &Subject<'a>, sentence: &'a Sentence) -> impl Iterator<Item = &'a str> {
    let text = subject.sentence_text(sentence);
    let before_comma = text.split_once(',').map_or("", |(before, _)| before);
    let name_end = if before_comma.split_whitespace().count() <= 2 { before_comma.len() } else { 0 };
    let times: Vec<_> = subject.times_in(sentence).map(|time| time.time.range.clone()).collect();
    let words = subject.words_in(sentence);
    let (subject, block, start) = (*subject, sentence.block, sentence.range.start);
    words
        .iter()
        .filter(move |word| {
            let at = word.range.start;
            at >= start + name_end && !times.iter().any(|time| time.contains(&at))
        })
        .map(move |word| subject.text(block, word.range.clone()))
}
