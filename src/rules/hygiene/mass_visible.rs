use std::collections::BTreeSet;

use crate::draft::Address;
use crate::rules::{Check, Profile, Setup, Situation, Subject};
use crate::text::Finding;

/// Many outsiders see each other's addresses. Options: `people`, so many of them; `domains`,
/// from so many domains.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let people = setup.number("people");
    let domains = setup.number("domains");
    Box::new(move |subject: &Subject| {
        let envelope = &subject.draft.envelope;
        let seen: Vec<&Address> = envelope.to.iter().chain(&envelope.cc).collect();
        // Who answers keeps the people that are there, and who meets sees who comes.
        if seen.len() < people || subject.profile() != Profile::Email || subject.is(Situation::Reply) {
            return Vec::new();
        }
        let own = envelope.from.as_ref().and_then(domain);
        let is_outside = |address: &Address| match subject.is_external(address) {
            Some(external) => external && subject.contact(address).is_none_or(|contact| contact.first_contact),
            None => {
                subject.contact(address).is_none()
                    && domain(address).is_some_and(|domain| Some(&domain) != own.as_ref())
            }
        };
        let outside: Vec<&Address> = seen.into_iter().filter(|address| is_outside(address)).collect();
        let houses: BTreeSet<String> = outside.iter().filter_map(|address| domain(address)).collect();
        let Some(first) = outside.first().filter(|_| outside.len() >= people && houses.len() >= domains) else {
            return Vec::new();
        };
        let text = format!("{} people of {} domains see each other's addresses", outside.len(), houses.len());
        let help = "put them in Bcc, or write to a list, unless they know each other";
        vec![Finding::new(first.span, text).help(help)]
    })
}

/// The domain of an address, in lower case.
fn domain(address: &Address) -> Option<String> {
    address.address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase())
}
