use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::draft::Address;

/// What is recorded about a person. Nothing of it is ever guessed.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// The mail address that names the person.
    pub address: String,
    /// The name, as it is called in drafts; empty where none is recorded.
    pub name: String,
    /// Other names that the person goes by: "Bob" for Robert.
    pub nicknames: Vec<String>,
    /// Whether the person is outside the author's house.
    pub external: Option<bool>,
    /// The channel the person prefers.
    pub prefers: Option<Preference>,
    /// Where the person works.
    pub zone: Option<TimeZone>,
    /// From when to when the person works, in their zone.
    pub hours: Option<(Time, Time)>,
    /// The language the person reads, as a two-letter code.
    pub language: Option<String>,
    /// Whether the author has not dealt with the person before.
    pub first_contact: bool,
}

/// What is recorded about the person with this address, whatever its case.
pub fn recorded<'a>(contacts: &'a [Contact], address: &Address) -> Option<&'a Contact> {
    let written = address.address.to_lowercase();
    contacts.iter().find(|contact| !written.is_empty() && contact.address.to_lowercase() == written)
}

/// A channel that a person prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// A call.
    Phone,
    /// A call with pictures.
    Video,
    /// Chat.
    Chat,
    /// Mail.
    Email,
    /// A text message.
    Text,
}

impl Preference {
    /// All preferences.
    pub const ALL: [Preference; 5] =
        [Preference::Phone, Preference::Video, Preference::Chat, Preference::Email, Preference::Text];

    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Preference::Phone => "phone",
            Preference::Video => "video",
            Preference::Chat => "chat",
            Preference::Email => "email",
            Preference::Text => "text",
        }
    }

    /// Whether both talk at the same time.
    pub fn is_live(self) -> bool {
        matches!(self, Preference::Phone | Preference::Video)
    }
}
