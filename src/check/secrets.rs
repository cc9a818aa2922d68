//! Secrets, which no report may show.

use std::collections::BTreeSet;

use super::Diagnostic;
use crate::channel::Advice;
use crate::draft::Draft;
use crate::text::{Finding, Span};

/// So many secrets are looked for in the texts of findings; nobody writes more in one draft.
const MOST_SECRETS: usize = 50;

/// Shorter words, in bytes, are masked in their place only: they may be a part of any other.
const SHORTEST_SECRET: usize = 5;

/// Takes secrets out of all that is said of a draft, and gives all places where they stand,
/// in order.
pub fn mask(found: Vec<Span>, draft: &Draft, diagnostics: &mut [Diagnostic], advice: &mut Advice) -> Vec<Span> {
    let mut secrets = joined(found);
    let words = secrets.iter().take(MOST_SECRETS).filter_map(|secret| words_at(draft, *secret));
    for word in words.collect::<BTreeSet<&str>>() {
        secrets.extend(places_of(draft, word));
        diagnostics.iter_mut().for_each(|diagnostic| mask_finding(&mut diagnostic.finding, word));
        advice.would_change_if.iter_mut().for_each(|text| mask_text(text, word));
    }
    joined(secrets)
}

/// Spans in order, those that meet as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

/// The words of the draft that came from a span; none where no text holds it.
fn words_at(draft: &Draft, span: Span) -> Option<&str> {
    let blocks = draft.blocks.iter().filter(|block| block.span.contains(span)).map(|block| &block.text);
    let text = draft.envelope.subject.iter().filter(|line| line.source(0..line.len()).contains(span)).chain(blocks);
    let mut words = text.map(|text| {
        let range = text.range_of(span);
        let words = &text.as_str()[range.clone()];
        // In base64 a span holds some letters of what stands beside the words, too.
        if text.verbatim(range).is_some() { words } else { words.trim_matches(|c: char| !c.is_alphanumeric()) }
    });
    words.find(|words| words.len() >= SHORTEST_SECRET)
}

/// Where the words of a secret stand, wherever they do: a password is often said twice.
fn places_of<'a>(draft: &'a Draft, word: &'a str) -> impl Iterator<Item = Span> + 'a {
    let texts = draft.envelope.subject.iter().chain(draft.blocks.iter().map(|block| &block.text));
    texts.flat_map(move |text| text.as_str().match_indices(word).map(|(at, _)| text.source(at..at + word.len())))
}

/// Takes a secret out of all that a finding says: another rule may quote the sentence.
fn mask_finding(finding: &mut Finding, secret: &str) {
    mask_text(&mut finding.text, secret);
    finding.help.iter_mut().for_each(|help| mask_text(help, secret));
    finding.fix.iter_mut().for_each(|fix| mask_text(&mut fix.title, secret));
    // An edit can't be masked and still be right.
    finding.fix.take_if(|fix| fix.edits.iter().any(|edit| edit.text.contains(secret)));
    finding.related.iter_mut().for_each(|related| mask_text(&mut related.text, secret));
}

fn mask_text(text: &mut String, secret: &str) {
    if text.contains(secret) {
        *text = text.replace(secret, "***");
    }
}
