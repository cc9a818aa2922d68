//! Attribution lines: "On Monday, Ana wrote:", on one line or several, in the languages
//! that mail programs speak.

use std::ops::Range;

use super::{Line, words};

/// An attribution has at most this many lines before its last.
const MOST_LINES: usize = 5;
/// No line of an attribution is longer, in bytes.
const LONGEST: usize = 300;

/// The attribution whose last line is the one at `end`.
pub fn find(lines: &[Line], end: usize) -> Option<Range<usize>> {
    let last = lines[end].text;
    if last.len() > LONGEST || !ends_with_colon(last) {
        return None;
    }
    let above_quote = lines.get(end + 1).is_some_and(Line::is_quoted);
    let may_belong = |back: &usize| {
        let line = &lines[end - back];
        line.is_open() && line.text.len() <= LONGEST && (*back == 0 || !ends_sentence(line.text))
    };
    let reach = (0..=MOST_LINES.min(end)).take_while(may_belong).count();
    // Most lines with a colon have neither a date nor an address near.
    let is_sign = |byte: u8| byte.is_ascii_digit() || byte == b'@';
    if !above_quote && !lines[end + 1 - reach..=end].iter().any(|line| line.text.bytes().any(is_sign)) {
        return None;
    }
    // Only above a quote is there an attribution without a word for writing.
    if !above_quote && !words::WROTE.word_in(&joined_lower(&lines[end + 1 - reach..=end])) {
        return None;
    }
    let mut joined = String::new();
    let mut start = None;
    for back in 0..reach {
        let line = &lines[end - back];
        joined = format!("{} {joined}", line.text.to_lowercase());
        let opens = opens(line.text);
        if start.is_none() || opens {
            start = judge(&joined, above_quote).then_some(end - back).or(start);
        }
        // A line that starts as attributions do is where this one starts; so is a whole
        // paragraph, unless it breaks off before its date.
        if opens && start.is_some() {
            break;
        }
        // The date may stand alone above the rest.
        let above = (end - back).checked_sub(1).map(|above| &lines[above]);
        let is_block_start = above
            .is_none_or(|above| above.block != line.block && (words::has_date(&joined) || !opens_attribution(above)));
        if start.is_some() && (is_block_start || (back > 0 && words::has_date(&joined))) {
            break;
        }
    }
    start.map(|start| start..end + 1)
}

/// Some lines in lower case, with a space behind each.
fn joined_lower(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text.to_lowercase() + " ").collect()
}

/// Whether the words, in lower case, make an attribution: they name who wrote and when
/// or from which address. Above a quote less will do.
fn judge(joined: &str, above_quote: bool) -> bool {
    let (address, date) = (words::has_address(joined), words::has_date(joined));
    if !above_quote && !address && !date {
        return false;
    }
    let wrote = || words::WROTE.word_in(joined);
    if above_quote {
        (address && date)
            || ((address || date || joined.split_whitespace().count() <= 8) && wrote())
            || (address && opens(joined.trim()))
    } else {
        // A sentence that mentions what somebody wrote goes on after the verb.
        let ends = || {
            let words: Vec<&str> = joined.split_whitespace().collect();
            words::WROTE.word_in(&words[words.len().saturating_sub(6)..].join(" "))
        };
        (address || (date && opens(joined.trim()) && ends())) && joined.split_whitespace().count() <= 30 && wrote()
    }
}

/// Whether a line starts as attributions do: with "On" and a date soon after, or with
/// a date.
fn opens(text: &str) -> bool {
    let head = text.char_indices().nth(40).map_or(text, |(end, _)| &text[..end]);
    let digits = head.bytes().any(|byte| byte.is_ascii_digit());
    if !digits {
        return false;
    }
    let head = head.to_lowercase();
    let head = head.trim_start_matches(['"', '*', '_', '<', '[', '-', ' ']);
    let starts_with_date = head.starts_with(|c: char| c.is_ascii_digit()) && words::has_date(text);
    let weekday = || {
        head.split([',', ' ']).next().is_some_and(|word| word.chars().count() > 2)
            && words::has_date(text)
            && text.contains(',')
    };
    words::ON.prefix(head).is_some() || starts_with_date || weekday()
}

/// Whether a line alone can be the start of an attribution that goes on below.
fn opens_attribution(line: &Line) -> bool {
    line.is_open() && line.text.len() <= LONGEST && !ends_sentence(line.text) && opens(line.text)
}

fn ends_with_colon(text: &str) -> bool {
    // Most lines are told by the last byte of all those signs.
    matches!(text.as_bytes().last(), Some(b':' | b'*' | b'_' | b' ' | 0x9a | 0xa0))
        && text.trim_end_matches(['*', '_', ' ', '\u{a0}']).ends_with([':', '：'])
}

/// Whether a line ends a sentence, and so belongs to what the author wrote. A full stop
/// after a digit or a short word is part of a date.
fn ends_sentence(text: &str) -> bool {
    if text.ends_with(['!', '?', ':']) {
        return true;
    }
    let Some(rest) = text.strip_suffix('.') else { return false };
    let word = rest.rsplit(' ').next().unwrap_or_default();
    let is_number = word.ends_with(|c: char| c.is_ascii_digit());
    let is_short = word.chars().count() <= 4 && words::has_date(text);
    !is_number && !is_short
}
