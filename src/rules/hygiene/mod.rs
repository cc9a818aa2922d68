//! What one only sees after it was sent.

mod attached;
mod bad_link;
mod commands;
mod doubled_word;
mod empty_body;
mod empty_subject;
mod greeting_mismatch;
mod keys;
mod links;
mod mass_visible;
pub mod mention;
mod missing_attachment;
pub mod names;
mod numbers;
pub mod placeholder;
mod recipient_outlier;
mod reply_all;
mod secret;
mod shouting;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[
    ("hygiene-bad-link", bad_link::build),
    ("hygiene-doubled-word", doubled_word::build),
    ("hygiene-empty-body", empty_body::build),
    ("hygiene-empty-subject", empty_subject::build),
    ("hygiene-greeting-mismatch", greeting_mismatch::build),
    ("hygiene-mass-visible", mass_visible::build),
    ("hygiene-missing-attachment", missing_attachment::build),
    ("hygiene-placeholder", placeholder::build),
    ("hygiene-recipient-outlier", recipient_outlier::build),
    ("hygiene-reply-all", reply_all::build),
    ("hygiene-secret", secret::build),
    ("hygiene-shouting", shouting::build),
];
