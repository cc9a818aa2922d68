//! The pipeline on one screen.

pub mod examples;

use std::collections::BTreeSet;

use crate::channel::{self, Advice, Verdict};
use crate::draft::Draft;
use crate::parse;
use crate::reading::{self, Reading, rounds};
use crate::rules::{Level, RuleName, Subject};
use crate::settings::Settings;
use crate::text::{Edit, Finding, Fix, Safety, Source, Span, Weight};

pub use crate::rules::Context;

/// What is to be said of one draft, with what was understood of it.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was written.
    pub draft: Draft,
    /// What the reader gets out of it.
    pub reading: Reading,
    /// Async or live.
    pub advice: Advice,
    /// The findings, by position and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// The draft in figures.
    pub summary: Summary,
    /// Where secrets stand, in order: no report shows them.
    pub secrets: Vec<Span>,
}

impl Report {
    /// The secrets that lie in a part of the source, whole or in part.
    pub fn secrets_in(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.secrets.partition_point(|secret| secret.end <= span.start);
        self.secrets[first..].iter().copied().take_while(move |secret| secret.start < span.end)
    }
}

/// A finding with the rule that made it and its level.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule.
    pub rule: RuleName,
    /// How grave it is.
    pub level: Level,
    /// What was found.
    pub finding: Finding,
}

/// A draft in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The author's own words.
    pub words: usize,
    /// How long reading takes, in seconds, at 238 words a minute (Brysbaert 2019).
    pub reading_seconds: usize,
    /// Asks that want an answer.
    pub asks: usize,
    /// Times by which the reader is to act.
    pub deadlines: usize,
}

/// Reads a draft and says what would come back as a question. Any bytes give a report.
pub fn check(source: &Source, settings: &Settings, context: &Context) -> Report {
    let draft = parse::parse(source);
    let mut reading = reading::read(&draft, &settings.phrases, context.reference());
    if let Some(thread) = &context.thread {
        let before = thread.before(&draft.envelope);
        rounds::with_thread(&mut reading, &draft, &before, &settings.phrases, context.reference());
    }
    let mut advice = channel::advise(&draft, &reading, &settings.channel, &context.contacts);
    let subject = Subject { source, draft: &draft, reading: &reading, advice: &advice, context };
    let (mut diagnostics, mut secrets) = (Vec::new(), Vec::new());
    for rule in settings.rules.iter().filter(|rule| rule.level > Level::Off) {
        if !rule.card.any_language && !reading.language.is_english() {
            continue;
        }
        let found = rule.check.check(&subject);
        secrets.extend(found.iter().filter(|finding| finding.masked).map(|finding| finding.span));
        diagnostics.extend(found.into_iter().take(rule.card.most).map(|finding| Diagnostic {
            rule: rule.card.name.clone(),
            level: level(rule.level, finding.weight),
            finding,
        }));
    }
    diagnostics.sort_by(|a, b| (a.finding.span, &a.rule).cmp(&(b.finding.span, &b.rule)));
    if advice.verdict == Verdict::Async && diagnostics.iter().any(|found| found.level >= Level::Warning) {
        advice.verdict = Verdict::Rewrite;
    }
    let summary = summarise(&reading);
    let mut secrets = joined(secrets);
    let words: BTreeSet<&str> =
        secrets.iter().take(MOST_SECRETS).filter_map(|secret| words_at(&draft, *secret)).collect();
    for word in words {
        secrets.extend(places_of(&draft, word));
        diagnostics.iter_mut().for_each(|diagnostic| mask(&mut diagnostic.finding, word));
        advice.would_change_if.iter_mut().for_each(|text| mask_text(text, word));
    }
    let secrets = joined(secrets);
    Report { draft, reading, advice, diagnostics, summary, secrets }
}

/// So many secrets are looked for in the texts of findings; nobody writes more in one draft.
const MOST_SECRETS: usize = 50;

/// Shorter words, in bytes, are masked in their place only: they may be a part of any other.
const SHORTEST_SECRET: usize = 5;

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
    let words = text.map(|text| {
        let range = text.range_of(span);
        let words = &text.as_str()[range.clone()];
        // In base64 a span holds some letters of what stands beside the words, too.
        if text.verbatim(range).is_some() { words } else { words.trim_matches(|c: char| !c.is_alphanumeric()) }
    });
    words.into_iter().find(|words| words.len() >= SHORTEST_SECRET)
}

/// Where else the words of a secret stand: a password is often said twice.
fn places_of<'a>(draft: &'a Draft, word: &'a str) -> impl Iterator<Item = Span> + 'a {
    let texts = draft.envelope.subject.iter().chain(draft.blocks.iter().map(|block| &block.text));
    texts.flat_map(move |text| {
        text.as_str().match_indices(word).map(|(at, _)| text.source(at..at + word.len())).collect::<Vec<_>>()
    })
}

/// Takes a secret out of all that a finding says: another rule may quote the sentence.
fn mask(finding: &mut Finding, secret: &str) {
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

/// The level of a finding: its rule's, or one step beside it.
fn level(usual: Level, weight: Weight) -> Level {
    match (weight, usual) {
        (Weight::Lighter, Level::Error) => Level::Warning,
        (Weight::Lighter, Level::Warning) => Level::Info,
        (Weight::Heavier, Level::Info) => Level::Warning,
        (Weight::Heavier, Level::Warning) => Level::Error,
        _ => usual,
    }
}

fn summarise(reading: &Reading) -> Summary {
    let words = reading.word_count();
    Summary {
        words,
        reading_seconds: (words * 60).div_ceil(238),
        asks: reading.real_asks().count(),
        deadlines: reading.times.iter().filter(|t| t.role == reading::TimeRole::Deadline).count(),
    }
}

/// The source with all safe fixes applied, or none where there is nothing to apply. A fix
/// that lies among the edits of one already taken is left for the next round.
pub fn fix(source: &Source, report: &Report) -> Option<Vec<u8>> {
    let fixes = report.diagnostics.iter().filter_map(|diagnostic| diagnostic.finding.fix.as_ref());
    let mut safe: Vec<&Fix> = fixes.filter(|fix| fix.safety == Safety::Safe && !fix.edits.is_empty()).collect();
    safe.sort_by_key(|fix| fix.edits[0].span);
    let mut fixed = Vec::with_capacity(source.bytes.len());
    let mut at = 0;
    let mut taken: Option<usize> = None;
    for fix in safe {
        if taken.is_some_and(|end| fix.edits[0].span.start < end) || !is_sound(source, &fix.edits) {
            continue;
        }
        for edit in &fix.edits {
            fixed.extend_from_slice(&source.bytes[at..edit.span.start]);
            fixed.extend_from_slice(edit.text.as_bytes());
            at = edit.span.end;
        }
        // Two insertions at one place would stand in an order that nobody chose.
        taken = Some(at.max(fix.edits[0].span.start + 1));
    }
    taken?;
    fixed.extend_from_slice(&source.bytes[at..]);
    Some(fixed)
}

/// Whether edits lie in the source, in order.
fn is_sound(source: &Source, edits: &[Edit]) -> bool {
    edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)
        && edits.last().is_some_and(|last| last.span.end <= source.bytes.len())
}
