//! What a phrase says, slot by slot.

use std::ops::Range;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use super::Cue;
use super::clock::Clock;
use super::date::Day;
use super::period::{Period, Which};
use super::words::{Part, Unit};

/// Which end of a day or period is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    Early,
    Middle,
    Late,
    End,
    Rest,
    /// The end of the working day.
    Business,
}

/// "first Monday of", "last two weeks of": counted from the end where negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Nth {
    pub nth: i8,
    pub count: i32,
    pub unit: Option<Unit>,
}

/// What a phrase says, slot by slot. Ranges are tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    pub weekday: Option<(Weekday, Which, Range<usize>)>,
    pub day: Option<(Day, Range<usize>)>,
    pub period: Option<Period>,
    pub nth: Option<Nth>,
    pub clock: Option<Clock>,
    /// Where the clock time stands.
    pub hours: Option<Range<usize>>,
    pub part: Option<Part>,
    pub side: Option<Side>,
    pub zone: Option<(Option<TimeZone>, Range<usize>)>,
    /// The preposition inside the phrase: "tomorrow before 3".
    pub cue: Option<Cue>,
    pub week_of: bool,
    pub now: bool,
    /// Whether it can only be over: "since January".
    pub past: bool,
}

impl Slots {
    /// Whether it says which day.
    pub fn has_day(&self) -> bool {
        self.day.is_some() || self.weekday.is_some()
    }

    /// Whether it says nothing yet.
    pub fn is_empty(&self) -> bool {
        !self.has_day()
            && self.period.is_none()
            && self.clock.is_none()
            && self.part.is_none()
            && self.side.is_none()
            && !self.now
    }
}
