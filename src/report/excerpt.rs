//! The words around a finding, as a person can read them.

use std::ops::Range;

use super::escape::push_visible;
use super::places::Places;
use super::words;
use crate::check::Report;
use crate::draft::{Format, LINE_BREAK};
use crate::text::{MappedText, Source, Span};

/// How many characters of a line are shown.
const WIDTH: usize = 100;
/// How many bytes around a mark are looked at: [`WIDTH`] characters of four bytes.
const REACH: usize = 4 * WIDTH;
/// How many lines of a span are shown in full; of a longer one only the first two.
const LINES: usize = 4;

/// Some lines of a draft with marked words.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// The number of the first line in the file.
    pub number: usize,
    /// The lines, safe to show.
    pub text: String,
    /// The marked bytes of `text`, at most one range a line.
    pub marks: Vec<Range<usize>>,
    /// The number of the span's last line, where not all lines are shown.
    pub until: Option<usize>,
}

/// The lines at a span: those of the file, or the decoded words where the file's own
/// lines are encoded.
pub fn excerpt(source: &Source, report: &Report, places: &Places, span: Span) -> Excerpt {
    match words::decoded(report, span) {
        Some((text, range)) if !readable(source, report.draft.format, text, &range, span) => {
            decoded_lines(report, places, text, range, span)
        }
        _ => source_lines(source, report, places, span),
    }
}

/// Whether the file's own lines can be shown: they say what the decoded text says.
fn readable(source: &Source, format: Format, text: &MappedText, range: &Range<usize>, span: Span) -> bool {
    match format {
        Format::Markdown | Format::Text => std::str::from_utf8(source.slice(span)).is_ok_and(|s| !s.contains('\0')),
        Format::Mail | Format::Html | Format::Calendar => {
            let line = line_around(text.as_str(), range);
            let Ok(raw) = std::str::from_utf8(source.slice(text.source(line.clone()))) else { return false };
            raw.split_whitespace().eq(text.as_str()[line].split_whitespace())
        }
    }
}

/// The decoded line that holds `range`, cut to what can be shown.
fn line_around(text: &str, range: &Range<usize>) -> Range<usize> {
    let is_break = |c: char| c == '\n' || c == LINE_BREAK;
    let mut start = range.start.saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (range.end + REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text[start..range.start].rfind(is_break).map_or(start, |at| {
        let at = start + at;
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    });
    let end = text[range.end..end].find(is_break).map_or(end, |at| range.end + at);
    start..end
}

fn decoded_lines(report: &Report, places: &Places, text: &MappedText, range: Range<usize>, span: Span) -> Excerpt {
    let mut excerpt =
        Excerpt { number: places.number(places.lines(span).0), text: String::new(), marks: Vec::new(), until: None };
    let line = line_around(text.as_str(), &range);
    let mark = range.start - line.start..range.end - line.start;
    push_line(&mut excerpt, &words::hidden(report, text, line), mark);
    excerpt
}

fn source_lines(source: &Source, report: &Report, places: &Places, span: Span) -> Excerpt {
    let (first, last) = places.lines(span);
    let mut excerpt = Excerpt { number: places.number(first), text: String::new(), marks: Vec::new(), until: None };
    let shown = if last - first < LINES { last } else { first + 1 };
    if shown < last {
        excerpt.until = Some(places.number(last));
    }
    for number in first..=shown {
        let line = places.line(number);
        if number > first {
            excerpt.text.push('\n');
        }
        let mark = Span::new(span.start.clamp(line.start, line.end), span.end.clamp(line.start, line.end));
        let (text, mark) = clip(&source.bytes, line, mark, |span| report.secrets_in(span));
        push_line(&mut excerpt, &text, mark);
    }
    excerpt
}

/// The bytes around a mark as text. What a window never shows of a very long line or
/// mark is left out, so that the cost does not grow with the line; secrets are asterisks.
fn clip<S: Iterator<Item = Span>>(
    bytes: &[u8],
    line: Span,
    mark: Span,
    secrets: impl Fn(Span) -> S,
) -> (String, Range<usize>) {
    let continues = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    let mut start = mark.start.saturating_sub(REACH).max(line.start);
    while start < mark.start && continues(start) {
        start += 1;
    }
    let end = mark.end.saturating_add(REACH).min(line.end);
    let lossy = |range: Range<usize>| {
        let mut shown = bytes[range.clone()].to_vec();
        for secret in secrets(Span::from(range.clone())) {
            let (from, to) = (secret.start.max(range.start), secret.end.min(range.end));
            shown[from - range.start..to - range.start].fill(b'*');
        }
        String::from_utf8_lossy(&shown).into_owned()
    };
    let mut text = lossy(start..mark.start);
    let from = text.len();
    if mark.len() > 2 * REACH {
        text.push_str(&lossy(mark.start..mark.start + REACH));
        text.push_str(&lossy(mark.end - REACH..mark.end));
    } else {
        text.push_str(&lossy(mark.range()));
    }
    let to = text.len();
    text.push_str(&lossy(mark.end..end));
    (text, from..to)
}

/// Adds a line, or of a long one the window around its mark, with the mark.
fn push_line(excerpt: &mut Excerpt, line: &str, mark: Range<usize>) {
    let marked = &line[mark.clone()];
    let mark = mark.start + (marked.len() - marked.trim_start().len())..mark.start + marked.trim_end().len();
    let mark = if mark.start < mark.end { mark } else { mark.end..mark.end };
    let pieces = if line.chars().count() <= WIDTH + WIDTH / 10 { vec![0..line.len()] } else { window(line, &mark) };
    let (mut from, mut to) = (None, excerpt.text.len());
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 || piece.start > 0 {
            excerpt.text.push('…');
        }
        for (at, c) in line[piece.clone()].char_indices() {
            let at = piece.start + at;
            let before = excerpt.text.len();
            push_visible(&mut excerpt.text, c);
            if mark.contains(&at) {
                from = from.or(Some(before));
                to = excerpt.text.len();
            }
        }
    }
    if pieces.last().is_some_and(|piece| piece.end < line.len()) {
        excerpt.text.push('…');
    }
    if let Some(from) = from {
        excerpt.marks.push(from..to);
    }
}

