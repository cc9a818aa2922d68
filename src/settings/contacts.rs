//! The contacts file: what the author records about people.

use std::collections::BTreeMap;

use jiff::civil::Time;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use toml::de::{DeTable, DeValue};

use super::layer::tell;
use super::near::nearest;
use super::reader::{FileError, Reader, Value, Wrong, read, switch, text, texts};
use crate::channel::{Contact, Preference};

/// The keys of a contact.
pub const KEYS: [&str; 9] =
    ["address", "name", "nicknames", "external", "prefers", "zone", "hours", "language", "first-contact"];

/// Reads the contacts, or says all that is wrong with them, in order.
pub fn contacts(text: &str) -> Result<Vec<Contact>, Vec<FileError>> {
    read(text, |reader, table| {
        let mut people = People::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "contacts" => people.read(reader, key.span().start, value),
                other => reader.problem(
                    key.span().start,
                    format!("there is no key “{other}”; each person stands below [[contacts]]"),
                ),
            }
        }
        people.contacts
    })
}

/// The people of a file.
#[derive(Default)]
pub struct People {
    /// Those that were read.
    pub contacts: Vec<Contact>,
    /// The contact that each address belongs to, by its address in lower case.
    known: BTreeMap<String, usize>,
}

impl People {
    /// Reads what stands at the key “contacts”, which starts at a byte of the file.
    pub fn read(&mut self, reader: &mut Reader, at: usize, value: &Value) {
        let DeValue::Array(people) = value.get_ref() else {
            return reader.problem(at, "“contacts” is a list: write [[contacts]] above each person");
        };
        for person in people.iter() {
            match person.get_ref() {
                DeValue::Table(fields) => self.person(reader, person.span().start, fields),
                _ => reader.problem(person.span().start, "a contact is a table: write [[contacts]] above it"),
            }
        }
    }

    fn person(&mut self, reader: &mut Reader, at: usize, fields: &DeTable) {
        let mut contact = Contact::default();
        for (key, value) in fields {
            let name = key.get_ref().as_ref();
            let read = match name {
                "address" => self.address(value, &mut contact.address),
                "name" => text(value).map(|name| contact.name = name.to_owned()),
                "prefers" => preference(value).map(|preference| contact.prefers = Some(preference)),
                "zone" => zone(value).map(|zone| contact.zone = Some(zone)),
                "hours" => text(value).and_then(hours).map(|hours| contact.hours = Some(hours)),
                "language" => language(value).map(|language| contact.language = Some(language)),
                "first-contact" => switch(value).map(|first| contact.first_contact = first),
                "nicknames" => texts(value).map(|names| contact.nicknames = names),
                "external" => switch(value).map(|external| contact.external = Some(external)),
                _ => {
                    let problem = format!("a contact has no key “{name}”");
                    reader.problem(key.span().start, Wrong::unknown(&problem, name, &KEYS));
                    continue;
                }
            };
            tell(reader, name, value, read);
        }
        let has = |key: &str| fields.iter().any(|(name, _)| name.get_ref() == key);
        if !has("address") {
            reader.problem(at, "a contact needs “address”: drafts find it by that");
        }
        if has("hours") && !has("zone") {
            reader.problem(at, "“hours” needs “zone”: they are hours of the clock there");
        }
        self.contacts.push(contact);
    }

    fn address(&mut self, value: &Value, address: &mut String) -> Result<(), Wrong> {
        let written = text(value)?.trim();
        if !is_address(written) {
            return Err("is no mail address; write it as in ruth@example.com".into());
        }
        written.clone_into(address);
        if self.known.insert(written.to_lowercase(), self.contacts.len()).is_some() {
            return Err(format!("names {written} twice; each person stands here once").into());
        }
        Ok(())
    }
}

/// Whether a text is a mail address and nothing else.
pub fn is_address(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !text.contains([' ', '<']))
}

fn preference(value: &Value) -> Result<Preference, Wrong> {
    let written = text(value)?;
    let all = Preference::ALL.map(Preference::name);
    let known = Preference::ALL.into_iter().find(|preference| preference.name() == written);
    known.ok_or_else(|| Wrong::unknown(&format!("can't be “{written}”"), written, &all))
}

fn zone(value: &Value) -> Result<TimeZone, Wrong> {
    let written = text(value)?;
    let zones = TimeZoneDatabase::bundled();
    zones.get(written).map_err(|_| {
        let names: Vec<String> = zones.available().map(|name| name.as_str().to_owned()).collect();
        let lower = written.trim().to_lowercase().replace(' ', "_");
        // Most people write the city alone.
        let city = names.iter().find(|name| name.to_lowercase().rsplit('/').next() == Some(lower.as_str()));
        match city.map(String::as_str).or_else(|| nearest(&lower, names.iter().map(String::as_str))) {
            Some(near) => Wrong::meant(&format!("can't be “{written}”"), near),
            None => format!("can't be “{written}”; write an IANA time zone, such as Europe/Berlin").into(),
        }
    })
}

