//! A finding with its card, in brief: what an editor shows where the pointer rests.

use std::fmt::Write as _;

use super::agenda::Markup;
use super::escape::visible;
use super::markup::markdown;
use crate::check::Diagnostic;
use crate::rules::Card;

/// What is the matter, what to do, and why it matters. `is_kept_back`: whether a comment can keep
/// it back where it stands, so that the comment is shown.
pub fn finding(diagnostic: &Diagnostic, card: Option<&Card>, is_kept_back: bool, markup: Markup) -> String {
    let finding = &diagnostic.finding;
    let page = Page { markup };
    let head = format!("{} {}", page.strong(diagnostic.level.name()), page.name(&diagnostic.rule.0));
    let mut out = format!("{head}: {}\n", page.text(&finding.text));
    if let Some(remedy) = finding.remedy() {
        let _ = write!(out, "\n{}\n", page.text(remedy));
    }
    out.extend(card.map(|card| format!("\n{}", page.reasons(card))));
    if let Some(card) = card.filter(|_| is_kept_back) {
        let comment = page.code(&format!("presend: ok {}: reason", card.name));
        let _ = write!(out, "\nIf it is fine here, say so in a comment: {comment}\n");
    }
    out
}

/// What a rule looks for and why, as its card says it.
pub fn card(card: &Card, markup: Markup) -> String {
    let page = Page { markup };
    let head = format!("{} ({})", page.name(&card.name.0), card.level.name());
    format!("{head}: {}\n\n{}", page.text(card.summary.trim()), page.reasons(card))
}

/// How texts are written.
#[derive(Clone, Copy)]
struct Page {
    markup: Markup,
}

impl Page {
    /// What the rule's findings cost the reader, why, and by which sources.
    fn reasons(self, card: &Card) -> String {
        let mut out = format!("{}\n\n{}\n", self.own(&card.cost), self.own(&card.why));
        for (at, source) in card.sources.iter().enumerate() {
            let _ = writeln!(
                out,
                "{}{}",
                if at == 0 { "\n" } else { "" },
                self.item(&format!("{}: {}", source.name, source.text))
            );
        }
        out
    }

    fn text(self, text: &str) -> String {
        match self.markup {
            Markup::Markdown => markdown(text),
            Markup::Text => visible(text).into_owned(),
        }
    }

    /// A text of a card, which is Markdown itself, its lines joined.
    fn own(self, text: &str) -> String {
        let paragraphs =
            text.trim().split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }

    fn strong(self, text: &str) -> String {
        if self.markup == Markup::Markdown { format!("**{text}**") } else { text.to_owned() }
    }

    fn name(self, name: &str) -> String {
        if self.markup == Markup::Markdown { format!("`{name}`") } else { name.to_owned() }
    }

    fn code(self, text: &str) -> String {
        if self.markup == Markup::Markdown { format!("`{text}`") } else { text.to_owned() }
    }

    fn item(self, text: &str) -> String {
        format!("- {}", self.own(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, Source, check};

    #[test]
    fn a_finding_is_told_with_its_card() {
        let source = Source::new("a.txt", b"We met in order to plan the *yard*.\n".as_slice());
        let settings = Settings::default();
        let report = check(&source, &settings, &Context::default());
        let diagnostic = &report.diagnostics[0];
        let card = settings.rules.iter().map(|rule| &rule.card).find(|card| card.name == diagnostic.rule);
        let shown = finding(diagnostic, card, true, Markup::Markdown);
        assert!(shown.starts_with("**info** `concise/wordy-phrase`: “in order to”"), "{shown}");
        assert!(shown.contains("`presend: ok concise/wordy-phrase: reason`"), "{shown}");
        let plain = finding(diagnostic, card, false, Markup::Text);
        assert!(!plain.contains("presend: ok"), "{plain}");
        assert!(plain.starts_with("info concise/wordy-phrase: “in order to”") && !plain.contains('`'), "{plain}");
    }

    #[test]
    fn words_of_the_draft_are_no_markup() {
        assert_eq!(Page { markup: Markup::Markdown }.text("“*a* <b> [c](d)”"), "“\\*a\\* \\<b> \\[c](d)”");
    }
}
