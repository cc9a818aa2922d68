//! Whether a stop ends a sentence.

use super::{WordSets, lists};

/// A run of stops, with what closes after it.
pub struct Stop {
    /// Where the run starts.
    start: usize,
    /// Where the run ends.
    pub end: usize,
    /// Where the quotes, brackets and footnote marks after it end.
    pub closed: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One full stop.
    Full,
    /// Dots, by number.
    Ellipsis(usize),
    /// A run that holds a question or exclamation mark.
    Mark { question: bool },
    /// A stop of a script that puts no space after it.
    Wide,
}

/// Whether the character can end a sentence.
pub fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉') || is_other_mark(c) || is_wide(c)
}

/// Marks of other scripts that a space follows: Arabic, Urdu, Devanagari, Armenian, Ethiopic.
fn is_other_mark(c: char) -> bool {
    matches!(c, '؟' | '۔' | '।' | '॥' | '։' | '።')
}

fn is_wide(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | '“' | ')' | ']' | '}' | '」' | '』' | '）' | '*' | '_')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | '」' | '』')
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '„' | '«' | '‹' | '(' | '[' | '{' | '*' | '_' | '-' | '–' | '—' | '¿' | '¡')
}

/// Whether the character stands before an item of a list.
pub fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '‣' | '◦' | '▪' | '●' | '⁃' | '∙')
}

/// Reads the run of stops that starts at `start`.
pub fn read(text: &str, start: usize) -> Stop {
    // Nearly all are one mark before white space or the end.
    let alone = match text.as_bytes()[start..] {
        [b'.', b' ', b'.', ..] => None,
        [b'.'] | [b'.', b' ' | b'\n', ..] => Some(Kind::Full),
        [b'?'] | [b'?', b' ' | b'\n', ..] => Some(Kind::Mark { question: true }),
        [b'!'] | [b'!', b' ' | b'\n', ..] => Some(Kind::Mark { question: false }),
        _ => None,
    };
    if let Some(kind) = alone {
        return Stop { start, end: start + 1, closed: start + 1, kind };
    }
    let (mut end, mut dots, mut question, mut exclamation, mut wide) = (start, 0, false, false, false);
    let mut rest = text[start..].chars();
    while let Some(c) = rest.next().filter(|&c| is_stop(c)) {
        end += c.len_utf8();
        match c {
            '.' => dots += 1,
            '…' => dots += 3,
            '!' | '‼' => exclamation = true,
            _ => question = true,
        }
        wide |= is_wide(c);
        // ". . ." is one run.
        let spaced = rest.as_str().strip_prefix(' ').and_then(|next| next.strip_prefix('.'));
        if c == '.' && spaced.is_some_and(|next| !next.starts_with(char::is_alphanumeric)) {
            rest.next();
            end += 1;
        }
    }
    let kind = match (question || exclamation, dots) {
        _ if wide => Kind::Wide,
        (true, _) => Kind::Mark { question },
        (false, 0 | 1) => Kind::Full,
        (false, dots) => Kind::Ellipsis(dots),
    };
    Stop { start, end, closed: closed(text, end), kind }
}

/// Where the closing quotes, brackets and footnote marks ("[3]") from `at` on end.
fn closed(text: &str, at: usize) -> usize {
    let mut end = at;
    loop {
        let rest = &text[end..];
        let footnote = rest.strip_prefix('[').map(|inner| inner.trim_start_matches(|c: char| c.is_ascii_digit()));
        if let Some(tail) = footnote.and_then(|tail| tail.strip_prefix(']')) {
            end += rest.len() - tail.len();
        } else if let Some(c) = rest.chars().next().filter(|&c| is_closer(c)) {
            end += c.len_utf8();
        } else {
            return end;
        }
    }
}

/// Whether the stop ends the sentence that starts at `sentence`.
pub fn ends_sentence(text: &str, sentence: usize, stop: &Stop) -> bool {
    if stop.kind == Kind::Wide {
        return true;
    }
    let before = &text[sentence..stop.start];
    let rest = &text[stop.closed..];
    if !rest.starts_with(char::is_whitespace) {
        return rest.is_empty();
    }
    if before.ends_with(['(', '[']) {
        return false;
    }
    let next = Next::read(rest);
    let quoted = text[stop.end..stop.closed].contains(is_quote);
    match stop.kind {
        Kind::Full => full_stop_ends(before, quoted, &next),
        Kind::Ellipsis(dots) => {
            let floating = before.is_empty() || before.ends_with(char::is_whitespace);
            next.start == Start::Capital && (dots > 3 || (!next.is_i() && (!floating || next.starts_sentences())))
        }
        Kind::Mark { question } => match next.start {
            Start::Lower => {
                let goes_on = quoted || lists::SENTENCE_CONTINUATIONS.contains(next.word);
                !goes_on && (question || next.starts_sentences())
            }
            Start::Aside => false,
            _ => true,
        },
        Kind::Wide => true,
    }
}

