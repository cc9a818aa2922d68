use super::subject_line::{better, without_tags};
use crate::language::words;
use crate::rules::{Check, Need, Setup, Situation, Subject};
use crate::text::Finding;

/// The subject names no topic. Options: `vague`, words that name none; `particles`,
/// words that don't count.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let vague = setup.list("vague");
    let particles = setup.list("particles");
    setup.needs(Need::SubjectLine);
    Box::new(move |subject: &Subject| {
        // Those who answer or pass on keep the subject, so that the thread stays one.
        let Some(line) = &subject.draft.envelope.subject else { return Vec::new() };
        if subject.is(Situation::Reply) || subject.is(Situation::Forward) {
            return Vec::new();
        }
        let text = without_tags(line.as_str());
        let mut named = false;
        for range in words(text) {
            let word = text[range].to_lowercase();
            if vague.iter().any(|vague| *vague == word) {
                named = true;
            } else if !particles.iter().any(|particle| *particle == word) {
                return Vec::new();
            }
        }
        if !named {
            return Vec::new();
        }
        let shown = line.as_str().trim();
        let finding = Finding::new(line.source(0..line.len()), format!("the subject “{shown}” names no topic"));
        // Of a meeting without a purpose that rule speaks.
        let finding = finding.part_of("meeting/no-purpose");
        vec![finding.help(match better(subject) {
            Some(better) => format!("name what you want: “{better}”"),
            None => "name the topic, and what the reader is to do or know".to_owned(),
        })]
    })
}
