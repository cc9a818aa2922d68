//! What is wrong with a template before anybody gets it.

mod leaked_placeholder;
mod missing_value;
mod mixed_dialects;
mod no_fallback;
mod no_subject;
mod preheader;
mod rendering;
mod unbalanced_tag;
mod unknown_tag;

use super::{Build, Subject};
use crate::text::Span;

/// The checks of this group, by the name that cards give them.
pub const CHECKS: &[(&str, Build)] = &[
    ("template-leaked-placeholder", leaked_placeholder::build),
    ("template-missing-value", missing_value::build),
    ("template-mixed-dialects", mixed_dialects::build),
    ("template-no-fallback", no_fallback::build),
    ("template-no-subject", no_subject::build),
    ("template-preheader", preheader::build),
    ("template-rendering", rendering::build),
    ("template-unbalanced-tag", unbalanced_tag::build),
    ("template-unknown-tag", unknown_tag::build),
];

/// What stands at a span of the source, as it is written.
fn written<'a>(subject: &Subject<'a>, span: Span) -> &'a str {
    std::str::from_utf8(subject.source.slice(span)).unwrap_or_default()
}
