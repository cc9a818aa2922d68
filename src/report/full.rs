//! Findings as a person reads them: the words, what is the matter, what it costs the
//! reader, and what to write instead.

use annotate_snippets::renderer::{DEFAULT_EMPHASIS_STYLE, DEFAULT_LINE_NUM_STYLE};
use annotate_snippets::{AnnotationKind, Group, Renderer, Snippet};

use super::document::Document;
use super::escape::visible;
use super::excerpt::{Excerpt, excerpt};
use super::paint::{Paint, level_of};
use super::places::Places;
use crate::check::{Diagnostic, Report};
use crate::rules::{Rule, RuleName};
use crate::text::{Safety, Source};

/// How long the lines of explanations are, at most.
const WIDTH: usize = 100;
/// How many related places are named.
const RELATED: usize = 3;

/// The drafts one after the other, and what they come to.
pub fn document() -> Document {
    Document::new("", "", |totals| match totals.tally.drafts {
        0 => String::new(),
        _ => totals.tally.line() + "\n",
    })
}

/// The findings of a draft, each with the words it is about. What a rule's findings
/// cost the reader is said at the first of them.
pub fn render(source: &Source, report: &Report, rules: &[Rule], paint: Paint) -> String {
    let places = Places::new(source);
    let renderer = if paint == Paint::Colour { Renderer::styled() } else { Renderer::plain() };
    let mut explained: Vec<&RuleName> = Vec::new();
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        let cost = (!explained.contains(&&diagnostic.rule)).then(|| cost(rules, &diagnostic.rule)).flatten();
        explained.push(&diagnostic.rule);
        push_finding(&mut out, source, report, &places, diagnostic, cost, paint, &renderer);
    }
    out
}

#[expect(clippy::too_many_arguments, reason = "the loop body of render, and nothing else calls it")]
fn push_finding(
    out: &mut String,
    source: &Source,
    report: &Report,
    places: &Places,
    diagnostic: &Diagnostic,
    cost: Option<&str>,
    paint: Paint,
    renderer: &Renderer,
) {
    let finding = &diagnostic.finding;
    let lines = excerpt(source, report, places, finding.span);
    let gutter = (lines.number + lines.text.matches('\n').count()).to_string().len();

    let level = paint.on(level_of(diagnostic.level).0, &format!("{}[{}]", diagnostic.level.name(), diagnostic.rule));
    let text = paint.on(DEFAULT_EMPHASIS_STYLE, &format!(": {}", visible(&finding.text)));
    out.push_str(&format!("{level}{text}\n"));

    let at = places.position(finding.span.start);
    let arrow = paint.on(DEFAULT_LINE_NUM_STYLE, &format!("{:gutter$}-->", ""));
    let message = source.origin.map(|origin| format!(" (message {})", origin.message)).unwrap_or_default();
    out.push_str(&format!("{arrow} {}:{}:{}{message}\n", visible(&source.path), at.line, at.column));

    let mut notes = Vec::new();
    if let Some(until) = lines.until {
        notes.push(("note", format!("goes on to line {until}")));
    }
    let mut labels = Vec::new();
    for related in finding.related.iter().take(RELATED) {
        let other = excerpt(source, report, places, related.span);
        match other.marks.first() {
            Some(mark) if other.number == lines.number && other.text == lines.text => {
                labels.push((mark.clone(), visible(&related.text).into_owned()));
            }
            Some(mark) => {
                notes.push((
                    "note",
                    format!("{} (line {}: “{}”)", related.text, other.number, &other.text[mark.clone()]),
                ));
            }
            None => notes.push(("note", format!("{} (line {})", related.text, other.number))),
        }
    }
    if !lines.marks.is_empty() {
        out.push_str(&snippet(&lines, &labels, diagnostic, renderer));
        out.push('\n');
    }
    notes.extend(cost.map(|cost| ("why", cost.to_owned())));
    match &finding.fix {
        Some(fix) if fix.safety == Safety::Safe => notes.push(("fix", format!("{} (--fix does it)", fix.title))),
        _ => notes.extend(finding.remedy().map(|remedy| ("help", remedy.to_owned()))),
    }
    for (name, text) in notes {
        push_note(out, gutter, name, &text, paint);
    }
    out.push('\n');
}

/// The lines with their marks.
fn snippet(
    lines: &Excerpt,
    labels: &[(std::ops::Range<usize>, String)],
    diagnostic: &Diagnostic,
    renderer: &Renderer,
) -> String {
    let primary = lines.marks.iter().map(|mark| AnnotationKind::Primary.span(mark.clone()));
    let context = labels.iter().map(|(mark, label)| AnnotationKind::Context.span(mark.clone()).label(label));
    let snippet = Snippet::source(&lines.text).line_start(lines.number).annotations(primary.chain(context));
    renderer.render(&[Group::with_level(level_of(diagnostic.level).1).element(snippet)])
}

/// Adds `= name: text`, wrapped, its lines below one another.
fn push_note(out: &mut String, gutter: usize, name: &str, text: &str, paint: Paint) {
    let sign = paint.on(DEFAULT_LINE_NUM_STYLE, "=");
    let label = paint.on(DEFAULT_EMPHASIS_STYLE, name);
    let indent = gutter + name.len() + 5;
    out.push_str(&format!("{:gutter$} {sign} {label}: ", ""));
    let mut column = indent;
    for (index, word) in visible(text).split_whitespace().enumerate() {
        let width = word.chars().count();
        if index > 0 && column + 1 + width > WIDTH {
            out.push_str(&format!("\n{:indent$}", ""));
            column = indent;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
}

/// What a finding of this rule costs the reader, in one sentence.
pub fn cost<'a>(rules: &'a [Rule], name: &RuleName) -> Option<&'a str> {
    let card = &rules.iter().find(|rule| rule.card.name == *name)?.card;
    Some(card.cost.as_ref()).filter(|cost| !cost.is_empty())
}
