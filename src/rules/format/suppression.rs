use std::cell::LazyCell;

use crate::draft::{Directive, Fault};
use crate::rules::{self, Card, Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// Reports comments to Presend that say nothing. Which rules there are, and which comments
/// are of no use, only the engine knows: it adds those findings.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| {
        let cards = LazyCell::new(rules::cards);
        let told = |directive: &Directive| {
            let fault = directive.fault.as_ref()?;
            let (text, help) = words(fault);
            // In the text a bracket may speak of something else; one with a name of ours does not.
            let is_meant = !matches!(fault, Fault::InLine | Fault::NoComment) || names_one(directive, &cards);
            is_meant.then(|| Finding::new(directive.span, text).help(help).weight(Weight::Heavier))
        };
        subject.draft.directives.iter().filter_map(told).collect()
    })
}

/// What is wrong, and what to do.
fn words(fault: &Fault) -> (String, &'static str) {
    let rule = "write the rule that the finding names, as in: presend: ok deadline/missing: reason";
    match fault {
        Fault::NoRule => ("this suppression names no rule".to_owned(), rule),
        Fault::Verb(verb) => (format!("“presend: {verb}” says nothing; ok, ok-next, ok-file, off and on do"), rule),
        Fault::InLine => (
            "in the middle of a line this suppression counts for nothing".to_owned(),
            "put it at the end of the line, or on a line of its own",
        ),
        Fault::NoComment => (
            "in Markdown and HTML this suppression counts for nothing, and the reader sees it".to_owned(),
            "write a comment, as in: <!-- presend: ok deadline/missing: reason -->",
        ),
    }
}

/// Whether one of the names is that of a rule of these cards, or of its group.
fn names_one(directive: &Directive, cards: &[Card]) -> bool {
    let mut names = cards.iter().map(|card| &card.name);
    names.any(|rule| directive.names.iter().any(|name| *name.text == *rule.0 || *name.text == *rule.group()))
}
