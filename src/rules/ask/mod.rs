//! Ask what can be answered, of somebody, in one reading.

mod compound;
mod implicit;
mod mid_paragraph;
mod missing_reference;
mod no_options;
mod no_owner;
mod open_ended;
mod owner_in_cc;
mod undefined_acronym;
mod unnumbered;
mod wording;

use super::Build;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[
    ("ask-compound", compound::build),
    ("ask-implicit", implicit::build),
    ("ask-mid-paragraph", mid_paragraph::build),
    ("ask-missing-reference", missing_reference::build),
    ("ask-no-options", no_options::build),
    ("ask-no-owner", no_owner::build),
    ("ask-open-ended", open_ended::build),
    ("ask-owner-in-cc", owner_in_cc::build),
    ("ask-undefined-acronym", undefined_acronym::build),
    ("ask-unnumbered", unnumbered::build),
];
