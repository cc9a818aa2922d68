use crate::draft::{Format, Template};
use crate::rules::{Check, Setup, Subject};
use crate::text::{Finding, MappedText};

/// The line that mail programs show behind the subject is missing, too long, or says the subject
/// again. Options: `characters`, the most that are shown; `words`, from which on a page is a letter.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let most = setup.number("characters");
    let letter = setup.number("words");
    Box::new(move |subject: &Subject| {
        let draft = subject.draft;
        let Some(template) = draft.template.as_ref().filter(|_| draft.format == Format::Html) else {
            return Vec::new();
        };
        match &draft.envelope.preheader {
            Some(line) => said(line, draft.envelope.subject.as_ref(), template, most).into_iter().collect(),
            None if subject.reading.word_count() >= letter && is_page(&subject.source.bytes) => {
                let Some((_, first)) = draft.own_blocks().next() else { return Vec::new() };
                let text = "a mail program shows this behind the subject, as the template has no preheader";
                let help = "put a hidden line before it that says what the mail is for; in MJML <mj-preview>";
                vec![Finding::new(first.text.source(0..first.text.len()), text).help(help)]
            }
            None => Vec::new(),
        }
    })
}

fn said(line: &MappedText, subject: Option<&MappedText>, template: &Template, most: usize) -> Option<Finding> {
    let place = line.source(0..line.len());
    let text = template.shortened(line.as_str());
    // Spaces of no width fill the rest of the line on purpose.
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !c.is_ascii_punctuation());
    let characters = text.chars().count();
    if subject.is_some_and(|subject| subject.as_str().trim().eq_ignore_ascii_case(text)) {
        return Some(
            Finding::new(place, "the preheader says the subject again").help("say what the subject leaves out"),
        );
    }
    let text = format!("of this preheader of {characters} characters the end is not shown");
    (characters > most).then(|| Finding::new(place, text).help(format!("say the most important in {most} characters")))
}

/// Whether bytes are a whole page rather than a part of one.
fn is_page(bytes: &[u8]) -> bool {
    let has = |tag: &[u8]| memchr::memmem::find(bytes, tag).is_some();
    has(b"<body") || has(b"<mj-body") || has(b"<BODY")
}
