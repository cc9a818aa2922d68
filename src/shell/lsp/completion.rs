//! Completion: rules in comments to Presend and in `presend.toml`, and what else can be set
//! there. Nothing is completed in prose.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, Hover, MarkupContent, MarkupKind, Position,
    TextEdit,
};

use super::client::Client;
use super::hover::{markup, shown};
use super::positions::Positions;
use super::schema::{Choice, Schema};
use super::settings_place::{Place, What, place};
use super::view::View;
use crate::Span;
use crate::parse::{self, Slot, VERBS};
use crate::report::brief;
use crate::report::config::key;
use crate::rules::Card;

/// What brings up completions, beside the letters of words.
pub const TRIGGERS: [&str; 3] = ["/", "\"", "["];

/// What can be written at a place of a draft.
pub fn in_draft(view: &View, position: Position) -> Vec<CompletionItem> {
    let Ok(text) = std::str::from_utf8(&view.source.bytes) else { return Vec::new() };
    let at = view.positions.byte(position);
    match parse::slot(text, view.report.draft.format, at) {
        None => Vec::new(),
        Some(Slot::Verb(word)) => {
            let item = |(verb, about): &(&str, &str)| CompletionItem {
                kind: Some(CompletionItemKind::KEYWORD),
                detail: Some((*about).to_owned()),
                ..item(view.positions, word.clone().into(), verb, verb)
            };
            VERBS.iter().map(item).collect()
        }
        Some(Slot::Name(word)) => {
            let cards: Vec<&Card> = view.settings.rules.iter().map(|rule| &rule.card).collect();
            let rules = cards.iter().map(|card| {
                rule(view.client, card, item(view.positions, word.clone().into(), &card.name.0, &card.name.0))
            });
            let mut groups: Vec<&str> = cards.iter().map(|card| card.name.group()).collect();
            groups.dedup();
            let group = |name: &str| group(name, item(view.positions, word.clone().into(), name, name));
            groups.into_iter().map(group).chain(rules).collect()
        }
    }
}

/// What can be written at a place of a settings file; `cards` are those of all rules.
pub fn in_settings(
    text: &str,
    positions: &Positions,
    position: Position,
    cards: &[Card],
    client: &Client,
) -> Vec<CompletionItem> {
    let Some(Place { path, what, word }) = place(text, positions.byte(position)) else { return Vec::new() };
    let schema = Schema::new();
    let mut choices = match what {
        What::Key => schema.keys(&path),
        What::Value => schema.values(&path),
        What::Table => schema.tables(&path, false),
        What::Tables => schema.tables(&path, true),
    };
    let is_rules = matches!(what, What::Key | What::Table) && path.last().is_some_and(|key| key == "rules");
    if is_rules {
        // The schema knows only the built-in rules.
        let own = cards.iter().filter(|card| !choices.iter().any(|choice| choice.word == card.name.0));
        let own: Vec<Choice> =
            own.map(|card| Choice { word: card.name.to_string(), is_text: false, about: String::new() }).collect();
        choices.extend(own);
    }
    let is_quoted = text[word.clone()].starts_with('"');
    let end = brackets(what, &text[word.end..]);
    let to_item = |choice: Choice| {
        let quoted = |word: &str| format!("\"{word}\"");
        let written = match what {
            What::Value if choice.is_text => quoted(&choice.word),
            What::Value => choice.word.clone(),
            _ => {
                // The names of rules have no points; those of deeper tables are of several keys.
                let keys = choice.word.split('.').map(|word| if is_quoted { quoted(word) } else { key(word) });
                keys.collect::<Vec<_>>().join(".")
            }
        };
        let mut new = item(positions, word.clone().into(), &choice.word, &format!("{written}{end}"));
        // What the client compares with what is there, its quotation mark included.
        new.filter_text = Some(if is_quoted { written } else { choice.word.clone() });
        match cards.iter().find(|card| is_rules && card.name.0 == choice.word) {
            Some(card) => rule(client, card, new),
            None if is_rules => group(&choice.word, new),
            None => CompletionItem {
                kind: Some(match what {
                    What::Key => CompletionItemKind::PROPERTY,
                    What::Value => CompletionItemKind::ENUM_MEMBER,
                    What::Table | What::Tables => CompletionItemKind::MODULE,
                }),
                documentation: Some(choice.about).filter(|about| !about.is_empty()).map(Documentation::String),
                ..new
            },
        }
    };
    choices.into_iter().map(to_item).collect()
}

