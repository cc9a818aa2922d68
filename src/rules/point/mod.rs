//! Get straight to the point.

mod ask_to_ask;
mod buried_ask;
mod lead;
mod no_hello;
mod no_lead;
mod no_purpose;
mod preamble;
mod subject_drift;
mod subject_length;
pub(super) mod subject_line;
mod subject_tag;
mod vague_subject;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[
    ("point-ask-to-ask", ask_to_ask::build),
    ("point-buried-ask", buried_ask::build),
    ("point-no-hello", no_hello::build),
    ("point-no-lead", no_lead::build),
    ("point-no-purpose", no_purpose::build),
    ("point-preamble", preamble::build),
    ("point-subject-drift", subject_drift::build),
    ("point-subject-length", subject_length::build),
    ("point-subject-tag", subject_tag::build),
    ("point-vague-subject", vague_subject::build),
];
