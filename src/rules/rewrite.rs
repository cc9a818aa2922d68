//! Concrete rewrites, made from the draft's own words.

use jiff::ZonedDateTime;
use jiff::civil::Weekday;

use super::Subject;
use crate::reading::Ask;

/// What an ask starts with that a rewrite can do without; longer ones first.
const LEADS: &[&str] = &[
    "i would really appreciate it if you could",
    "i would appreciate it if you could",
    "i'd appreciate it if you could",
    "i would be grateful if you could",
    "i was wondering if you could",
    "i was hoping you could",
    "it would be great if you could",
    "would it be possible for you to",
    "i would like you to",
    "i'd like you to",
    "we would like you to",
    "i need you to",
    "we need you to",
    "i want you to",
    "if you could",
    "could you two",
    "could you all",
    "could one of you",
    "could you",
    "can you",
    "would you",
    "will you",
    "you need to",
    "you should",
    "you must",
    "please",
    "pls",
    "kindly",
    "possibly",
    "maybe",
    "perhaps",
    "also",
    "then",
    "and",
    "but",
    "so",
    "just",
];

/// Words that no imperative starts with.
const NO_VERBS: &[&str] = &[
    "i", "we", "you", "he", "she", "it", "they", "this", "that", "these", "those", "there", "the", "a", "an", "my",
    "our", "your", "is", "are", "was", "were", "am", "do", "does", "did", "has", "have", "had", "can", "could", "will",
    "would", "shall", "should", "may", "might", "must", "if", "when", "where", "what", "which", "who", "whom", "whose",
    "why", "how", "any", "anyone", "someone", "not", "no", "yes", "thanks", "thank", "note", "mind", "let", "feel",
    "find", "in", "on", "at", "for", "with", "to", "as", "by", "see",
];

/// Words that a shortened ask does not end with.
const NO_ENDS: &[&str] = &[
    "a", "an", "the", "and", "or", "of", "to", "for", "in", "on", "at", "with", "by", "that", "which", "whether", "if",
    "my", "our", "your", "from", "as", "is", "are", "me", "be", "before", "until",
];

/// The most words of a shortened ask.
const LONGEST: usize = 9;

/// What is asked, as short as it can be said: "Approve the print quote". None where the
/// ask does not boil down to a verb and its object.
pub fn shortest(subject: &Subject, ask: &Ask) -> Option<String> {
    let sentence = subject.reading.sentence(ask.sentence);
    // Times are left out: a rewrite names its own.
    let mut text = String::new();
    let mut at = ask.range.start;
    for time in subject.reading.times.iter().filter(|time| time.block == sentence.block) {
        if time.time.range.start >= at && time.time.range.end <= ask.range.end {
            text.push_str(subject.text(sentence.block, at..time.time.range.start));
            at = time.time.range.end;
        }
    }
    text.push_str(subject.text(sentence.block, at..ask.range.end));
    let text = text.replace('’', "'");
    let mut rest = text.trim();
    let mut led = false;
    while let Some(shorter) = strip_lead(rest) {
        rest = shorter;
        led = true;
    }
    // "Ben, could you …": the name before a comma goes with the lead after it.
    if !led
        && let Some((name, after)) = rest.split_once(", ")
        && name.split(' ').count() <= 3
    {
        rest = after.trim_start();
        while let Some(shorter) = strip_lead(rest) {
            rest = shorter;
        }
    }
    let end = rest.find(['?', '!', ';', ':', '(', ',', crate::draft::LINE_BREAK]).unwrap_or(rest.len());
    let clause = rest[..end].split(". ").next().unwrap_or_default();
    let mut words: Vec<&str> = clause.split_whitespace().collect();
    let first = words.first()?.to_lowercase();
    if NO_VERBS.contains(&first.as_str()) || !first.chars().all(|c| c.is_ascii_lowercase()) {
        return None;
    }
    let cut = words.len() > LONGEST;
    words.truncate(LONGEST);
    if let Some(last) = words.last_mut() {
        *last = last.trim_end_matches(['.', ',', '-', '–', '"', '”']);
    }
    while words.last().is_some_and(|last| last.is_empty() || NO_ENDS.contains(&last.to_lowercase().as_str())) {
        words.pop();
    }
    (words.len() >= 2).then(|| format!("{}{}", capitalised(&words.join(" ")), if cut { " …" } else { "" }))
}

/// The text without a lead before it.
fn strip_lead(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([',', ' ', '\n', '-', '–']);
    LEADS.iter().find_map(|lead| {
        let head = text.get(..lead.len())?;
        let tail = &text[lead.len()..];
        (head.replace('\n', " ").eq_ignore_ascii_case(lead) && tail.starts_with([' ', '\n', ',']))
            .then(|| tail.trim_start_matches([',', ' ', '\n']))
    })
}

/// The text with a capital at its start.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A deadline that leaves the reader two working days: "Thu 4 June, 12:00 CEST".
pub fn deadline(subject: &Subject) -> Option<String> {
    let moment = subject.moment()?;
    // The zone of the author names itself; that of a Date header is but an offset.
    let zone = subject.context.now.as_ref().map_or_else(|| moment.time_zone().clone(), |now| now.time_zone().clone());
    let mut day = moment.with_time_zone(zone.clone()).date();
    let mut working_days = 0;
    while working_days < 2 {
        day = day.tomorrow().ok()?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            working_days += 1;
        }
    }
    let noon = day.at(12, 0, 0, 0).to_zoned_datetime(zone).ok()?;
    Some(format!("{} {}", noon.strftime("%a %-d %B, 12:00"), zone_name(&noon)))
}

/// The abbreviation of a moment's zone, else its offset: "CEST", "UTC+2".
fn zone_name(moment: &ZonedDateTime) -> String {
    let name = moment.strftime("%Z").to_string();
    match name.strip_prefix(['+', '-']) {
        None => name,
        Some(digits) => {
            let short = digits.trim_start_matches('0');
            let sign = &name[..1];
            if short.is_empty() { "UTC".to_owned() } else { format!("UTC{sign}{short}") }
        }
    }
}

/// What to write in place of an ask, with a date: "Approve the quote by Thu 4 June,
/// 12:00 CEST".
pub fn with_deadline(subject: &Subject, ask: &Ask) -> Option<String> {
    let deadline = deadline(subject)?;
    Some(match shortest(subject, ask) {
        Some(ask) => format!("{} by {deadline}", ask.trim_end_matches(" …")),
        None => format!("… by {deadline}"),
    })
}

/// A text cut to about `most` characters at a word, to be quoted in a message.
pub fn excerpt(text: &str, most: usize) -> String {
    let text = text.replace(['\n', crate::draft::LINE_BREAK], " ");
    match text.char_indices().nth(most) {
        None => text,
        Some((end, _)) => {
            let cut = text[..end].rfind(' ').unwrap_or(end);
            format!("{} …", text[..cut].trim_end_matches([',', ';', ':', ' ']))
        }
    }
}
