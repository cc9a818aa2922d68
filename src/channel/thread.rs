use jiff::Timestamp;

/// The messages of a thread that came before the draft, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Thread {
    /// The messages.
    pub messages: Vec<Message>,
}

/// A message that came before.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// The address of who wrote it, in lower case; empty where it is not known.
    pub from: String,
    /// When it was written.
    pub date: Option<Timestamp>,
    /// What its author wrote: no quotes, signatures or notices.
    pub text: String,
}
