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

/// What `presend check` says of all fixtures.
fn checked(root: &Path, home: &Path) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(["check", "--exit-zero", "--output-format", "json", "fixtures"]).current_dir(root);
    let output = command.env("HOME", home).env_remove("XDG_CONFIG_HOME").output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
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
