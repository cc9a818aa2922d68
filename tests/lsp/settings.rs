//! Settings: of files, of the editor, and what is wrong with them.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, capable, rules, uri};
use super::{WORDY, folder};

const OFF: &str = "[rules]\n\"concise/wordy-phrase\" = \"off\"\n";

#[test]
fn the_nearest_settings_file_counts_and_is_read_anew_when_it_changes() {
    let folder = folder();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("sub/presend.toml"), OFF).unwrap();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let (above, below) = (uri(&folder.path().join("a.md")), uri(&folder.path().join("sub/a.md")));
    client.open(&above, "markdown", WORDY);
    client.open(&below, "markdown", WORDY);
    assert_eq!(rules(&client.published(&above)["diagnostics"]), ["concise/wordy-phrase"]);
    assert_eq!(client.published(&below)["diagnostics"], json!([]));

    let file = folder.path().join("sub/presend.toml");
    fs::write(&file, OFF.replace("off", "error")).unwrap();
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&file), "type": 2 }] }));
    let told = client.published(&below);
    assert_eq!((&told["version"], &told["diagnostics"][0]["severity"]), (&json!(1), &json!(1)));

    // A client that watches nothing tells by saving.
    fs::remove_file(&file).unwrap();
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": below } }));
    assert_eq!(client.published(&below)["diagnostics"][0]["severity"], 3);
    client.end();
}

#[test]
fn a_client_is_asked_to_watch_files_and_to_pull_anew() {
    let folder = folder();
    let mut client = Client::start(folder.path(), capable(), Value::Null);
    let registered = client.told("client/registerCapability");
    let methods: Vec<&str> =
        registered["registrations"].as_array().unwrap().iter().map(|one| one["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"]);
    let watchers = &registered["registrations"][0]["registerOptions"]["watchers"];
    assert_eq!(watchers[0]["globPattern"], "**/*.toml");
    assert_eq!(watchers[3]["globPattern"]["baseUri"], uri(&folder.path().join(".config/presend")));

    let name = uri(&folder.path().join("a.md"));
    client.open(&name, "markdown", WORDY);
    assert_eq!(rules(&client.pull(&name, None)["items"]), ["concise/wordy-phrase"]);
    let file = folder.path().join("presend.toml");
    fs::write(&file, OFF).unwrap();
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&file), "type": 1 }] }));
    client.told("workspace/diagnostic/refresh");
    assert_eq!(client.pull(&name, None)["items"], json!([]));
    client.end();
}

#[test]
fn what_is_wrong_with_settings_is_told_in_their_file() {
    let folder = folder();
    let file = folder.path().join("presend.toml");
    fs::write(&file, OFF).unwrap();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let (draft, settings) = (uri(&folder.path().join("a.md")), uri(&file));
    client.open(&draft, "markdown", WORDY);
    assert_eq!(client.published(&draft)["diagnostics"], json!([]));

    // On disk: what held before holds on, and the person is told where it is wrong.
    fs::write(&file, "countri = \"DE\"\n").unwrap();
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": settings, "type": 2 }] }));
    let told = client.told("window/showMessage");
    let message = told["message"].as_str().unwrap();
    // The server was started in this folder, of which the person knows nothing.
    assert!(message.contains(&format!(" {}:1:1: there is no key “countri”", file.display())), "{message}");
    assert!(message.contains("the settings from before hold"), "{message}");
    let wrong = client.published(&settings);
    assert_eq!(
        wrong["diagnostics"][0]["range"],
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 7 } })
    );
    assert_eq!(client.published(&draft)["diagnostics"], json!([]));

    // In the editor, unsaved: the buffer is told of, the drafts go by the file.
    client.open(&settings, "toml", "[rules]\n\"concise/wordy-phrase\" = \"of\"\n");
    assert_eq!(
        client.published(&settings)["diagnostics"],
        json!([]),
        "what was told of the file on disk is taken back"
    );
    let wrong = client.published(&settings);
    assert_eq!(wrong["version"], 1);
    assert!(wrong["diagnostics"][0]["message"].as_str().unwrap().contains("can't be “of”"), "{wrong}");
    client.replace(&settings, 2, OFF);
    assert_eq!(client.published(&settings)["diagnostics"], json!([]));

    // Saved: all is right.
    fs::write(&file, OFF.replace("off", "warning")).unwrap();
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": settings } }));
    assert_eq!(client.published(&draft)["diagnostics"][0]["severity"], 2);
    client.end();
}

