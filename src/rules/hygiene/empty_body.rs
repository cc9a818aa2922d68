use std::borrow::Cow;

use super::commands::Commands;
use crate::draft::{Envelope, Format, Role};
use crate::rules::{Check, Profile, Setup, Situation, Subject};
use crate::text::{Finding, Span, Weight};

/// The mail says nothing. Options: `complete`, ends of a subject that say it is all there
/// is; `sealed`, what is in the media types of mails that are encrypted; `programs`,
/// `commands` and `numbered`, what tells that a program reads the mail.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let complete = setup.list("complete");
    let sealed = setup.list("sealed");
    let commands = Commands::of(setup);
    Box::new(move |subject: &Subject| {
        let envelope = &subject.draft.envelope;
        if subject.draft.format != Format::Mail || subject.profile() != Profile::Email || says_something(subject) {
            return Vec::new();
        }
        // A header without people is no mail yet.
        if envelope.from.is_none() && envelope.recipients().next().is_none() {
            return Vec::new();
        }
        let line = envelope.subject.as_ref().map_or("", |line| line.as_str()).trim().to_lowercase();
        let is_command = commands.is_one(&line) || commands.are_sent(subject);
        if is_sealed(envelope, &sealed) || is_command || complete.iter().any(|end| line.ends_with(end.as_ref())) {
            return Vec::new();
        }
        let place = envelope.subject.as_ref().map(|line| line.source(0..line.len()));
        let place = place.or_else(|| envelope.to.first().map(|to| to.span)).unwrap_or(Span::at(0));
        let has_quote = subject.draft.blocks.iter().any(|block| block.role == Role::Quote);
        let carries_mail = envelope.attachments.iter().any(|part| part.media_type == "message/rfc822");
        let (text, help, weight) = if subject.is(Situation::Forward) || carries_mail {
            let goes_out = envelope.recipients().any(|to| subject.is_external(to) == Some(true));
            if !goes_out {
                return Vec::new();
            }
            (
                "a mail is passed on outside without a word",
                "say why you pass it on, and what is wanted",
                Weight::Lighter,
            )
        } else if !envelope.attachments.is_empty() {
            ("the mail is nothing but its attachment", "say in a line what it is, and what is wanted", Weight::Lighter)
        } else if has_quote {
            ("the mail adds nothing to what it quotes", "write the answer, or don't send it", Weight::Usual)
        } else {
            ("the mail has no text", "write it, or end the subject with “(EOM)” where it says all", Weight::Heavier)
        };
        vec![Finding::new(place, text).help(help).weight(weight)]
    })
}

/// Whether a part of the mail is of one of these kinds, by what is in its media type.
pub fn is_sealed(envelope: &Envelope, kinds: &[Cow<str>]) -> bool {
    envelope.attachments.iter().any(|part| kinds.iter().any(|kind| part.media_type.contains(kind.as_ref())))
}

/// Whether the author wrote or showed anything: a word, a number, a table, a piece of code, an
/// emoji, a picture, an answer to an invitation.
pub fn says_something(subject: &Subject) -> bool {
    if subject.draft.pictures > 0 || subject.draft.envelope.calendar {
        return true;
    }
    let says = |text: &str| text.contains(|c: char| c.is_alphanumeric() || c >= '\u{2190}');
    let blocks = || subject.draft.blocks.iter();
    // Of what looks like a signature and stands alone, the first lines may well be the text.
    let alone = || blocks().all(|block| matches!(block.role, Role::Signature | Role::Disclaimer));
    let counts = |role: Role| role.is_own() || role == Role::Code || role == Role::Signature && alone();
    blocks().any(|block| counts(block.role) && says(block.text.as_str()))
}
