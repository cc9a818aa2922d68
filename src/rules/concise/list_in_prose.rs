use std::ops::Range;

use super::holds;
use crate::draft::Role;
use crate::reading::{Sentence, SentenceId};
use crate::rules::rewrite::excerpt;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// An item of more words is a clause.
const MOST_ITEM_WORDS: usize = 14;

/// A series in a sentence that would be easier to read as a list. Options: `above`, the
/// words of the sentence past which a series counts; `items`, how many make a list;
/// `item-openers`, words that open an item which is a thing; `leads`, words of a sentence
/// whose items are to be dealt with one by one, as are those of an ask; `markers`, series
/// of marks that number items, each a text of marks; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (above, least) = (setup.number("above"), setup.number("items"));
    let openers = setup.list("item-openers");
    let (leads, markers) = (setup.phrases("leads"), setup.list("markers"));
    let first_marks = setup.find(markers.iter().filter_map(|marks| marks.split_whitespace().next()));
    setup.unless();
    Box::new(move |subject: &Subject| {
        let marked: Vec<SentenceId> =
            subject.phrases_of(first_marks).filter_map(|phrase| Some(subject.sentence_of(phrase)?.0)).collect();
        for (id, sentence) in subject.said() {
            if subject.draft.block(sentence.block).role != Role::Prose {
                continue;
            }
            let text = subject.sentence_text(sentence);
            let items = if marked.binary_search(&id).is_ok() { numbered(text, &markers) } else { None };
            let items = items.or_else(|| {
                let wants = || asks(subject, id) || subject.sentence_has_word(leads, sentence);
                if sentence.length > above && wants() { series(text, least, &openers) } else { None }
            });
            if let Some(items) = items {
                return vec![finding(subject, sentence, &items)];
            }
        }
        Vec::new()
    })
}

/// Whether the sentence asks for something.
fn asks(subject: &Subject, id: SentenceId) -> bool {
    subject.reading.asks.binary_search_by_key(&id, |ask| ask.sentence).is_ok()
}

fn finding(subject: &Subject, sentence: &Sentence, items: &[Range<usize>]) -> Finding {
    let from = sentence.range.start;
    let text = subject.sentence_text(sentence);
    let start = items.first().map_or(0, |item| item.start);
    let end = items.last().map_or(text.len(), |item| item.end);
    let end = start + text.get(start..end).map_or(0, |part| part.trim_end_matches(['.', '!', '?', ' ']).len());
    let shown = items
        .iter()
        .skip(1)
        .take(2)
        .map(|item| format!("“{}”", excerpt(text.get(item.clone()).unwrap_or_default().trim(), 40)));
    let help = format!("put each on a line of its own: {}, …", shown.collect::<Vec<_>>().join(", "));
    Finding::new(
        subject.span(sentence.block, from + start..from + end),
        format!("{} things stand in one sentence of {} words", items.len(), sentence.length),
    )
    .help(help)
}

/// The items that marks number: "(a) … (b) … (c) …", "first … second … third …".
fn numbered(text: &str, markers: &[impl AsRef<str>]) -> Option<Vec<Range<usize>>> {
    let has_bracket = memchr::memchr(b')', text.as_bytes()).is_some();
    markers.iter().find_map(|marks| {
        if !has_bracket && marks.as_ref().contains(')') {
            return None;
        }
        let mut starts = Vec::new();
        let mut from = 0;
        for mark in marks.as_ref().split_whitespace() {
            match word_at(text, from, mark) {
                Some(at) => {
                    starts.push(at);
                    from = at + mark.len();
                }
                None => break,
            }
        }
        if starts.len() < 3 {
            return None;
        }
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        Some(starts.iter().zip(ends).map(|(start, end)| *start..end).collect())
    })
}