#[test]
fn files_that_settings_name_are_told_where_they_are_named() {
    let folder = folder();
    fs::write(folder.path().join("base.toml"), "profile = \"mial\"\n").unwrap();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let settings = uri(&folder.path().join("presend.toml"));
    let text = "extends = \"base.toml\"\ncards = [\"house\"]\ncontacts = \"people.vcf\"\n";
    client.open(&settings, "toml", text);
    let wrong = client.published(&settings);
    let told: Vec<(u64, String)> = wrong["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["range"]["start"]["line"].as_u64().unwrap(), found["message"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(told.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [0, 1, 2], "{told:?}");
    let base = folder.path().join("base.toml");
    assert!(told[0].1.starts_with(&format!("{}:1:11: “profile” can't be “mial”", base.display())), "{told:?}");
    assert!(told.iter().all(|(_, message)| message.contains(folder.path().to_str().unwrap())), "{told:?}");
    client.end();
}

#[test]
fn findings_of_a_baseline_are_not_told() {
    let folder = folder();
    let file = folder.path().join("presend.toml");
    let draft = folder.path().join("a.md");
    fs::write(&draft, WORDY).unwrap();
    let mut presend = std::process::Command::new(env!("CARGO_BIN_EXE_presend"));
    assert!(presend.args(["baseline", "a.md"]).current_dir(folder.path()).output().unwrap().status.success());
    fs::write(&file, "baseline = \"presend-baseline.json\"\n").unwrap();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let name = uri(&draft);
    client.open(&name, "markdown", WORDY);
    assert_eq!(client.published(&name)["diagnostics"], json!([]));
    client.replace(&name, 2, &WORDY.replace("start", "stop due to the fact that it rains"));
    let told = client.published(&name);
    assert_eq!(told["diagnostics"].as_array().unwrap().len(), 1, "{told}");

    fs::remove_file(folder.path().join("presend-baseline.json")).unwrap();
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&file), "type": 2 }] }));
    let told = client.told("window/showMessage");
    let message = told["message"].as_str().unwrap();
    assert!(message.contains("can't read") && message.contains("all findings are told"), "{message}");
    let wrong = client.published(&uri(&file));
    assert_eq!(wrong["diagnostics"][0]["range"]["start"]["character"], 11, "{wrong}");
    assert_eq!(client.published(&name)["diagnostics"].as_array().unwrap().len(), 2);
    client.end();
}

#[test]
fn settings_that_were_never_right_leave_the_built_in_ones() {
    let folder = folder();
    fs::write(folder.path().join("presend.toml"), "[rules\n").unwrap();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let draft = uri(&folder.path().join("a.md"));
    client.open(&draft, "markdown", WORDY);
    let told = client.told("window/showMessage");
    assert!(told["message"].as_str().unwrap().contains("the built-in settings hold"), "{told}");
    assert_eq!(rules(&client.published(&draft)["diagnostics"]), ["concise/wordy-phrase"]);
    client.end();
}

#[test]
fn the_editor_can_set_what_is_shown() {
    let folder = folder();
    fs::write(folder.path().join("quiet.toml"), OFF).unwrap();
    let mut client = Client::start(folder.path(), json!({}), json!({ "level": "warning" }));
    let draft = uri(&folder.path().join("a.md"));
    client.open(&draft, "markdown", WORDY);
    assert_eq!(client.published(&draft)["diagnostics"], json!([]), "what is below the level is not shown");
    let mut set = |settings: Value| {
        client.tell("workspace/didChangeConfiguration", json!({ "settings": { "presend": settings } }));
        client.published(&draft)["diagnostics"].as_array().unwrap().len()
    };
    assert_eq!(set(json!({ "level": "info" })), 1);
    assert_eq!(set(json!({ "level": "info", "configuration": "quiet.toml" })), 0);
    assert_eq!(set(json!({ "level": "info" })), 1);
    assert_eq!(set(json!({ "level": "info", "enable": false })), 0);
    client.end();
}

