//! Code actions: what can be done about a finding.

use lsp_types::{CodeActionKind, CodeActionParams, Diagnostic, NumberOrString};
use serde_json::{Value, json};

use super::commands;
use super::edits::{with_reason, workspace_edit};
use super::view::View;
use crate::language::capitalised;
use crate::rules::Level;
use crate::text::{Edit, Fix, Safety};
use crate::{Source, Span, check, fix, fix_all, parse, safe_edits};

/// All safe fixes of a draft at once.
pub const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.presend");

/// The kinds of actions there are.
pub const KINDS: [CodeActionKind; 2] = [CodeActionKind::QUICKFIX, FIX_ALL];

/// For how many findings of a range actions are offered. Nobody reads a longer list.
const MOST: usize = 20;

/// How many bytes are read to find out where comments can stand: a draft of a megabyte takes
/// 20 ms each time that it is read again.
const READ: usize = 512 * 1024;

/// Up to how many bytes of a draft all safe fixes are offered where nobody asked for them: each
/// round of fixes is a check, and editors ask at each move of the cursor.
const UNASKED: usize = 32 * 1024;

/// What stands for the reason of a comment.
const REASON: &str = "reason";

/// The code actions for a range, for findings of at least this level.
pub fn actions(view: &View, params: &CodeActionParams, least: Level) -> Vec<Value> {
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    if wants(only, &CodeActionKind::QUICKFIX) {
        let asked = view.positions.span(params.range);
        let is_here = |found: &&crate::Diagnostic| found.level >= least && touches(found.finding.span, asked);
        let here: Vec<_> = view.report.diagnostics.iter().filter(is_here).take(MOST).collect();
        let known = &params.context.diagnostics;
        actions.extend(here.iter().filter_map(|found| mend(view, found, known)));
        let mut told = Vec::new();
        let affordable = (READ / view.source.bytes.len().max(1)).max(1);
        for found in here.into_iter().take(affordable) {
            let is_first = !told.contains(&&found.rule);
            told.push(&found.rule);
            actions.extend(ignore(view, found, known, is_first));
        }
    }
    if wants(only, &FIX_ALL) {
        let is_wanted = only.is_some() || view.source.bytes.len() <= UNASKED;
        actions.extend(is_wanted.then(|| all(view)).flatten());
    }
    actions
}

