//! Who takes part: who must answer, and who may come.

use std::collections::BTreeSet;

use super::Given;
use crate::channel::Contact;
use crate::draft::Address;
use crate::reading::{Ask, Owner, is_called, is_group};

/// The most names of owners that are looked for among the recipients: more people do not
/// have one conversation.
const MOST_NAMES: usize = 50;

/// Somebody who takes part, by the name and address of the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The name, or the address where no name is given.
    pub shown: String,
    /// The address; empty where only a name is known.
    pub address: String,
}

/// Who takes part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The author.
    pub host: Option<Person>,
    /// Who must answer.
    pub needed: Vec<Person>,
    /// Who is in copy, or is written to and is asked nothing.
    pub optional: Vec<Person>,
    /// Whether one of them is a list of people.
    pub group: bool,
}

impl Person {
    /// The first name, else all that is known: what a list of times calls a person.
    pub fn short(&self) -> &str {
        match self.shown.split_once(' ') {
            Some((first, _)) if first.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’')) => first,
            _ => &self.shown,
        }
    }

    fn of(address: &Address) -> Person {
        let shown = if address.name.is_empty() { &address.address } else { &address.name };
        Person { shown: shown.clone(), address: address.address.clone() }
    }

    /// Whether a draft that calls this name means this person.
    fn is_called(&self, name: &str) -> bool {
        is_called(&self.shown, &self.address, name)
    }

    /// What is recorded about this person.
    pub fn contact<'a>(&self, contacts: &'a [Contact]) -> Option<&'a Contact> {
        let same = |a: &str, b: &str| !a.is_empty() && a.eq_ignore_ascii_case(b);
        contacts.iter().find(|contact| same(&contact.address, &self.address)).or_else(|| {
            let mut named = contacts.iter().filter(|contact| !contact.name.is_empty());
            named.find(|contact| self.address.is_empty() && contact.name.eq_ignore_ascii_case(&self.shown))
        })
    }
}

impl People {
    /// How many take part as far as the draft tells; a list counts as one.
    pub fn count(&self) -> usize {
        self.needed.len() + self.optional.len() + usize::from(self.host.is_some())
    }

    /// Whether the author talks to one person.
    pub fn is_one_to_one(&self) -> bool {
        !self.group && self.needed.len() + self.optional.len() <= 1
    }
}

/// Who must answer and who may come. Nobody in blind copy is named.
pub fn people(given: &Given) -> People {
    let envelope = &given.draft.envelope;
    let host = envelope.from.as_ref().or(given.author).map(Person::of);
    let asks: Vec<&Ask> = given.topics();
    let everybody: Vec<Person> = envelope.to.iter().chain(&envelope.cc).map(Person::of).collect();
    let owners = asks.iter().filter_map(|ask| ask.owner.name()).flat_map(each);
    let mut names: BTreeSet<&str> = owners.flat_map(|name| one_each(name, &everybody)).collect();
    while names.len() > MOST_NAMES {
        names.pop_last();
    }
    // Who invites to a meeting has said himself who has to come.
    let all_owned =
        envelope.invitation.is_none() && !asks.is_empty() && asks.iter().all(|ask| !matches!(ask.owner, Owner::Nobody));
    let is_host = |person: &Person| {
        host.as_ref().is_some_and(|host| !host.address.is_empty() && host.address.eq_ignore_ascii_case(&person.address))
    };
    let mut seen = BTreeSet::new();
    let mut once = |addresses: &[Address]| -> Vec<Person> {
        let people = addresses.iter().map(Person::of).filter(|person| !person.shown.is_empty() && !is_host(person));
        people.filter(|person| seen.insert((person.address.to_lowercase(), person.shown.clone()))).collect()
    };
    let (to, cc) = (once(&envelope.to), once(&envelope.cc));
    let mut people = People { host, group: envelope.list, ..People::default() };
    people.group |= envelope.to.iter().chain(&envelope.cc).any(is_group);
    let asked = |person: &Person| names.iter().any(|name| person.is_called(name));
    for person in to {
        let needed = !all_owned || asked(&person);
        if needed { people.needed.push(person) } else { people.optional.push(person) }
    }
    for person in cc {
        if asked(&person) { people.needed.push(person) } else { people.optional.push(person) }
    }
    // Who is asked and not written to.
    for name in names {
        let known = people.needed.iter().chain(&people.host).any(|person| person.is_called(name));
        if !known {
            people.needed.push(Person { shown: name.to_owned(), address: String::new() });
        }
    }
    people
}

/// The names of an owner: "Ana and Ben" are two.
fn each(owner: &str) -> impl Iterator<Item = &str> {
    owner
        .split([',', '/', '&', ';'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" or "))
        .map(|name| name.trim().trim_start_matches('@'))
        .filter(|name| !name.is_empty())
}

/// The names that a greeting runs together: "Chris Bilal" of "Hi Chris, hi Bilal" are two
/// where two of the people are called so and nobody has both names.
fn one_each<'a>(name: &'a str, people: &[Person]) -> Vec<&'a str> {
    let is_called = |name: &str| people.iter().any(|person| person.is_called(name));
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() > 1 && !is_called(name) && words.iter().all(|word| is_called(word)) { words } else { vec![name] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_called_by_any_of_the_names() {
        let ana = Person { shown: "Ana María Ruiz".into(), address: "a.ruiz@example.com".into() };
        for (name, is) in
            [("Ana", true), ("ana ruiz", true), ("Anna", false), ("Ben", false), ("", false), (",", false)]
        {
            assert_eq!(ana.is_called(name), is, "{name}");
        }
        let ben = Person { shown: "ben.k@example.com".into(), address: "ben.k@example.com".into() };
        assert!(ben.is_called("Ben") && !ben.is_called("Kay"));
        assert_eq!((ana.short(), ben.short()), ("Ana", "ben.k@example.com"));
    }

    #[test]
    fn names_that_run_together_are_told_apart_by_who_is_written_to() {
        let people = ["Chris Vo", "Bilal Ak", "Ana María Ruiz"];
        let people = people.map(|name| Person { shown: name.into(), address: String::new() });
        assert_eq!(one_each("Chris Bilal", &people), ["Chris", "Bilal"]);
        assert_eq!(one_each("Ana Ruiz", &people), ["Ana Ruiz"]);
        assert_eq!(one_each("Sandy Orland", &people), ["Sandy Orland"]);
    }

    #[test]
    fn an_owner_may_be_several() {
        assert_eq!(each("Ana and Ben").collect::<Vec<_>>(), ["Ana", "Ben"]);
        assert_eq!(each("@ana, Ben/Cy").collect::<Vec<_>>(), ["ana", "Ben", "Cy"]);
        assert_eq!(each("Sandy Orland").collect::<Vec<_>>(), ["Sandy Orland"]);
    }
}