/// The brackets that are missing behind the name of a table. Some editors put them there as soon
/// as the first is typed, others never do.
fn brackets(what: What, behind: &str) -> &'static str {
    let needed = match what {
        What::Key | What::Value => "",
        What::Table => "]",
        What::Tables => "]]",
    };
    let line = behind.split(['\n', '#']).next().unwrap_or_default();
    let there = line.matches(']').count();
    &needed[there.min(needed.len())..]
}

/// What the rule or key at a place of a settings file is for.
pub fn hover_in_settings(
    text: &str,
    positions: &Positions,
    position: Position,
    cards: &[Card],
    client: &Client,
) -> Option<Hover> {
    let at = positions.byte(position);
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
    let start = text[..at].rfind(|c| !is_word(c)).map_or(0, |before| before + 1);
    let end = text[at..].find(|c| !is_word(c)).map_or(text.len(), |after| at + after);
    let word = text.get(start..end).filter(|word| !word.is_empty())?;
    let Place { mut path, what, .. } = place(text, end)?;
    if what == What::Value {
        return None;
    }
    let range = positions.range(Span::new(start, end));
    let markup = markup(client.hover_markdown);
    if let Some(card) = cards.iter().find(|card| card.name.0 == word) {
        return Some(shown(brief::card(card, markup), markup, range));
    }
    path.push(word.to_owned());
    let about = Schema::new().about(&path).filter(|about| !about.is_empty())?;
    Some(shown(about, markup, range))
}

fn item(positions: &Positions, word: Span, label: &str, written: &str) -> CompletionItem {
    CompletionItem {
        label: label.to_owned(),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(positions.range(word), written.to_owned()))),
        ..CompletionItem::default()
    }
}

/// A rule, with its level and what it looks for.
fn rule(client: &Client, card: &Card, item: CompletionItem) -> CompletionItem {
    let about = format!("{} {}", card.summary.trim(), card.cost.trim());
    let documentation = match client.completion_markdown {
        true => Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: about }),
        false => Documentation::String(about),
    };
    CompletionItem {
        kind: Some(CompletionItemKind::VALUE),
        detail: Some(card.level.name().to_owned()),
        documentation: Some(documentation),
        ..item
    }
}

