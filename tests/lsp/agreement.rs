//! The server finds in a draft what `presend check` finds in it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::client::{Client, uri};
use super::folder;

/// A finding: its rule, its severity in the protocol, its bytes, and what it says.
type Finding = (String, u64, usize, usize, String);

#[test]
fn the_same_is_found_in_all_drafts_as_on_the_command_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let home = folder();
    let mut client = Client::spawn(home.path(), &["--stdio"]);
    client.initialize(root, json!({ "general": { "positionEncodings": ["utf-8"] } }), Value::Null);
    let (mut drafts, mut findings) = (0, 0);
    for draft in checked(root, home.path()) {
        let path = root.join(draft["path"].as_str().unwrap());
        // Of a mailbox an editor's one document is the first message, and what is no UTF-8 it
        // hands over as something else.
        let Some(text) = String::from_utf8(fs::read(&path).unwrap()).ok().filter(|_| draft.get("message").is_none())
        else {
            continue;
        };
        let name = uri(&path);
        client.open(&name, "plaintext", &text);
        let told = client.published(&name);
        let starts = line_starts(&text);
        let told: Vec<Finding> =
            told["diagnostics"].as_array().unwrap().iter().map(|found| of_server(found, &starts)).collect();
        let expected: Vec<Finding> = draft["diagnostics"].as_array().unwrap().iter().map(of_check).collect();
        assert_eq!(told, expected, "{}", path.display());
        (drafts, findings) = (drafts + 1, findings + told.len());
    }
    assert!(drafts > 1500 && findings > 1500, "only {findings} findings in {drafts} drafts to compare");
    client.end();
}

#[test]
fn all_that_is_safe_to_fix_is_what_the_command_line_fixes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let home = folder();
    copy(&root.join("fixtures"), &home.path().join("fixtures"));
    // Nothing is fixed in a mailbox.
    fs::remove_file(home.path().join("fixtures/outbox.mbox")).unwrap();
    let fixing = presend(home.path(), home.path(), &["--fix"]);
    assert!(fixing.status.success(), "{}", String::from_utf8_lossy(&fixing.stderr));
    let mut client = Client::spawn(home.path(), &["--stdio"]);
    client.initialize(home.path(), json!({ "general": { "positionEncodings": ["utf-8"] } }), Value::Null);
    let mut fixed = 0;
    for draft in checked(root, home.path()) {
        let name = draft["path"].as_str().unwrap();
        let Some(text) =
            String::from_utf8(fs::read(root.join(name)).unwrap()).ok().filter(|_| draft.get("message").is_none())
        else {
            continue;
        };
        let path = home.path().join(name);
        let (uri, end) = (uri(&path), json!({ "line": 0, "character": 0 }));
        client.open(&uri, "plaintext", &text);
        let params = json!({
            "textDocument": { "uri": uri },
            "range": { "start": end, "end": end },
            "context": { "diagnostics": [], "only": ["source.fixAll"] },
        });
        let answer = client.ask("textDocument/codeAction", params);
        let edits = answer["result"][0]["edit"]["changes"][&uri].as_array().cloned().unwrap_or_default();
        assert_eq!(edited(&text, &edits), fs::read_to_string(&path).unwrap(), "{name}");
        fixed += usize::from(!edits.is_empty());
    }
    assert!(fixed > 15, "only {fixed} drafts have something to fix");
    client.end();
}

/// A text with edits of the protocol made.
fn edited(text: &str, edits: &[Value]) -> String {
    let starts = line_starts(text);
    let byte = |at: &Value| starts[at["line"].as_u64().unwrap() as usize] + at["character"].as_u64().unwrap() as usize;
    let mut edited = text.to_owned();
    for edit in edits.iter().rev() {
        let range = byte(&edit["range"]["start"])..byte(&edit["range"]["end"]);
        edited.replace_range(range, edit["newText"].as_str().unwrap());
    }
    edited
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// What `presend check` says of all fixtures.
fn checked(root: &Path, home: &Path) -> Vec<Value> {
    serde_json::from_slice(&presend(root, home, &["--output-format", "json"]).stdout).unwrap()
}

/// Runs `presend check` on the fixtures of a folder.
fn presend(folder: &Path, home: &Path, options: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(["check", "--exit-zero"]).args(options).arg("fixtures").current_dir(folder);
    command.env("HOME", home).env_remove("XDG_CONFIG_HOME").output().unwrap()
}

fn of_check(found: &Value) -> Finding {
    let severity = ["error", "warning", "info"].iter().position(|level| found["level"] == *level).unwrap() + 1;
    let byte = |end: &str| found[end].as_u64().unwrap() as usize;
    let text = |key: &str| found[key].as_str().unwrap().to_owned();
    let message = match found["help"].as_str().unwrap_or_default() {
        "" => text("text"),
        help => format!("{}; {help}", text("text")),
    };
    let message = presend::report::escape::visible(&message).into_owned();
    (text("rule"), severity as u64, byte("start"), byte("end"), message)
}

fn of_server(found: &Value, starts: &[usize]) -> Finding {
    let byte = |end: &str| {
        let at = &found["range"][end];
        starts[at["line"].as_u64().unwrap() as usize] + at["character"].as_u64().unwrap() as usize
    };
    let text = |key: &str| found[key].as_str().unwrap().to_owned();
    (text("code"), found["severity"].as_u64().unwrap(), byte("start"), byte("end"), text("message"))
}

/// The byte that each line starts with, as the protocol tells lines: CR alone ends one, too.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = (0..bytes.len()).filter(|&at| match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    std::iter::once(0).chain(ends.map(|end| end + 1)).collect()
}
