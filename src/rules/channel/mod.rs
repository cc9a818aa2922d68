//! Use the channel that serves.

mod factor;
mod verdict;

use std::ops::Range;

use super::{Build, Subject};
use crate::draft::LINE_BREAK;
use crate::text::Span;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[("channel-factor", factor::build), ("channel-verdict", verdict::build)];

/// The rule that gives the one recommendation, to which the others are parts.
const VERDICT: &str = "channel/verdict";

/// How many words of a sentence are quoted.
const QUOTED: usize = 6;

/// The start of what a sentence of the draft says at this place.
fn words_at(subject: &Subject, place: Span) -> Option<String> {
    let sentence = subject.reading.sentences.iter().find(|sentence| sentence.span.overlaps(place))?;
    let words = subject.reading.words.get(sentence.words.clone())?;
    let is_there = |range: &Range<usize>| place.contains(subject.span(sentence.block, range.clone()));
    let mut there = words.iter().map(|word| word.range.clone()).filter(is_there);
    let first = there.next()?;
    let last = there.by_ref().take(QUOTED - 1).last().unwrap_or_else(|| first.clone());
    let text = subject.text(sentence.block, first.start..last.end).replace(['\n', LINE_BREAK], " ");
    Some(if there.next().is_some() { format!("{text} …") } else { text })
}
