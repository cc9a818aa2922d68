//! YAML front matter: who writes to whom about what, at the top of a Markdown file.
//!
//! This is a reader of our own for the flat part of YAML that front matter is made of:
//! scalars, quoted or not, and lists of them, in brackets or one a line. A YAML parser
//! gives up at the first error, and what people write here often is one (`to: @ana`,
//! `subject: Re: the plan`), though no reader would misunderstand it; its positions also
//! count characters, where a subject needs to know the bytes it came from. Fields that
//! mean nothing to us may hold any YAML and are passed over.

use std::ops::Range;

use super::fields::{self, Field};
use crate::draft::Envelope;
use crate::parse::MOST_PROBLEMS;
use crate::parse::flow::{Flow, Gap};
use crate::text::{Finding, MappedText};

/// What stands above the body.
#[derive(Debug, Default)]
pub struct Head {
    /// Where the body starts; 0 where there is no front matter.
    pub end: usize,
    /// What the front matter says.
    pub envelope: Envelope,
    /// What in it could not be read.
    pub problems: Vec<Finding>,
}

/// The fields that are read.
const KNOWN: [&str; 7] = ["to", "cc", "bcc", "from", "subject", "date", "channel"];

/// Reads the front matter of a Markdown text.
pub fn read(text: &MappedText) -> Head {
    let mut head = Head::default();
    let Some((lines, closed)) = fence(text.as_str()) else { return head };
    head.end = lines.end;
    let (fields, strays) = fields::split(text.as_str(), lines.start..closed.unwrap_or(lines.end));
    let is_known = |field: &Field| KNOWN.contains(&field.key.as_str());
    if fields.is_empty() || closed.is_none() && !fields.iter().any(is_known) {
        // Two lines between them, or one alone: a ruler, not front matter.
        return Head::default();
    }
    if closed.is_none() {
        let problem = Finding::new(text.source(0..lines.start), "The front matter has no end");
        head.problems.push(problem.help("Write `---` on a line of its own below its last field"));
    }
    for line in strays.into_iter().take(MOST_PROBLEMS) {
        let problem = Finding::new(text.source(line), "This line of the front matter is no field");
        head.problems.push(problem.help("Write fields as `name: value`, one a line"));
    }
    for field in fields.iter().filter(|field| is_known(field)) {
        read_field(text, field, &mut head);
    }
    head.problems.truncate(MOST_PROBLEMS);
    head
}

/// Where the lines between the fences and the closing fence lie: (the first line up to
/// the body, the start of the closing fence). Without a closing fence the head ends at
/// the first blank line.
fn fence(text: &str) -> Option<(Range<usize>, Option<usize>)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_start_matches('\u{feff}').trim_end() != "---" {
        return None;
    }
    let mut blank = None;
    let mut at = first.len();
    for line in lines {
        match line.trim_end() {
            "---" | "..." => return Some((first.len()..at + line.len(), Some(at))),
            "" => blank = blank.or(Some(at)),
            _ => {}
        }
        at += line.len();
    }
    Some((first.len()..blank.unwrap_or(at), None))
}

/// Puts the value of a field into the envelope.
fn read_field(text: &MappedText, field: &Field, head: &mut Head) {
    let envelope = &mut head.envelope;
    for unclosed in &field.unclosed {
        let mark = &text.as_str()[unclosed.clone()];
        let problem = Finding::new(text.source(unclosed.clone()), format!("The `{mark}` is never closed"));
        head.problems.push(problem);
    }
    match field.key.as_str() {
        "to" => envelope.to.extend(fields::addresses(text, field)),
        "cc" => envelope.cc.extend(fields::addresses(text, field)),
        "bcc" => envelope.bcc.extend(fields::addresses(text, field)),
        "from" => envelope.from = fields::addresses(text, field).into_iter().next(),
        "subject" => {
            let subject = joined(text, field);
            let lower: String = subject.as_str().chars().take(4).collect::<String>().to_lowercase();
            envelope.reply_depth = usize::from(lower.starts_with("re:"));
            envelope.forwarded = lower.starts_with("fw:") || lower.starts_with("fwd:");
            envelope.subject = Some(subject).filter(|subject| !subject.is_empty());
        }
        "date" => {
            let date = joined(text, field);
            envelope.date = super::date::read(date.as_str());
            if envelope.date.is_none() && !date.is_empty() {
                let problem = Finding::new(date.source(0..date.len()), "This date can't be read");
                head.problems.push(problem.help("Write it as `2026-03-09 14:30 +01:00`"));
            }
        }
        "channel" => {
            let channel = joined(text, field).as_str().to_lowercase();
            envelope.channel = Some(channel).filter(|channel| !channel.is_empty());
        }
        _ => {}
    }
}

