//! Numbers that prove themselves: cards by Luhn's check digit, accounts by that of IBAN.

use std::ops::Range;

/// The bytes of a text in which the number of a payment card stands: digits of a known issuer,
/// of its length, in its groups, whose check digit is right.
pub fn cards(text: &str) -> Vec<Card> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|next| at + next) {
        let end = digits_end(bytes, start);
        at = end;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        // A part of a longer name, path, amount or number is no card.
        let joins = |c: char| c.is_alphanumeric() || "#/_=+.%&?-@~".contains(c);
        let follows = |c: char| c.is_alphanumeric() || "/_=%&@~".contains(c);
        let number = &text[start..end];
        if number.len() < FEWEST || before.is_some_and(joins) || after.is_some_and(follows) {
            continue;
        }
        let digits: Vec<u8> = number.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        if !is_card(&digits) {
            continue;
        }
        let groups: Vec<usize> = number.split([' ', '-']).map(str::len).collect();
        let in_groups = match groups.as_slice() {
            [_] => Some(false),
            [4, 6, 4 | 5] => Some(true),
            [4, 4, 4, 1..=4] | [4, 4, 4, 4, 1..=3] => Some(true),
            _ => None,
        };
        found.extend(in_groups.map(|grouped| Card { range: start..end, grouped }));
    }
    found
}

/// The digits of the shortest number of a card (ISO/IEC 7812).
const FEWEST: usize = 13;

/// The number of a payment card.
pub struct Card {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Whether it is written in the groups of a card.
    pub grouped: bool,
}

/// Where a run of digits ends that single spaces or hyphens may part.
fn digits_end(bytes: &[u8], start: usize) -> usize {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    while is_digit(end) || (matches!(bytes.get(end), Some(b' ' | b'-')) && is_digit(end + 1)) {
        end += 1;
    }
    end
}

/// Whether digits are of an issuer of cards, as many as it uses, and right by Luhn.
fn is_card(digits: &[u8]) -> bool {
    if !(FEWEST..=19).contains(&digits.len()) {
        return false;
    }
    let start = digits[..4].iter().fold(0usize, |number, digit| number * 10 + usize::from(*digit));
    let fits = match start {
        4000..=4999 => matches!(digits.len(), 13 | 16 | 19),
        5100..=5599 | 2221..=2720 | 3528..=3589 => digits.len() == 16,
        3400..=3499 | 3700..=3799 => digits.len() == 15,
        3600..=3699 | 3000..=3059 | 3800..=3899 => digits.len() == 14,
        6011 | 6440..=6599 | 6200..=6299 => (16..=19).contains(&digits.len()),
        _ => false,
    };
    let varied = digits.iter().collect::<std::collections::BTreeSet<_>>().len() >= 4;
    fits && varied && luhn(digits)
}

fn luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| u32::from(if place % 2 == 1 { doubled(*digit) } else { *digit }))
        .sum();
    sum.is_multiple_of(10)
}

/// How many digits a text has.
pub fn digits(text: &str) -> usize {
    // Counted in bytes over short stretches, which computers do many at once.
    let count = |part: &[u8]| part.iter().map(|byte| u8::from(byte.is_ascii_digit())).sum::<u8>();
    text.as_bytes().chunks(usize::from(u8::MAX)).map(|part| usize::from(count(part))).sum()
}

/// How long the IBANs of a country are.
const IBAN_LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BR", 29),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("KZ", 20),
    ("LB", 28),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MT", 31),
    ("MU", 30),
    ("NL", 18),
    ("NO", 15),
    ("PK", 24),
    ("PL", 28),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("XK", 20),
];

/// The bytes of a text in which IBANs stand whose check digits are right.
pub fn ibans(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at + 4 < bytes.len() {
        let start = at;
        at += 1;
        let head = &bytes[start..start + 4];
        let starts = head[..2].iter().all(u8::is_ascii_uppercase) && head[2..].iter().all(u8::is_ascii_digit);
        if !starts || (start > 0 && bytes[start - 1].is_ascii_alphanumeric()) {
            continue;
        }
        let Some((_, length)) = IBAN_LENGTHS.iter().find(|(country, _)| country.as_bytes() == &head[..2]) else {
            continue;
        };
        let (mut end, mut letters) = (start, Vec::with_capacity(*length));
        while letters.len() < *length {
            match bytes.get(end) {
                Some(byte) if byte.is_ascii_alphanumeric() => letters.push(byte.to_ascii_uppercase()),
                Some(b' ') if bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) => {}
                _ => break,
            }
            end += 1;
        }
        let whole = bytes.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if letters.len() == *length && whole && is_right(&letters) {
            found.push(start..end);
            at = end;
        }
    }
    found
}

/// Whether the check digits of an IBAN are right: what is left of it by 97 is 1.
fn is_right(letters: &[u8]) -> bool {
    let turned = letters[4..].iter().chain(&letters[..4]);
    let left = turned.fold(0u32, |left, byte| match byte {
        b'0'..=b'9' => (left * 10 + u32::from(byte - b'0')) % 97,
        letter => (left * 100 + u32::from(letter - b'A') + 10) % 97,
    });
    left == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, bool)> {
        cards(text).into_iter().map(|card| (&text[card.range], card.grouped)).collect()
    }

    #[test]
    fn a_card_has_issuer_length_groups_and_check_digit() {
        assert_eq!(shown("card 4539 1488 0343 6467, thanks"), [("4539 1488 0343 6467", true)]);
        assert_eq!(shown("4539148803436467."), [("4539148803436467", false)]);
        assert_eq!(shown("3714-496353-98431"), [("3714-496353-98431", true)]);
        for none in [
            "4539 1488 0343 6468",
            "Order 1234567890123",
            "id/4539148803436467",
            "x4539148803436467",
            "45 39 14 88 03 43 64 67",
            "4444 4444 4444 4448",
            "+49 4539 1488 0343 64",
            "",
            "4",
            "é4539148803436467é",
        ] {
            assert!(shown(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn an_iban_has_its_countrys_length_and_check_digits() {
        let found =
            |text: &str| -> Vec<String> { ibans(text).into_iter().map(|range| text[range].to_owned()).collect() };
        assert_eq!(found("to DE89 3704 0044 0532 0130 00, please"), ["DE89 3704 0044 0532 0130 00"]);
        assert_eq!(
            found("GB82WEST12345698765432 and NL91ABNA0417164300"),
            ["GB82WEST12345698765432", "NL91ABNA0417164300"]
        );
        assert!(found("DE89 3704 0044 0532 0130 01 XX12 DE8 D").is_empty());
        assert!(found("DE89370400440532013000X").is_empty());
    }
}