fn full_stop_ends(before: &str, quoted: bool, next: &Next) -> bool {
    if next.start == Start::Break {
        return true;
    }
    let token = last_token(before);
    let sentence = &before[..before.len() - token.len()];
    if let Some(ends) = abbreviation_ends(sentence, token, next) {
        return ends;
    }
    match next.start {
        Start::Lower => next.starts_sentences() && is_plain_word(token) && !quoted,
        Start::Aside => false,
        _ => true,
    }
}

/// Whether a stop after an abbreviation or initial ends the sentence; none where
/// `token` is neither. `sentence` is what stands before it.
fn abbreviation_ends(sentence: &str, token: &str, next: &Next) -> Option<bool> {
    let capital = token.starts_with(char::is_uppercase);
    let sets = WordSets::of(token);
    if !capital && sets.has(lists::ABBREVIATIONS_CAPITALISED) {
        return None;
    }
    if is_initial(token) {
        return Some(initial_ends(sentence, token, next));
    }
    let numbered = next.start == Start::Digit || (next.word.len() == 1 && !next.is_i() && !next.starts_sentences());
    if sets.has(lists::ABBREVIATIONS_NUMBER) && numbered {
        return Some(false);
    }
    if sets.has(lists::ABBREVIATIONS_INNER) || sets.has(lists::ABBREVIATIONS_TITLE) {
        return Some(false);
    }
    if sets.has(lists::ABBREVIATIONS_CLOSING) {
        let goes_on = next.is_zone() || lists::CALENDAR_NAMES.contains(next.word) || opens_with_time(sentence);
        return Some(next.start == Start::Capital && !goes_on);
    }
    if sets.has(lists::ABBREVIATIONS_EITHER) || is_dotted_letters(token) {
        return Some(next.start == Start::Capital && next.starts_sentences());
    }
    None
}

/// Whether a stop after a single capital ends the sentence: it does in "plan B." and
/// in "so do I.", it does not in "Paula K. Brandt".
fn initial_ends(sentence: &str, token: &str, next: &Next) -> bool {
    match next.start {
        Start::Capital => {
            let word = last_token(sentence.trim_end());
            let label = lists::LABEL_WORDS.contains(word);
            label || next.starts_sentences() || (token == "I" && word.starts_with(char::is_lowercase))
        }
        Start::Lower => false,
        _ => true,
    }
}

/// What stands between the last white space or opening mark and the end, at most some
/// fifty bytes: longer words are no abbreviations.
fn last_token(text: &str) -> &str {
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(48))..];
    let start = tail
        .rfind(|c: char| c.is_whitespace() || is_opener(c) && c != '\'' || c == '/')
        .map_or(0, |at| at + tail[at..].chars().next().map_or(0, char::len_utf8));
    &tail[start..]
}

fn is_initial(token: &str) -> bool {
    let mut chars = token.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// Single letters with dots between: "U.S.A".
fn is_dotted_letters(token: &str) -> bool {
    let letter = |part: &str| part.chars().count() == 1 && part.starts_with(char::is_alphabetic);
    token.contains('.') && token.split('.').all(letter)
}

fn is_plain_word(token: &str) -> bool {
    let token = token.trim_end_matches(is_closer);
    token.chars().count() > 1 && token.chars().all(|c| c.is_alphanumeric() || c == '\'' || c == '’')
}

/// Whether all there is of the sentence is "At 5" or the like, so that its main part
/// is still to come.
fn opens_with_time(sentence: &str) -> bool {
    sentence.len() < 24
        && sentence.split_whitespace().next().is_some_and(|word| lists::TIME_SENTENCE_OPENERS.contains(word))
        && sentence.split_whitespace().count() <= 3
}

/// What follows a stop.
struct Next<'a> {
    start: Start,
    /// The first word; empty where there is none.
    word: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Capital,
    Lower,
    Digit,
    /// A dash and a lower-case letter: the sentence goes on after an aside.
    Aside,
    /// A line break, the end of the text, or the marker of a list item.
    Break,
    /// A sign, or a letter of a script without capitals.
    Other,
}

