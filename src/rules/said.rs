//! Whether the author says something, or only speaks of it: what is cited, what others are
//! reported to say, what is denied.

use std::ops::Range;

use super::Subject;
use crate::draft::BlockId;
use crate::language;
use crate::text::MappedText;

/// Whether words are code: between backticks, or marked as code in a page.
pub fn is_code(subject: &Subject, text: &MappedText, range: &Range<usize>) -> bool {
    let span = text.source(range.clone());
    let code = &subject.draft.code;
    let before = code[..code.partition_point(|code| code.start <= span.start)].last();
    before.is_some_and(|code| span.end <= code.end)
        || span.start.checked_sub(1).and_then(|at| subject.source.bytes.get(at)) == Some(&b'`')
        || text.as_str()[..range.start].ends_with('`')
}

/// Whether words of a block stand in quotation marks or are code.
pub fn is_cited(subject: &Subject, block: BlockId, range: &Range<usize>) -> bool {
    let text = &subject.draft.block(block).text;
    language::is_cited(text.as_str(), range.clone()) || is_code(subject, text, range)
}

/// Verbs and prepositions by which somebody tells what another says. "Let's say Friday" is
/// none: it proposes.
const REPORTS: &[&str] = &[
    "according",
    "announced",
    "announces",
    "asks",
    "claimed",
    "lists",
    "mentioned",
    "mentions",
    "printed",
    "reads",
    "said",
    "says",
    "showed",
    "shows",
    "stated",
    "states",
    "tells",
    "writes",
    "written",
    "wrote", // English
    "geschrieben",
    "laut",
    "sagt",
    "sagte",
    "schreibt",
    "schrieb",
    "steht",
    "zeigt", // German
    "affiche",
    "annonce",
    "dit",
    "indique",
    "écrit",
    "selon", // French
    "dice",
    "indica",
    "muestra",
    "pone",
    "según", // Spanish
];

/// Verbs that report where they stand behind somebody else: "they give Friday".
const REPORTS_OF_OTHERS: &[&str] =
    &["announce", "claim", "give", "list", "mention", "say", "see", "show", "state", "write"];

/// Who reports; "I see Friday in my calendar" reports, too.
const OTHERS: &[&str] = &["i", "they", "we", "who", "you"];

/// Whether the words at this place of a block are what somebody else says: "the poster says
/// Friday", "laut Plakat am Freitag".
pub fn is_reported(subject: &Subject, block: BlockId, at: usize) -> bool {
    reports(before(subject, block, at)) || words(after(subject, block, at)).take(AFTERWARDS).any(|word| word == "says")
}

/// "Friday, 4 June, it says" comes within so many words.
const AFTERWARDS: usize = 7;

/// Whether a text tells what somebody else says.
pub fn reports(text: &str) -> bool {
    let is_of = |list: &[&str], word: &str| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut last = "";
    words(text).any(|word| {
        let reports = is_of(REPORTS, word) || is_of(REPORTS_OF_OTHERS, word) && is_of(OTHERS, last);
        last = word;
        reports
    })
}

/// Words that may stand between "not" and a day.
const BETWEEN: &[&str] = &[
    "a", "am", "at", "au", "bis", "by", "de", "dem", "den", "der", "die", "du", "el", "for", "from", "il", "in", "la",
    "le", "on", "para", "pour", "the", "this", "to", "until", "zum",
];

/// Words that deny what follows them.
const DENIALS: &[&str] = &[
    "kein",
    "keinen",
    "never",
    "nicht",
    "niet",
    "no",
    "non",
    "not",
    "pas",
    "statt",
    "anstatt",
    "instead of",
    "rather than",
    "in place of",
    "other than",
    "au lieu",
    "en vez",
];

/// Whether what stands at this place of a block is denied: "not Friday", "instead of the 4th".
pub fn is_denied(subject: &Subject, block: BlockId, at: usize) -> bool {
    let near: Vec<String> = words(before(subject, block, at)).map(str::to_lowercase).collect();
    let end = near.iter().rposition(|word| !BETWEEN.contains(&word.as_str())).map_or(0, |last| last + 1);
    let ends_with = |denial: &str| {
        // A denial may end with a word that can stand between: "instead of".
        let parts: Vec<&str> = denial.split(' ').collect();
        (end..=near.len()).any(|end| {
            let start = end.checked_sub(parts.len());
            start.is_some_and(|start| {
                near[start..end].iter().zip(&parts).all(|(word, part)| word == part)
                // "Why not Friday?" proposes.
                && start.checked_sub(1).is_none_or(|before| near[before] != "why")
            })
        })
    };
    end.checked_sub(1).is_some_and(|last| near[last].ends_with("n't") || near[last].ends_with("n’t"))
        || DENIALS.iter().any(|denial| ends_with(denial))
}

/// Words further away than this say nothing of a place, in bytes.
const NEAR: usize = 300;

/// What a sentence says shortly before this place.
pub fn before<'a>(subject: &Subject<'a>, block: BlockId, at: usize) -> &'a str {
    let start = subject.sentence_at(block, at).map_or(at, |(_, sentence)| sentence.range.start);
    let text = subject.text(block, start.min(at)..at);
    &text[text.ceil_char_boundary(text.len().saturating_sub(NEAR))..]
}

/// What a sentence says from this place on.
fn after<'a>(subject: &Subject<'a>, block: BlockId, at: usize) -> &'a str {
    subject.sentence_at(block, at).map_or("", |(_, sentence)| subject.text(block, at..sentence.range.end))
}

/// The words of a text, as they are written.
pub fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))).filter(|word| !word.is_empty())
}
