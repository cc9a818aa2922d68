//! All rules as a page of Markdown, for docs/rules.md and for a team's own cards.

use std::fmt::Write as _;

use super::card::{fix, found, option_text};
use super::counted;
use super::markup::markdown;
use crate::rules::{Card, Example, Level};
use crate::text::Finding;

/// The page of all rules: a table of each group, then each rule.
pub fn page(cards: &[Card]) -> String {
    let off = cards.iter().filter(|card| card.level == Level::Off).count();
    let mut out = format!(
        "# Rules\n\n<!-- Made from the cards by `presend rule --output-format markdown`; a test keeps it so. -->\n\n\
         {}, {off} of them off by default. Every example is a test; the words in «» are what is reported. All \
         examples are sent on Tuesday, 2 June 2026, at 10:00 in Berlin.\n",
        counted(cards.len(), "rule")
    );
    let mut group = "";
    for card in cards {
        if group != card.name.group() {
            group = card.name.group();
            let _ = write!(out, "\n| {group} | level | |\n| --- | --- | --- |\n");
        }
        let name = &card.name.0;
        let _ = writeln!(out, "| [{name}](#{}) | {} | {} |", anchor(name), card.level.name(), cell(&card.summary));
    }
    for card in cards {
        let link = |name: &str| format!("[{name}](#{})", anchor(name));
        let _ = write!(out, "\n{}", section(card, link));
    }
    out
}

/// A rule, with all that its card says and what it finds in its examples; `link` writes the
/// name of another rule.
pub fn section(card: &Card, link: impl Fn(&str) -> String) -> String {
    let found = found(card);
    let mut out = format!(
        "## {}\n\n**{}** {}\n\n{}\n\nLevel: {}. Evidence: {}. Fix: {}. Since {}.{}\n",
        card.name,
        card.summary,
        card.cost,
        card.why,
        card.level.name(),
        card.evidence.name(),
        fix(&found),
        card.since,
        if card.any_language { " In any language." } else { "" },
    );
    if !card.options.is_empty() {
        out.push_str("\n| option | default |\n| --- | --- |\n");
        for (name, value) in &card.options {
            let _ = writeln!(out, "| `{name}` | {} |", cell(&option_text(value)));
        }
    }
    let mut found = found.iter();
    for example in &card.examples {
        out.push_str(&drafts(example, if example.bad.is_some() { found.next() } else { None }));
    }
    out.push('\n');
    for source in &card.sources {
        let _ = writeln!(out, "- {}: {}", source.name, source.text);
    }
    if !card.related.is_empty() {
        let links: Vec<String> = card.related.iter().map(|name| link(name)).collect();
        let _ = writeln!(out, "\nSee also {}.", links.join(", "));
    }
    out
}

/// An example, with what was found in it.
fn drafts(example: &Example, found: Option<&Vec<Finding>>) -> String {
    let mut out = String::new();
    let mut part = |title: &str, text: &str| {
        // Longer than any fence within.
        let fence = if text.contains("```") { "`````" } else { "```" };
        let _ = write!(out, "\n{title}\n\n{fence}text\n{}\n{fence}\n", text.trim_matches('\n'));
    };
    if let Some(settings) = &example.settings {
        part("With these settings:", settings);
    }
    if let Some(data) = &example.data {
        part("With this data:", data);
    }
    let whole = |body: &str| match &example.header {
        Some(header) => format!("{}\n\n{body}", header.trim()),
        None => body.to_owned(),
    };
    if let Some(good) = &example.good {
        part("Not reported:", &whole(good));
    }
    if let Some(bad) = &example.bad {
        let said = found.into_iter().flatten().map(|finding| match &finding.help {
            Some(help) => format!("{}; {help}", finding.text),
            None => finding.text.clone(),
        });
        let said: Vec<String> = said.collect();
        part(&format!("Reported ({}):", markdown(&said.join("; "))), &whole(bad));
    }
    if let Some(fixed) = &example.fixed {
        part("Fixed:", &whole(fixed));
    }
    out
}

/// The part of a link that names the heading of a rule, as GitHub makes it.
fn anchor(name: &str) -> String {
    name.replace('/', "")
}

/// A value in a cell of a table: as code, where it holds no mark of code itself.
fn cell(value: &str) -> String {
    let shown = if value.contains('`') { markdown(value) } else { format!("`{value}`") };
    shown.replace('|', "\\|")
}
