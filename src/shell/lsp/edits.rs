//! Edits of a document, as the client takes them.

use lsp_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::{Value, json};

use super::client::Client;
use super::view::View;
use crate::parse::Suppression;
use crate::text::Edit;

/// Edits of the document of a view: for just this version, where the client can tell.
pub fn workspace_edit<'e>(view: &View, edits: impl IntoIterator<Item = &'e Edit>) -> WorkspaceEdit {
    let edits = edits.into_iter().map(|edit| TextEdit::new(view.positions.range(edit.span), edit.text.clone()));
    of_document(view.client, view.uri, view.version, edits.collect())
}

/// Edits of a document, for just this version where the client can tell.
pub fn of_document(client: &Client, uri: &Uri, version: Option<i32>, edits: Vec<TextEdit>) -> WorkspaceEdit {
    if !client.document_changes {
        #[expect(clippy::mutable_key_type, reason = "lsp-types has it so, and nothing changes the key")]
        let changes = [(uri.clone(), edits)].into_iter().collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version };
    let edit = TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() };
    WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![edit])), ..WorkspaceEdit::default() }
}

/// A comment that keeps a finding back, with its reason to be filled in where the client can do
/// that (a `SnippetTextEdit` of LSP 3.18).
pub fn with_reason(view: &View, suppression: &Suppression) -> Value {
    let edit = &suppression.edit;
    let Some(reason) = suppression.reason.clone().filter(|_| view.client.snippet_edits && view.client.document_changes)
    else {
        return json!(workspace_edit(view, [edit]));
    };
    let text = &edit.text;
    let value =
        [&escaped(&text[..reason.start]), "${1:", &escaped(&text[reason.clone()]), "}", &escaped(&text[reason.end..])];
    let snippet = json!({ "kind": "snippet", "value": value.concat() });
    json!({ "documentChanges": [{
        "textDocument": { "uri": view.uri, "version": view.version },
        "edits": [{ "range": view.positions.range(edit.span), "snippet": snippet }],
    }] })
}

/// A text as a snippet that has no place to fill in.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;
    use crate::shell::lsp::client::Client;
    use crate::shell::lsp::view::with_view;

    const EDIT: Edit = Edit { span: Span { start: 4, end: 4 }, text: String::new() };

    #[test]
    fn edits_are_for_a_version_where_the_client_can_tell() {
        let client = Client { document_changes: true, ..Client::default() };
        let edit = with_view("a.txt", "ü𝄞 a", &client, |view| {
            json!(workspace_edit(view, [&Edit { text: "b".into(), ..EDIT }]))
        });
        let expected = json!({ "documentChanges": [{
            "textDocument": { "uri": "file:///tmp/a.txt", "version": 7 },
            "edits": [{ "range": { "start": { "line": 0, "character": 1 }, "end": { "line": 0, "character": 1 } }, "newText": "b" }],
        }] });
        assert_eq!(edit, expected);
        let edit = with_view("a.txt", "ü𝄞 a", &Client::default(), |view| json!(workspace_edit(view, [&EDIT])));
        assert_eq!(edit["changes"]["file:///tmp/a.txt"][0]["newText"], "");
    }

    #[test]
    fn a_reason_is_a_place_to_fill_in_where_the_client_can() {
        let text = "{{/* presend: ok a: reason */}}".to_owned();
        let reason = text.find("reason").map(|at| at..at + 6);
        let suppression = Suppression { edit: Edit { text, ..EDIT }, reason };
        let client = Client { document_changes: true, snippet_edits: true, ..Client::default() };
        let edit = with_view("a.txt", "some text", &client, |view| with_reason(view, &suppression));
        let edit = &edit["documentChanges"][0]["edits"][0];
        assert_eq!(edit["snippet"]["value"], "{{/* presend: ok a: ${1:reason} */\\}\\}");
        let client = Client { snippet_edits: false, ..client };
        let edit = with_view("a.txt", "some text", &client, |view| with_reason(view, &suppression));
        assert_eq!(edit["documentChanges"][0]["edits"][0]["newText"], "{{/* presend: ok a: reason */}}");
    }
}
