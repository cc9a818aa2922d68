//! Secrets, which no report may show.

use super::Diagnostic;
use crate::channel::Advice;
use crate::draft::Draft;
use crate::text::{Finding, Span};

/// So many secrets are looked for in the texts of findings; nobody writes more in one draft.
const MOST_SECRETS: usize = 50;

/// Spans in order, those that meet as one.
pub fn joined(mut spans: Vec<Span>) -> Vec<Span> {
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

/// Takes secrets out of all that is said of a draft.
pub fn mask(secrets: &[Span], draft: &Draft, diagnostics: &mut [Diagnostic], advice: &mut Advice) {
    for word in secrets.iter().take(MOST_SECRETS).filter_map(|secret| words_at(draft, *secret)) {
        diagnostics.iter_mut().for_each(|diagnostic| mask_finding(&mut diagnostic.finding, word));
        advice.would_change_if.iter_mut().for_each(|text| mask_text(text, word));
    }
}

/// The words of the draft that came from a span; none where no text holds it.
fn words_at(draft: &Draft, span: Span) -> Option<&str> {
    let blocks = draft.blocks.iter().filter(|block| block.span.contains(span)).map(|block| &block.text);
    let text = draft.envelope.subject.iter().filter(|line| line.source(0..line.len()).contains(span)).chain(blocks);
    text.map(|text| &text.as_str()[text.range_of(span)]).find(|words| !words.is_empty())
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
