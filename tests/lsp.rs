//! The language server, driven over its pipe as an editor does.

mod agreement;
mod client;
mod features;
mod robust;
mod settings;

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use client::{Client, capable, rules, uri};

const WORDY: &str = "Hi Ana,\n\nIn order to start, the team met.\n";

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn a_document_is_told_of_from_open_to_close() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let name = "untitled:Untitled-1";
    client.open(name, "plaintext", WORDY);
    let told = client.published(name);
    assert_eq!(told["version"], 1);
    let found = &told["diagnostics"][0];
    assert_eq!(
        (&found["code"], &found["source"], &found["severity"]),
        (&json!("concise/wordy-phrase"), &json!("presend"), &json!(3))
    );
    assert_eq!(
        found["range"],
        json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 11 } })
    );
    for key in ["codeDescription", "data", "tags"] {
        assert!(found.get(key).is_none(), "the client does not know {key}");
    }
    client.replace(name, 2, "Hi Ana,\n");
    assert_eq!(client.published(name), json!({ "uri": name, "version": 2, "diagnostics": [] }));
    client.close(name);
    assert_eq!(client.published(name), json!({ "uri": name, "diagnostics": [] }));
    client.end();
}

#[test]
fn a_capable_client_gets_all_that_belongs_to_a_finding() {
    let folder = folder();
    let mut capabilities = capable();
    capabilities["textDocument"]["diagnostic"] = Value::Null;
    let mut client = Client::start(folder.path(), capabilities, Value::Null);
    let name = "untitled:Untitled-1";
    client.open(
        name,
        "plaintext",
        "Hi Ana,\n\nI just wanted to say that the plan is basically really very good. Could you send it?\n",
    );
    let told = client.published(name);
    let found = told["diagnostics"].as_array().unwrap();
    let filler = found.iter().find(|found| found["code"] == "concise/filler").unwrap();
    assert_eq!(filler["tags"], json!([1]), "these words can go");
    assert!(filler["data"]["fingerprint"].is_string());
    let page = filler["codeDescription"]["href"].as_str().unwrap();
    let path = folder.path().join(".cache/presend/rules/concise/filler.md");
    assert_eq!(page, uri(&path));
    assert!(fs::read_to_string(path).unwrap().starts_with("# concise/filler\n"));
    let missing = found.iter().find(|found| found["code"] == "deadline/missing").unwrap();
    assert!(missing.get("tags").is_none());
    client.end();
}

#[test]
fn a_client_that_pulls_gets_no_push() {
    let folder = folder();
    let mut client = Client::start(folder.path(), capable(), Value::Null);
    let name = "untitled:Untitled-1";
    client.open(name, "plaintext", WORDY);
    let first = client.pull(name, None);
    assert_eq!((&first["kind"], rules(&first["items"])), (&json!("full"), vec!["concise/wordy-phrase"]));
    let known = first["resultId"].as_str().unwrap();
    assert_eq!(client.pull(name, Some(known)), json!({ "kind": "unchanged", "resultId": known }));
    client.replace(name, 2, "Hi Ana,\n");
    let second = client.pull(name, Some(known));
    assert_eq!((&second["kind"], &second["items"]), (&json!("full"), &json!([])));
    client.close(name);
    let rest = client.rest();
    assert!(!rest.iter().any(|message| message["method"] == "textDocument/publishDiagnostics"), "{rest:#?}");
    client.end();
}

#[test]
fn positions_are_counted_as_was_agreed() {
    let folder = folder();
    for (offered, chosen, column) in
        [(json!(["utf-16", "utf-8"]), "utf-8", 5), (json!(["utf-32"]), "utf-32", 2), (Value::Null, "utf-16", 3)]
    {
        let mut client = Client::spawn(folder.path(), &[]);
        let answer =
            client.initialize(folder.path(), json!({ "general": { "positionEncodings": offered } }), Value::Null);
        assert_eq!(answer["capabilities"]["positionEncoding"], chosen);
        client.open("untitled:a", "plaintext", "𝄞 in order to start, the team met.\n");
        let told = client.published("untitled:a");
        assert_eq!(told["diagnostics"][0]["range"]["start"]["character"], column, "{chosen}");
        client.end();
    }
}

#[test]
fn drafts_of_mail_clients_are_known_by_their_headers() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let header = "From: ben@b.example\nTo: ana@a.example\nSubject: \n";
    for (name, language, separator) in [
        ("file:///tmp/neomutt-mail.b.example-1000-4711-98765", "plaintext", "\n"),
        ("file:///tmp/aerc-compose-1.eml", "mail", "\n"),
        ("untitled:*unsent%20mail*", "message", "--text follows this line--\n"),
        ("untitled:Untitled-1", "plaintext", "\n"),
        ("file:///tmp/draft.tmp", "some-mail-mode", "\n"),
    ] {
        client.open(name, language, &format!("{header}{separator}Hi Ana,\n\nThe plan is here.\n"));
        assert_eq!(rules(&client.published(name)["diagnostics"]), ["hygiene/empty-subject"], "{name}");
    }
    client.end();
}