/// A group of rules, before its rules.
fn group(name: &str, item: CompletionItem) -> CompletionItem {
    let about = if name == "all" { "all rules".to_owned() } else { format!("all rules of the group {name}") };
    CompletionItem { kind: Some(CompletionItemKind::MODULE), detail: Some(about), ..item }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::cards;
    use crate::shell::lsp::positions::Encoding;
    use crate::shell::lsp::text::Text;
    use crate::shell::lsp::view::with_view;

    /// The text without its stroke, and where that was.
    fn unmarked(marked: &str) -> (String, usize) {
        (marked.replacen('|', "", 1), marked.find('|').expect("a stroke marks the place"))
    }

    /// What the text is once the completion of this label is taken; none where it is not offered.
    fn taken(text: &str, items: &[CompletionItem], label: &str) -> Option<String> {
        let item = items.iter().find(|item| item.label == label)?;
        let Some(CompletionTextEdit::Edit(edit)) = &item.text_edit else { panic!("no edit") };
        let parsed = Text::new(text.to_owned());
        let mut text = text.to_owned();
        text.replace_range(parsed.positions(Encoding::Utf16).span(edit.range).range(), &edit.new_text);
        Some(text)
    }

    fn draft_items(name: &str, marked: &str) -> (String, Vec<CompletionItem>) {
        let (text, at) = unmarked(marked);
        let items = with_view(name, &text, &Client::default(), |view| in_draft(view, view.positions.position(at)));
        (text, items)
    }

    fn settings_items(marked: &str) -> (String, Vec<CompletionItem>) {
        let (text, at) = unmarked(marked);
        let parsed = Text::new(text.clone());
        let positions = parsed.positions(Encoding::Utf16);
        let items = in_settings(&text, &positions, positions.position(at), &cards(), &Client::default());
        (text, items)
    }

    #[test]
    fn rules_are_completed_in_comments_and_nowhere_else() {
        for (name, marked, label, expected) in [
            (
                "a.md",
                "Ü𝄞. <!-- presend: ok dead|: x -->\n",
                "deadline/missing",
                "Ü𝄞. <!-- presend: ok deadline/missing: x -->\n",
            ),
            (
                "a.txt",
                "We met. [presend: ok ask, concise/w|]\n",
                "concise/wordy-phrase",
                "We met. [presend: ok ask, concise/wordy-phrase]\n",
            ),
            ("a.txt", "We met. [presend: ok |\n", "deadline", "We met. [presend: ok deadline\n"),
            ("a.txt", "We met. [presend: o|]\n", "ok-file", "We met. [presend: ok-file]\n"),
            (
                "a.eml",
                "To: a@b.example\nX-Presend-Ignore: |\n\nHi\n",
                "ask",
                "To: a@b.example\nX-Presend-Ignore: ask\n\nHi\n",
            ),
        ] {
            let (text, items) = draft_items(name, marked);
            assert_eq!(taken(&text, &items, label).as_deref(), Some(expected), "{marked}");
        }
        for marked in ["We met at the dead|", "deadline/|\n", "[presend: ok ask: dead|]\n", "> [presend: ok |\n"] {
            assert!(draft_items("a.txt", marked).1.is_empty(), "{marked}");
        }
        let items = draft_items("a.txt", "A. [presend: ok |]\n").1;
        let missing = items.iter().find(|item| item.label == "deadline/missing").expect("it is offered");
        assert_eq!(
            missing.detail.as_deref(),
            cards().iter().find(|c| c.name.0 == "deadline/missing").map(|c| c.level.name())
        );
    }

    #[test]
    fn settings_are_completed_by_their_place() {
        for (marked, label, expected) in [
            ("pre|\n", "preset", "preset\n"),
            ("preset = |\n", "strict", "preset = \"strict\"\n"),
            ("preset = \"s|\"\n", "strict", "preset = \"strict\"\n"),
            ("[rules]\ndead|\n", "deadline/missing", "[rules]\n\"deadline/missing\"\n"),
            ("[rules]\n\"dead|\" = \"off\"\n", "deadline/missing", "[rules]\n\"deadline/missing\" = \"off\"\n"),
            ("[rules]\n|\n", "deadline", "[rules]\ndeadline\n"),
            ("[rules]\ndeadline = \"|\n", "warning", "[rules]\ndeadline = \"warning\"\n"),
            ("[rules]\n\"concise/too-long\" = { ab|", "above", "[rules]\n\"concise/too-long\" = { above"),
        ] {
            let (text, items) = settings_items(marked);
            assert_eq!(taken(&text, &items, label).as_deref(), Some(expected), "{marked}");
        }
        assert!(settings_items("# |\n").1.is_empty());
        assert!(settings_items("own-domains = [\n  \"|\",\n]\n").1.is_empty());
        assert!(settings_items("own-domains = [\"|\n").1.is_empty());
    }

    #[test]
    fn behind_a_bracket_tables_are_completed_and_closed_once() {
        for (marked, label, expected) in [
            ("[|\n", "rules", "[rules]\n"),
            ("[gl|]\n", "glossary", "[glossary]\n"),
            ("[[|\n", "overrides", "[[overrides]]\n"),
            ("[[over|]\n", "overrides", "[[overrides]]\n"),
            ("[[co|]]\n", "contacts", "[[contacts]]\n"),
            ("[[gu|]]\n", "guard.recipients", "[[guard.recipients]]\n"),
            ("[[guard.|]]\n", "recipients", "[[guard.recipients]]\n"),
            ("[rules.\"dead|\"]\n", "deadline/missing", "[rules.\"deadline/missing\"]\n"),
            ("[rules.|\n", "deadline/missing", "[rules.\"deadline/missing\"]\n"),
            ("[overrides.|]\n", "rules", "[overrides.rules]\n"),
            ("[ |] # so\n", "guard", "[ guard] # so\n"),
            ("[| # so]\n", "guard", "[guard] # so]\n"),
            ("[ru|.deadline]\n", "rules", "[rules.deadline]\n"),
        ] {
            let (text, items) = settings_items(marked);
            assert_eq!(taken(&text, &items, label).as_deref(), Some(expected), "{marked}");
        }
        let labels = |marked| settings_items(marked).1.into_iter().map(|item| item.label).collect::<Vec<_>>();
        assert_eq!(labels("[|]\n"), ["glossary", "guard", "rules"]);
        assert_eq!(labels("[[|]]\n"), ["contacts", "guard.recipients", "overrides"]);
    }

    #[test]
    fn rules_and_keys_of_settings_are_explained() {
        let hover = |marked: &str| {
            let (text, at) = unmarked(marked);
            let parsed = Text::new(text.clone());
            let positions = parsed.positions(Encoding::Utf16);
            let hover = hover_in_settings(&text, &positions, positions.position(at), &cards(), &Client::default())?;
            match hover.contents {
                lsp_types::HoverContents::Markup(content) => Some(content.value),
                _ => None,
            }
        };
        let card = hover("[rules]\n\"deadline/mis|sing\" = \"off\"\n").expect("it is a rule");
        assert!(card.starts_with("deadline/missing ("), "{card}");
        assert_eq!(hover("fail-l|evel = \"info\"\n").as_deref(), Some("The least level that makes the check fail."));
        assert_eq!(hover("fail-level = \"in|fo\"\n"), None);
    }
}
