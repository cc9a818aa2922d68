use std::borrow::Cow;

use super::names::fold;
use crate::draft::{Address, Role};
use crate::reading::is_group;
use crate::rules::{Check, Need, Profile, Setup, Subject};
use crate::text::{Finding, Weight};

/// A reply goes to many and concerns one. Options: `people`, so many are many; `words`, as
/// long as mere thanks are; `thanks` and `around`, words that thanks are made of and that may
/// stand beside them; `private`, words of what concerns one alone.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let people = setup.number("people");
    let most = setup.number("words");
    let thanks = setup.list("thanks");
    let around = setup.list("around");
    let private = setup.phrases("private");
    setup.needs(Need::Reply);
    Box::new(move |subject: &Subject| {
        let envelope = &subject.draft.envelope;
        let seen = || envelope.to.iter().chain(&envelope.cc);
        let count = seen().count();
        let goes_to_many = count > people || seen().any(is_group);
        if !goes_to_many || subject.profile() != Profile::Email {
            return Vec::new();
        }
        let whom = if count > people { format!("{count} people") } else { "a whole group".to_owned() };
        if let Some(span) = mere_thanks(subject, most, &thanks, &around) {
            let text = format!("a word of thanks goes to {whom}");
            return vec![Finding::new(span, text).help("answer the one it is for; the others have to open it too")];
        }
        let Some(one) = only_one(subject, seen()) else { return Vec::new() };
        let mut phrases = subject.phrases_of(private);
        let Some(phrase) = phrases.find(|phrase| subject.draft.block(phrase.block).role.is_prose()) else {
            return Vec::new();
        };
        let words = subject.text(phrase.block, phrase.found.range.clone()).replace('\n', " ");
        let text = format!("“{words}” concerns {one}, yet it goes to {whom}");
        let help = format!("answer {one} alone");
        vec![
            Finding::new(subject.span(phrase.block, phrase.found.range.clone()), text)
                .help(help)
                .weight(Weight::Heavier),
        ]
    })
}

/// The span of a message that does nothing but thank or confirm; votes and answers say more.
fn mere_thanks(subject: &Subject, most: usize, thanks: &[Cow<str>], around: &[Cow<str>]) -> Option<crate::text::Span> {
    let said: Vec<_> = subject.said().map(|(_, sentence)| sentence).collect();
    let mut words = said.iter().flat_map(|sentence| subject.words(sentence));
    let (mut thanked, mut count) = (false, 0);
    let holds = |list: &[Cow<str>], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    let mere = words.all(|word| {
        count += 1;
        let is_thanks = holds(thanks, word);
        thanked |= is_thanks;
        let is_name = count > 1 && word.starts_with(char::is_uppercase);
        count <= most && (is_thanks || is_name || holds(around, word))
    });
    // Thanks that close a message are the whole of one that says nothing else.
    let closing = || subject.draft.blocks.iter().find(|block| block.role == Role::Closing);
    match said.as_slice() {
        [] => {
            let only = subject.draft.own_blocks().all(|(_, own)| matches!(own.role, Role::Greeting | Role::Closing));
            let block = closing().filter(|_| only)?;
            let first = block.text.as_str().split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?;
            holds(thanks, first).then(|| block.text.source(0..block.text.len()))
        }
        [first, ..] => {
            (mere && thanked && !said.iter().any(|s| subject.sentence_text(s).contains('?'))).then_some(first.span)
        }
    }
}

/// The one of the recipients whom the greeting names.
fn only_one<'a>(subject: &Subject<'a>, mut seen: impl Iterator<Item = &'a Address>) -> Option<&'a str> {
    let (_, greeting) = subject.draft.own_blocks().find(|(_, block)| block.role == Role::Greeting)?;
    let text = greeting.text.as_str();
    let names = &text[crate::parse::greeted(text)?];
    let mut names = names.split(|c: char| !c.is_alphabetic()).filter(|name| name.starts_with(char::is_uppercase));
    let (name, None) = (names.next()?, names.next()) else { return None };
    seen.any(|address| fold(&address.name).starts_with(&fold(name)) || fold(address.local()).starts_with(&fold(name)))
        .then_some(name)
}
