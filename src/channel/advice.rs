use std::fmt;

use super::meeting::Meeting;
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
    /// How much speaks for a conversation, in points: from [`LIVE_FROM`] on it should be one.
    pub score: f32,
    /// What the score is made of, the weightiest first.
    pub factors: Vec<Factor>,
    /// What would turn the advice round.
    pub would_change_if: Option<String>,
    /// What helps if the author stays with the channel.
    pub hint: Option<&'static str>,
    /// The meeting that the draft proposes, if it does, and what it would be for.
    pub meeting: Option<Meeting>,
}

/// From how many points on it should be a conversation.
pub const LIVE_FROM: f32 = 20.0;

/// From how many points on either will do.
pub const EITHER_FROM: f32 = 14.0;

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

/// For a person.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Async => "a message serves",
            Verdict::Rewrite => "a message serves, once it is rewritten",
            Verdict::Live => "better said than written",
            Verdict::LiveThenWritten => "better talked over, then put in writing",
            Verdict::NoMeeting => "a message would do in place of the meeting",
        })
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
    /// Those words that count whatever was learned: a phrase, a time, an address.
    pub certain: Vec<Span>,
}
