use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem::Finder;

use super::{keys, numbers};
use crate::draft::Role;
use crate::language::capitalised;
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, MappedText, Weight};

/// A password, key, or number of a card or account. Options: `passwords`, words before a
/// password; `harmless`, words beside one that is meant to be told; `cards`, words beside
/// the number of a card; `samples`, numbers that are made for tests; `own`, words beside the
/// account of a person.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = Words {
        passwords: setup.list("passwords"),
        harmless: setup.list("harmless"),
        cards: setup.list("cards"),
        samples: setup.list("samples"),
        own: setup.list("own"),
        armour: keys::armour(),
    };
    // They are found as phrases are, and those tell capitals from small letters outside ASCII.
    let spelt = words.passwords.iter().flat_map(|word| [word.to_string(), capitalised(word), word.to_uppercase()]);
    let spelt: Vec<String> = spelt.collect();
    let passwords = setup.find(spelt.iter().map(String::as_str));
    Box::new(move |subject: &Subject| {
        if subject.is(Situation::Template) {
            return Vec::new();
        }
        let mut found = Vec::new();
        let line = subject.draft.envelope.subject.as_ref();
        let blocks = subject.draft.blocks().filter(|(_, block)| block.role.is_own() || block.role == Role::Code);
        if let Some(line) = line {
            scan(line, &words, !subject.is(Situation::Invite), &mut found);
        }
        for (id, block) in blocks {
            let names_password = subject.block_has(passwords, id) && !subject.is(Situation::Invite);
            scan(&block.text, &words, names_password, &mut found);
        }
        // The gravest first; of equal ones the first in the text.
        found.sort_by_key(|finding: &Finding| match finding.weight {
            Weight::Heavier => 0,
            Weight::Usual => 1,
            Weight::Lighter => 2,
        });
        found
    })
}

struct Words {
    passwords: Vec<Cow<'static, str>>,
    harmless: Vec<Cow<'static, str>>,
    cards: Vec<Cow<'static, str>>,
    samples: Vec<Cow<'static, str>>,
    own: Vec<Cow<'static, str>>,
    /// What finds private keys.
    armour: Finder<'static>,
}

fn scan(text: &MappedText, words: &Words, names_password: bool, found: &mut Vec<Finding>) {
    let all = text.as_str();
    let mut add = |range: Range<usize>, what: &str, help: &str, weight: Weight| {
        found.push(
            Finding::new(text.source(range), format!("{what} stands here in the open"))
                .help(help)
                .weight(weight)
                .masked(),
        );
    };
    for (what, range) in keys::keys(all, &words.armour) {
        add(
            range,
            what,
            "take it out, and pass it on by a password manager; if it was sent before, revoke it",
            Weight::Heavier,
        );
    }
    let digits = numbers::digits(all);
    let numbered = digits >= FEWEST_DIGITS;
    for card in numbered.then(|| numbers::cards(all)).into_iter().flatten() {
        let plain: String = all[card.range.clone()].chars().filter(char::is_ascii_digit).collect();
        let is_sample = words.samples.iter().any(|sample| *sample == plain);
        // A bare run of digits may be anything; what stands beside it tells.
        if !is_sample && (card.grouped || is_beside(all, &card.range, &words.cards)) {
            add(
                card.range,
                "the number of a payment card",
                "take it out: no mail is safe enough for it",
                Weight::Heavier,
            );
        }
    }
    for range in numbered.then(|| numbers::ibans(all)).into_iter().flatten() {
        if is_beside(all, &range, &words.own) {
            add(range, "the number of a bank account", "check that everybody it goes to may know it", Weight::Lighter);
        }
    }
    if names_password && (digits > 0 || all.bytes().filter(is_sign).count() >= 2) {
        for range in named_passwords(all, words) {
            add(range, "a password", "take it out, and tell it by phone or a password manager", Weight::Usual);
        }
    }
}

/// A card has at least 13 digits (ISO/IEC 7812); an account number of the Netherlands has 12
/// beside its letters, and few have less.
const FEWEST_DIGITS: usize = 10;

/// How many bytes beside a number are looked at.
const BESIDE: usize = 60;

/// The longest password, in bytes.
const LONGEST_PASSWORD: usize = 64;

