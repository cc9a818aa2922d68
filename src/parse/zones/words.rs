//! The phrases that mail programs and their users write, from `rules/words/mail/`.

include!(concat!(env!("OUT_DIR"), "/mail.rs"));

/// Whether a sorted list holds a phrase, which must be in lower case.
pub fn holds(list: &[&str], phrase: &str) -> bool {
    list.binary_search(&phrase).is_ok()
}

/// Whether a text in lower case holds one of the phrases.
pub fn any_in(list: &[&str], text: &str) -> bool {
    list.iter().any(|phrase| text.contains(phrase))
}

/// The longest phrase of a list that a text in lower case starts with, as whole words.
pub fn prefix<'a>(list: &[&'a str], text: &str) -> Option<&'a str> {
    let starts = list.iter().filter(|phrase| {
        text.strip_prefix(**phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || is_ideographic(rest))
    });
    starts.copied().max_by_key(|phrase| phrase.len())
}

/// Whether a text starts with a sign of a script that parts no words.
fn is_ideographic(text: &str) -> bool {
    text.starts_with(|c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

/// Whether one of the phrases stands in a text in lower case as whole words.
pub fn word_in(list: &[&str], text: &str) -> bool {
    list.iter().any(|phrase| {
        text.match_indices(phrase).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let rest = &text[at + found.len()..];
            let whole = |c: char| !c.is_alphabetic();
            let wide = phrase.chars().next().is_some_and(|c| is_ideographic(c.encode_utf8(&mut [0; 4])));
            wide || (before.is_none_or(whole) && rest.chars().next().is_none_or(whole))
        })
    })
}

/// Whether a text holds what dates and times hold: a year, or digits around `:`, `/` or `.`.
pub fn has_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b':' | b'/' | b'.' | b'-' | b'h' => at > 0 && digit(at - 1) && digit(at + 1),
        b'1' | b'2' => {
            let year = bytes.get(at..at + 4);
            year.is_some_and(|year| {
                (year.starts_with(b"19") || year.starts_with(b"20")) && digit(at + 2) && digit(at + 3)
            }) && !digit(at + 4)
                && (at == 0 || !digit(at - 1))
        }
        _ => false,
    })
}

/// Whether a text holds a mail address.
pub fn has_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-+".contains(c))
            && text[at + 1..].starts_with(|c: char| c.is_alphanumeric())
    })
}

/// Whether a text holds a phone number: seven digits or more, parted by little.
pub fn has_phone(text: &str) -> bool {
    let (mut digits, mut gap) = (0, 0);
    for c in text.chars() {
        if c.is_ascii_digit() {
            (digits, gap) = (digits + 1, 0);
        } else if gap >= 3 || !" ()-./+–".contains(c) {
            (digits, gap) = (0, 0);
        } else {
            gap += 1;
        }
        if digits >= 7 {
            return true;
        }
    }
    false
}
