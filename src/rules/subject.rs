use jiff::ZonedDateTime;

use crate::channel::Advice;
use crate::draft::{Address, Draft};
use crate::reading::Reading;
use crate::text::{Finding, Source};

/// What is known beside the draft. Everything is optional; a rule that needs what is
/// missing stays silent.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The moment of sending, with the author's zone.
    pub now: Option<ZonedDateTime>,
    /// The author.
    pub author: Option<Address>,
    /// What is recorded about the people written to.
    pub contacts: Vec<Contact>,
}

/// What is recorded about a person.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// The mail address that names the person.
    pub address: String,
}

/// All that a check may see.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The bytes.
    pub source: &'a Source<'a>,
    /// What was written.
    pub draft: &'a Draft,
    /// What the reader gets out of it.
    pub reading: &'a Reading,
    /// Async or live.
    pub advice: &'a Advice,
    /// What is known beside the draft.
    pub context: &'a Context,
}

/// Looks for one fault. It parses and tokenises nothing: all it needs is in the subject.
pub trait Check: Send + Sync {
    /// The findings, in any order.
    fn check(&self, subject: &Subject) -> Vec<Finding>;
}
