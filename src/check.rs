//! The pipeline on one screen.

pub mod baseline;
pub mod examples;
mod fingerprint;
mod parts;
mod rendered;
mod secrets;
mod suppress;
mod template;

use crate::channel::{self, Advice, Verdict};
use crate::draft::{Draft, Templates};
use crate::parse;
use crate::reading::{self, Reading, rounds};
use crate::render::{Problem, Rendering};
use crate::rules::{Facts, Level, RuleName, Subject};
use crate::settings::Settings;
use crate::text::{Edit, Finding, Fix, Safety, Source, Span, Weight};

pub use crate::rules::Context;
pub use fingerprint::fingerprint;
pub use suppress::Suppressed;

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
    /// The findings that the author's own comments keep back, by position and rule.
    pub suppressed: Vec<Suppressed>,
    /// The draft in figures.
    pub summary: Summary,
    /// Where secrets stand, in order: no report shows them.
    pub secrets: Vec<Span>,
    /// Whether a message would serve, were it not for what is found in it.
    serves_rewritten: bool,
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
///
/// With sample data a template is also filled in, and what a recipient would get is checked in
/// its place.
pub fn check(source: &Source, settings: &Settings, context: &Context) -> Report {
    let draft = parse::parse_as(source, context.templates);
    let rendering = rendered::rendering(source, &draft, context);
    let mut report = report(source, draft, settings, context, rendering.as_ref(), false);
    if let Some(Ok(rendering)) = &rendering {
        let filled = rendered::source(source, &report.draft, rendering);
        let filled = self::report(&filled, parse::parse_as(&filled, Templates::None), settings, context, None, true);
        rendered::put(filled, rendering, &mut report);
    }
    finish(source, settings, context, &mut report);
    report
}

fn report(
    source: &Source,
    draft: Draft,
    settings: &Settings,
    context: &Context,
    rendering: Option<&Result<Rendering, Problem>>,
    is_filled: bool,
) -> Report {
    let mut reading = reading::read(&draft, &settings.phrases, context.reference());
    if let Some(thread) = &context.thread {
        let before = thread.before(&draft.envelope);
        rounds::with_thread(&mut reading, &draft, &before, &settings.phrases, context.reference());
    }
    let mut advice = channel::advise(&draft, &reading, &settings.channel, &context.contacts);
    let facts = Facts::default();
    let subject = Subject {
        source,
        draft: &draft,
        reading: &reading,
        advice: &advice,
        context,
        rendering,
        is_filled,
        facts: &facts,
    };
    let (mut diagnostics, mut secrets) = (Vec::new(), Vec::new());
    for rule in settings.rules.iter().filter(|rule| rule.level > Level::Off) {
        let found = rule.find(&subject);
        if found.is_empty() {
            continue;
        }
        secrets.extend(found.iter().filter(|finding| finding.masked).map(|finding| finding.span));
        // What is suppressed must not take the place of what is not.
        let most = if draft.directives.is_empty() { rule.card.most } else { usize::MAX };
        diagnostics.extend(found.into_iter().take(most).map(|finding| Diagnostic {
            rule: rule.card.name.clone(),
            level: level(rule.level, finding.weight),
            finding,
        }));
    }
    parts::join(&mut diagnostics);
    diagnostics.sort_by(|a, b| (a.finding.span, &a.rule).cmp(&(b.finding.span, &b.rule)));
    let secrets = secrets::mask(secrets, &draft, &mut diagnostics, &mut advice);
    let summary = summarise(&reading);
    Report { draft, reading, advice, diagnostics, suppressed: Vec::new(), summary, secrets, serves_rewritten: false }
}

/// What is done once all findings are there.
fn finish(source: &Source, settings: &Settings, context: &Context, report: &mut Report) {
    if !report.draft.directives.is_empty() && !context.no_suppress {
        let is_english = report.reading.language.is_english();
        report.suppressed = suppress::suppress(&report.draft, settings, is_english, &mut report.diagnostics);
    }
    report.serves_rewritten = report.advice.verdict == Verdict::Async;
    judge(report);
    template::unmask(source, report);
}

/// A message serves as it is only where nothing grave is found in it.
fn judge(report: &mut Report) {
    if report.serves_rewritten {
        let is_grave = report.diagnostics.iter().any(|found| found.level >= Level::Warning);
        report.advice.verdict = if is_grave { Verdict::Rewrite } else { Verdict::Async };
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
