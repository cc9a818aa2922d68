//! Clients that do what they should not, and clients that die.

use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Client, rules};
use super::{WORDY, folder};

#[test]
fn requests_come_in_the_right_order() {
    let folder = folder();
    let mut client = Client::spawn(folder.path(), &[]);
    let code = |answer: &Value| answer["error"]["code"].as_i64();
    assert_eq!(code(&client.ask("textDocument/hover", json!({}))), Some(-32002));
    client.tell("textDocument/didOpen", json!({}));
    client.initialize(folder.path(), json!({}), Value::Null);
    assert_eq!(code(&client.ask("initialize", json!({ "capabilities": {} }))), Some(-32600));
    assert_eq!(code(&client.ask("textDocument/rename", json!({}))), Some(-32601));
    assert_eq!(code(&client.ask("$/unknown", json!({}))), Some(-32601));
    assert_eq!(code(&client.ask("textDocument/diagnostic", json!({ "textDocument": 3 }))), Some(-32602));
    client.tell("$/unknown", json!({}));
    client.tell("workspace/unknown", json!([1]));
    assert_eq!(client.ask("shutdown", Value::Null)["result"], Value::Null);
    assert_eq!(code(&client.ask("textDocument/diagnostic", json!({}))), Some(-32600));
    client.tell("exit", Value::Null);
    assert_eq!(client.ended(), (Some(0), String::new()));
}

#[test]
fn what_can_not_be_understood_is_told_and_the_server_goes_on() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let mut wrong = |body: &str| {
        client.send_raw(body);
        client.ask("presend/nothing", Value::Null);
        let answer = client.rest();
        answer.iter().find(|message| message["id"].is_null() && message.get("error").is_some()).unwrap()["error"]["code"].clone()
    };
    assert_eq!(wrong("{\"jsonrpc\": \"2.0\", "), -32700);
    assert_eq!(wrong(""), -32700);
    assert_eq!(wrong("[]"), -32600);
    assert_eq!(wrong("{\"id\": 1.5, \"method\": 3}"), -32600);
    client.tell("textDocument/didChange", json!({ "textDocument": { "uri": "no uri" } }));
    assert!(
        client.told("window/logMessage")["message"]
            .as_str()
            .unwrap()
            .contains("can't understand “textDocument/didChange”")
    );
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": "untitled:a", "version": 1 }, "contentChanges": [] }),
    );
    assert!(
        client.told("window/logMessage")["message"]
            .as_str()
            .unwrap()
            .contains("can't change untitled:a: it is not open")
    );
    client.open("untitled:a", "plaintext", WORDY);
    assert_eq!(rules(&client.published("untitled:a")["diagnostics"]), ["concise/wordy-phrase"]);
    client.end();
}

#[test]
fn a_stream_that_can_not_be_read_ends_the_server_with_a_reason() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    client.write(b"Content-Length: many\r\n\r\n{}");
    let (code, said) = client.ended();
    assert_eq!(code, Some(3));
    assert!(said.starts_with("presend: can't understand the editor: Content-Length can't be “many”"), "{said}");
    // A person who starts it by hand.
    let mut client = Client::spawn(folder.path(), &[]);
    client.write(b"hello\n");
    assert_eq!(client.ended().0, Some(3));
}

#[test]
fn an_editor_that_dies_ends_the_server() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    client.open("untitled:a", "plaintext", &WORDY.repeat(1000));
    client.hang_up();
    assert_eq!(client.ended().0, Some(1));
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    client.tell("exit", Value::Null);
    assert_eq!(client.ended().0, Some(1));
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    client.ask("shutdown", Value::Null);
    client.hang_up();
    assert_eq!(client.ended().0, Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn an_editor_that_dies_and_leaves_the_pipe_open_ends_the_server() {
    let folder = folder();
    let mut editor = Command::new("sleep").arg("1000").stdin(Stdio::null()).spawn().unwrap();
    let mut client = Client::spawn(folder.path(), &[]);
    client.ask("initialize", json!({ "processId": editor.id(), "capabilities": {} }));
    std::thread::sleep(Duration::from_millis(50));
    assert!(client.server.try_wait().unwrap().is_none());
    editor.kill().unwrap();
    editor.wait().unwrap();
    assert_eq!(client.ended().0, Some(1));
}

#[test]
fn a_document_that_is_closed_while_it_is_checked_is_told_of_no_more() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    client.open("untitled:a", "plaintext", &WORDY.repeat(5000));
    let id = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": "untitled:a" } }));
    client.close("untitled:a");
    assert_eq!(client.answer(id)["error"]["code"], -32801);
    client.open("untitled:b", "plaintext", WORDY);
    client.published("untitled:b");
    let rest = client.rest();
    let of_a = rest.iter().filter(|message| message["params"]["uri"] == "untitled:a");
    assert_eq!(of_a.count(), 0, "{rest:#?}");
    client.end();
}

#[test]
fn a_request_that_waits_can_be_cancelled() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    client.open("untitled:a", "plaintext", &WORDY.repeat(5000));
    let id = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": "untitled:a" } }));
    client.tell("$/cancelRequest", json!({ "id": id }));
    client.tell("$/cancelRequest", json!({ "id": "never asked" }));
    assert_eq!(client.answer(id)["error"]["code"], -32800);
    client.published("untitled:a");
    client.end();
}

#[test]
fn a_draft_that_is_too_large_is_told_once() {
    let folder = folder();
    let mut client = Client::start(folder.path(), json!({}), Value::Null);
    let large = "Hi Ana, ".repeat((8 << 20) / 8 + 1);
    client.open("untitled:a", "plaintext", &large);
    let told = client.told("window/showMessage");
    assert_eq!(told["message"], "presend: a is not checked: it is larger than 8 MiB");
    let change = json!({ "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } }, "text": "x" });
    client.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": "untitled:a", "version": 2 }, "contentChanges": [change] }),
    );
    assert_eq!(client.pull("untitled:a", None)["items"], json!([]));
    client.replace("untitled:a", 3, WORDY);
    assert_eq!(rules(&client.published("untitled:a")["diagnostics"]), ["concise/wordy-phrase"]);
    assert!(!client.rest().iter().any(|message| message["method"] == "window/showMessage"));
    client.end();
}
