use std::borrow::Cow;

use super::names::distance;
use crate::draft::{Address, Format};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, Weight};

/// Somebody on the list who can't be meant. Options: `misspelt`, domains of mail services as
/// fingers slip, with the right ones; `internal`, words of what is not for outsiders.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let misspelt = setup.pairs("misspelt");
    let internal = setup.phrases("internal");
    Box::new(move |subject: &Subject| {
        let recipients = subject.draft.envelope.recipients().take(MOST);
        let known = known_domains(subject);
        let mut found: Vec<Finding> =
            recipients.filter_map(|to| look_alike(to, &known, &misspelt).or_else(|| namesake(subject, to))).collect();
        found.extend(outsider(subject, internal));
        found.sort_by_key(|finding| finding.weight != Weight::Usual);
        found
    })
}

/// How many recipients, and how many known domains, are looked at.
const MOST: usize = 200;

/// The domains of the own house and of recorded contacts.
fn known_domains(subject: &Subject) -> Vec<String> {
    let contacts = subject.context.contacts.iter().filter_map(|contact| contact.address.rsplit_once('@'));
    let mut known: Vec<String> = contacts.map(|(_, domain)| domain.to_lowercase()).collect();
    known.extend(subject.context.own_domains.iter().cloned());
    known.sort();
    known.dedup();
    known.truncate(MOST);
    known
}

/// An address whose domain is a known one but for a letter.
fn look_alike(to: &Address, known: &[String], misspelt: &[(Cow<str>, Cow<str>)]) -> Option<Finding> {
    let domain = to.address.rsplit_once('@')?.1.to_lowercase();
    let slip = misspelt.iter().find(|(wrong, _)| *wrong == domain).map(|(_, right)| right.as_ref());
    let is_known = known.iter().any(|known| domain == *known || domain.ends_with(&format!(".{known}")));
    let near = || known.iter().find(|known| is_near(&domain, known)).map(String::as_str);
    let right = slip.or_else(|| if is_known { None } else { near() })?;
    let text = format!("“{domain}” looks like “{right}”, and is another domain");
    Some(Finding::new(to.span, text).help(format!("check the address: {}@{right}?", to.local())))
}

/// Whether two domains differ by one letter, or by two that changed places.
fn is_near(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // Short names are near to many others.
    let label = other.split('.').next().unwrap_or_default().len();
    label >= 5
        && a.len() <= 80
        && a.len().abs_diff(b.len()) <= 1
        && one != other
        && distance(&a, &b) == 1
        && one.split('.').nth(1) == other.split('.').nth(1)
}

/// Somebody with the whole name of a contact of the house, at an address outside.
fn namesake(subject: &Subject, to: &Address) -> Option<Finding> {
    if !to.name.contains(' ') || subject.contact(to).is_some() || subject.is_external(to) != Some(true) {
        return None;
    }
    let inside = |address: &str| {
        let address = Address { address: address.to_owned(), ..Address::default() };
        subject.is_external(&address) == Some(false)
    };
    let contact = subject.context.contacts.iter().find(|contact| {
        contact.name.to_lowercase() == to.name.to_lowercase()
            && contact.address != to.address
            && inside(&contact.address)
    })?;
    let text = format!("“{}” is recorded with another address, {}", to.name, contact.address);
    Some(Finding::new(to.span, text).help("check that this address is meant, or record it").weight(Weight::Lighter))
}

/// Somebody outside who gets what is marked as internal.
fn outsider(subject: &Subject, internal: crate::language::ListId) -> Option<Finding> {
    let phrase = subject.phrases_of(internal).next()?;
    if subject.draft.format == Format::Calendar && subject.draft.envelope.to.is_empty() {
        return None;
    }
    let to = subject.draft.envelope.recipients().find(|to| subject.is_external(to) == Some(true))?;
    let words = subject.text(phrase.block, phrase.found.range.clone()).replace('\n', " ");
    let shown = if to.address.is_empty() { &to.name } else { &to.address };
    let text = format!("the text says “{words}”, yet it goes to {shown} outside");
    let finding = Finding::new(to.span, text).help("take the address out, or the words");
    Some(finding.related(subject.span(phrase.block, phrase.found.range.clone()), "said here"))
}