fn hours(written: &str) -> Result<(Time, Time), Wrong> {
    let wrong = || Wrong::from(format!("can't be “{written}”; write from when to when, such as 9:00-17:00"));
    let (from, to) = written.split_once(['-', '–']).ok_or_else(wrong)?;
    let (from, to) = (clock(from).ok_or_else(wrong)?, clock(to).ok_or_else(wrong)?);
    if from == to {
        return Err(format!("can't be “{written}”: that is no time at all, or all day").into());
    }
    Ok((from, to))
}

/// A time such as 9, 9:30 or 24:00, which is the midnight that ends the day.
fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once([':', '.']).unwrap_or((text.trim(), "00"));
    let digits = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) || minute.len() != 2 {
        return None;
    }
    match (hour.parse().ok()?, minute.parse().ok()?) {
        (24, 0) => Some(Time::midnight()),
        (hour, minute) => Time::new(hour, minute, 0, 0).ok(),
    }
}

fn language(value: &Value) -> Result<String, Wrong> {
    let written = text(value)?;
    let is_code = written.len() == 2 && written.bytes().all(|byte| byte.is_ascii_alphabetic());
    match is_code {
        true => Ok(written.to_ascii_lowercase()),
        false => Err(format!("can't be “{written}”; write the two letters of ISO 639, such as de").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        contacts(text).expect_err("something is wrong").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_contact_is_read() {
        let text = "[[contacts]]\naddress = \"Ines@Harbour.example\"\nname = \"Ines Prado\"\nprefers = \"phone\"\n\
                    zone = \"Europe/Lisbon\"\nhours = \"8:30 – 24:00\"\nlanguage = \"PT\"\nfirst-contact = true\n\
                    [[contacts]]\naddress = \"ola@harbour.example\"\n";
        let read = contacts(text).expect("all is right");
        assert_eq!(read.len(), 2);
        let ines = &read[0];
        assert_eq!((ines.address.as_str(), ines.name.as_str()), ("Ines@Harbour.example", "Ines Prado"));
        assert_eq!((ines.prefers, ines.first_contact), (Some(Preference::Phone), true));
        assert_eq!(ines.zone.as_ref().and_then(TimeZone::iana_name), Some("Europe/Lisbon"));
        assert_eq!(ines.hours, Some((jiff::civil::time(8, 30, 0, 0), Time::midnight())));
        assert_eq!(ines.language.as_deref(), Some("pt"));
        assert!(read[1].prefers.is_none() && read[1].hours.is_none() && !read[1].first_contact);
        assert!(contacts("").expect("nobody is no error").is_empty());
    }

    #[test]
    fn all_problems_are_told_with_their_places() {
        let text = "[[contacts]]\nadress = \"a@b.example\"\nprefers = \"fone\"\n\
                    zone = \"Berlin\"\nhours = \"9-25\"\nlanguage = \"German\"\nfirst-contact = \"yes\"\n";
        assert_eq!(
            problems(text),
            [
                "1:1: a contact needs “address”: drafts find it by that",
                "2:1: a contact has no key “adress”; did you mean “address”?",
                "3:11: “prefers” can't be “fone”; did you mean “phone”?",
                "4:8: “zone” can't be “Berlin”; did you mean “Europe/Berlin”?",
                "5:9: “hours” can't be “9-25”; write from when to when, such as 9:00-17:00",
                "6:12: “language” can't be “German”; write the two letters of ISO 639, such as de",
                "7:17: “first-contact” is true or false",
            ]
        );
    }

    #[test]
    fn what_can_not_be_found_or_understood_is_told() {
        assert!(problems("[[contact]]\naddress = \"a@b.example\"\n")[0].starts_with("1:3: there is no key “contact”"));
        assert!(problems("[contacts]\naddress = \"a@b.example\"\n")[0].contains("write [[contacts]]"));
        assert!(problems("contacts = [1]\n")[0].starts_with("1:13: a contact is a table"));
        assert!(problems("[[contacts]\n")[0].starts_with("1:"));
        assert_eq!(problems("[[contacts]]\naddress = a@b.example\n"), ["2:11: a text stands in quotation marks"]);
        let twice = problems("[[contacts]]\naddress = \"a@b.example\"\n[[contacts]]\naddress = \"A@B.example\"\n");
        assert_eq!(twice, ["4:11: “address” names A@B.example twice; each person stands here once"]);
        let adrift = problems("[[contacts]]\naddress = \"a@b.example\"\nhours = \"9:00-17:00\"\n");
        assert_eq!(adrift, ["1:1: “hours” needs “zone”: they are hours of the clock there"]);
        for wrong in ["\"Ana <a@b.example>\"", "\"@b\"", "\"ana\"", "7"] {
            assert!(!problems(&format!("[[contacts]]\naddress = {wrong}\n")).is_empty(), "{wrong}");
        }
    }

    #[test]
    fn hours_have_many_spellings() {
        for right in ["9-17", "9:00-17:00", "9.00 – 17.30", "22:00-6:00", "09:00-24:00"] {
            assert!(hours(right).is_ok(), "{right}");
        }
        for wrong in ["", "9", "9:00-9:00", "9:0-17:00", "-", "9:00-17:60", "a-b", "+9-17"] {
            assert!(hours(wrong).is_err(), "{wrong}");
        }
    }
}
