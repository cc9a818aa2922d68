//! Text to tokens: words of the table, other words, numbers and punctuation.

use std::ops::Range;

use super::words::{self, Word};

/// A piece of text with what it is.
#[derive(Clone, Copy, Debug)]
struct Token {
    start: u32,
    end: u32,
    kind: Kind,
    /// Whether no white space stands before it.
    glued: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of ASCII digits, with how many they are; saturated.
    Number(u32, u8),
    /// A word of the table.
    Word(Word),
    /// Any other word.
    Other,
    /// "'s" after a word.
    Possessive,
    /// A hyphen or dash.
    Dash,
    /// Any other ASCII punctuation.
    Punct(u8),
    /// The end of a line that the author meant, or of the text.
    End,
}

/// The tokens of a text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Reads a text of at most 4 GiB; callers cut longer ones.
    pub fn new(text: &'a str) -> Tokens<'a> {
        let mut tokens = Tokens { text, list: Vec::with_capacity(text.len() / 4) };
        let mut at = 0;
        let mut glued = false;
        while let Some(&byte) = text.as_bytes().get(at) {
            if byte == b' ' || byte == b'\n' || byte == b'\t' || byte == b'\r' {
                at += 1;
                glued = false;
                continue;
            }
            at = tokens.push(at, byte, glued);
            glued = true;
        }
        tokens
    }

    /// How many tokens there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// What the token is; the end past the last one.
    #[inline]
    pub fn kind(&self, at: usize) -> Kind {
        self.list.get(at).map_or(Kind::End, |token| token.kind)
    }

    /// The word of the table, if it is one.
    #[inline]
    pub fn word(&self, at: usize) -> Option<Word> {
        match self.kind(at) {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Whether the token is this word.
    pub fn is(&self, at: usize, word: Word) -> bool {
        self.kind(at) == Kind::Word(word)
    }

    /// Whether the token is this ASCII punctuation.
    pub fn punct(&self, at: usize, byte: u8) -> bool {
        self.kind(at) == Kind::Punct(byte)
    }

    /// Whether no white space stands before the token.
    pub fn glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.glued)
    }

    /// The text of the token.
    pub fn text(&self, at: usize) -> &'a str {
        self.list.get(at).map_or("", |token| &self.text[token.start as usize..token.end as usize])
    }

    /// Whether the token starts with a capital letter.
    pub fn capital(&self, at: usize) -> bool {
        self.text(at).starts_with(|c: char| c.is_uppercase())
    }

    /// The bytes of the tokens from `from` up to `to`.
    pub fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.list.get(from).map_or(self.text.len(), |token| token.start as usize);
        let end = to.checked_sub(1).and_then(|last| self.list.get(last)).map_or(start, |token| token.end as usize);
        start..end.max(start)
    }

    /// The text of a range of bytes.
    pub fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or("")
    }

    /// Adds the token at `at` and gives where the next one may start.
    fn push(&mut self, at: usize, byte: u8, glued: bool) -> usize {
        let rest = &self.text[at..];
        let (kind, len) = match byte {
            b'0'..=b'9' => number(rest),
            b'a'..=b'z' | b'A'..=b'Z' => word(rest),
            b'\'' => apostrophe(rest, glued),
            b'-' => (Kind::Dash, 1),
            b'@' | b':' if glued && self.is_address(at) => return self.skip_address(at),
            0..=127 => (Kind::Punct(byte), 1),
            _ => match rest.chars().next() {
                Some('’') => apostrophe(rest, glued),
                Some(c @ '\u{2010}'..='\u{2015}') => (Kind::Dash, c.len_utf8()),
                Some(c @ ('\u{2028}' | '\u{2029}')) => (Kind::End, c.len_utf8()),
                // A no-break space is white space to the grammar; the next token is not glued.
                Some(c) if c.is_whitespace() => {
                    return at + c.len_utf8();
                }
                Some(c) if c.is_alphanumeric() => (Kind::Other, word_length(rest)),
                Some(c) => (Kind::Punct(b'\x7f'), c.len_utf8()),
                None => (Kind::End, 1),
            },
        };
        self.list.push(Token { start: at as u32, end: (at + len) as u32, kind, glued });
        at + len
    }

    /// Whether "@" or ":" at this place is inside an address: "a@b", "https://".
    fn is_address(&self, at: usize) -> bool {
        let rest = &self.text.as_bytes()[at..];
        let word_before = matches!(self.list.last(), Some(token) if matches!(token.kind, Kind::Word(_) | Kind::Other));
        match rest {
            [b'@', next, ..] => next.is_ascii_alphanumeric() && word_before,
            [b':', b'/', b'/', ..] => word_before,
            _ => false,
        }
    }

    /// Takes the rest of an address as one unknown word, so that nothing in it is read.
    fn skip_address(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let len = rest.find(|c: char| c.is_whitespace() || c == '>' || c == ')' || c == '"').unwrap_or(rest.len());
        self.list.push(Token { start: at as u32, end: (at + len) as u32, kind: Kind::Other, glued: true });
        at + len
    }
}

