//! A template as a recipient would get it: filled with sample data and checked again, with
//! every place led back into the template.

use std::collections::BTreeSet;

use super::{Diagnostic, Report};
use crate::channel::Advice;
use crate::channel::meeting::Meeting;
use crate::draft::{Draft, Format};
use crate::parse::template_tags;
use crate::render::{Problem, Rendering, render};
use crate::rules::Context;
use crate::text::{Edit, Fix, Mapping, Source, Span};

/// The group of rules that read the template itself.
const TEMPLATE: &str = "template";

/// What a recipient would get of this draft; none where it is no template, or one that nobody
/// here renders, or where there is no data.
pub fn rendering(source: &Source, draft: &Draft, context: &Context) -> Option<Result<Rendering, Problem>> {
    let sample = context.sample.as_deref()?;
    let dialect = draft.template.as_ref()?.dialect;
    match std::str::from_utf8(&source.bytes) {
        Ok(text) => render(text, dialect, template_tags, draft.format == Format::Html, sample),
        Err(error) => {
            let at = error.valid_up_to();
            Some(Err(Problem { span: Span::new(at, at + 1), text: "it is not UTF-8".to_owned() }))
        }
    }
}

/// The rendered text as a draft of its own.
pub fn source(template: &Source, draft: &Draft, rendering: &Rendering) -> Source<'static> {
    let extension = match draft.format {
        Format::Mail => "eml",
        Format::Markdown => "md",
        Format::Html => "html",
        Format::Text => "txt",
        Format::Calendar => "ics",
    };
    Source::new(format!("{}.{extension}", template.path), rendering.text.clone().into_bytes())
}

/// Puts what is to be said of the rendered text in place of what the template's text said:
/// there a field stood for any noun. What is said of the template itself stays.
pub fn put(rendered: Report, rendering: &Rendering, report: &mut Report) {
    let origins = rendering.origins.as_ref();
    report.diagnostics.retain(|diagnostic| diagnostic.rule.group() == TEMPLATE);
    keep_one_of_a_field(&mut report.diagnostics);
    let own: Vec<Span> = report.diagnostics.iter().map(|diagnostic| diagnostic.finding.span).collect();
    let new = rendered.diagnostics.into_iter().filter(|found| !is_of_template(found, origins, &own));
    report.diagnostics.extend(new.map(|diagnostic| lead_back(diagnostic, origins)));
    report.diagnostics.sort_by(|a, b| (a.finding.span, &a.rule).cmp(&(b.finding.span, &b.rule)));
    // Each turn of a loop says the same.
    report.diagnostics.dedup_by(|a, b| (&a.rule, a.finding.span) == (&b.rule, b.finding.span));
    let secrets = rendered.secrets.into_iter().map(|secret| place(origins, secret));
    report.secrets.extend(secrets);
    report.secrets.sort();
    report.summary = rendered.summary;
    report.advice = led_back_advice(rendered.advice, origins);
}

/// Of a field without a value, also that nothing stands in for it says nothing more.
fn keep_one_of_a_field(own: &mut Vec<Diagnostic>) {
    let of = |rule: &str, found: &Diagnostic| *found.rule.0 == *rule;
    let missing = own.iter().filter(|found| of("template/missing-value", found));
    let missing: BTreeSet<Span> = missing.map(|found| found.finding.span).collect();
    own.retain(|found| !of("template/no-fallback", found) || !missing.contains(&found.finding.span));
}

/// Whether a gap in the rendered text is one of the template: it stands there word for word, where
/// the rules of templates looked at it, or is where they found something. `own` is in order.
fn is_of_template(found: &Diagnostic, origins: Option<&Mapping>, own: &[Span]) -> bool {
    let is_gap = found.rule.group() == TEMPLATE || *found.rule.0 == *"hygiene/placeholder";
    let Some(origins) = origins.filter(|_| is_gap) else { return false };
    let span = origins.cover(found.finding.span.range());
    let before = own[..own.partition_point(|own| own.start < span.end)].last();
    origins.verbatim(found.finding.span.range()).is_some() || before.is_some_and(|own| own.overlaps(span))
}

/// Where a span of the rendered text came from; the start of the template where that can't be
/// told.
fn place(origins: Option<&Mapping>, span: Span) -> Span {
    origins.map_or(Span::default(), |origins| origins.cover(span.range()))
}

fn lead_back(mut diagnostic: Diagnostic, origins: Option<&Mapping>) -> Diagnostic {
    let finding = &mut diagnostic.finding;
    finding.span = place(origins, finding.span);
    for related in &mut finding.related {
        related.span = place(origins, related.span);
    }
    finding.fix = finding.fix.take().and_then(|fix| led_back_fix(fix, origins?));
    diagnostic
}

/// The fix in the template. Words that a field wrote can't be mended there.
fn led_back_fix(fix: Fix, origins: &Mapping) -> Option<Fix> {
    let edits: Option<Vec<Edit>> = fix
        .edits
        .into_iter()
        .map(|edit| {
            let range = edit.span.range();
            let span = match range.is_empty() {
                false => origins.verbatim(range)?,
                // What is put in between two letters must find both of them side by side.
                true => {
                    let around = origins.verbatim(range.start.checked_sub(1)?..range.end + 1)?;
                    Span::at(around.start + 1)
                }
            };
            Some(Edit { span, ..edit })
        })
        .collect();
    let edits = edits.filter(|edits| edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start))?;
    Some(Fix { edits, ..fix })
}

fn led_back_advice(mut advice: Advice, origins: Option<&Mapping>) -> Advice {
    for factor in &mut advice.factors {
        for span in factor.evidence.iter_mut().chain(&mut factor.certain) {
            *span = place(origins, *span);
        }
    }
    if let Some(meeting) = &mut advice.meeting {
        let Meeting { proposal, informs, asks_only, settles } = meeting;
        for span in [proposal, informs, asks_only, settles].into_iter().flatten() {
            *span = place(origins, *span);
        }
    }
    advice
}
