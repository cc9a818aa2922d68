//! What the rules on the subject line share.

use crate::language::time::Cue;
use crate::language::{lists, words};
use crate::reading::{Ask, TimeExpression};
use crate::rules::Subject;
use crate::rules::rewrite::{deadline_day, shortest};

/// The most characters of a proposed subject.
const LONGEST: usize = 60;

/// A subject made from the main ask, where it can be understood by itself: "Approve the
/// print quote by Thu 4 June".
pub fn better(subject: &Subject) -> Option<String> {
    subject.reading.real_asks().next().and_then(|ask| from_ask(subject, ask))
}

/// A subject made from an ask, where it can be understood by itself.
pub fn from_ask(subject: &Subject, ask: &Ask) -> Option<String> {
    let short = shortest(subject, ask)?;
    let points = |word: &str| lists::POINTING_WORDS.contains(word.trim_end_matches("'s"));
    if short.split(' ').any(points) || short.chars().count() > LONGEST {
        return None;
    }
    let by = match ask.deadline.map(|id| subject.reading.time(id)) {
        Some(time) if !time.time.vague => written_deadline(subject, time),
        _ => deadline_day(subject).map(|day| format!("by {day}")),
    };
    let dated = by.map(|by| format!("{short} {by}")).filter(|dated| dated.chars().count() <= LONGEST);
    Some(dated.unwrap_or(short))
}

/// A deadline in the author's words; none where they contradict themselves ("Friday 4
/// June" on a Thursday) or need their sentence.
fn written_deadline(subject: &Subject, time: &TimeExpression) -> Option<String> {
    let (weekday, date) = (time.time.weekday.as_ref(), time.time.date.as_ref());
    if weekday.zip(date).is_some_and(|((weekday, _), (date, _))| date.weekday() != *weekday) {
        return None;
    }
    let words = subject.text(time.block, time.time.range.clone()).replace('\n', " ");
    match time.time.cue {
        None | Some(Cue::At) => Some(format!("by {words}")),
        Some(_) => ["by ", "before ", "until "].iter().any(|start| words.starts_with(start)).then_some(words),
    }
}

/// The subject without "Re:", "Fwd:", "[list]" and "HELP-4411:" before it.
pub fn without_tags(line: &str) -> &str {
    let mut text = line.trim();
    loop {
        let lower = text.get(..4).unwrap_or_default().to_ascii_lowercase();
        let rest = if let Some(tag) = text.strip_prefix('[') {
            tag.split_once(']').map(|(_, rest)| rest)
        } else if let Some((_, rest)) = text.split_once([':', ' ']).filter(|(ticket, _)| is_ticket(ticket)) {
            Some(rest)
        } else {
            ["re:", "fw:", "fwd:"].iter().find(|tag| lower.starts_with(**tag)).and_then(|tag| text.get(tag.len()..))
        };
        match rest {
            Some(rest) if !rest.trim().is_empty() => text = rest.trim(),
            _ => return text,
        }
    }
}

/// Whether a word is the number of a ticket: "HELP-4411", "#4411".
fn is_ticket(word: &str) -> bool {
    let (head, number) = word.split_once(['-', '#']).unwrap_or((word, ""));
    head.chars().all(|c| c.is_ascii_uppercase()) && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// The words of a subject that may tell a topic, in lower case: no function words, and no
/// single letters.
pub fn topic_words(line: &str) -> Vec<String> {
    let text = without_tags(line);
    let words = words(text).into_iter().filter_map(|range| text.get(range)).map(str::to_lowercase);
    words.filter(|word| word.chars().count() > 1 && !lists::STOP_WORDS.contains(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::without_tags;

    #[test]
    fn tags_are_no_part_of_a_subject() {
        for (line, text) in [
            ("Re: [list] AW 12", "AW 12"),
            ("FWD: Re: Venue", "Venue"),
            ("HELP-4411: Badge printer", "Badge printer"),
            ("#4411 Badge printer", "Badge printer"),
            ("[HELP-4411]", "[HELP-4411]"),
            ("Re:", "Re:"),
            ("A-1 steak", "steak"),
            ("", ""),
        ] {
            assert_eq!(without_tags(line), text, "{line}");
        }
    }
}