/// The pieces of a long line that are shown: the mark with some words on both sides, or
/// both ends of a long mark.
fn window(line: &str, mark: &Range<usize>) -> Vec<Range<usize>> {
    let long = line[mark.clone()].chars().count();
    if long > WIDTH - 20 {
        let head = back_to_word(line, mark.start, forward(line, mark.start, WIDTH * 6 / 10).min(mark.end));
        let tail = on_to_word(line, back(line, mark.end, WIDTH * 3 / 10).max(mark.start), mark.end);
        return if head < tail { vec![mark.start..head, tail..mark.end] } else { vec![mark.clone()] };
    }
    let room = WIDTH - long;
    let left = line[..mark.start].chars().rev().take(room).count();
    let right = line[mark.end..].chars().take(room).count();
    let (left, right) = match (left < room / 3, right < room * 2 / 3) {
        (true, _) => (left, room - left),
        (_, true) => (room - right, right),
        _ => (room / 3, room * 2 / 3),
    };
    let start = back(line, mark.start, left);
    let end = forward(line, mark.end, right);
    let start = if start == 0 { 0 } else { on_to_word(line, start, mark.start) };
    let end = if end == line.len() { end } else { back_to_word(line, mark.end, end) };
    vec![start..end]
}

/// The byte `count` characters after `at`.
fn forward(line: &str, at: usize, count: usize) -> usize {
    line[at..].char_indices().nth(count).map_or(line.len(), |(more, _)| at + more)
}

/// The byte `count` characters before `at`.
fn back(line: &str, at: usize, count: usize) -> usize {
    match count {
        0 => at,
        _ => line[..at].char_indices().rev().nth(count - 1).map_or(0, |(start, _)| start),
    }
}

/// The start of the first word after a space in `from..to`, else `from`.
fn on_to_word(line: &str, from: usize, to: usize) -> usize {
    line[from..to].find(' ').map_or(from, |space| from + space + 1)
}

/// The end of the last word before a space in `from..to`, else `to`.
fn back_to_word(line: &str, from: usize, to: usize) -> usize {
    line[from..to].rfind(' ').map_or(to, |space| from + space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, words: &str) -> (String, String) {
        let start = line.find(words).unwrap();
        let mut excerpt = Excerpt { number: 1, text: String::new(), marks: Vec::new(), until: None };
        push_line(&mut excerpt, line, start..start + words.len());
        let marked = excerpt.marks.iter().map(|mark| &excerpt.text[mark.clone()]).collect();
        (excerpt.text, marked)
    }

    #[test]
    fn a_short_line_is_shown_as_it_is() {
        assert_eq!(
            shown("Hi Ana, could you sign?", "could you"),
            ("Hi Ana, could you sign?".into(), "could you".into())
        );
    }

    #[test]
    fn controls_are_escaped_and_the_mark_still_fits() {
        let (text, marked) = shown("a\u{1b}[2J b \u{1b}c d", "b \u{1b}c");
        assert_eq!(text, "a\\u{1b}[2J b \\u{1b}c d");
        assert_eq!(marked, "b \\u{1b}c");
    }

    #[test]
    fn a_long_line_is_shown_around_its_mark_in_whole_words() {
        let line = format!("{}could you sign? {}", "first words ".repeat(40), "last words ".repeat(40));
        let (text, marked) = shown(&line, "could you sign?");
        assert_eq!(marked, "could you sign?");
        assert!(text.starts_with("…words ") || text.starts_with("…first "), "{text}");
        assert!(text.ends_with(" words…") || text.ends_with(" last…"), "{text}");
        assert!(text.chars().count() <= WIDTH + 2, "{text}");
    }

    #[test]
    fn of_a_long_mark_both_ends_are_shown() {
        let line = format!("So {} could you sign by Friday?", "many words ".repeat(40));
        let (text, marked) = shown(&line, &line);
        assert!(text.starts_with("So many words"), "{text}");
        assert!(text.ends_with("could you sign by Friday?"), "{text}");
        assert_eq!(text, marked);
        assert!(text.chars().count() <= WIDTH + 2, "{text}");
    }

    #[test]
    fn a_clipped_line_never_cuts_a_character() {
        let line = "é".repeat(5000);
        let (text, mark) =
            clip(line.as_bytes(), Span::new(0, 10_000), Span::new(5001 - 1, 5004), |_| std::iter::empty());
        assert!(!text.contains('\u{fffd}') || text.ends_with('\u{fffd}'), "{text}");
        assert_eq!(&text[mark], "éé");
    }
}
