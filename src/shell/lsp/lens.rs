//! Code lenses: the channel verdict at the top, and what can be made of it.

use lsp_types::{CodeLens, Command, Range};
use serde_json::json;

use super::commands;
use super::view::View;
use crate::channel::factors::about;
use crate::channel::{Channel, Verdict};
use crate::language::capitalised;
use crate::report::advice;

/// The lenses of a draft: none where there is nothing to judge. Of one that a command made
/// (`is_made`) nothing more is made.
pub fn lenses(view: &View, is_made: bool) -> Vec<CodeLens> {
    let report = view.report;
    let is_told = report.reading.language.is_english() || report.advice.recommended != Channel::Async;
    if report.summary.words == 0 || !is_told {
        return Vec::new();
    }
    let lens = |title: String, command: &str| CodeLens {
        range: Range::default(),
        command: Some(Command::new(title, command.to_owned(), Some(vec![json!(view.uri)]))),
        data: None,
    };
    let next = match report.advice.verdict {
        Verdict::Live | Verdict::LiveThenWritten => Some(("Make an agenda", commands::AGENDA)),
        Verdict::NoMeeting => Some(("Make the message", commands::ASYNC)),
        Verdict::Async | Verdict::Rewrite => None,
    };
    let next = next.filter(|_| !is_made).map(|(title, command)| lens(title.to_owned(), command));
    [lens(verdict(view), commands::ADVISE)].into_iter().chain(next).collect()
}

/// The verdict with what weighs most for it.
fn verdict(view: &View) -> String {
    let advice = &view.report.advice;
    let said = capitalised(&advice::said(advice));
    let first = advice::told(advice).first().filter(|_| !matches!(advice.verdict, Verdict::Async | Verdict::Rewrite));
    match first.and_then(|factor| about(factor.name)) {
        Some(about) => format!("{said}: {}", about.says),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::lsp::client::Client;
    use crate::shell::lsp::view::with_view;

    fn lenses_of(text: &str) -> Vec<(String, String)> {
        shown(text, false)
    }

    fn shown(text: &str, is_made: bool) -> Vec<(String, String)> {
        with_view("a.eml", text, &Client::default(), |view| {
            let command = |lens: CodeLens| lens.command.map(|command| (command.title, command.command));
            lenses(view, is_made).into_iter().filter_map(command).collect()
        })
    }

    #[test]
    fn a_verdict_leads_to_what_can_be_made_of_it() {
        let quarrel = "To: rob@example.com\n\nYou told the client that it was my fault. That is not what happened, and I am not \
                       going to take the blame for your mistake again.\n";
        let lenses = lenses_of(quarrel);
        assert_eq!(lenses.len(), 2, "{lenses:?}");
        assert!(
            lenses[0].0.starts_with("Better talked over, then put in writing: there is a disagreement")
                || lenses[0].0.starts_with("Better said than written: there is a disagreement"),
            "{lenses:?}"
        );
        assert_eq!((lenses[1].0.as_str(), lenses[1].1.as_str()), ("Make an agenda", "presend.agenda"));
        assert_eq!(shown(quarrel, true), lenses[..1]);
        let lenses =
            lenses_of("To: rob@example.com\n\nDoes the March date still work, and should we keep the parking?\n");
        assert_eq!(lenses, [("A message serves, once it is rewritten".to_owned(), "presend.advise".to_owned())]);
        assert_eq!(lenses_of("To: rob@example.com\n\n"), []);
        assert_eq!(
            lenses_of(
                "To: rob@example.com\n\nDer Zug fährt morgen früh um neun Uhr ab, und ich habe die Karten für uns beide schon gekauft.\n"
            ),
            []
        );
    }
}