#[test]
fn what_is_no_draft_is_left_alone() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    client.open("file:///x/main.rs", "rust", "// In order to start\n");
    client.open("file:///x/LICENSE", "plaintext", "In order to start\n");
    assert_eq!(client.pull("file:///x/main.rs", None)["items"], json!([]));
    assert_eq!(client.pull("file:///x/unknown.md", None)["items"], json!([]));
    assert!(!client.rest().iter().any(|message| message["method"] == "textDocument/publishDiagnostics"));
    // A language that is a format counts where the name says nothing: this is code.
    client.open("untitled:Untitled-1", "markdown", &format!("```\n{WORDY}```\n"));
    assert_eq!(client.published("untitled:Untitled-1")["diagnostics"], json!([]));
    client.end();
}

#[test]
fn a_burst_ends_with_the_last_version_and_none_goes_back() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let name = "untitled:Untitled-1";
    client.open(name, "plaintext", "");
    for version in 2..=300 {
        let text = if version % 2 == 0 { WORDY } else { "Hi Ana,\n" };
        client.replace(name, version, &format!("{text}{}\n", "More words. ".repeat(200)));
    }
    let mut last = 0;
    loop {
        let told = client.published(name);
        let version = told["version"].as_i64().unwrap();
        assert!(version > last, "{version} after {last}");
        // What is told of a version is what was found in it.
        let wordy = rules(&told["diagnostics"]).contains(&"concise/wordy-phrase");
        assert_eq!(wordy, version % 2 == 0, "{told}");
        last = version;
        if version == 300 {
            break;
        }
    }
    client.end();
}

#[test]
fn all_drafts_of_the_folders_are_told_with_progress() {
    let folder = folder();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("a.md", WORDY);
    write("sub/b.txt", "Hi Ana,\n");
    write("sub/c.rs", "// in order to\n");
    write("open.md", WORDY);
    write(".presendignore", "left-out/\n");
    write("left-out/d.md", WORDY);
    let mut client = Client::spawn(folder.path(), &[]);
    let answer = client.initialize(folder.path(), capable(), json!({ "workspaceDiagnostics": true }));
    assert_eq!(answer["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    let open = uri(&folder.path().join("open.md"));
    client.open(&open, "markdown", "Hi Ana,\n");
    client.pull(&open, None);
    let params = json!({ "previousResultIds": [], "workDoneToken": "token" });
    let answer = client.ask("workspace/diagnostic", params)["result"].clone();
    let found = |answer: &Value| -> Vec<(String, Value, usize)> {
        let items = answer["items"].as_array().unwrap().iter();
        let one = |item: &Value| {
            let name = item["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            (name, item["version"].clone(), item["items"].as_array().map_or(99, Vec::len))
        };
        items.map(one).collect()
    };
    let expected = [("a.md", Value::Null, 1), ("b.txt", Value::Null, 0), ("open.md", json!(1), 0)];
    assert_eq!(found(&answer), expected.clone().map(|(name, version, count)| (name.to_owned(), version, count)));
    for kind in ["begin", "end"] {
        let progress = client.told("$/progress");
        assert_eq!((&progress["token"], &progress["value"]["kind"]), (&json!("token"), &json!(kind)));
    }

    // The client knows all this: it is answered when something changes, and not before.
    let known: Vec<Value> = answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }))
        .collect();
    let id = client.request("workspace/diagnostic", json!({ "previousResultIds": known }));
    assert!(!client.rest().iter().any(|message| message["id"] == id && message.get("method").is_none()));
    fs::remove_file(folder.path().join("a.md")).unwrap();
    client.tell(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": uri(&folder.path().join("a.md")), "type": 3 }] }),
    );
    let answer = client.answer(id)["result"].clone();
    let of = |name: &str| {
        answer["items"].as_array().unwrap().iter().find(|item| item["uri"].as_str().unwrap().ends_with(name)).unwrap()
    };
    assert_eq!(of("a.md")["items"], json!([]), "what is gone has no findings");
    assert_eq!(of("b.txt")["kind"], "unchanged");
    client.end();
}

#[test]
fn a_walk_is_cancelled_and_sent_in_pieces() {
    let folder = folder();
    for number in 0..120 {
        fs::write(folder.path().join(format!("{number:03}.md")), WORDY).unwrap();
    }
    let mut client = Client::start(folder.path(), capable(), Value::Null);
    let id = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    client.tell("$/cancelRequest", json!({ "id": id }));
    assert_eq!(client.answer(id)["error"]["code"], -32800);
    let params = json!({ "previousResultIds": [], "partialResultToken": 7 });
    let answer = client.ask("workspace/diagnostic", params);
    assert_eq!(answer["result"]["items"], json!([]));
    let pieces = client
        .rest()
        .into_iter()
        .filter(|message| message["method"] == "$/progress" && message["params"]["token"] == 7);
    let sizes: Vec<usize> = pieces.map(|piece| piece["params"]["value"]["items"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [50, 50, 20]);
    client.end();
}
