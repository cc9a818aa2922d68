//! What a meeting is about and for, as far as its words say so.

use std::collections::BTreeSet;

use super::proposal::Kind;
use super::words::says_any;
use crate::draft::Role;
use crate::language::{AnyOf, WordSets, lists, stands_in, words};
use crate::rules::Subject;

/// Of more names of recipients than these none is looked for in the text.
const MOST_PEOPLE: usize = 200;

/// What the meeting is for, by its title and the sentence that proposes it.
pub fn kind(head: &str, text: &str) -> Kind {
    let mut words = head.split(|c: char| !c.is_alphanumeric());
    match () {
        _ if words.any(|word| lists::MEETING_SOCIAL.contains(word)) => Kind::Social,
        _ if stands_in(head, lists::MEETING_FORMAL) => Kind::Formal,
        _ if stands_in(head, lists::MEETING_IDEAS) || says_any(text, &["brainstorm", "brainstorming"]) => {
            Kind::Brainstorm
        }
        _ if stands_in(head, lists::MEETING_DECIDES)
            || says_any(text, &["to decide", "decide on", "decide whether", "to choose"]) =>
        {
            Kind::Decide
        }
        _ => Kind::Other,
    }
}

/// How many words say what the meeting is about: no words of grammar, of meetings, of when
/// and where, and no names of those who come.
pub fn matter(subject: &Subject, title: &str) -> (usize, usize) {
    const GRAMMAR: AnyOf = AnyOf::these(&[
        lists::STOP_WORDS,
        lists::CLASS_YOU,
        lists::CLASS_FIRST,
        lists::CLASS_THIRD,
        lists::CLASS_MODAL,
        lists::CLASS_DO,
        lists::CLASS_BE,
        lists::CLASS_HAVE,
        lists::CLASS_WH,
        lists::CLASS_DETERMINER,
        lists::CLASS_OBJECT,
        lists::CLASS_PREPOSITION,
        lists::CLASS_SUBORDINATOR,
        lists::CLASS_CONJUNCTION,
        lists::CLASS_PLEASE,
        lists::CLASS_OPENER,
        lists::CLASS_NOT,
        lists::MEETING_WORDS,
        lists::TALK_WORDS,
        lists::PLACE_WORDS,
        lists::CALENDAR_NAMES,
        lists::REPLY_PREFIXES,
        lists::MEETING_IDLE,
    ]);
    let envelope = &subject.draft.envelope;
    let people = envelope.from.iter().chain(envelope.recipients()).take(MOST_PEOPLE);
    let names: BTreeSet<String> = people
        .flat_map(|person| [person.name.as_str(), person.local()])
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase))
        .collect();
    let counts = |word: &str| {
        let lower = word.to_lowercase();
        word.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !word.contains(|c: char| c.is_ascii_digit())
            && !WordSets::of(word).meets(GRAMMAR)
            && !names.contains(&lower)
    };
    let named = words(title).into_iter().filter(|range| title.get(range.clone()).is_some_and(counts)).count();
    let mut count = 0;
    for sentence in &subject.reading.sentences {
        let role = subject.draft.block(sentence.block).role;
        if matches!(role, Role::Greeting | Role::Closing) {
            continue;
        }
        let times = subject.reading.times_in(sentence.block, &sentence.range);
        let text = subject.draft.block(sentence.block).text.as_str();
        let in_time = |at: usize| {
            let next = times.partition_point(|time| time.time.range.end <= at);
            times.get(next).is_some_and(|time| time.time.range.start <= at)
        };
        let words = subject.words_in(sentence);
        let told = words.iter().filter(|word| !in_time(word.range.start));
        count += told.filter(|word| text.get(word.range.clone()).is_some_and(counts)).count();
    }
    (named, count)
}
