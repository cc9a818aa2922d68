//! Who invites, and who is invited (RFC 5545, 3.8.4).

use super::lines::ContentLine;
use crate::draft::Address;

/// The address of an ORGANIZER or ATTENDEE; none where it names nobody.
pub fn address(line: &ContentLine) -> Option<Address> {
    let name = line.parameter("CN").map(display_name).unwrap_or_default();
    let value = line.raw();
    let prefix = "mailto:";
    let by_mail = value.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let mut span = line.value_span();
    let address = if by_mail {
        value[prefix.len()..].split('?').next().unwrap_or_default().trim().to_owned()
    } else if value.contains('@') && !value.contains([':', '/', ' ']) {
        value.to_owned()
    } else if let Some(range) = line.parameter_range("EMAIL") {
        // The person goes by another address than that of a mailbox.
        span = span.cover(line.text.source(range.clone()));
        line.text.as_str()[range].trim().to_owned()
    } else {
        String::new()
    };
    if let Some(range) = line.parameter_range("CN") {
        span = span.cover(line.text.source(range));
    }
    Some(Address { name, address, span }).filter(|person| !(person.name.is_empty() && person.address.is_empty()))
}

/// Whether an ATTENDEE is a person rather than a room or a thing.
pub fn is_person(line: &ContentLine) -> bool {
    !["ROOM", "RESOURCE"].iter().any(|kind| line.parameter_is("CUTYPE", kind))
}

/// Whether an ATTENDEE need not come.
pub fn is_optional(line: &ContentLine) -> bool {
    ["OPT-PARTICIPANT", "NON-PARTICIPANT"].iter().any(|role| line.parameter_is("ROLE", role))
}

/// A name without the escapes of RFC 6868. A name that is but the address is none.
fn display_name(raw: &str) -> String {
    let mut name = String::with_capacity(raw.len());
    let mut chars = raw.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let shown = match (c, chars.peek()) {
            ('^', Some('\'')) => '"',
            ('^', Some('^')) => '^',
            ('^', Some('n')) => ' ',
            _ => {
                name.push(c);
                continue;
            }
        };
        chars.next();
        name.push(shown);
    }
    if name.contains('@') && !name.contains(' ') { String::new() } else { name }
}
