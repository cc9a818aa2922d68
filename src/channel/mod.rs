//! Floor 4: async or live. For now the advice is always `async`, with no factors.

mod contacts;
mod hours;

pub use crate::draft::{Message, Thread};
pub use contacts::{Contact, Preference};
pub use hours::shared_minutes;

use crate::draft::Draft;
use crate::reading::Reading;
use crate::text::Span;

/// What this exchange should use, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// What the exchange should use, whatever the draft chose.
    pub recommended: Channel,
    /// What the draft chose.
    pub chosen: Chosen,
    /// The advice, given what the draft chose.
    pub verdict: Verdict,
    /// The sum of the factors' points: above 0 speaks for a conversation.
    pub score: f32,
    /// What the score is made of, the weightiest first.
    pub factors: Vec<Factor>,
    /// What would turn the advice round.
    pub would_change_if: Option<String>,
}

/// A channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A message.
    Async,
    /// Both serve.
    Either,
    /// A conversation.
    Live,
}

impl Channel {
    /// The name in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Channel::Async => "async",
            Channel::Either => "either",
            Channel::Live => "live",
        }
    }
}

/// What a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// A message.
    Message,
    /// An invitation to a meeting.
    Meeting,
}

impl Chosen {
    /// The name in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Chosen::Message => "message",
            Chosen::Meeting => "meeting",
        }
    }
}

/// The advice, given what the draft chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Send it.
    Async,
    /// Send it, written anew: what the rules found would come back as a question.
    Rewrite,
    /// Talk.
    Live,
    /// Talk, and write down what came of it.
    LiveThenWritten,
    /// Send a message in place of the meeting.
    NoMeeting,
}

impl Verdict {
    /// The name in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Async => "async",
            Verdict::Rewrite => "rewrite",
            Verdict::Live => "live",
            Verdict::LiveThenWritten => "live-then-written",
            Verdict::NoMeeting => "no-meeting",
        }
    }
}

/// One reason for the advice.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The factor's name in the catalogue.
    pub name: &'static str,
    /// Its weight: above 0 speaks for a conversation.
    pub points: f32,
    /// The words it rests on.
    pub evidence: Vec<Span>,
}

/// The advice for a draft.
pub fn advise(draft: &Draft, reading: &Reading) -> Advice {
    let _ = reading;
    let meeting = draft.envelope.channel.as_deref().is_some_and(|channel| channel.eq_ignore_ascii_case("meeting"));
    Advice {
        recommended: Channel::Async,
        chosen: if meeting { Chosen::Meeting } else { Chosen::Message },
        verdict: Verdict::Async,
        score: 0.0,
        factors: Vec::new(),
        would_change_if: None,
    }
}
