//! `replace`: phrases with something shorter to put there.

use std::borrow::Cow;

use crate::reading::Phrase;
use crate::rules::replacing::replace;
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Safety};

/// Options: `text` with `{words}` and `{replacement}`; the tables `safe` (applied by
/// `--fix`) and `suggested` (shown only) of phrase = replacement, where an empty
/// replacement cuts the phrase; `advised` of phrase = what to do, which is told and never
/// written; `before-verb`: phrases that count only right before a word that is no article
/// or other determiner; `not-before-number`: phrases that don't count before a number;
/// `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (safe, suggested, advised) = (setup.pairs("safe"), setup.pairs("suggested"), setup.pairs("advised"));
    let (before_verb, not_before_number) = (setup.list("before-verb"), setup.list("not-before-number"));
    let text = setup.text("text");
    setup.unless();
    let (safe_count, written_count) = (safe.len(), safe.len() + suggested.len());
    let pairs: Vec<(Cow<str>, Cow<str>)> = safe.into_iter().chain(suggested).chain(advised).collect();
    let list = setup.find(pairs.iter().map(|(phrase, _)| phrase.as_ref()));
    setup.needs_phrase(&[list]);
    Box::new(move |subject: &Subject| {
        let mut found = Vec::new();
        let mut end = (crate::draft::BlockId(0), 0);
        for phrase in subject.phrases_of(list) {
            let Some((words, replacement)) = pairs.get(phrase.found.entry) else { continue };
            if (phrase.block, phrase.found.range.start) < end
                || !subject.draft.block(phrase.block).role.is_prose()
                || (before_verb.contains(words) && !is_before_verb(subject, phrase))
                || (not_before_number.contains(words) && is_before_number(subject, phrase))
                || is_other(subject, phrase, words)
            {
                continue;
            }
            end = (phrase.block, phrase.found.range.end);
            let safety = if phrase.found.entry < safe_count { Safety::Safe } else { Safety::Suggested };
            let words = subject.text(phrase.block, phrase.found.range.clone()).replace('\n', " ");
            let mut finding = Finding::new(
                subject.span(phrase.block, phrase.found.range.clone()),
                text.replace("{words}", &words).replace("{replacement}", replacement),
            );
            let is_written = phrase.found.entry < written_count;
            finding.help = Some(match replacement.as_ref() {
                "" => format!("leave “{words}” out"),
                advice if !is_written => advice.to_owned(),
                _ => format!("write “{replacement}”"),
            });
            if is_written {
                finding.fix = replace(subject, phrase.block, phrase.found.range.clone(), replacement, safety);
            }
            found.push(finding);
        }
        found
    })
}

/// Whether a word follows that can be a verb: "in order to win", not "in order to the last page";
/// and of "in order to to win" a "to" has to go first.
fn is_before_verb(subject: &Subject, phrase: &Phrase) -> bool {
    let text = subject.draft.block(phrase.block).text.as_str();
    let after = text.get(phrase.found.range.end..).unwrap_or_default();
    let next = after.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    !matches!(
        next.to_ascii_lowercase().as_str(),
        "" | "the"
            | "to"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "my"
            | "our"
            | "your"
            | "his"
            | "her"
            | "its"
            | "their"
    )
}

/// Whether a number in digits follows, or a sum of money.
fn is_before_number(subject: &Subject, phrase: &Phrase) -> bool {
    let text = subject.draft.block(phrase.block).text.as_str();
    let after = text.get(phrase.found.range.end..).unwrap_or_default().trim_start();
    after.trim_start_matches(['$', '€', '£', '~']).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the phrase is (part of) a name, or stands in quotation marks. One that the card
/// writes with capitals is meant in just this form.
fn is_other(subject: &Subject, phrase: &Phrase, written: &str) -> bool {
    let text = subject.draft.block(phrase.block).text.as_str();
    let range = phrase.found.range.clone();
    let words = text.get(range.clone()).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default().trim_start();
    let starts_sentence = subject.opens_sentence(phrase.block, range.start);
    let capital = |text: &str| text.starts_with(char::is_uppercase);
    if written.contains(char::is_uppercase) {
        if words != written {
            return true;
        }
    } else if capital(words) && (!starts_sentence || (capital(after) && !words.contains(' '))) {
        return true;
    }
    // A quotation mark further back than this is no longer in the reader's mind.
    let near = text.floor_char_boundary(range.start.saturating_sub(300));
    let before = text.get(near..range.start).unwrap_or_default();
    before.rfind(['“', '„']).is_some_and(|at| !before[at..].contains('”'))
        || (before.matches('"').count() % 2 == 1 && after.chars().take(300).any(|c| c == '"'))
}
