use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ZonedDateTime;

use crate::channel::{Contact, Thread, recorded};
use crate::draft::{Address, Templates};
use crate::language::time::{Country, Reference};
use crate::render::Sample;

/// What is known beside the draft. Everything is optional; a rule that needs what is
/// missing stays silent.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The moment of sending, with the author's zone.
    pub now: Option<ZonedDateTime>,
    /// The author.
    pub author: Option<Address>,
    /// The author's country: whose holidays are meant.
    pub country: Option<Country>,
    /// What is recorded about the people written to.
    pub contacts: Vec<Contact>,
    /// The messages that drafts may go on from, where they are at hand; they can be many.
    pub thread: Option<Arc<Thread>>,
    /// What kind of message every draft is, whatever it says of itself.
    pub profile: Option<Profile>,
    /// The domains of the author's own house, in lower case; those below them belong to it.
    pub own_domains: Vec<String>,
    /// How the author's house writes numeric dates.
    pub date_order: Option<DateOrder>,
    /// Acronyms that all readers know, with what they stand for.
    pub glossary: BTreeMap<String, String>,
    /// What templates are filled with.
    pub sample: Option<Arc<Sample>>,
    /// Whether drafts are templates.
    pub templates: Templates,
    /// Whether comments that suppress findings count for nothing.
    pub no_suppress: bool,
}

/// What kind of message a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Mail to people.
    Email,
    /// Chat.
    Chat,
    /// Mail to a mailing list.
    List,
    /// A calendar invitation.
    Invite,
    /// A template, to be filled in.
    Template,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Profile; 5] = [Profile::Email, Profile::Chat, Profile::List, Profile::Invite, Profile::Template];

    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Email => "email",
            Profile::Chat => "chat",
            Profile::List => "list",
            Profile::Invite => "invite",
            Profile::Template => "template",
        }
    }
}

/// How numeric dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 3/4 is 3 April.
    DayMonth,
    /// 3/4 is 4 March.
    MonthDay,
}

impl DateOrder {
    /// Both orders.
    pub const ALL: [DateOrder; 2] = [DateOrder::DayMonth, DateOrder::MonthDay];

    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            DateOrder::DayMonth => "day-month",
            DateOrder::MonthDay => "month-day",
        }
    }
}

impl Context {
    /// What times are resolved against.
    pub fn reference(&self) -> Reference<'_> {
        Reference { now: self.now.as_ref(), country: self.country }
    }

    /// What is recorded about the person with this address, whatever its case.
    pub fn contact(&self, address: &Address) -> Option<&Contact> {
        recorded(&self.contacts, address)
    }

    /// Whether an address is of somebody outside the author's house; none where neither a
    /// contact nor the own domains tell.
    pub fn is_external(&self, address: &Address) -> Option<bool> {
        if let Some(external) = self.contact(address).and_then(|contact| contact.external) {
            return Some(external);
        }
        let domain = address.address.rsplit_once('@')?.1.to_lowercase();
        let is_own = |own: &String| domain.strip_suffix(own.as_str()).is_some_and(|d| d.is_empty() || d.ends_with('.'));
        (!self.own_domains.is_empty()).then(|| !self.own_domains.iter().any(is_own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_found_by_address_in_any_case() {
        let contact = Contact { address: "Ines@harbour.example".into(), ..Contact::default() };
        let context = Context { contacts: vec![contact, Contact::default()], ..Context::default() };
        let found =
            |address: &str| context.contact(&Address { address: address.into(), ..Address::default() }).is_some();
        assert!(found("ines@HARBOUR.example"));
        assert!(!found("ola@harbour.example") && !found(""));
    }

    #[test]
    fn the_own_domains_and_contacts_tell_who_is_external() {
        let address = |address: &str| Address { address: address.into(), ..Address::default() };
        let guest = Contact { address: "ana@a.example".into(), external: Some(true), ..Contact::default() };
        let mut context = Context { contacts: vec![guest], ..Context::default() };
        assert_eq!(context.is_external(&address("ben@a.example")), None);
        context.own_domains = vec!["a.example".into()];
        assert_eq!(context.is_external(&address("ben@A.example")), Some(false));
        assert_eq!(context.is_external(&address("ben@post.a.example")), Some(false));
        assert_eq!(context.is_external(&address("ben@aa.example")), Some(true));
        assert_eq!(context.is_external(&address("ana@a.example")), Some(true));
        assert_eq!(context.is_external(&address("ana")), None);
    }
}
