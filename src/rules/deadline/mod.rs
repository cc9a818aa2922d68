//! Say by when.

mod ambiguous_date;
mod ambiguous_relative;
mod binding;
mod clock_change;
mod impossible_date;
mod missing;
mod moments;
mod no_default;
mod no_time_proposed;
mod no_timezone;
mod off_hours;
mod past;
mod too_far;
mod urgency_mismatch;
mod vague;
mod weekday_mismatch;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[
    ("deadline-ambiguous-date", ambiguous_date::build),
    ("deadline-ambiguous-relative", ambiguous_relative::build),
    ("deadline-clock-change", clock_change::build),
    ("deadline-impossible-date", impossible_date::build),
    ("deadline-missing", missing::build),
    ("deadline-no-default", no_default::build),
    ("deadline-no-time-proposed", no_time_proposed::build),
    ("deadline-no-timezone", no_timezone::build),
    ("deadline-off-hours", off_hours::build),
    ("deadline-past", past::build),
    ("deadline-too-far", too_far::build),
    ("deadline-urgency-mismatch", urgency_mismatch::build),
    ("deadline-vague", vague::build),
    ("deadline-weekday-mismatch", weekday_mismatch::build),
];

#[cfg(test)]
mod tests;