/// Whether a client that names these kinds wants one: it, or what it is part of.
pub fn wants(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let holds = |wanted: &CodeActionKind| {
        kind.as_str()
            .strip_prefix(wanted.as_str())
            .is_some_and(|rest| wanted.as_str().is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(holds))
}

/// Whether a span is asked for: it may be empty, and so may what is asked.
pub fn touches(span: Span, asked: Span) -> bool {
    span.start <= asked.end && asked.start <= span.end
}

/// The fix of a finding: preferred, where it is safe.
fn mend(view: &View, found: &crate::Diagnostic, known: &[Diagnostic]) -> Option<Value> {
    let Fix { title, safety, edits } = found.finding.fix.as_ref()?;
    let edit = json!(workspace_edit(view, edits));
    let mut action = action(&capitalised(title), &CodeActionKind::QUICKFIX, edit, &matching(view, found, known));
    action["isPreferred"] = json!(*safety == Safety::Safe);
    Some(action)
}

/// What keeps a finding back, and what explains it; the whole draft and the rule at its first
/// finding only.
fn ignore(view: &View, found: &crate::Diagnostic, known: &[Diagnostic], is_first: bool) -> Vec<Value> {
    let (source, draft, rule) = (view.source, &view.report.draft, found.rule.0.as_ref());
    let here = parse::suppress_here(source, draft, found.finding.span.start, rule, REASON);
    let file = if is_first { parse::suppress_in_file(source, draft, rule, REASON) } else { None };
    let diagnostics = matching(view, found, known);
    let ways = [(here, "here, with a reason"), (file, "in this draft")];
    let ways = ways.into_iter().filter_map(|(suppression, place)| Some((suppression?, place)));
    let mut actions: Vec<Value> = ways
        .map(|(suppression, place)| {
            let edit = with_reason(view, &suppression);
            action(&format!("Ignore {rule} {place}"), &CodeActionKind::QUICKFIX, edit, &diagnostics)
        })
        .collect();
    if is_first {
        let title = format!("Explain {rule}");
        let command = json!({ "title": title, "command": commands::EXPLAIN, "arguments": [rule, view.uri] });
        let kind = CodeActionKind::QUICKFIX;
        actions.push(with(json!({ "title": title, "kind": kind, "command": command }), &diagnostics));
    }
    actions
}

/// All safe fixes, as `--fix` makes them: also those that only come up once others are made.
fn all(view: &View) -> Option<Value> {
    let edits = safe_edits(view.source, view.report);
    let first = edits.first()?;
    let check = |source: &Source| check(source, view.settings, view.context);
    let (fixed, _) = fix_all(view.source, view.report.clone(), check);
    // Where one round does it, the editor keeps its marks between the edits.
    let edit = match fixed == fix(view.source, view.report) {
        true => workspace_edit(view, edits),
        false => workspace_edit(view, [&whole(view, first.span.start, fixed?)?]),
    };
    Some(action("Fix all that is safe to fix", &FIX_ALL, json!(edit), &[]))
}

/// One edit that turns the draft into this text; they differ from `start` on.
fn whole(view: &View, start: usize, fixed: Vec<u8>) -> Option<Edit> {
    let fixed = String::from_utf8(fixed).ok()?;
    let old = std::str::from_utf8(&view.source.bytes).ok()?;
    // What both end with; from the first edit on they differ.
    let most = (old.len() - start).min(fixed.len().saturating_sub(start));
    let same = old.bytes().rev().zip(fixed.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    let same = old.len() - old.ceil_char_boundary(old.len() - same);
    let text = fixed.get(start..fixed.len() - same)?.to_owned();
    Some(Edit { span: Span::new(start, old.len() - same), text })
}

/// An action that makes an edit, for these diagnostics.
pub fn action(title: &str, kind: &CodeActionKind, edit: Value, diagnostics: &[&Diagnostic]) -> Value {
    with(json!({ "title": title, "kind": kind, "edit": edit }), diagnostics)
}

/// An action for these diagnostics.
fn with(mut action: Value, diagnostics: &[&Diagnostic]) -> Value {
    if !diagnostics.is_empty() {
        action["diagnostics"] = json!(diagnostics);
    }
    action
}

/// The diagnostics that the client knows of a finding.
fn matching<'d>(view: &View, found: &crate::Diagnostic, known: &'d [Diagnostic]) -> Vec<&'d Diagnostic> {
    let range = view.positions.range(found.finding.span);
    let code = Some(NumberOrString::String(found.rule.to_string()));
    known.iter().filter(|diagnostic| diagnostic.range == range && diagnostic.code == code).collect()
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range};

    use super::*;
    use crate::shell::lsp::client::Client;
    use crate::shell::lsp::diagnostics;
    use crate::shell::lsp::pages::Pages;
    use crate::shell::lsp::view::{Edited, with_view};

    const TEXT: &str = "Hi Ana,\n\nwe met in order to plan the yard, in order to win it.\n";

    /// The actions for a place of a text, as the client gets them.
    fn at(name: &str, text: &str, place: &str, only: Option<Vec<CodeActionKind>>) -> Vec<Value> {
        let client = Client::default();
        with_view(name, text, &client, |view| {
            let start = view.positions.position(text.find(place).expect("it is there"));
            let known = diagnostics::of(view, Level::Info, &mut Pages::default());
            let context = lsp_types::CodeActionContext { diagnostics: known, only, trigger_kind: None };
            let params = CodeActionParams {
                text_document: lsp_types::TextDocumentIdentifier { uri: view.uri.clone() },
                range: Range::new(start, start),
                context,
                work_done_progress_params: Default::default(),
                partial_result_params: Default::default(),
            };
            actions(view, &params, Level::Info)
        })
    }

    fn titles(actions: &[Value]) -> Vec<&str> {
        actions.iter().filter_map(|action| action["title"].as_str()).collect()
    }

    #[test]
    fn a_finding_can_be_fixed_kept_back_and_explained() {
        let actions = at("a.md", TEXT, "order to plan", None);
        let expected = [
            "Replace by “to”",
            "Ignore concise/wordy-phrase here, with a reason",
            "Ignore concise/wordy-phrase in this draft",
            "Explain concise/wordy-phrase",
            "Fix all that is safe to fix",
        ];
        assert_eq!(titles(&actions), expected);
        assert_eq!((&actions[0]["isPreferred"], &actions[0]["kind"]), (&json!(true), &json!("quickfix")));
        assert_eq!(actions[0]["diagnostics"][0]["code"], "concise/wordy-phrase");
        assert_eq!(actions[0].edited(TEXT), TEXT.replacen("in order to", "to", 1));
        let line = "in order to win it.";
        let comment = format!("{line} <!-- presend: ok concise/wordy-phrase: reason -->");
        assert_eq!(actions[1].edited(TEXT), TEXT.replace(line, &comment));
        assert!(actions[2].edited(TEXT).starts_with("<!-- presend: ok-file concise/wordy-phrase: reason -->\nHi"));
        assert_eq!(actions[3]["command"]["arguments"][0], "concise/wordy-phrase");
        assert_eq!(actions[4].edited(TEXT), TEXT.replace("in order to", "to"));
        assert_eq!(titles(&at("a.md", TEXT, "Hi", None)), ["Fix all that is safe to fix"]);
    }

    #[test]
    fn only_the_kinds_that_are_wanted_are_offered() {
        let wanted = |kind: &'static str| titles_of(at("a.md", TEXT, "order", Some(vec![CodeActionKind::new(kind)])));
        fn titles_of(actions: Vec<Value>) -> usize {
            titles(&actions).len()
        }
        assert_eq!(["", "source", "source.fixAll", "source.fixAll.presend"].map(wanted), [5, 1, 1, 1]);
        assert_eq!(["quickfix", "source.fix", "source.fixAll.other", "refactor"].map(wanted), [4, 0, 0, 0]);
    }

    #[test]
    fn a_rewrite_is_offered_but_not_preferred() {
        let text = "Hi Ana,\n\nis the plan fair and will it work by June?\n";
        let found = with_view("a.txt", text, &Client::default(), |view| {
            let suggested =
                |d: &&crate::Diagnostic| d.finding.fix.as_ref().is_some_and(|f| f.safety == Safety::Suggested);
            view.report.diagnostics.iter().find(suggested).map(|d| d.finding.span)
        });
        let span = found.expect("a rewrite is suggested");
        let actions = at("a.txt", text, &text[span.range()], None);
        assert_eq!(actions[0]["isPreferred"], json!(false), "{actions:?}");
    }

    #[test]
    fn fixes_that_lie_over_one_another_are_made_one_after_the_other() {
        use base64::Engine as _;
        let body = base64::engine::general_purpose::STANDARD.encode("We met in order to plan, in order to win.\n");
        let mail = format!("Subject: Yard\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{body}\n");
        let unasked = at("a.eml", &mail, "Subject", None);
        let asked = at("a.eml", &mail, "Subject", Some(vec![FIX_ALL]));
        let text = |action: &Value| {
            let mail = action.edited(&mail);
            let body = mail.split("\n\n").nth(1).expect("there is a body").trim().to_owned();
            String::from_utf8(base64::engine::general_purpose::STANDARD.decode(body).expect("it is base64")).unwrap()
        };
        for all in [unasked, asked] {
            assert_eq!(text(&all[0]), "We met to plan, to win.\n");
        }
    }

    #[test]
    fn fixes_beyond_the_most_that_are_told_are_made_too() {
        let text = format!("Hi Ana,\n\n{}", "We met in order to plan the yard.\n\n".repeat(8));
        let all = at("a.md", &text, "Hi", Some(vec![FIX_ALL]));
        assert_eq!(all[0].edited(&text), text.replace("in order to", "to"));
        let long = format!("{text}{}", "The yard is dry.\n\n".repeat(UNASKED / 16));
        assert_eq!(titles(&at("a.md", &long, "Hi", None)), [""; 0]);
    }

    #[test]
    fn nothing_is_offered_where_nothing_can_be_done() {
        let range = Range::new(Position::new(99, 99), Position::new(99, 99));
        let params =
            json!({ "textDocument": { "uri": "file:///tmp/a.txt" }, "range": range, "context": { "diagnostics": [] } });
        let params: CodeActionParams = serde_json::from_value(params).unwrap();
        assert!(
            with_view("a.txt", "Hi Ana.\n", &Client::default(), |view| actions(view, &params, Level::Info)).is_empty()
        );
    }
}
