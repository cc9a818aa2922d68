use super::written;
use crate::draft::Format;
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// The template has a place for a subject, its front matter or header, and none stands there.
/// Options: `keys`, what front matter calls a subject.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let keys = setup.list("keys");
    Box::new(move |subject: &Subject| {
        let draft = subject.draft;
        let Some(template) = &draft.template else { return Vec::new() };
        let is_blank = draft.envelope.subject.as_ref().is_none_or(|line| line.as_str().trim().is_empty());
        if !is_blank {
            return Vec::new();
        }
        let help = "add a line “subject: …”; fields may stand in it";
        if let Some(span) = template.front_matter {
            let head = written(subject, span);
            let has_key = head.lines().any(|line| {
                let key = line.split(':').next().unwrap_or_default().trim();
                // An empty value is no subject.
                keys.iter().any(|known| known.eq_ignore_ascii_case(key))
                    && !line[key.len()..].trim_matches([':', ' ', '"', '\'']).is_empty()
            });
            let first = crate::text::Span::new(span.start, span.start + head.lines().next().map_or(0, str::len));
            return if has_key {
                Vec::new()
            } else {
                vec![Finding::new(first, "the front matter has no subject").help(help)]
            };
        }
        // Of a mail that names people hygiene/empty-subject speaks.
        let names_people = draft.envelope.from.is_some() || draft.envelope.recipients().next().is_some();
        if draft.format != Format::Mail || names_people {
            return Vec::new();
        }
        let place = draft.envelope.subject.as_ref().map_or(crate::text::Span::at(0), |line| line.source(0..line.len()));
        vec![Finding::new(place, "the template has no subject").help(help)]
    })
}