/// Whether one of the words, in lower case, stands beside a part of a text as a whole word.
fn is_beside(text: &str, range: &Range<usize>, words: &[Cow<str>]) -> bool {
    let start = text.ceil_char_boundary(range.start.saturating_sub(BESIDE));
    let end = text.floor_char_boundary((range.end + BESIDE).min(text.len()));
    let near = format!("{} {}", &text[start..range.start], &text[range.end..end]).to_lowercase();
    near.split(|c: char| !c.is_alphabetic()).any(|word| words.iter().any(|known| known == word))
}

/// Where passwords stand behind a word for them: "pw: …", "the password is …".
fn named_passwords(text: &str, words: &Words) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((mark, end)) = next_mark(text, at) {
        at = end;
        let rest = &text[end..];
        let start = end + (rest.len() - rest.trim_start_matches([' ', '"', '“', '„', '\'', '`', '‘', '«']).len());
        let window = &text[start..text.floor_char_boundary((start + 2 * LONGEST_PASSWORD).min(text.len()))];
        let value = window.split(char::is_whitespace).next().unwrap_or_default();
        let value = value.trim_end_matches(['.', ',', ';', ')', '"', '”', '“', '\'', '`', '’', '»']);
        if !is_password(value) {
            continue;
        }
        let before = text[text.ceil_char_boundary(mark.saturating_sub(BESIDE))..mark].trim_end().to_lowercase();
        let names = words.passwords.iter().any(|word| {
            before.strip_suffix(word.as_ref()).is_some_and(|head| !head.ends_with(|c: char| c.is_alphanumeric()))
        });
        let range = start..start + value.len();
        if names && !is_beside(text, &(mark..range.end), &words.harmless) {
            found.push(range);
        }
    }
    found
}

/// The next place where a word and its value are parted: the bytes of ":", "=" or " is ".
fn next_mark(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    rest.bytes().enumerate().find_map(|(place, byte)| match byte {
        b':' | b'=' => Some((at + place, at + place + 1)),
        b' ' if matches!(rest.as_bytes().get(place + 1), Some(b'i' | b'l' | b'e')) => {
            [" is ", " lautet ", " ist ", " est ", " es "].iter().find_map(|verb| {
                let is_next = rest.as_bytes()[place..].starts_with(verb.as_bytes());
                is_next.then_some((at + place, at + place + verb.len()))
            })
        }
        _ => None,
    })
}

/// Whether a byte is a sign that stands in passwords and hardly ever in prose.
fn is_sign(byte: &u8) -> bool {
    matches!(byte, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'?' | b'+' | b'=' | b'~')
}

/// Whether a word is made as passwords are: letters with digits or signs that no prose has.
fn is_password(value: &str) -> bool {
    let signs_of = |text: &str| text.bytes().filter(is_sign).count();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let (signs, inner_signs) = (signs_of(value), signs_of(value.trim_end_matches(['!', '?'])));
    // Most words have none of them.
    if !(6..=LONGEST_PASSWORD).contains(&value.len()) || digits + inner_signs == 0 {
        return false;
    }
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    let is_hidden =
        value.chars().all(|c| !c.is_alphanumeric()) || ["***", "xxx", "XXX", "..."].iter().any(|no| value.contains(no));
    let is_other = value.contains("://")
        || value.contains(['{', '}', '<', '>', '[', ']', '(', '/', '\\'])
        || value.contains("@") && value.contains('.');
    !is_hidden
        && !is_other
        && letters >= 2
        && (digits + inner_signs >= 2 || digits >= 1 && signs >= 1 || digits >= 1 && letters >= 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_made_otherwise_than_words() {
        for value in ["Sonne!2026x", "hunter2", "aB3$kk9", "correct-horse-42", "Tr0ub4dor&3"] {
            assert!(is_password(value), "{value}");
        }
        for value in [
            "required",
            "********",
            "hunter",
            "{password}",
            "<yours>",
            "https://a.example/1",
            "8+",
            "Really?!",
            "ana@yard.example1",
            "2026",
            "case-sensitive",
            "xxx123xxx",
            "",
        ] {
            assert!(!is_password(value), "{value}");
        }
    }
}
