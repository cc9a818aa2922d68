//! Commands: what is made of a draft, as a document to show.

use std::path::Path;

use super::document;
use super::view::View;
use crate::Source;
use crate::channel::agenda::{self, Given};
use crate::report::agenda::Markup;
use crate::report::agenda::with_given;
use crate::report::{self, advice};

/// Shows what speaks for the verdict: `[uri]`.
pub const ADVISE: &str = "presend.advise";
/// Makes the agenda of a talk: `[uri]`.
pub const AGENDA: &str = "presend.agenda";
/// Makes the message in place of a meeting: `[uri]`.
pub const ASYNC: &str = "presend.async";
/// Shows the card of a rule: `[rule, uri]`; without the document one of the built-in rules.
pub const EXPLAIN: &str = "presend.explain";

/// All commands.
pub const ALL: [&str; 4] = [ADVISE, AGENDA, ASYNC, EXPLAIN];

/// A document to show, made by a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The name of its file.
    pub name: String,
    /// The text.
    pub text: String,
    /// Whether the author goes on writing it, so that it is checked as other drafts are.
    pub is_draft: bool,
}

/// Does a command that is about a draft; none where there is no such command.
pub fn of_draft(view: &View, command: &str) -> Option<Page> {
    let stem = Path::new(&view.source.path).file_stem().map_or("draft".into(), |stem| stem.to_string_lossy());
    let page = |kind: &str, extension: &str, text: String, is_draft: bool| Page {
        name: file_name(&format!("{stem}-{kind}.{extension}")),
        text,
        is_draft,
    };
    let made = |make: fn(Given) -> String| with_given(view.source, view.report, view.context, make);
    match command {
        ADVISE => {
            // The name that the person knows, not the one that tells the format.
            let path = document::path(view.uri).to_string_lossy().into_owned();
            let text = advice::render(&Source { path, ..view.source.clone() }, view.report);
            Some(page("channel", "txt", text, false))
        }
        AGENDA => {
            let text = made(|given| report::agenda::render(&agenda::agenda(&given), Markup::Markdown));
            Some(page("agenda", "md", text, true))
        }
        ASYNC => {
            let text = made(|given| report::agenda::instead(&agenda::instead(&given)));
            Some(page("message", "txt", text, true))
        }
        _ => None,
    }
}

/// A name that is one file's in any folder.
fn file_name(name: &str) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name: String = name.chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::lsp::client::Client;
    use crate::shell::lsp::view::with_view;

    fn made(command: &str, text: &str) -> Page {
        with_view("a b.eml", text, &Client::default(), |view| of_draft(view, command)).expect("there is such a command")
    }

    #[test]
    fn a_draft_makes_an_agenda_a_message_and_a_verdict() {
        let mail = "From: Mia <mia@b.example>\nTo: Rob <rob@b.example>\nSubject: The yard\n\nRob, should we paint the fence?\n";
        let agenda = made(AGENDA, mail);
        assert_eq!((agenda.name.as_str(), agenda.is_draft), ("a-b-agenda.md", true));
        assert!(
            agenda.text.contains("The yard") && agenda.text.contains("should we paint the fence?"),
            "{}",
            agenda.text
        );
        assert!(made(ASYNC, mail).text.starts_with("Subject: The yard"));
        let advice = made(ADVISE, mail).text;
        assert!(advice.starts_with("/tmp/a b.eml: ") && advice.contains("score"), "{advice}");
        assert_eq!(with_view("a.txt", "", &Client::default(), |view| of_draft(view, "presend.else")), None);
    }
}
