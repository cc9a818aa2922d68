use std::io::Cursor;

use serde_json::Value;

use super::*;
use crate::shell::config::{Beside, Source as ConfigSource};

/// A guard without a settings file: the person's own must not count here.
fn guard() -> Result<Guard, Vec<String>> {
    Guard::with(ConfigSource::Isolated, Beside::default())
}

fn framed(json: &str) -> Vec<u8> {
    let mut frame = u32::try_from(json.len()).expect("it is short").to_ne_bytes().to_vec();
    frame.extend(json.bytes());
    frame
}

/// The answers to bytes on the pipe, and whether it ended well.
fn answers(input: impl Read) -> (Vec<Value>, io::Result<()>) {
    let mut output = Vec::new();
    let ended = serve(&guard(), input, &mut output);
    let mut answers = Vec::new();
    let mut rest = output.as_slice();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (json, after) = after.split_at(u32::from_ne_bytes(*length) as usize);
        answers.push(serde_json::from_slice(json).expect("it is JSON"));
        rest = after;
    }
    (answers, ended)
}

fn asked(body: &str) -> String {
    serde_json::json!({"id": 7, "version": 1, "details": {
        "from": "a@a.example", "to": ["b@b.example"], "subject": "The contract of May",
        "isPlainText": true, "plainTextBody": body,
    }})
    .to_string()
}

/// Gives one byte at a time.
struct Slow<R>(R);

impl<R: Read> Read for Slow<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(1);
        self.0.read(&mut buffer[..most])
    }
}

#[test]
fn each_request_has_its_answer() {
    let fine = "Hello Ben,\n\nthe contract is signed and in the archive. There is nothing left to do for you.\n\nAna\n";
    let bad = "Hello Ben,\n\nI have attached the contract of May.\n\nAna\n";
    let pipe = [framed(&asked(fine)), framed(&asked(bad))].concat();
    let (told, ended) = answers(Slow(Cursor::new(pipe)));
    assert!(ended.is_ok());
    assert_eq!((&told[0]["id"], &told[0]["decision"], &told[0]["failure"]), (&7.into(), &"pass".into(), &Value::Null));
    assert_eq!((&told[1]["decision"], &told[1]["onFailure"]), (&"hold".into(), &"send".into()));
    assert_eq!(told[1]["findings"][0]["words"], "I have attached");
    assert_eq!(told.len(), 2);
}

#[test]
fn the_author_may_send_anyway_by_a_field() {
    let mut request: Value = serde_json::from_str(&asked("Hello Ben,\n\nI have attached it.\n")).expect("it is JSON");
    request["details"]["headers"] = serde_json::json!([{"name": "X-Presend", "value": "send"}]);
    let (told, _) = answers(Cursor::new(framed(&request.to_string())));
    assert_eq!(told[0]["decision"], "pass");
}

#[test]
fn what_is_no_request_is_answered_with_an_error_and_the_next_one_is_read() {
    for wrong in [
        "",
        "{",
        "[]",
        "null",
        "\"a\"",
        "{\"version\": \"1\"}",
        "{\"version\": 1, \"id\": [1]}",
        "{\"version\":1,\"details\":{\"to\":1}}",
        "\u{0}",
    ] {
        let pipe = [framed(wrong), framed(&asked("Hello"))].concat();
        let (told, ended) = answers(Cursor::new(pipe));
        assert!(ended.is_ok());
        assert!(told[0]["error"].is_string() && told[0]["id"].is_null(), "{wrong}: {told:?}");
        assert_eq!(told[1]["id"], 7, "{wrong}");
    }
    let (told, _) = answers(Cursor::new(framed("{\"id\":3,\"version\":2}")));
    assert_eq!(told[0]["id"], 3);
    assert!(told[0]["error"].as_str().expect("an error").contains("install the extension"), "{told:?}");
}

#[test]
fn a_request_that_is_too_long_is_read_past() {
    let length = MOST_IN + 1;
    let pipe = Cursor::new(length.to_ne_bytes()).chain(io::repeat(b' ').take(u64::from(length)));
    let (told, ended) = answers(pipe.chain(Cursor::new(framed(&asked("Hello")))));
    assert!(ended.is_ok());
    assert!(told[0]["error"].as_str().expect("an error").contains("at most"), "{told:?}");
    assert_eq!(told[1]["id"], 7);
}

#[test]
fn a_pipe_that_ends_within_a_request_is_told() {
    let whole = framed(&asked("Hello"));
    for cut in 1..whole.len() {
        let (told, ended) = answers(Cursor::new(&whole[..cut]));
        assert!(told.is_empty() && ended.is_err(), "{cut}");
    }
    let huge = [&u32::MAX.to_ne_bytes()[..], b"{}"].concat();
    assert!(answers(Cursor::new(huge)).1.is_err());
    assert!(answers(io::empty()).1.is_ok());
}

#[test]
fn wrong_settings_are_told_and_stop_no_mail() {
    let mut output = Vec::new();
    let wrong = Err(vec!["presend.toml:1:1: there is no key “gard”".to_owned()]);
    serve(&wrong, Cursor::new(framed(&asked("I have attached it."))), &mut output).expect("it ends well");
    let told: Value = serde_json::from_slice(&output[4..]).expect("it is JSON");
    assert_eq!(told["decision"], "pass");
    assert!(told["failure"].as_str().expect("why").contains("gard"), "{told}");
}

#[test]
fn the_documents_show_what_is_asked_and_answered() {
    let page = include_str!("../../../../docs/guards-thunderbird.md");
    let shown: Vec<&str> = page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [asked, answered, refused] = shown[..] else { panic!("the page shows {} objects", shown.len()) };
    let (told, _) = answers(Cursor::new([framed(asked), framed("{\"id\": 8, \"version\": 2}")].concat()));
    for (told, shown) in told.iter().zip([answered, refused]) {
        let shown: Value = serde_json::from_str(shown).expect("it is JSON");
        assert_eq!(*told, shown, "{told:#}");
    }
}
