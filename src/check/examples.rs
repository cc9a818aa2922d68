//! The examples of a card as tests of its rule.

use std::ops::Range;
use std::sync::Arc;

use super::{Context, Report, check, fix};
use crate::language::PhrasesBuilder;
use crate::render::Sample;
use crate::rules::{self, Card, CardFault, Example, Level};
use crate::settings::Settings;
use crate::text::{Finding, Source};

/// When every example is sent: Tuesday, 2 June 2026, 10:00 in Berlin.
pub const MOMENT: &str = "2026-06-02T10:00:00+02:00[Europe/Berlin]";

/// An example that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The line of the card on which the example starts, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// The examples of a card that do not hold: a bad one gives just the marked findings of its
/// rule, a good one none, and a safe fix makes of the bad one what stands in “fixed”, on
/// which fixing again changes nothing. Or what is wrong with the card.
pub fn failures(card: &Card) -> Result<Vec<Failure>, CardFault> {
    let settings = settings(card)?;
    let mut failures = Vec::new();
    for example in &card.examples {
        let faults = match context(example) {
            Ok(context) => Trial { example, settings: &settings, context }.faults(),
            Err(faults) => faults,
        };
        failures.extend(faults.into_iter().map(|message| Failure { line: example.line, message }));
    }
    Ok(failures)
}

/// What the rule finds in each bad example of its card, in order; nothing in those whose
/// settings are wrong.
pub fn found(card: &Card) -> Result<Vec<Vec<Finding>>, CardFault> {
    let settings = settings(card)?;
    let findings = |example: &Example| -> Vec<Finding> {
        let (Some(bad), Ok(context)) = (&example.bad, context(example)) else { return Vec::new() };
        let trial = Trial { example, settings: &settings, context };
        trial.report(&example.draft(bad).text).diagnostics.into_iter().map(|diagnostic| diagnostic.finding).collect()
    };
    Ok(card.examples.iter().filter(|example| example.bad.is_some()).map(findings).collect())
}

/// The settings with the rule of a card alone, which is on whatever its level.
fn settings(card: &Card) -> Result<Settings, CardFault> {
    let mut phrases = PhrasesBuilder::with_pack();
    let mut rule = rules::compile_one(card.clone(), &mut phrases)?;
    rule.level = rule.level.max(Level::Info);
    Ok(Settings::of(vec![rule], phrases))
}

/// What is known beside the draft of an example.
fn context(example: &Example) -> Result<Context, Vec<String>> {
    let mut context = Context { now: MOMENT.parse().ok(), ..Context::default() };
    if let Some(data) = &example.data {
        let data = serde_json::from_str(data).map_err(|error| vec![format!("its data: {error}")])?;
        context.sample = Some(Arc::new(Sample { data, ..Sample::default() }));
    }
    if let Some(text) = &example.settings {
        let told = crate::settings::file(text);
        told.map_err(|errors| errors.iter().map(|error| format!("its settings: {error}")).collect::<Vec<_>>())?
            .tell(&mut context);
    }
    Ok(context)
}

struct Trial<'a> {
    example: &'a Example,
    settings: &'a Settings,
    context: Context,
}

impl Trial<'_> {
    fn faults(&self) -> Vec<String> {
        let example = self.example;
        let mut faults = Vec::new();
        if let Some(good) = &example.good {
            let draft = example.draft(good);
            for span in spans(&self.report(&draft.text)) {
                faults.push(format!("the good draft has a finding at “{}”", part(&draft.text, span)));
            }
        }
        let Some(bad) = &example.bad else { return faults };
        let draft = example.draft(bad);
        let report = self.report(&draft.text);
        if spans(&report) != draft.spans {
            let words = |spans: Vec<Range<usize>>| -> Vec<String> {
                spans.into_iter().map(|span| format!("“{}”", part(&draft.text, span))).collect()
            };
            let (found, marked) = (words(spans(&report)), words(draft.spans.clone()));
            let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
            faults.push(format!("marked: {}; found: {found}", marked.join(", ")));
        }
        for diagnostic in &report.diagnostics {
            let text = &diagnostic.finding.text;
            if text.ends_with('.') || text.is_empty() || diagnostic.finding.help.is_none() {
                faults.push(format!("“{text}” ends with a full stop, is empty or comes without help"));
            }
        }
        let fixed = self.fixed(&draft.text, &report);
        let expected = example.fixed.as_ref().map(|fixed| example.draft(fixed).text);
        if fixed != expected {
            let shown = |text: &Option<String>| text.as_ref().map_or("nothing".into(), |text| format!("“{text}”"));
            faults.push(format!("the fix makes {}; the card says {}", shown(&fixed), shown(&expected)));
        }
        if let Some(fixed) = fixed
            && let Some(twice) = self.fixed(&fixed, &self.report(&fixed))
        {
            faults.push(format!("fixing twice changes it again: “{twice}”"));
        }
        faults
    }

    /// A text of the example as a draft: a mail where it has a header, else plain text, and
    /// with data a template of either.
    fn source(&self, text: &str) -> Source<'static> {
        let name = if self.example.header.is_some() { "example.eml" } else { "example.txt" };
        let ending = if self.example.data.is_some() { ".j2" } else { "" };
        Source::new(format!("{name}{ending}"), text.as_bytes().to_vec())
    }

    fn report(&self, text: &str) -> Report {
        check(&self.source(text), self.settings, &self.context)
    }

    fn fixed(&self, text: &str, report: &Report) -> Option<String> {
        let fixed = fix(&self.source(text), report)?;
        Some(String::from_utf8_lossy(&fixed).into_owned())
    }
}

fn spans(report: &Report) -> Vec<Range<usize>> {
    report.diagnostics.iter().map(|diagnostic| diagnostic.finding.span.range()).collect()
}

fn part(text: &str, span: Range<usize>) -> &str {
    text.get(span).unwrap_or_default()
}
