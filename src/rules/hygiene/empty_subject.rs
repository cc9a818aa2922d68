use super::commands::Commands;
use super::empty_body::{is_sealed, says_something};
use crate::draft::{Envelope, Format, Role};
use crate::language::lists;
use crate::rules::point::subject_line::better;
use crate::rules::{Check, Profile, Setup, Situation, Subject};
use crate::text::{Finding, Span, Weight};

/// The mail has no subject. Options: `blank`, what mail programs and people write for
/// none; `sealed`, what is in the media types of mails that are encrypted; `programs`, `commands` and `numbered`, what tells that a program reads the mail.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let blank = setup.list("blank");
    let sealed = setup.list("sealed");
    let commands = Commands::of(setup);
    Box::new(move |subject: &Subject| {
        let envelope = &subject.draft.envelope;
        if subject.draft.format != Format::Mail || !matches!(subject.profile(), Profile::Email | Profile::List) {
            return Vec::new();
        }
        // A header without people is no mail yet.
        if envelope.from.is_none() && envelope.recipients().next().is_none() {
            return Vec::new();
        }
        // The subject of an encrypted mail stands within it, where only its readers see it.
        if is_sealed(envelope, &sealed) && !says_something(subject) {
            return Vec::new();
        }
        let line = envelope.subject.as_ref();
        let text = line.map_or("", |line| without_prefixes(line.as_str()));
        let is_blank = !text.contains(char::is_alphanumeric) && !text.contains(is_sign)
            || blank.iter().any(|blank| blank.eq_ignore_ascii_case(text));
        // The mail that is answered had none.
        let is_answer = !envelope.in_reply_to.is_empty()
            || subject.draft.blocks.iter().any(|block| block.role == Role::Attribution);
        let keeps_blank = is_answer && text.is_empty() && line.is_some_and(|line| !line.as_str().trim().is_empty());
        if !is_blank || keeps_blank || commands.are_sent(subject) || commands.are_all(subject) {
            return Vec::new();
        }
        let (span, text) = match line {
            Some(line) if line.as_str() == text || text.is_empty() => {
                (line.source(0..line.len()), format!("the subject “{}” says nothing", line.as_str().trim()))
            }
            Some(line) => (line.source(0..line.len()), "the subject says nothing".to_owned()),
            None => (envelope.blank_subject.unwrap_or_else(|| people(envelope)), "the mail has no subject".to_owned()),
        };
        let finding = Finding::new(span, text).help(match better(subject) {
            Some(better) => format!("name what you want: “{better}”"),
            None => "name the topic, and what the reader is to do or know".to_owned(),
        });
        // Who answers or passes on did not start the thread, and an answer's reader knows what it is about.
        vec![if subject.is_any(&[Situation::Reply, Situation::Forward]) {
            finding.weight(Weight::Lighter)
        } else {
            finding
        }]
    })
}

/// A sign that says something by itself: an emoji, a heart.
fn is_sign(c: char) -> bool {
    c >= '\u{2190}'
        && !c.is_whitespace()
        && !matches!(c, '\u{2028}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// The subject without "Re:" and "Fwd:" before it.
fn without_prefixes(line: &str) -> &str {
    let mut text = line.trim();
    while let Some((prefix, rest)) = text.split_once([':', '：']) {
        let word = prefix.trim_end_matches(|c: char| c.is_ascii_digit() || "[]()^* ".contains(c)).to_lowercase();
        if !lists::REPLY_PREFIXES.contains(&word) && !lists::FORWARD_PREFIXES.contains(&word) {
            break;
        }
        text = rest.trim();
    }
    text
}

/// Where the people written to stand: what is marked where there is no field for a subject.
fn people(envelope: &Envelope) -> Span {
    envelope.to.first().or(envelope.from.as_ref()).map_or(Span::at(0), |address| address.span)
}
