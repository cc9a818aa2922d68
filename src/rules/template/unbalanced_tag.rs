use super::written;
use crate::draft::{Dialect, Tag, TagRole};
use crate::rules::{Check, Setup, Subject};
use crate::text::Finding;

/// A tag that never ends, a block that nothing closes, an end that closes nothing.
pub fn build(_: &mut Setup) -> Box<dyn Check> {
    Box::new(|subject: &Subject| {
        let Some(template) = &subject.draft.template else { return Vec::new() };
        let openers = template.openers();
        let mut closed = vec![false; template.tags.len()];
        for (tag, opener) in template.tags.iter().zip(&openers) {
            if let (TagRole::Close, Some(opener)) = (tag.role, opener) {
                closed[*opener] = true;
            }
        }
        let fault = |(index, tag): (usize, &Tag)| match tag.role {
            TagRole::Unclosed => Some(unclosed(subject, tag)),
            TagRole::Open if !closed[index] => Some(unended(subject, tag)),
            TagRole::Close if openers[index].is_none() => Some(stray(subject, tag, "closes nothing")),
            TagRole::Middle if openers[index].is_none() => Some(stray(subject, tag, "stands in no block")),
            _ => None,
        };
        template.tags.iter().enumerate().filter_map(fault).collect()
    })
}

fn unclosed(subject: &Subject, tag: &Tag) -> Finding {
    let open = written(subject, tag.span);
    let close = match open {
        "{%" => "%}",
        "{#" => "#}",
        "<%" => "%>",
        "*|" => "|*",
        _ => "}}",
    };
    Finding::new(tag.span, format!("“{open}” starts a tag that never ends")).help(format!("end the tag with “{close}”"))
}

fn unended(subject: &Subject, tag: &Tag) -> Finding {
    let end = match tag.dialect {
        Dialect::Go => "{{ end }}".to_owned(),
        Dialect::Erb => "<% end %>".to_owned(),
        Dialect::Ejs => "<% } %>".to_owned(),
        Dialect::Handlebars => format!("{{{{/{}}}}}", tag.name),
        Dialect::Mailchimp => format!("*|END:{}|*", tag.name),
        _ => format!("{{% end{} %}}", tag.name),
    };
    Finding::new(tag.span, format!("“{}” is never closed", written(subject, tag.span)))
        .help(format!("write “{end}” where the block ends"))
}

fn stray(subject: &Subject, tag: &Tag, fault: &str) -> Finding {
    Finding::new(tag.span, format!("“{}” {fault}", written(subject, tag.span)))
        .help("take it out, or open the block that it belongs to")
}
