//! What an agenda, or the message in place of a meeting, is made from: a draft that was checked.

use crate::channel::agenda::{Given, with_phrases};
use crate::{Context, Report, Source};

/// Makes something from a draft and what it was checked with.
pub fn with_given<T>(source: &Source, report: &Report, context: &Context, make: impl FnOnce(Given) -> T) -> T {
    let reading = with_phrases(&report.draft, &report.reading);
    make(Given {
        source,
        draft: &report.draft,
        reading: &reading,
        advice: &report.advice,
        contacts: &context.contacts,
        now: context.now.as_ref(),
        author: context.author.as_ref(),
        start: None,
    })
}
