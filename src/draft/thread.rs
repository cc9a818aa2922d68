use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Draft, Envelope};

/// The messages that drafts may go on from, such as those of a mailbox. A draft names
/// those of its own thread: [`Thread::before`].
#[derive(Clone, Debug, Default)]
pub struct Thread {
    messages: Vec<Message>,
    /// The place of each message by its id.
    by_id: BTreeMap<String, usize>,
}

/// A message that came before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Its id (Message-ID), without angle brackets.
    pub id: String,
    /// The ids of the messages that it names as those before it.
    pub parents: Vec<String>,
    /// The address of who wrote it, in lower case; empty where it is not known.
    pub from: String,
    /// When it was written.
    pub date: Option<Timestamp>,
    /// What its author wrote: no quotes, signatures or notices.
    pub text: String,
}

impl Message {
    /// What is kept of a mail; none without an id, by which alone it could be found.
    pub fn of(draft: &Draft) -> Option<Message> {
        let envelope = &draft.envelope;
        let blocks = draft.own_blocks().map(|(_, block)| block.text.as_str());
        Some(Message {
            id: envelope.message_id.clone()?,
            parents: parents(envelope).map(str::to_owned).collect(),
            from: envelope.from.as_ref().map(|from| from.address.to_lowercase()).unwrap_or_default(),
            date: envelope.date.as_ref().map(|date| date.timestamp()),
            text: blocks.collect::<Vec<_>>().join("\n\n"),
        })
    }
}

impl Thread {
    /// A thread of these messages. Of two with one id, the first counts.
    pub fn new(messages: impl IntoIterator<Item = Message>) -> Thread {
        let mut thread = Thread::default();
        for message in messages {
            if !thread.by_id.contains_key(&message.id) {
                thread.by_id.insert(message.id.clone(), thread.messages.len());
                thread.messages.push(message);
            }
        }
        thread
    }

    /// All messages.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The messages that a draft goes on from: those it names, those which they name and
    /// so on; the oldest first, those without a date at their place in the mailbox.
    pub fn before(&self, envelope: &Envelope) -> Vec<&Message> {
        let mut found = BTreeSet::new();
        let mut next: Vec<&str> = parents(envelope).collect();
        while let Some(id) = next.pop() {
            let is_draft = envelope.message_id.as_deref() == Some(id);
            let Some(&place) = self.by_id.get(id).filter(|_| !is_draft) else { continue };
            if found.insert(place) {
                next.extend(self.messages[place].parents.iter().map(String::as_str));
            }
        }
        let mut before: Vec<&Message> = found.into_iter().map(|place| &self.messages[place]).collect();
        if before.iter().all(|message| message.date.is_some()) {
            before.sort_by_key(|message| message.date);
        }
        before
    }
}

fn parents(envelope: &Envelope) -> impl Iterator<Item = &str> {
    envelope.references.iter().chain(&envelope.in_reply_to).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &str, parents: &[&str], hour: i64) -> Message {
        Message {
            id: id.into(),
            parents: parents.iter().map(|id| (*id).to_owned()).collect(),
            date: Timestamp::from_second(hour * 3600).ok(),
            ..Message::default()
        }
    }

    fn ids(thread: &Thread, id: &str, references: &[&str]) -> Vec<String> {
        let envelope = Envelope {
            message_id: Some(id.into()),
            references: references.iter().map(|id| (*id).to_owned()).collect(),
            ..Envelope::default()
        };
        thread.before(&envelope).iter().map(|message| message.id.clone()).collect()
    }

    #[test]
    fn a_draft_goes_on_from_what_it_names_and_what_that_names() {
        let thread = Thread::new([
            message("c", &["b"], 3),
            message("a", &[], 1),
            message("b", &["a", "lost"], 2),
            message("other", &["a"], 4),
            message("a", &["other"], 9),
        ]);
        assert_eq!(thread.messages().len(), 4);
        assert_eq!(ids(&thread, "d", &["c"]), ["a", "b", "c"]);
        assert_eq!(ids(&thread, "b", &["a"]), ["a"]);
        assert!(ids(&thread, "d", &["nobody"]).is_empty() && ids(&thread, "d", &[]).is_empty());
    }

    #[test]
    fn a_ring_of_messages_ends() {
        let thread = Thread::new([message("a", &["b"], 1), message("b", &["a"], 2)]);
        assert_eq!(ids(&thread, "c", &["b"]), ["a", "b"]);
        assert_eq!(ids(&thread, "a", &["b"]), ["b"]);
    }
}
