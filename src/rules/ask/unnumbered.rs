use super::wording::{is_direct, words_of};
use crate::channel::Chosen;
use crate::draft::Role;
use crate::reading::{Ask, AskKind};
use crate::rules::rewrite::excerpt;
use crate::rules::{Check, Need, Setup, Subject};
use crate::text::Finding;

/// Several asks far apart, with no number to answer by. Options: `asks`, from how many
/// paragraphs that ask on; `words`, so many between two of them are as bad; `most`, past
/// which there are too many altogether; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let (least, far, most) = (setup.number("asks"), setup.number("words"), setup.number("most"));
    setup.unless();
    setup.needs(Need::Ask);
    Box::new(move |subject: &Subject| {
        let asks = || subject.reading.real_asks();
        let count = asks().take(most + 1).count();
        if !(2..=most).contains(&count) || subject.advice.chosen == Chosen::Meeting {
            return Vec::new();
        }
        let role = |ask: &Ask| subject.draft.block(subject.reading.sentence(ask.sentence).block).role;
        // What stands in a list has its place already, and so has what follows a number.
        if asks().any(|ask| role(ask) != Role::Prose || is_numbered(subject, ask)) {
            return Vec::new();
        }
        let block = |ask: &Ask| subject.reading.sentence(ask.sentence).block;
        // Who is invited and what to bring is one matter.
        let is_clear = |ask: &&&Ask| {
            ask.kind != AskKind::Meeting && (ends_paragraph(subject, ask) || is_direct(&words_of(subject, ask)))
        };
        let mut apart: Vec<&Ask> = subject.owed().iter().filter(is_clear).copied().collect();
        apart.dedup_by_key(|ask| block(ask));
        let (Some(first), Some(last)) = (apart.first(), apart.last()) else { return Vec::new() };
        let between: usize = subject
            .reading
            .sentences
            .get(first.sentence.0 + 1..last.sentence.0)
            .unwrap_or_default()
            .iter()
            .map(|s| s.length)
            .sum();
        let is_far = apart.len() == 2 && between > far;
        if apart.len() < least && !is_far {
            return Vec::new();
        }
        let text = format!("{} asks stand in different paragraphs, without numbers to answer by", apart.len());
        let shown = excerpt(subject.ask_text(first), 40);
        let help = format!("number them in one place: “1. {shown}”");
        let mut finding = Finding::new(last.span, text).help(help).part_of("ask/too-many");
        for ask in apart.iter().rev().skip(1) {
            finding = finding.related(ask.span, "another ask");
        }
        vec![finding]
    })
}

/// Whether it is a question at the end of its paragraph, which waits for the reader.
fn ends_paragraph(subject: &Subject, ask: &Ask) -> bool {
    let block = subject.reading.sentence(ask.sentence).block;
    let text = subject.draft.block(block).text.as_str();
    subject.ask_text(ask).ends_with('?') && text.get(ask.range.end..).is_some_and(|rest| rest.trim().is_empty())
}

/// Whether a number or letter stands before the ask: "Q2: …", "b) …".
fn is_numbered(subject: &Subject, ask: &Ask) -> bool {
    let text = subject.ask_text(ask);
    let start = text.char_indices().nth(4).map_or(text, |(end, _)| &text[..end]);
    let mark = start.find([')', '.', ':']).and_then(|end| start.get(..end));
    mark.is_some_and(|mark| mark.chars().count() <= 2 && mark.chars().any(char::is_alphanumeric))
        || start.starts_with(|c: char| c.is_ascii_digit())
}
