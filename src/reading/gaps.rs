//! What stands between two words.

/// What stands between two words, the strongest mark of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// White space, or a mark that parts no clauses.
    Space,
    /// Nothing: the two are one word to a reader ("e-mail", "and/or").
    Joined,
    /// A comma.
    Comma,
    /// An opening or closing bracket.
    Bracket,
    /// A dash between spaces, or two hyphens.
    Dash,
    /// A colon.
    Colon,
    /// A semicolon, a bullet.
    Semicolon,
    /// The start of the sentence, or a full stop, question or exclamation mark in it.
    Start,
}

/// The strongest mark in what stands between two words.
pub fn gap(between: &str) -> Gap {
    if between.is_empty() {
        return Gap::Joined;
    }
    let spaced = between.contains([' ', '\n', '\u{2028}']);
    let mut strongest = if spaced { Gap::Space } else { Gap::Joined };
    for c in between.chars() {
        let mark = match c {
            ',' => Gap::Comma,
            '(' | ')' | '[' | ']' => Gap::Bracket,
            '–' | '—' => Gap::Dash,
            '-' if spaced || between.len() > 1 => Gap::Dash,
            ':' if spaced => Gap::Colon,
            ';' | '•' | '·' | '*' | '>' => Gap::Semicolon,
            '.' | '!' | '?' | '…' if spaced => Gap::Start,
            '\u{2028}' => Gap::Start,
            _ => Gap::Space,
        };
        strongest = strongest.max(mark);
    }
    strongest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_take_the_strongest_mark() {
        for (between, expected) in [
            (" ", Gap::Space),
            ("", Gap::Joined),
            ("-", Gap::Joined),
            (", ", Gap::Comma),
            (" - ", Gap::Dash),
            (" -- ", Gap::Dash),
            (": ", Gap::Colon),
            (":", Gap::Joined),
            ("), ", Gap::Bracket),
            ("; ", Gap::Semicolon),
            (". ", Gap::Start),
            ("\u{2028}", Gap::Start),
        ] {
            assert_eq!(gap(between), expected, "{between:?}");
        }
    }
}
