//! Date and time expressions: what they are and which moments they can mean.

use std::ops::Range;

use jiff::ZonedDateTime;
use jiff::civil::{Date, DateTime, Weekday};

/// A date or time expression in a text: the shortest phrase with its preposition.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMatch {
    /// The bytes of the text, preposition included: "by Friday".
    pub range: Range<usize>,
    /// The preposition that binds it, if any.
    pub cue: Option<Cue>,
    /// The earliest and latest moment it can mean, in the author's zone; none where it
    /// can't be resolved ("soon").
    pub bounds: Option<(DateTime, DateTime)>,
    /// The second reading of an ambiguous numeric date ("3/4").
    pub other: Option<(DateTime, DateTime)>,
    /// Whether the expression names no moment a reader could hold to ("soon", "asap").
    pub vague: bool,
    /// Whether it can't be resolved without the reference moment.
    pub relative: bool,
    /// Whether it names a clock time ("5 pm", "noon").
    pub clock: bool,
    /// Whether it states how long rather than when ("for two weeks").
    pub duration: bool,
    /// The year, where it is written.
    pub year: Option<i16>,
    /// The weekday, where it is written, with its bytes.
    pub weekday: Option<(Weekday, Range<usize>)>,
    /// The calendar date, where day and month are written, with its bytes; the year is
    /// the written or the inferred one.
    pub date: Option<(Date, Range<usize>)>,
    /// The zone, where it is written ("CET"), as it stands there.
    pub zone: Option<Range<usize>>,
}

/// The preposition before a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// "by", "no later than", "due".
    By,
    /// "before", "prior to".
    Before,
    /// "until", "till".
    Until,
    /// "within".
    Within,
    /// "on", "at", "in", "during", "for" and the like.
    At,
    /// "since", "after", "from".
    After,
}

/// The date and time expressions of a text, in order, none overlapping. `reference` is
/// the moment of writing; without it only absolute dates are resolved.
pub fn times(text: &str, reference: Option<&ZonedDateTime>) -> Vec<TimeMatch> {
    let _ = (text, reference);
    Vec::new()
}
