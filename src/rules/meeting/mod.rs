//! Meet only where it helps, and prepare it.

mod could_be_async;
mod duration;
mod endless_series;
mod matter;
mod missing_details;
mod no_agenda;
mod no_follow_up;
mod no_outcome;
mod no_purpose;
mod no_record;
mod outside_hours;
mod plan;
mod proposal;
mod sentence;
mod short_notice;
mod too_many_people;
mod when;
mod words;

pub(super) use proposal::Proposal;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[
    ("meeting-could-be-async", could_be_async::build),
    ("meeting-duration", duration::build),
    ("meeting-endless-series", endless_series::build),
    ("meeting-missing-details", missing_details::build),
    ("meeting-no-agenda", no_agenda::build),
    ("meeting-no-follow-up", no_follow_up::build),
    ("meeting-no-outcome", no_outcome::build),
    ("meeting-no-purpose", no_purpose::build),
    ("meeting-no-record", no_record::build),
    ("meeting-outside-hours", outside_hours::build),
    ("meeting-short-notice", short_notice::build),
    ("meeting-too-many-people", too_many_people::build),
];
