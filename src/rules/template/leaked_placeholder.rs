use memchr::memchr2;

use super::written;
use crate::draft::{BlockId, Format, TagRole};
use crate::rules::hygiene::mention::{Talk, Use};
use crate::rules::hygiene::placeholder::{self, Words};
use crate::rules::{Check, Setup, Situation, Subject};
use crate::text::{Finding, MappedText, Related, Weight};

/// What the author of a template meant to replace (“[Product Name]”, “lorem ipsum”), and tags
/// of a template in a mail that is none. Options: those of hygiene/placeholder.
pub fn build(setup: &mut Setup) -> Box<dyn Check> {
    let words = Words::of(setup);
    Box::new(move |subject: &Subject| {
        if subject.is(Situation::Template) {
            let mut gaps = placeholder::gaps(subject, &words);
            gaps.retain(|gap| !is_raw(subject, gap.span.start));
            return each_once(gaps);
        }
        if subject.draft.format == Format::Calendar {
            return Vec::new();
        }
        let texts = subject.draft.own_blocks().map(|(id, block)| (Some(id), &block.text));
        let line = subject.draft.envelope.subject.iter().map(|line| (None, line));
        line.chain(texts).flat_map(|(block, text)| tags(subject, text, block, &words.talk)).collect()
    })
}

/// Whether a place stands in a block that is shown as it is: `{% raw %}`, `{{{{raw}}}}`.
/// Nothing in one is a tag, so its start is the tag before.
fn is_raw(subject: &Subject, at: usize) -> bool {
    let Some(template) = &subject.draft.template else { return false };
    let before = template.tags[..template.tags.partition_point(|tag| tag.span.start < at)].last();
    before.filter(|tag| tag.role == TagRole::Open).is_some_and(|tag| {
        matches!(tag.name.as_str(), "raw" | "verbatim") || written(subject, tag.span).starts_with("{{{{")
    })
}

/// Tells each stand-in once, with the other places where it stands.
fn each_once(gaps: Vec<Finding>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for gap in gaps {
        match found.iter_mut().find(|first| first.text == gap.text) {
            Some(first) if first.related.len() < MOST_PLACES => {
                first.related.push(Related { span: gap.span, text: "here, too".to_owned() })
            }
            Some(_) => {}
            None => found.push(gap),
        }
    }
    found
}

/// So many other places are shown of one stand-in.
const MOST_PLACES: usize = 3;

/// What tags start and end with, those of hygiene/placeholder left out.
const MARKS: [(&str, &str); 4] = [("{%", "%}"), ("<%", "%>"), ("{{", "}}"), ("{!", "}")];

/// The longest tag, in bytes.
const LONGEST: usize = 100;

/// The tags in a text that no program has filled in.
fn tags(subject: &Subject, text: &MappedText, block: Option<BlockId>, talk: &Talk) -> Vec<Finding> {
    let all = text.as_str();
    let mut found = Vec::new();
    let (mut at, mut code_end) = (0, None);
    while let Some(start) = memchr2(b'{', b'<', &all.as_bytes()[at..]).map(|next| at + next) {
        at = start + 1;
        let Some(length) = tag(&all[start..]) else { continue };
        at = start + length;
        let used = talk.of_field(subject, text, block, &(start..at), code_end);
        if used == Use::Mentioned {
            code_end = Some(at);
            continue;
        }
        let shown = &all[start..at];
        let finding =
            Finding::new(text.source(start..at), format!("“{shown}” is a tag of a template, and nothing filled it in"))
                .help("write what belongs here; if this is a template, say so: --template");
        found.push(if used == Use::Unsure { finding.weight(Weight::Lighter) } else { finding });
    }
    found
}

/// The length of the tag that a text starts with.
fn tag(text: &str) -> Option<usize> {
    let (open, close) = MARKS.into_iter().find(|(open, _)| text.starts_with(open))?;
    let window = &text[open.len()..text.floor_char_boundary(LONGEST)];
    let end = window.find(close)?;
    let inside = window[..end].trim_matches(['-', ' ']);
    let is_tag = match open {
        "{%" => inside.starts_with(char::is_alphabetic),
        "<%" => inside.starts_with(|c: char| c == '=' || c.is_alphabetic()),
        // A plain field is hygiene/placeholder's.
        "{{" => {
            inside.starts_with(['#', '^', '/', '>', '.', '{']) && inside[1..].starts_with(char::is_alphabetic)
                || inside.starts_with(char::is_alphabetic) && inside.contains('|') && inside.contains(['"', '\'', '('])
        }
        _ => {
            let is_path = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_');
            inside.starts_with(char::is_uppercase) && inside.contains('.') && inside.chars().all(is_path)
        }
    };
    let extra = usize::from(close == "}}" && text[open.len() + end + close.len()..].starts_with('}'));
    is_tag.then_some(open.len() + end + close.len() + extra)
}