#[test]
fn a_value_that_makes_no_sense_is_told_once_and_changes_nothing() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), json!({ "inlayHints": "some" }));
    assert!(client.told("window/showMessage")["message"].as_str().unwrap().contains("“inlayHints” can't be \"some\""));
    let set = |client: &mut Client, settings: Value| {
        client.tell("workspace/didChangeConfiguration", json!({ "settings": { "presend": settings } }));
    };
    let draft = uri(&folder.path().join("a.md"));
    client.open(&draft, "markdown", WORDY);
    client.published(&draft);
    set(&mut client, json!({ "level": "error" }));
    assert_eq!(client.published(&draft)["diagnostics"], json!([]));
    for _ in 0..2 {
        set(&mut client, json!({ "level": "loud", "enable": "maybe" }));
    }
    client.replace(&draft, 2, WORDY);
    assert_eq!(client.published(&draft)["diagnostics"], json!([]), "what was set before holds");
    let rest = client.rest().into_iter().filter(|message| message["method"] == "window/showMessage");
    let told: Vec<String> = rest.map(|message| message["params"]["message"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        told,
        [
            "presend: in the settings of the editor: “enable” can't be \"maybe\"; it is true or false",
            "presend: in the settings of the editor: “level” can't be \"loud\"; it is \"info\", \"warning\" or \"error\"",
        ]
    );
    set(&mut client, json!({ "level": "info" }));
    assert_eq!(client.published(&draft)["diagnostics"].as_array().unwrap().len(), 1);
    set(&mut client, json!({ "level": "loud" }));
    assert!(client.told("window/showMessage")["message"].as_str().unwrap().contains("“level” can't be \"loud\""));
    client.end();
}

#[test]
fn a_client_that_can_be_asked_is_asked_for_what_it_sets() {
    let folder = folder();
    let mut client = Client::spawn(folder.path(), &[]);
    client.configuration = json!({ "level": "error" });
    client.initialize(folder.path(), capable(), Value::Null);
    client.told("workspace/configuration");
    let draft = uri(&folder.path().join("a.md"));
    client.open(&draft, "markdown", WORDY);
    assert_eq!(client.pull(&draft, None)["items"], json!([]));
    client.configuration = json!({ "level": "info" });
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.told("workspace/diagnostic/refresh");
    assert_eq!(rules(&client.pull(&draft, None)["items"]), ["concise/wordy-phrase"]);
    client.end();
}

#[test]
fn the_first_findings_wait_for_what_the_client_sets() {
    let folder = folder();
    let mut client = Client::spawn(folder.path(), &[]);
    client.configuration = json!({ "level": "error" });
    client.initialize(folder.path(), capable(), Value::Null);
    let draft = uri(&folder.path().join("a.md"));
    client.open(&draft, "markdown", WORDY);
    // It answers what it is asked only while it waits for an answer itself.
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert_eq!(client.pull(&draft, None)["items"], json!([]));
    client.end();
}

#[test]
fn settings_that_stay_wrong_are_told_once() {
    let folder = folder();
    fs::write(folder.path().join("presend.toml"), "contry = \"DE\"\n").unwrap();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let draft = uri(&folder.path().join("a.md"));
    client.open(&draft, "markdown", WORDY);
    client.published(&draft);
    client.told("window/showMessage");
    client.rest();
    client.tell("workspace/didChangeConfiguration", json!({ "settings": { "presend": { "level": "error" } } }));
    assert_eq!(client.published(&draft)["diagnostics"], json!([]));
    let said = client.rest();
    assert!(
        !said
            .iter()
            .any(|message| message.to_string().contains("contry")
                && message["method"] != "textDocument/publishDiagnostics"),
        "{said:#?}"
    );
    client.end();
}

#[test]
fn folders_come_and_go() {
    let (one, two) = (folder(), folder());
    fs::write(one.path().join("a.md"), WORDY).unwrap();
    fs::write(two.path().join("b.md"), WORDY).unwrap();
    let mut client = Client::start(one.path(), capable(), Value::Null);
    let named = |folder: &tempfile::TempDir| json!({ "uri": uri(folder.path()), "name": "x" });
    client.tell("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [named(&two)], "removed": [] } }));
    let names = |client: &mut Client| {
        let answer = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
        let items = answer["result"]["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|item| item["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&mut client), ["a.md", "b.md"]);
    client.tell("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [], "removed": [named(&one)] } }));
    let answer = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert_eq!(answer["result"]["items"].as_array().unwrap().len(), 1);
    client.end();
}
