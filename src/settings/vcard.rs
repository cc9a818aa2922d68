//! vCards (RFC 6350, and 2.1 and 3.0 as far as they say the same), as address books export them.

use jiff::tz::TimeZoneDatabase;

use super::contacts::is_address;
use super::reader::{FileError, Place, Wrong};
use crate::channel::Contact;
use crate::parse::content_lines;

/// Whether a text starts as vCards do.
pub fn is_vcard(text: &str) -> bool {
    text.trim_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCARD"))
}

/// The people of vCards: of each its name, nicknames, language and zone, once for each of its
/// addresses. A card without an address is left out, since drafts find people by that; of two
/// cards with one address the first counts. Or a card that is not closed.
pub fn vcard(text: &str) -> Result<Vec<Contact>, Vec<FileError>> {
    let mut people = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    let mut card: Option<(Contact, Vec<String>)> = None;
    content_lines(text, |name, parameters, value| {
        // Some programs number properties that belong together: `item1.EMAIL`.
        let name = name.rsplit('.').next().unwrap_or(name).to_ascii_uppercase();
        match (name.as_str(), &mut card) {
            ("BEGIN", _) if value.eq_ignore_ascii_case("VCARD") => card = Some(Default::default()),
            ("END", Some((person, addresses))) if value.eq_ignore_ascii_case("VCARD") => {
                for address in addresses.drain(..).filter(|address| known.insert(address.to_lowercase())) {
                    people.push(Contact { address, ..person.clone() });
                }
                card = None;
            }
            (_, Some((person, addresses))) => property(person, addresses, &name, parameters, value),
            _ => {}
        }
    });
    match card {
        None => Ok(people),
        Some(_) => {
            let place = Place { line: text.lines().count().max(1), column: 1 };
            Err(vec![Wrong::from("the last vCard has no END:VCARD; is the file whole?").at(place)])
        }
    }
}

/// One line of a card.
fn property(person: &mut Contact, addresses: &mut Vec<String>, name: &str, parameters: &str, value: &str) {
    if parameters.to_ascii_uppercase().contains("QUOTED-PRINTABLE") {
        // Only vCard 2.1 writes so, and what it names stands in FN elsewhere.
        return;
    }
    match name {
        "EMAIL" => {
            let address = value.strip_prefix("mailto:").unwrap_or(value).trim();
            if is_address(address) {
                addresses.push(address.to_owned());
            }
        }
        "FN" => unescaped(value).trim().clone_into(&mut person.name),
        // The family name first, then the given one.
        "N" if person.name.is_empty() => {
            let parts: Vec<String> = split(value, ';').iter().take(2).rev().map(|part| unescaped(part)).collect();
            person.name = parts.join(" ").trim().to_owned();
        }
        "NICKNAME" => {
            let names = split(value, ',').into_iter().map(|name| unescaped(name).trim().to_owned());
            person.nicknames.extend(names.filter(|name| !name.is_empty()));
        }
        "LANG" if person.language.is_none() => {
            let code: String = value.trim().chars().take_while(char::is_ascii_alphabetic).collect();
            person.language = (code.len() == 2).then(|| code.to_ascii_lowercase());
        }
        // An offset is no zone: it does not tell when the clocks change.
        "TZ" if person.zone.is_none() => person.zone = TimeZoneDatabase::bundled().get(value.trim()).ok(),
        _ => {}
    }
}

/// The parts of a value, which end at a mark that no backslash stands before.
fn split(value: &str, mark: char) -> Vec<&str> {
    let mut escaped = false;
    let is_end = |c: char| {
        let is_end = c == mark && !escaped;
        escaped = c == '\\' && !escaped;
        is_end
    };
    value.split(is_end).collect()
}

fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n' | 'N') | None => out.push(' '),
                Some(escaped) => out.push(escaped),
            },
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_read_once_for_each_address() {
        let text = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ruth O\\, Meier\r\nN:Meier;Ruth;;;\r\nNICKNAME:Ruthie,Ru\\,th\r\n\
                    EMAIL;TYPE=work;PREF=1:ruth@ex\r\n ample.com\r\nitem1.EMAIL:mailto:r@home.example\r\n\
                    LANG:de-CH\r\nTZ:Europe/Berlin\r\nNOTE:likes\\nmaps\r\nEND:VCARD\r\n";
        assert!(is_vcard(text));
        let people = vcard(text).expect("all is right");
        let addresses: Vec<&str> = people.iter().map(|person| person.address.as_str()).collect();
        assert_eq!(addresses, ["ruth@example.com", "r@home.example"]);
        let ruth = &people[0];
        assert_eq!((ruth.name.as_str(), ruth.language.as_deref()), ("Ruth O, Meier", Some("de")));
        assert_eq!(ruth.nicknames, ["Ruthie", "Ru,th"]);
        assert_eq!(ruth.zone.as_ref().and_then(jiff::tz::TimeZone::iana_name), Some("Europe/Berlin"));
    }

    #[test]
    fn old_cards_and_those_without_an_address_are_no_error() {
        let text = "begin:vcard\nversion:2.1\nN:Prado;Ines\nEMAIL;INTERNET:ines@a.example\nTZ:+01:00\nend:vcard\n\n\
                    BEGIN:VCARD\nFN:Nobody\nTEL:+1 555 0100\nEND:VCARD\n\
                    BEGIN:VCARD\nFN:Again\nEMAIL:INES@a.example\nEND:VCARD\n";
        let people = vcard(text).expect("all is right");
        assert_eq!(people.len(), 1);
        assert_eq!((people[0].name.as_str(), people[0].zone.is_none()), ("Ines Prado", true));
    }

    #[test]
    fn a_card_that_is_cut_off_is_told() {
        let problems = vcard("BEGIN:VCARD\nFN:Ruth\nEMAIL:ruth@a.example\n").expect_err("it is cut off");
        assert_eq!(problems[0].to_string(), "3:1: the last vCard has no END:VCARD; is the file whole?");
        assert!(!is_vcard("[[contacts]]\n") && !is_vcard("BEGIN:VCAR") && !is_vcard("ÄÄÄÄÄÄÄ"));
    }
}
