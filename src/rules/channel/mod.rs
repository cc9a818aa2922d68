//! Use the channel that serves.

mod broadcast;
mod contact_preference;
mod factor;
mod irony;
mod keep_written;
mod no_overlap;
mod verdict;

use super::rewrite::excerpt;
use super::{Build, Subject};
use crate::reading::Word;
use crate::text::Span;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[
    ("channel-broadcast", broadcast::build),
    ("channel-contact-preference", contact_preference::build),
    ("channel-factor", factor::build),
    ("channel-irony", irony::build),
    ("channel-keep-written", keep_written::build),
    ("channel-no-overlap", no_overlap::build),
    ("channel-verdict", verdict::build),
];

/// The rule that gives the one recommendation, to which the others are parts.
const VERDICT: &str = "channel/verdict";

/// How many characters of the draft are quoted.
const QUOTED: usize = 40;

/// What a sentence of the draft says at this place, as far as it can be quoted.
fn words_at(subject: &Subject, place: Span) -> Option<String> {
    let sentence = subject.reading.sentences.iter().find(|sentence| sentence.span.overlaps(place))?;
    let words = subject.words_in(sentence);
    let is_there = |word: &&Word| place.contains(subject.span(sentence.block, word.range.clone()));
    let first = words.iter().find(is_there)?;
    let last = words.iter().rfind(is_there)?;
    Some(excerpt(subject.text(sentence.block, first.range.start..last.range.end), QUOTED))
}
