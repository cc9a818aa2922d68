//! The signs that a time is a deadline, which weights are learned for.

use std::ops::Range;

use jiff::civil::DateTime;

use super::learned::Sign;
use super::tokens::{Class, Gap, Tokens};
use super::{AskKind, TimeExpression};
use crate::draft::Role;
use crate::language::time::Cue;

/// What is known of a time beside its words.
pub struct Place<'a> {
    /// The words of its sentence.
    pub tokens: &'a Tokens<'a>,
    /// Its words among them.
    pub at: Range<usize>,
    pub time: &'a TimeExpression,
    pub role: Role,
    /// What its sentence asks for, if anything.
    pub ask: Option<AskKind>,
    /// Whether a sentence beside it asks.
    pub ask_near: bool,
    /// Whether the author promises to act by it.
    pub promise: bool,
    /// Whether the sentence names it as due.
    pub due: bool,
    /// Whether the grammar takes it for a deadline.
    pub grammar: bool,
    /// How many times the draft names.
    pub times: usize,
    /// The moment of writing.
    pub now: Option<DateTime>,
}

/// How many words before and after a time are looked at.
const REACH: usize = 6;

/// The signs of a time.
pub fn of_time(place: &Place, mut give: impl FnMut(Sign)) {
    let Place { tokens, at, time, .. } = place;
    let found = &time.time;
    let cue = match found.cue {
        Some(Cue::By) => "by",
        Some(Cue::Before) => "before",
        Some(Cue::Until) => "until",
        Some(Cue::Within) => "within",
        Some(Cue::At) => "at",
        Some(Cue::After) => "after",
        None => "none",
    };
    let ask = place.ask.map_or("none", AskKind::name);
    give(Sign::of("ask", ask));
    give(Sign::pair("cue", cue, ask));
    give(Sign::of("when", distance(found.bounds.map(|(_, to)| to), place.now)));
    give(Sign::of("role", place.role.name()));
    give(Sign::of(
        "times",
        match place.times {
            1 => "1",
            2 => "2",
            3..=4 => "4",
            5..=8 => "8",
            _ => "more",
        },
    ));
    for (there, name) in [
        (place.ask_near, "ask-near"),
        (place.promise, "promise"),
        (place.due, "due"),
        (place.grammar, "grammar"),
        (described(tokens, at), "described"),
        (found.vague, "vague"),
        (found.clock, "clock"),
        (found.duration, "duration"),
        (found.date.is_some(), "date"),
        (found.weekday.is_some(), "weekday"),
        (found.year.is_some(), "year"),
    ] {
        if there {
            give(Sign::pair("has", name, cue));
        }
    }
    let sign = |kind, at| Sign::word(kind, tokens.shown(at)).shown(at, at + 1);
    for (back, before) in (at.start.saturating_sub(REACH)..at.start).rev().enumerate() {
        give(sign("before", before));
        if back < 2 {
            give(sign(["before-1", "before-2"][back], before));
        }
        if back == 1 {
            give(Sign::hashed("both-before", tokens.shown(before), tokens.shown(before + 1)).shown(before, before + 2));
        }
    }
    for (ahead, after) in (at.end..tokens.len()).take(REACH).enumerate() {
        give(sign("after", after));
        if ahead < 2 {
            give(sign(["after-1", "after-2"][ahead], after));
        }
    }
    for word in at.clone() {
        give(sign("in", word));
    }
    for word in (0..tokens.len()).filter(|word| !at.contains(word)) {
        give(sign("w", word));
    }
    if !tokens.is_empty() {
        give(sign("first", 0));
    }
}

/// Whether the time seems to describe a noun: "the first of the month numbers".
fn described(tokens: &Tokens, at: &Range<usize>) -> bool {
    tokens.class(at.start) == Some(Class::Determiner)
        && tokens.gap(at.end) == Gap::Space
        && tokens.class(at.end) == Some(Class::Other)
}

/// How far off a time is.
fn distance(time: Option<DateTime>, now: Option<DateTime>) -> &'static str {
    let (Some(time), Some(now)) = (time, now) else { return "unknown" };
    if time < now {
        return "past";
    }
    match time.date().since(now.date()).map_or(0, |span| span.get_days()) {
        0 => "today",
        1 => "tomorrow",
        2..=7 => "week",
        8..=31 => "month",
        32..=120 => "months",
        _ => "later",
    }
}