/// Where a mark stands as a word of its own, whatever its case.
fn word_at(text: &str, from: usize, mark: &str) -> Option<usize> {
    let first = *mark.as_bytes().first()?;
    let starts = memchr::memchr2_iter(first, first.to_ascii_uppercase(), text.get(from..)?.as_bytes());
    starts.map(|start| from + start).find(|&at| {
        let (head, rest) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
        let is_it = rest.get(..mark.len()).is_some_and(|word| word.eq_ignore_ascii_case(mark));
        let starts_word = at == from || head.ends_with(char::is_whitespace);
        if !is_it || !starts_word {
            return false;
        }
        let rest = rest.get(mark.len()..).unwrap_or_default().trim_start_matches([',', ':']);
        if !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            return false;
        }
        // "The third" counts nothing off; a bracket does wherever it stands.
        let before = head.trim_end();
        mark.ends_with(')') || before.is_empty() || before.ends_with([',', ';', ':', '.']) || before.ends_with(" and")
    })
}

/// The items of a series of things between commas or semicolons, of which the last starts
/// with "and" or "or"; the longest there is.
fn series(text: &str, least: usize, openers: &[impl AsRef<str>]) -> Option<Vec<Range<usize>>> {
    let mut best: Vec<Range<usize>> = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    // What stands before the first comma ends in an item, whatever it starts with.
    let mut lead = None;
    for part in parts(text) {
        let item = text.get(part.clone()).unwrap_or_default().trim_start();
        let mut words = item.split_whitespace();
        let mut first = words.next().unwrap_or_default();
        let closes = matches!(first, "and" | "or");
        if closes {
            first = words.next().unwrap_or_default();
        }
        let is_thing = holds(openers, first) || first.starts_with(|c: char| c.is_ascii_digit());
        if !is_thing || !(1..=MOST_ITEM_WORDS).contains(&words.count()) {
            run.clear();
            lead = Some(part);
            continue;
        }
        run.extend(lead.take());
        run.push(part);
        if closes {
            if run.len() > best.len() {
                best = std::mem::take(&mut run);
            }
            run.clear();
        }
    }
    (best.len() >= least).then_some(best)
}

/// The parts of a sentence between commas and semicolons; those in brackets or quotation
/// marks part nothing.
fn parts(text: &str) -> Vec<Range<usize>> {
    let (mut parts, mut from, mut depth, mut quoted) = (Vec::new(), 0, 0_usize, false);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '(' | '[' | '“' => depth += 1,
            ')' | ']' | '”' => depth = depth.saturating_sub(1),
            '"' => quoted = !quoted,
            // "3,000" is one number; a colon leads to the series.
            ',' | ';' | ':' if depth == 0 && !quoted && chars.peek().is_some_and(|(_, next)| next.is_whitespace()) => {
                if c != ':' {
                    parts.push(from..at);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(from..text.len().max(from));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const THINGS: &[&str] = &["the", "a", "two"];

    fn found(text: &str) -> Option<Vec<&str>> {
        Some(series(text, 4, THINGS)?.into_iter().map(|item| text[item].trim()).collect())
    }

    #[test]
    fn a_series_ends_with_and() {
        let text = "We need: the deed, two photos (north, south), the letter, and a copy";
        assert_eq!(found(text), Some(vec!["the deed", "two photos (north, south)", "the letter", "and a copy"]));
        assert_eq!(found("It ends with a, the, two, or a three"), None);
        assert_eq!(found("Bring the deed, the key, a lamp, the list"), None);
        assert_eq!(found("We went home, we ate, the dog slept, and the cat, too, slept"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn marks_number_items() {
        let marks = &["(a) (b) (c) (d)", "first second third"];
        let items = |text| numbered(text, marks).map(|items| items.len());
        assert_eq!(items("Send (a) the deed, (b) the key and (c) the list."), Some(3));
        assert_eq!(items("First, open it, second close it, third: lock it."), Some(3));
        assert_eq!(items("Send (a) the deed and (b) the key."), None);
        assert_eq!(items("The first, the second, and the third"), None);
    }
}
