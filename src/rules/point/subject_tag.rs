use std::borrow::Cow;

use crate::reading::AskKind;
use crate::rules::{Check, Need, Setup, Situation, Subject};
use crate::text::{Edit, Finding, Fix, Safety};

/// The subject does not start with the tag that the team has agreed on, or with one that
/// the text contradicts. Options: `asking`, `telling`: the tags of messages that ask
/// something or nothing.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let asking = setup.list("asking");
    let telling = setup.list("telling");
    setup.needs(Need::SubjectLine);
    Box::new(move |subject: &Subject| {
        let Some(line) = &subject.draft.envelope.subject else { return Vec::new() };
        let is_mail = !subject.is_any(&[Situation::Reply, Situation::Forward, Situation::MailingList, Situation::Chat]);
        let is_outside = subject.draft.envelope.recipients().any(|to| subject.is_external(to) == Some(true));
        if !is_mail || is_outside {
            return Vec::new();
        }
        let decides = || subject.owed().iter().any(|ask| ask.kind == AskKind::Decision);
        let asks = !subject.owed().is_empty();
        let span = line.source(0..line.len());
        let of = |tags: &[Cow<'static, str>]| tags.iter().find(|tag| is_tagged(line.as_str(), tag)).cloned();
        let finding = match (of(&asking), of(&telling), asks) {
            (None, None, _) => {
                let tags = if asks { &asking } else { &telling };
                let fits = tags.iter().find(|tag| *tag == "DECISION").filter(|_| decides()).or(tags.first());
                let Some(tag) = fits else { return Vec::new() };
                let mut finding = Finding::new(span, "the subject does not say what the message is for")
                    .help(format!("start it with “{tag}:”"));
                finding.fix = line.verbatim(0..line.len()).map(|at| Fix {
                    title: format!("start with “{tag}:”"),
                    safety: Safety::Suggested,
                    edits: vec![Edit { span: crate::Span::at(at.start), text: format!("{tag}: ") }],
                });
                finding
            }
            (Some(tag), _, false) => {
                Finding::new(span, format!("“{tag}” says that something is asked, and nothing is"))
                    .help("say what the reader is to do, or take another tag")
            }
            (_, Some(tag), true) => Finding::new(span, format!("“{tag}” says that nothing is asked, and something is"))
                .help("take the tag of what you ask, such as “ACTION:”"),
            _ => return Vec::new(),
        };
        vec![finding]
    })
}

/// Whether a subject starts with this tag: "ACTION: …", "[ACTION] …", "Action …:" does not.
fn is_tagged(line: &str, tag: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['[', '(']);
    let Some((head, rest)) = line.split_at_checked(tag.len()) else { return false };
    head.eq_ignore_ascii_case(tag) && rest.trim_start().starts_with([':', ']', ')', '-', '–', '|'])
}

#[cfg(test)]
mod tests {
    use super::is_tagged;

    #[test]
    fn a_tag_stands_before_a_mark() {
        assert!(is_tagged("ACTION: sign page 4", "ACTION") && is_tagged("[Info] canteen", "INFO"));
        assert!(!is_tagged("Action plan", "ACTION") && !is_tagged("Information: x", "INFO") && !is_tagged("", "INFO"));
    }
}