/// The value of a field as one text, also where it was written on several lines.
fn joined(text: &MappedText, field: &Field) -> MappedText {
    let mut flow = Flow::new(text);
    for scalar in &field.values {
        for (piece, range) in scalar.pieces(text.as_str()) {
            match piece {
                Some(decoded) => flow.push_decoded(&decoded, range),
                None => flow.push(range),
            }
        }
        flow.push_gap(Gap::Space, scalar.range.end..scalar.range.end);
    }
    flow.take()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    fn head(text: &str) -> Head {
        read(&MappedText::verbatim_at(text, 0))
    }

    #[test]
    fn the_fields_give_the_envelope() {
        let text = "---\nFrom: Ana Lima <ana@example.org>\nto:\n  - \"Doe, Jane\" <jane@example.org>\n  - '@ben'\n\
                    cc: [carl@example.org, \"Eve, the second\"]\nsubject: 'It''s done: R&D'\ntags: {a: [b]}\n\
                    date: 2026-03-09T14:30+01:00\nchannel: Chat # not mail\n---\nBody\n";
        let head = head(text);
        assert_eq!(head.problems, []);
        assert_eq!(&text[head.end..], "Body\n");
        let envelope = head.envelope;
        let from = envelope.from.unwrap();
        assert_eq!((from.name.as_str(), from.address.as_str()), ("Ana Lima", "ana@example.org"));
        assert_eq!(&text[from.span.range()], "Ana Lima <ana@example.org>");
        assert_eq!((envelope.to[0].name.as_str(), envelope.to[0].address.as_str()), ("Doe, Jane", "jane@example.org"));
        assert_eq!((envelope.to[1].name.as_str(), envelope.to.len()), ("@ben", 2));
        assert_eq!(
            (envelope.cc[0].address.as_str(), envelope.cc[1].name.as_str()),
            ("carl@example.org", "Eve, the second")
        );
        let subject = envelope.subject.unwrap();
        assert_eq!(subject.as_str(), "It's done: R&D");
        assert_eq!(&text[subject.source(5..9).range()], "done");
        assert!(subject.verbatim(5..9).is_some() && subject.verbatim(2..3).is_none());
        assert_eq!(envelope.channel.as_deref(), Some("chat"));
        assert_eq!(envelope.date.unwrap().timestamp().as_second(), 1_773_063_000);
    }

    #[test]
    fn what_people_mean_is_read_though_it_is_no_yaml() {
        let head = head("---\nto: @ana, #ops\nsubject: Re: fix for #33: now\n---\n");
        let names: Vec<&str> = head.envelope.to.iter().map(|address| address.name.as_str()).collect();
        assert_eq!(names, ["@ana", "#ops"]);
        assert_eq!(head.envelope.subject.unwrap().as_str(), "Re: fix for #33: now");
        assert_eq!((head.envelope.reply_depth, head.problems), (1, vec![]));
    }

    #[test]
    fn broken_front_matter_is_a_problem_with_its_place() {
        let text = "---\nto: [ana@example.org\nnonsense\nsubject: \"open\ndate: next week\n---\nBody";
        let broken = head(text);
        let places: Vec<&str> = broken.problems.iter().map(|problem| &text[problem.span.range()]).collect();
        assert_eq!(places, ["nonsense", "[", "\"", "next week"]);
        assert_eq!(broken.envelope.to[0].address, "ana@example.org");
        assert_eq!(broken.envelope.subject.unwrap().as_str(), "open");
        assert_eq!(&text[broken.end..], "Body");

        let open = head("---\nto: ana@example.org\n\nBody");
        assert_eq!(open.problems[0].span, Span::new(0, 4));
        assert_eq!((open.end, open.envelope.to.len()), (24, 1));
    }

    #[test]
    fn rulers_are_no_front_matter() {
        for text in
            ["---\nHello there\n---\n", "---\n\nText\n", "---\nNote: this\n\nmore", "Hi\n---\nto: x\n---\n", "---"]
        {
            let head = head(text);
            assert!(head.end == 0 && head.problems.is_empty() && head.envelope.to.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_subject_may_stand_on_several_lines() {
        let head = head("---\nsubject: >-\n  The contract\n  for Ana\nto: ana\n---\n");
        assert_eq!(head.envelope.subject.unwrap().as_str(), "The contract for Ana");
        assert_eq!(head.envelope.to[0].name, "ana");
    }
}
