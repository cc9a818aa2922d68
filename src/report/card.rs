//! The card of a rule for people, and the list of all rules.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::renderer::{DEFAULT_EMPHASIS_STYLE, DEFAULT_HELP_STYLE};
use serde_json::{Map, Value, json};

use super::counted;
use super::paint::{Paint, level_of};
use crate::check::examples;
use crate::rules::{Card, OptionValue};
use crate::text::{Finding, Safety};

/// How long lines are, at most.
const WIDTH: usize = 88;

/// All rules, by group, one line each.
pub fn list(cards: &[Card], paint: Paint) -> String {
    let width = cards.iter().map(|card| card.name.0.len()).max().unwrap_or_default();
    let mut out = String::new();
    let mut group = "";
    for card in cards {
        if !group.is_empty() && group != card.name.group() {
            out.push('\n');
        }
        group = card.name.group();
        let name = paint.on(DEFAULT_EMPHASIS_STYLE, &format!("{:<width$}", card.name.0));
        let level = paint.on(level_of(card.level).0, &format!("{:<7}", card.level.name()));
        let _ = writeln!(out, "{name}  {level}  {}", card.summary.trim());
    }
    out
}

/// One card with everything that a person needs to judge the rule.
pub fn render(card: &Card, paint: Paint) -> String {
    let heading = |text: &str| paint.on(DEFAULT_EMPHASIS_STYLE, text);
    let mut out = format!(
        "{} ({}, since {}; evidence: {})\n\n{} {}\n\n{}\n",
        heading(&card.name.0),
        paint.on(level_of(card.level).0, card.level.name()),
        card.since,
        card.evidence.name(),
        card.summary.trim(),
        card.cost.trim(),
        wrapped(&card.why, 0)
    );
    let _ = writeln!(out, "\n{} {}", heading("Fix"), fix(&found(card)));
    if !card.options.is_empty() {
        let _ = writeln!(out, "\n{}", heading("Options"));
        for (name, value) in &card.options {
            let _ = writeln!(out, "  {name} = {}", option_text(value));
        }
    }
    for example in &card.examples {
        let mut part = |name: &str, text: &Option<std::borrow::Cow<'static, str>>| {
            if let Some(text) = text {
                let _ = writeln!(out, "\n{}\n{}", paint.on(DEFAULT_HELP_STYLE, name), indented(text));
            }
        };
        part("Settings", &example.settings);
        part("Data", &example.data);
        part("Header", &example.header);
        part("Reported, at the words in «»", &example.bad);
        part("Fixed", &example.fixed);
        part("Not reported", &example.good);
    }
    if !card.sources.is_empty() {
        let _ = writeln!(out, "\n{}", heading("Sources"));
        for source in &card.sources {
            let _ = writeln!(out, "  {}", wrapped(&format!("{}: {}", source.name, source.text), 4));
        }
    }
    if !card.related.is_empty() {
        let _ = writeln!(out, "\n{} {}", heading("See also"), card.related.join(", "));
    }
    out
}

/// A card as JSON.
pub fn to_json(card: &Card) -> Value {
    let options: Map<String, Value> =
        card.options.iter().map(|(name, value)| (name.to_string(), option_json(value))).collect();
    json!({
        "name": card.name.0,
        "level": card.level.name(),
        "summary": card.summary,
        "cost": card.cost,
        "why": card.why,
        "evidence": card.evidence.name(),
        "most": card.most,
        "fix": safest(&found(card)).map(Safety::name),
        "check": card.check,
        "any_language": card.any_language,
        "options": options,
        "examples": card.examples.iter().map(|example| json!({
            "settings": example.settings, "data": example.data, "header": example.header, "bad": example.bad, "good": example.good, "fixed": example.fixed,
        })).collect::<Vec<_>>(),
        "sources": card.sources.iter().map(|source| json!({"name": source.name, "text": source.text})).collect::<Vec<_>>(),
        "related": card.related,
        "since": card.since,
    })
}

/// What the rule finds in each of its bad examples.
pub fn found(card: &Card) -> Vec<Vec<Finding>> {
    // A card that makes no rule finds nothing; `presend rule test` says what is wrong with it.
    examples::found(card).unwrap_or_default()
}

/// Which fixes a rule offers, by what it found in its bad examples.
pub fn fix(found: &[Vec<Finding>]) -> &'static str {
    match safest(found) {
        Some(Safety::Safe) => "safe: --fix applies it",
        Some(Safety::Suggested) => "suggested: shown as a rewrite, for you to choose",
        None => "none: it needs your own words",
    }
}

fn safest(found: &[Vec<Finding>]) -> Option<Safety> {
    let mut fixes = found.iter().flatten().filter_map(|finding| finding.fix.as_ref()).peekable();
    fixes.peek()?;
    Some(if fixes.any(|fix| fix.safety == Safety::Safe) { Safety::Safe } else { Safety::Suggested })
}

/// The value of an option as a card writes it, tables by their size.
pub fn option_text(value: &OptionValue) -> String {
    match value {
        OptionValue::Pairs(pairs) => counted(pairs.len(), "pair"),
        value => option_json(value).to_string(),
    }
}

fn option_json(value: &OptionValue) -> Value {
    match value {
        OptionValue::Integer(number) => json!(number),
        OptionValue::Boolean(switch) => json!(switch),
        OptionValue::Text(text) => json!(text),
        OptionValue::List(texts) => json!(texts),
        OptionValue::Pairs(pairs) => {
            json!(pairs.iter().map(|(name, text)| (name.as_ref(), text.as_ref())).collect::<BTreeMap<_, _>>())
        }
    }
}

/// A text in lines of at most [`WIDTH`] characters, empty lines kept, those after the
/// first of a paragraph moved in by `indent`.
fn wrapped(text: &str, indent: usize) -> String {
    let paragraphs = text.trim().split("\n\n").map(|paragraph| {
        let mut line = String::new();
        let mut column = indent;
        for (index, word) in paragraph.split_whitespace().enumerate() {
            let width = word.chars().count();
            if index > 0 && column + 1 + width > WIDTH {
                let _ = write!(line, "\n{:indent$}", "");
                column = indent;
            } else if index > 0 {
                line.push(' ');
                column += 1;
            }
            line.push_str(word);
            column += width;
        }
        line
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn indented(text: &str) -> String {
    text.trim_end()
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("  {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}
