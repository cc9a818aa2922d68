//! What the server offers beside diagnostics, as an editor gets it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, capable, uri};
use super::{WORDY, folder};

/// A client that can do all that features ask for.
fn able(folder: &Path, options: Value) -> Client {
    let mut capabilities = capable();
    capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true, "snippetEditSupport": true });
    capabilities["window"]["showDocument"] = json!({ "support": true });
    capabilities["textDocument"]["codeAction"] = json!({ "codeActionLiteralSupport": {} });
    capabilities["textDocument"]["documentSymbol"] = json!({ "hierarchicalDocumentSymbolSupport": true });
    capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["markdown", "plaintext"] });
    Client::start(folder, capabilities, options)
}

/// The answer to a request about a document.
fn of(client: &mut Client, uri: &str, method: &str, mut params: Value) -> Value {
    params["textDocument"] = json!({ "uri": uri });
    client.ask(&format!("textDocument/{method}"), params)["result"].clone()
}

fn at(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

fn titles(actions: &Value) -> Vec<&str> {
    actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect()
}

#[test]
fn actions_are_edits_of_just_this_version() {
    let folder = folder();
    let mut client = able(folder.path(), Value::Null);
    let name = "untitled:Untitled-1";
    client.open(name, "plaintext", WORDY);
    let params = json!({ "range": { "start": at(2, 4), "end": at(2, 4) }, "context": { "diagnostics": [] } });
    let actions = of(&mut client, name, "codeAction", params.clone());
    let expected = [
        "Replace by “to”",
        "Ignore concise/wordy-phrase here, with a reason",
        "Ignore concise/wordy-phrase in this draft",
        "Explain concise/wordy-phrase",
        "Fix all that is safe to fix",
    ];
    assert_eq!(titles(&actions), expected);
    let change = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!((&change["textDocument"]["version"], &change["edits"][0]["newText"]), (&json!(1), &json!("To")));
    let snippet = &actions[1]["edit"]["documentChanges"][0]["edits"][0]["snippet"]["value"];
    assert_eq!(snippet, " [presend: ok concise/wordy-phrase: ${1:reason}]");
    let all = json!({ "range": params["range"], "context": { "diagnostics": [], "only": ["source.fixAll"] } });
    assert_eq!(titles(&of(&mut client, name, "codeAction", all)), ["Fix all that is safe to fix"]);

    client.replace(name, 2, "Hi Ana,\n\nthe plan is here.\n");
    assert_eq!(of(&mut client, name, "codeAction", params), json!([]));
    client.end();
}

#[test]
fn what_was_meant_in_settings_is_a_quick_fix() {
    let folder = folder();
    let mut client = able(folder.path(), Value::Null);
    let settings = uri(&folder.path().join("presend.toml"));
    let text = "contry = \"DE\"\nprofile = 'emial'\n[rules]\n\"deadline/mising\" = \"of\"\ntoo-long = \"off\"\n\
                \"concise/long-sentence\" = { wordz = 30 }\n";
    client.open(&settings, "toml", text);
    let found = client.pull(&settings, None)["items"].clone();
    let mut mended = text.to_owned();
    for diagnostic in found.as_array().unwrap() {
        let range = &diagnostic["range"];
        let params = json!({ "range": range, "context": { "diagnostics": [diagnostic], "only": ["quickfix"] } });
        let actions = of(&mut client, &settings, "codeAction", params);
        let action = &actions[0];
        assert_eq!((actions.as_array().unwrap().len(), &action["isPreferred"]), (1, &json!(true)), "{actions}");
        assert_eq!(&action["diagnostics"][0], diagnostic);
        let change = &action["edit"]["documentChanges"][0];
        assert_eq!((&change["textDocument"]["version"], &change["edits"][0]["range"]), (&json!(1), range));
        let new = change["edits"][0]["newText"].as_str().unwrap();
        assert_eq!(action["title"], format!("Replace by “{}”", new.trim_matches(['"', '\''])));
        let number = |place: &str, of: &str| range[place][of].as_u64().unwrap() as usize;
        let line = text.lines().nth(number("start", "line")).unwrap();
        mended = mended.replace(&line[number("start", "character")..number("end", "character")], new);
    }
    let right = "country = \"DE\"\nprofile = 'email'\n[rules]\n\"deadline/missing\" = \"off\"\n\"concise/too-long\" = \"off\"\n\
                 \"concise/long-sentence\" = { words = 30 }\n";
    assert_eq!(mended, right);
    client.replace(&settings, 2, right);
    let everywhere = json!({ "range": { "start": at(0, 0), "end": at(9, 0) }, "context": { "diagnostics": [] } });
    assert_eq!(of(&mut client, &settings, "codeAction", everywhere), json!([]));
    client.end();
}

#[test]
fn what_the_editor_does_not_show_is_not_offered() {
    let folder = folder();
    let mut client = able(folder.path(), json!({ "level": "error", "codeLens": false, "inlayHints": false }));
    let name = "untitled:Untitled-1";
    client.open(name, "plaintext", WORDY);
    let range = json!({ "start": at(0, 0), "end": at(9, 0) });
    let actions = of(&mut client, name, "codeAction", json!({ "range": range, "context": { "diagnostics": [] } }));
    assert_eq!(titles(&actions), ["Fix all that is safe to fix"]);
    assert_eq!(of(&mut client, name, "hover", json!({ "position": at(2, 4) })), Value::Null);
    assert_eq!(of(&mut client, name, "inlayHint", json!({ "range": range })), json!([]));
    assert_eq!(of(&mut client, name, "codeLens", json!({})), json!([]));
    assert_eq!(of(&mut client, name, "semanticTokens/full", json!({})), Value::Null);
    client.end();
}

#[test]
fn a_draft_is_explained_where_it_is_read() {
    let folder = folder();
    let mut client = able(folder.path(), json!({ "semanticTokens": true }));
    let name = "untitled:Untitled-1";
    let mail = "To: Ana <ana@a.example>\nDate: Sat, 28 Nov 2026 20:00:00 +0100\nSubject: Yard\n\nCould you send the plan by Friday?\n";
    client.open(name, "plaintext", mail);
    let hover = of(&mut client, name, "hover", json!({ "position": at(4, 3) }));
    assert_eq!(hover["contents"]["value"], "Read as a request, of Ana, due Friday, 4 December 2026");
    let hints = of(&mut client, name, "inlayHint", json!({ "range": { "start": at(4, 0), "end": at(5, 0) } }));
    assert_eq!((&hints[0]["label"], &hints[0]["position"]), (&json!("4 Dec"), &at(4, 33)));
    let symbols = of(&mut client, name, "documentSymbol", json!({}));
    assert_eq!(symbols[1]["children"][0]["children"][0]["name"], "by Friday");
    let lenses = of(&mut client, name, "codeLens", json!({}));
    assert_eq!(lenses[0]["command"]["command"], "presend.advise");
    let tokens =
        of(&mut client, name, "semanticTokens/range", json!({ "range": { "start": at(4, 0), "end": at(5, 0) } }));
    assert_eq!(tokens["data"], json!([4, 0, 23, 0, 1, 0, 24, 9, 1, 2, 0, 9, 1, 0, 1]));
    client.end();
}

#[test]
fn what_commands_make_is_opened() {
    let folder = folder();
    let mut client = able(folder.path(), Value::Null);
    let name = uri(&folder.path().join("yard.eml"));
    client.open(&name, "mail", "To: Ana <ana@a.example>\nSubject: Yard\n\nShould we paint the fence?\n");
    let run = |client: &mut Client, command: &str, arguments: Value| {
        client.ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
    };
    let agenda = run(&mut client, "presend.agenda", json!([name]))["result"].clone();
    assert!(agenda.as_str().unwrap().starts_with("# Yard\n"), "{agenda}");
    let shown = client.told("window/showDocument");
    let path = shown["uri"].as_str().unwrap().strip_prefix("file://").unwrap().to_owned();
    assert!(path.ends_with("/yard-agenda.md"), "{path}");
    assert_eq!(fs::read_to_string(&path).unwrap(), agenda.as_str().unwrap());

    // A file that its mail client named is called by that name, whatever tells its format.
    let unnamed = "file:///tmp/neomutt-mail.b.example-1000-4711";
    client.open(unnamed, "mail", "To: Ana <ana@a.example>\nSubject: Yard\n\nShould we paint the fence?\n");
    let advice = run(&mut client, "presend.advise", json!([unnamed]))["result"].clone();
    assert!(advice.as_str().unwrap().starts_with("/tmp/neomutt-mail.b.example-1000-4711: "), "{advice}");
    client.told("window/showDocument");

    run(&mut client, "presend.explain", json!(["deadline/missing", name]));
    let page = client.told("window/showDocument")["uri"].as_str().unwrap().to_owned();
    assert!(page.ends_with("/.cache/presend/rules/deadline/missing.md"), "{page}");
    // The examples of a card are no drafts of anybody's.
    client.open(&page, "markdown", WORDY);
    assert_eq!(client.pull(&page, None)["items"], json!([]));

    let error = run(&mut client, "presend.agenda", json!(["untitled:none"]))["error"]["message"].clone();
    assert_eq!(error, "the draft is not open");
    let error = run(&mut client, "presend.explain", json!(["deadline/mising"]))["error"]["message"].clone();
    assert_eq!(error, "there is no rule “deadline/mising”");
    client.end();
    assert!(!Path::new(&path).exists(), "what nobody went on writing goes");

    let mut plain = Client::start(folder.path(), json!({}), Value::Null);
    plain.open(&name, "mail", "To: Ana <ana@a.example>\nSubject: Yard\n\nShould we paint the fence?\n");
    run(&mut plain, "presend.agenda", json!([name]));
    assert!(plain.told("window/showMessage")["message"].as_str().unwrap().starts_with("# Yard\n"));
    plain.end();
}

#[test]
fn rules_are_completed_in_settings_and_comments() {
    let folder = folder();
    let mut client = able(folder.path(), Value::Null);
    let settings = uri(&folder.path().join("presend.toml"));
    client.open(&settings, "toml", "[rules]\n\"dead\"\n");
    let labels = |items: Value| -> Vec<String> {
        items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    };
    let items = of(&mut client, &settings, "completion", json!({ "position": at(1, 5) }));
    assert_eq!(
        items.as_array().unwrap().iter().find(|item| item["label"] == "deadline/missing").unwrap()["textEdit"],
        json!({
            "newText": "\"deadline/missing\"", "range": { "start": at(1, 0), "end": at(1, 6) },
        })
    );
    assert!(labels(items).contains(&"deadline".to_owned()));
    client.replace(&settings, 2, "[[\n");
    let items = of(&mut client, &settings, "completion", json!({ "position": at(0, 2) }));
    let overrides = items.as_array().unwrap().iter().find(|item| item["label"] == "overrides").unwrap();
    let range = json!({ "start": at(0, 2), "end": at(0, 2) });
    assert_eq!(overrides["textEdit"], json!({ "newText": "overrides]]", "range": range }));
    assert_eq!(labels(items), ["contacts", "guard.recipients", "overrides"]);
    client.replace(&settings, 3, "[rules]\n\"deadline/missing\" = \"off\"\n");
    let hover = of(&mut client, &settings, "hover", json!({ "position": at(1, 5) }));
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("`deadline/missing` (warning): "), "{hover}");

    let draft = "untitled:Untitled-1";
    client.open(draft, "markdown", "We met. <!-- presend: ok con -->\n\nWe met con\n");
    let items = of(&mut client, draft, "completion", json!({ "position": at(0, 28) }));
    assert!(labels(items).contains(&"concise/wordy-phrase".to_owned()));
    assert_eq!(of(&mut client, draft, "completion", json!({ "position": at(2, 10) })), json!([]));
    client.end();
}