impl<'a> Next<'a> {
    fn read(rest: &'a str) -> Next<'a> {
        let trimmed = rest.trim_start();
        let gap = &rest[..rest.len() - trimmed.len()];
        if gap.contains('\u{2028}') || trimmed.is_empty() {
            return Next { start: Start::Break, word: "" };
        }
        if trimmed.starts_with(is_bullet) || Marker::read(trimmed).is_some_and(|marker| marker.starts_list()) {
            return Next { start: Start::Break, word: "" };
        }
        // A dash, quote or bracket may stand before the first word.
        let mut word = trimmed;
        for _ in 0..4 {
            word = word.strip_prefix(is_opener).unwrap_or(word);
        }
        let word = word.strip_prefix(' ').unwrap_or(word);
        let end = word.char_indices().take(24).find(|(_, c)| !c.is_alphanumeric() && *c != '\'' && *c != '’');
        let first = word.chars().next().unwrap_or(' ');
        let start = match first {
            _ if first.is_uppercase() => Start::Capital,
            _ if first.is_lowercase() && trimmed.starts_with(['-', '–', '—']) => Start::Aside,
            _ if first.is_lowercase() => Start::Lower,
            _ if first.is_numeric() || first == '#' => Start::Digit,
            _ => Start::Other,
        };
        let end = end.map_or(word.len().min(word.floor_char_boundary(96)), |(at, _)| at);
        Next { start, word: &word[..end] }
    }

    fn starts_sentences(&self) -> bool {
        lists::SENTENCE_STARTERS.contains(self.word)
    }

    /// "I", "I'm" and the like, whose capital tells nothing.
    fn is_i(&self) -> bool {
        self.word == "I" || self.word.starts_with("I'") || self.word.starts_with("I’")
    }

    /// A short word in capitals, as time zones are written.
    fn is_zone(&self) -> bool {
        (2..=4).contains(&self.word.len()) && self.word.bytes().all(|byte| byte.is_ascii_uppercase())
    }
}

/// The marker of a list item inside a text: "1.", "b)", "(iii)".
pub struct Marker<'a> {
    label: &'a str,
    suffix: &'a str,
    /// Its length in bytes, the space after it left out.
    pub len: usize,
}

impl<'a> Marker<'a> {
    /// The marker that `text` starts with, if white space follows it.
    pub fn read(text: &'a str) -> Option<Marker<'a>> {
        let inner = text.strip_prefix('(').unwrap_or(text);
        let label_len = inner.bytes().take(5).take_while(u8::is_ascii_alphanumeric).count();
        let (label, rest) = inner.split_at(label_len);
        let suffix = match rest.as_bytes() {
            [b'.', b')', ..] => ".)",
            [b')', ..] => ")",
            [b'.', ..] => ".",
            _ => return None,
        };
        let opened = inner.len() < text.len();
        let number = label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
        let letter = label.len() == 1 && (suffix != "." || label.bytes().all(|byte| byte.is_ascii_lowercase()));
        let fits = !label.is_empty() && (number || letter || (suffix != "." && roman(label).is_some()));
        let follows = rest[suffix.len()..].chars().next().is_some_and(char::is_whitespace);
        let len = usize::from(opened) + label.len() + suffix.len();
        (fits && follows && (!opened || suffix == ")")).then_some(Marker { label, suffix, len })
    }

    /// Whether it can start an item wherever it stands after a stop: it is closed by a
    /// bracket, or is the first of its list.
    fn starts_list(&self) -> bool {
        self.suffix != "." || self.label == "a" || self.label == "1"
    }

    /// Whether `next` is the marker of the item after this one.
    pub fn precedes(&self, next: &Marker) -> bool {
        let numbers = self.label.parse().ok().zip(next.label.parse().ok()).is_some_and(|(a, b): (u32, u32)| a + 1 == b);
        let letters = match (self.label.as_bytes(), next.label.as_bytes()) {
            ([a], [b]) => a.is_ascii_alphabetic() && a + 1 == *b,
            _ => false,
        };
        let romans = roman(self.label).zip(roman(next.label)).is_some_and(|(a, b)| a + 1 == b);
        self.suffix == next.suffix && (numbers || letters || romans)
    }
}

/// The value of a Roman number below fifty, in one case.
fn roman(label: &str) -> Option<u32> {
    let lower = label.to_ascii_lowercase();
    if lower != label && label.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let value = |byte| match byte {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        _ => None,
    };
    let digits: Vec<u32> = lower.bytes().map(value).collect::<Option<_>>()?;
    let sum = digits.iter().enumerate().fold(0i32, |sum, (at, &digit)| {
        let smaller = digits.get(at + 1).is_some_and(|&next| digit < next);
        if smaller { sum - digit as i32 } else { sum + digit as i32 }
    });
    u32::try_from(sum).ok().filter(|&sum| sum > 0)
}
