use jiff::ZonedDateTime;

use crate::text::{MappedText, Span};

/// Who writes to whom about what: a mail's header or a Markdown file's front matter.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    /// The author.
    pub from: Option<Address>,
    /// The people written to.
    pub to: Vec<Address>,
    /// The people in copy.
    pub cc: Vec<Address>,
    /// The people in blind copy.
    pub bcc: Vec<Address>,
    /// The subject, decoded; none where the draft has no place for one or leaves it out.
    pub subject: Option<MappedText>,
    /// Where a mail has a field for the subject and nothing in it: `Subject:`.
    pub blank_subject: Option<Span>,
    /// The line that mail programs show behind the subject, which a page hides in its text.
    pub preheader: Option<MappedText>,
    /// When the draft was written, with its zone.
    pub date: Option<ZonedDateTime>,
    /// The id of the message (Message-ID), without its angle brackets.
    pub message_id: Option<String>,
    /// The ids of the messages that it answers (In-Reply-To).
    pub in_reply_to: Vec<String>,
    /// The ids of the messages of the thread that came before (References), the first first.
    pub references: Vec<String>,
    /// How many messages of the thread came before, by References and In-Reply-To; at
    /// least 1 where the subject starts with "Re:".
    pub reply_depth: usize,
    /// Whether the message passes another one on.
    pub forwarded: bool,
    /// Whether it goes to or comes from a mailing list (List-Id, Precedence).
    pub list: bool,
    /// The parts that are attached. They are listed, not read.
    pub attachments: Vec<Attachment>,
    /// The channel the author chose, from front matter: "email", "chat", "meeting".
    pub channel: Option<String>,
    /// Whether it carries a calendar part: an invitation, an answer to one, or its end.
    pub calendar: bool,
    /// The meeting that a calendar invitation proposes; its organizer, required and
    /// optional attendees are `from`, `to` and `cc`.
    pub invitation: Option<Invitation>,
}

impl Envelope {
    /// Everybody the draft goes to: To, Cc and Bcc.
    pub fn recipients(&self) -> impl Iterator<Item = &Address> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }
}

/// A mailbox address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// The display name, decoded; empty where there is none.
    pub name: String,
    /// `local@domain`; empty where only a name was given.
    pub address: String,
    /// Where it stands in the source.
    pub span: Span,
}

impl Address {
    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.address.rsplit_once('@').map_or(self.address.as_str(), |(local, _)| local)
    }

    /// How the address is shown: the name with the address in angle brackets.
    pub fn display(&self) -> String {
        match (self.name.is_empty(), self.address.is_empty()) {
            (true, _) => self.address.clone(),
            (false, true) => self.name.clone(),
            (false, false) => format!("{} <{}>", self.name, self.address),
        }
    }
}

/// What a calendar invitation says beside its text (RFC 5545).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Invitation {
    /// When it starts; a day without a time starts at midnight.
    pub start: Option<ZonedDateTime>,
    /// How long it lasts, in minutes.
    pub minutes: Option<u32>,
    /// Where, a link included; none where nothing is given.
    pub location: Option<String>,
    /// Whether it comes again (RRULE or RDATE).
    pub recurring: bool,
    /// Whether a recurring one has an end (UNTIL or COUNT).
    pub ends: bool,
}

/// A part of a mail that is not its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// The file name, decoded; empty where there is none.
    pub name: String,
    /// The media type in lower case, such as `application/pdf`.
    pub media_type: String,
    /// Whether it is shown inside the text (an image of an HTML mail) rather than listed.
    pub inline: bool,
    /// The part in the source, header and body.
    pub span: Span,
}
