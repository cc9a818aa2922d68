use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The words of a text (UAX #29 segments that hold a letter or digit), in order, as
/// byte ranges.
///
/// No word holds a space (UAX #29 gives the one before a mark that attaches to it, which no text of
/// people has, to the mark), so the text is read from space to space. What stands between two is
/// read byte by byte where all of it is ASCII or a curly apostrophe, by the rules of UAX #29 for
/// these; the library that knows all characters reads the rest, several times slower.
pub fn words(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    // Where the present piece between spaces starts, and how many words stand before it.
    let (mut piece, mut before) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match PART[usize::from(byte)] {
            Part::Space => {
                at += 1;
                (piece, before) = (at, words.len());
            }
            Part::Mark => at += 1,
            Part::Letter | Part::Digit => {
                let end = word_end(bytes, at);
                words.push(at..end);
                at = end;
            }
            Part::Join => {
                let end = word_end(bytes, at);
                // What only joins is no word.
                if bytes[at..end].iter().any(u8::is_ascii_alphanumeric) {
                    words.push(at..end);
                }
                at = end;
            }
            Part::Other if bytes[at..].starts_with(&CURLY) => at += CURLY.len(),
            Part::Other => {
                words.truncate(before);
                let end = bytes[at..].iter().position(|byte| PART[usize::from(*byte)] == Part::Space);
                let end = end.map_or(bytes.len(), |len| at + len);
                let found = text[piece..end].unicode_word_indices();
                words.extend(found.map(|(start, word)| piece + start..piece + start + word.len()));
                at = end;
            }
        }
    }
    words
}

/// The text with a capital at its start.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What a byte is to words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Letter,
    Digit,
    /// An underscore, which joins what stands on both sides of it.
    Join,
    Mark,
    /// A space or the end of a line: no word goes over it, and nothing else does either.
    Space,
    /// Not ASCII.
    Other,
}

/// A table, since all text is asked for it.
static PART: [Part; 256] = {
    let mut table = [Part::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Part::Letter,
            b'0'..=b'9' => Part::Digit,
            b'_' => Part::Join,
            b' ' | b'\n' => Part::Space,
            _ => Part::Mark,
        };
        byte += 1;
    }
    table
};

/// A curly apostrophe.
const CURLY: [u8; 3] = *b"\xe2\x80\x99";

/// Where the word ends that starts at `at`, as far as it is ASCII or has curly apostrophes.
#[inline]
fn word_end(bytes: &[u8], at: usize) -> usize {
    let part = |at: usize| bytes.get(at).map_or(Part::Space, |byte| PART[usize::from(*byte)]);
    let mut end = at;
    loop {
        while matches!(part(end), Part::Letter | Part::Digit | Part::Join) {
            end += 1;
        }
        // A mark between two letters, or two digits, may belong to the word: "don't", "3.50".
        let (width, letters, digits) = match bytes.get(end) {
            Some(b'\'' | b'.') => (1, true, true),
            Some(b':') => (1, true, false),
            Some(b',' | b';') => (1, false, true),
            Some(&byte) if byte == CURLY[0] && bytes[end..].starts_with(&CURLY) => (CURLY.len(), true, true),
            _ => return end,
        };
        match (part(end - 1), part(end + width)) {
            (Part::Letter, Part::Letter) if letters => end += width,
            (Part::Digit, Part::Digit) if digits => end += width,
            _ => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(text: &str) -> Vec<Range<usize>> {
        let without_space = |(at, word): (usize, &str)| {
            let spaces = word.len() - word.trim_start_matches(' ').len();
            at + spaces..at + word.len()
        };
        text.unicode_word_indices().map(without_space).collect()
    }

    #[test]
    fn words_hold_a_letter_or_digit() {
        let text = "Don’t pay 3.50 – ask ben.k@a.example, ok?";
        let found: Vec<&str> = words(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Don’t", "pay", "3.50", "ask", "ben.k", "a.example", "ok"]);
    }

    #[test]
    fn all_pairs_of_marks_between_letters_and_digits_are_as_in_the_library() {
        let ascii = || (1..128).map(char::from).chain(['’']);
        for first in ascii() {
            for second in ascii() {
                for text in [format!("a{first}{second}b"), format!("1{first}{second}2"), format!("a{first}1{second}b")]
                {
                    assert_eq!(words(&text), whole(&text), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_space_before_a_mark_is_no_part_of_a_word() {
        assert_eq!(words(" \u{11435}"), [1..5]);
        assert_eq!(words("a  \u{11435}b"), [0..1, 3..7, 7..8]);
    }

    proptest! {
        #[test]
        fn reading_from_space_to_space_changes_nothing(
            text in "([a-zA-Z0-9 .,:;'_’\n\u{2028}\u{301}\u{200d}\u{ad}é日本ひカタ\u{1f468}\u{1f1e9}\u{5d0}\"-]{0,40}|.{0,40}|[ab12 .,:;'’_]{0,40})"
        ) {
            prop_assert_eq!(words(&text), whole(&text));
        }
    }
}
