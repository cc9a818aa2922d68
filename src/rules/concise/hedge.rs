use super::quoted_list;
use crate::rules::rewrite::shortest;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// An ask that is softened more than once. Options: `hedges`, the phrases that soften;
/// `least`, how many different ones in one sentence are too many; `most-words`, past which a
/// sentence says more than what it asks; `unless` (situations to spare).
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let hedges = setup.phrases("hedges");
    let (least, most_words) = (setup.number("least"), setup.number("most-words"));
    setup.unless();
    setup.needs_phrase(&[hedges]);
    Box::new(move |subject: &Subject| {
        let mut found = Vec::new();
        let mut before = None;
        for ask in subject.reading.real_asks() {
            if before.replace(ask.sentence) == Some(ask.sentence) {
                continue;
            }
            let sentence = subject.reading.sentence(ask.sentence);
            if sentence.length > most_words {
                continue;
            }
            let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
            let mut entries = Vec::new();
            for phrase in subject.phrases_in(sentence.block, ask.range.clone()) {
                let range = &phrase.found.range;
                // A phrase within a longer one is the same words again.
                let is_new = ranges.last().is_none_or(|last| last.end <= range.start);
                if phrase.found.list == hedges && is_new && !entries.contains(&phrase.found.entry) {
                    entries.push(phrase.found.entry);
                    ranges.push(range.clone());
                }
            }
            let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { continue };
            if ranges.len() < least {
                continue;
            }
            let said: Vec<&str> = ranges.iter().map(|range| subject.text(sentence.block, range.clone())).collect();
            let help = match shortest(subject, ask) {
                Some(ask) => format!("say it once, plainly: “Please {}”", lower_first(&ask)),
                None => "keep one of them, and say the rest plainly".to_owned(),
            };
            let text = format!("{} soften one ask", quoted_list(&said));
            found.push(Finding::new(subject.span(sentence.block, first.start..last.end), text).help(help));
        }
        found
    })
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
