//! What the words of an invitation tell, found in its text as a whole: only few drafts
//! propose a meeting, so that nothing of it is looked for in the others.

use crate::draft::LINE_BREAK;
use crate::language::says;

/// Of more bytes of a paragraph only these are searched: nobody proposes a meeting at that length.
const MOST_READ: usize = 10_000;

/// A text in lower case, on one line, with straight apostrophes; only the start of a long one.
pub fn folded(text: &str) -> String {
    text[..text.floor_char_boundary(MOST_READ)].to_lowercase().replace('’', "'").replace(['\n', LINE_BREAK], " ")
}

/// Whether a text in lower case says one of these phrases.
pub fn says_any<P: AsRef<str>>(text: &str, phrases: &[P]) -> bool {
    phrases.iter().any(|phrase| says(text, phrase.as_ref()))
}

/// Words of a length of time that need no number, in minutes; longer ones first.
const LENGTHS: &[(&str, u32)] = &[
    ("hour and a half", 90),
    ("an hour and a half", 90),
    ("half an hour", 30),
    ("half hour", 30),
    ("quarter of an hour", 15),
    ("an hour", 60),
    ("one hour", 60),
    ("two hours", 120),
    ("three hours", 180),
    ("four hours", 240),
    ("fifteen minutes", 15),
    ("twenty minutes", 20),
    ("thirty minutes", 30),
    ("forty-five minutes", 45),
    ("ninety minutes", 90),
];

/// Words that tell how long or until when, whatever the number.
const ENDS: &[&str] = &[
    "min",
    "mins",
    "minutes",
    "minute",
    "hour",
    "hours",
    "hr",
    "hrs",
    "half-hour",
    "until",
    "till",
    "all day",
    "whole day",
    "all morning",
    "all afternoon",
    "whole morning",
    "whole afternoon",
    "lunchtime",
    "to lunch",
    "ends at",
    "end at",
    "five-minute",
    "ten-minute",
];

/// How long a meeting is said to last, in minutes: "45 min", "two hours".
pub fn minutes(text: &str) -> Option<u32> {
    let spoken = LENGTHS.iter().find(|(words, _)| says(text, words));
    spoken.map(|(_, minutes)| *minutes).or_else(|| numbered(text))
}

/// The first number with a unit of time: "45 min", "2h", "1.5 hours".
fn numbered(text: &str) -> Option<u32> {
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let word = word.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
        let (number, unit) = word.split_at(end);
        let Ok(number) = number.trim_end_matches('.').parse::<f32>() else { continue };
        let unit = if unit.is_empty() { words.peek().copied().unwrap_or_default() } else { unit };
        let unit = unit.trim_matches(|c: char| !c.is_alphabetic());
        let minutes = match unit {
            "min" | "mins" | "minutes" | "minute" => number,
            "h" | "hr" | "hrs" | "hour" | "hours" => number * 60.0,
            _ => continue,
        };
        if (5.0..=720.0).contains(&minutes) {
            return Some(minutes.round() as u32);
        }
    }
    None
}

/// Whether a text in lower case says anything of how long or until when: "until noon",
/// "14-16h", "10:00 to 10:45".
pub fn tells_end(text: &str) -> bool {
    says_any(text, ENDS) || minutes(text).is_some() || has_range(text)
}

/// Whether a dash or "to" stands between two numbers, or a dash before the word for noon.
fn has_range(text: &str) -> bool {
    let ends_in_number = |text: &str| {
        let text = text.trim_end();
        let text = text.strip_suffix("am").or_else(|| text.strip_suffix("pm")).unwrap_or(text).trim_end();
        text.ends_with(|c: char| c.is_ascii_digit())
    };
    ["-", "–", "—", " to "].iter().any(|dash| {
        text.match_indices(dash).any(|(at, _)| {
            let after = text[at + dash.len()..].trim_start();
            ends_in_number(&text[..at])
                && (after.starts_with(|c: char| c.is_ascii_digit()) || after.starts_with("noon"))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_in_numbers_and_words() {
        for (text, expected) in [
            ("45 min on thursday", Some(45)),
            ("let's take an hour and a half", Some(90)),
            ("can we take 2h for it", Some(120)),
            ("a 1.5 hour session", Some(90)),
            ("thursday at 10", None),
            ("room 45", None),
            ("in 48 hours", None),
            ("the minutes of may", None),
        ] {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }

    #[test]
    fn an_end_may_be_told_in_other_ways() {
        for text in ["tue 14-16h", "from 10:00 to 10:45", "11:00 till lunch", "9am – noon", "1.00-1.45pm"] {
            assert!(tells_end(text), "{text}");
        }
        for text in ["thursday at 10, room 4", "q4-review at 9", "to 10 people"] {
            assert!(!tells_end(text), "{text}");
        }
    }

    #[test]
    fn phrases_are_whole_words() {
        assert!(says("who takes notes?", "notes"));
        assert!(!says("keynotes of may", "notes") && !says("", "notes") && !says("notes", ""));
        assert!(says("see https://a.example", "https://"));
    }
}