/// A word, looked up with straight apostrophes.
fn word(rest: &str) -> (Kind, usize) {
    let kind = |meaning: Option<Word>| meaning.map_or(Kind::Other, Kind::Word);
    if let Some(len) = plain_word(rest) {
        return (kind(words::lookup(&rest[..len])), len);
    }
    let len = word_length(rest);
    let text = &rest[..len];
    let meaning = words::lookup(text).or_else(|| {
        let curly = len <= 16 && text.contains('’');
        curly.then(|| words::lookup(&text.replace('’', "'"))).flatten()
    });
    (kind(meaning), len)
}

/// How long the word is that starts here where it has ASCII letters only, as nearly all have.
fn plain_word(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut letters = 0;
    while bytes.get(letters).is_some_and(u8::is_ascii_alphabetic) {
        letters += 1;
    }
    let ends = bytes.get(letters).is_none_or(|byte| byte.is_ascii() && *byte != b'\'');
    (letters > 0 && ends).then_some(letters)
}

/// A number; one with too many digits is larger than any year.
fn number(rest: &str) -> (Kind, usize) {
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let value = rest[..len].parse().unwrap_or(u32::MAX);
    (Kind::Number(value, len.min(255) as u8), len)
}

/// "'s" is a token of its own; other apostrophes are punctuation.
fn apostrophe(rest: &str, glued: bool) -> (Kind, usize) {
    let mark = rest.chars().next().map_or(1, char::len_utf8);
    match rest.as_bytes().get(mark) {
        Some(b's' | b'S') if glued && !rest[mark + 1..].starts_with(|c: char| c.is_alphanumeric()) => {
            (Kind::Possessive, mark + 1)
        }
        _ => (Kind::Punct(b'\''), mark),
    }
}

/// How long the word is that starts here: letters, and apostrophes between letters
/// except the one of a possessive.
fn word_length(rest: &str) -> usize {
    if let Some(len) = plain_word(rest) {
        return len;
    }
    let chars = rest.char_indices().peekable();
    for (at, c) in chars {
        if c == '\'' || c == '’' {
            let after = &rest[at + c.len_utf8()..];
            let letters = after.chars().take_while(|c| c.is_alphabetic()).take(2).count();
            let possessive = letters == 1 && after.starts_with(['s', 'S']);
            if letters == 0 || possessive {
                return at;
            }
        } else if !(c.is_alphabetic() || at == 0 && c.is_alphanumeric()) {
            return at;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        let tokens = Tokens::new(text);
        (0..tokens.len()).map(|at| tokens.text(at)).collect()
    }

    #[test]
    fn letters_and_digits_part() {
        assert_eq!(texts("Dec31, 7pm"), ["Dec", "31", ",", "7", "pm"]);
        assert_eq!(texts("o’clock Monday’s don't"), ["o’clock", "Monday", "’s", "don't"]);
        assert_eq!(texts("été–14\u{2028}x"), ["été", "–", "14", "\u{2028}", "x"]);
    }

    #[test]
    fn addresses_hide_what_they_hold() {
        assert_eq!(
            texts("see https://a.example/2026/05/03 today"),
            ["see", "https", "://a.example/2026/05/03", "today"]
        );
        assert_eq!(texts("may@example.org"), ["may", "@example.org"]);
        assert_eq!(texts("6 @ 7"), ["6", "@", "7"]);
    }

    #[test]
    fn huge_numbers_saturate() {
        assert_eq!(Tokens::new("99999999999999").kind(0), Kind::Number(u32::MAX, 14));
    }
}
