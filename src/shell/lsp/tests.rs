//! The server as its client sees it, in memory: any sequence of edits ends with what a fresh
//! check of the last text finds.

use std::io::{BufReader, PipeReader, PipeWriter, Write as _};
use std::thread;

use lsp_server::{Message, Request, RequestId};
use lsp_types::{Position, Range, TextDocumentContentChangeEvent};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::positions::Encoding;
use super::text::Text;
use super::{End, serve};
use crate::text::LineIndex;
use crate::{Context, Report, Settings, Source};

/// A client with a server of its own.
struct Client {
    input: PipeWriter,
    output: BufReader<PipeReader>,
    server: thread::JoinHandle<End>,
    id: i32,
}

impl Client {
    fn start(encoding: &str, capabilities: Value) -> Client {
        let (input_end, input) = std::io::pipe().unwrap();
        let (output, output_end) = std::io::pipe().unwrap();
        let server = thread::spawn(|| serve(BufReader::new(input_end), Box::new(output_end), fixed, None));
        let mut client = Client { input, output: BufReader::new(output), server, id: 0 };
        let mut capabilities = capabilities;
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let answer = client.ask("initialize", json!({ "capabilities": capabilities }));
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        client.tell("initialized", json!({}));
        client
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }

    /// Asks, and drops what else comes before the answer.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.id, "method": method, "params": params }));
        loop {
            if let Message::Response(response) = self.next()
                && response.id == RequestId::from(self.id)
            {
                return response.response_result.unwrap();
            }
        }
    }

    fn next(&mut self) -> Message {
        Message::read(&mut self.output).unwrap().unwrap()
    }

    /// The next notification of this kind; what else comes is dropped.
    fn told(&mut self, method: &str) -> Value {
        loop {
            match self.next() {
                Message::Notification(notification) if notification.method == method => return notification.params,
                Message::Notification(_) | Message::Response(_) => {}
                Message::Request(Request { method, .. }) => panic!("nobody offered to answer {method}"),
            }
        }
    }

    fn open(&mut self, uri: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    fn change(&mut self, uri: &str, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    fn end(mut self) -> End {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.server.join().unwrap()
    }
}

/// Checks at one moment, so that a check now and one later find the same; panics on demand.
fn fixed(source: &Source, settings: &Settings, context: &Context) -> Report {
    assert!(!source.bytes.starts_with(b"panic"), "as it was asked to");
    let now = "2026-06-02T10:00:00+02:00[Europe/Berlin]".parse().ok();
    crate::check(source, settings, &Context { now, ..context.clone() })
}

/// The text as a person with a pencil would keep it: character by character.
fn naive(text: &str, change: &TextDocumentContentChangeEvent, encoding: Encoding) -> String {
    let Some(range) = change.range else { return change.text.clone() };
    let (start, end) = (naive_index(text, range.start, encoding), naive_index(text, range.end, encoding));
    let chars: Vec<char> = text.chars().collect();
    let before = &chars[..start.min(end)];
    let after = &chars[start.max(end)..];
    before.iter().copied().chain(change.text.chars()).chain(after.iter().copied()).collect()
}

fn naive_index(text: &str, position: Position, encoding: Encoding) -> usize {
    let chars: Vec<char> = text.chars().collect();
    let (mut line, mut column) = (0, 0);
    for (at, &c) in chars.iter().enumerate() {
        let is_break = c == '\n' || c == '\r';
        let width = match encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if line == position.line && (is_break || column + width > position.character as usize) {
            return at;
        }
        column += width;
        if c == '\n' || c == '\r' && chars.get(at + 1) != Some(&'\n') {
            (line, column) = (line + 1, 0);
        }
    }
    chars.len()
}

fn any_change() -> impl Strategy<Value = TextDocumentContentChangeEvent> {
    let position = || (0..8_u32, prop_oneof![9 => 0..30_u32, 1 => Just(u32::MAX)]);
    let text = "(|[a-z ]{1,6}|\n|\r|\r\n|ü|𝄞|in order to|Could you send the plan\\?|\n\n|<b>|> |--|\\{\\{ x \\}\\})";
    let range = prop::option::weighted(0.95, (position(), position()));
    (range, text).prop_map(|(range, text)| TextDocumentContentChangeEvent {
        range: range
            .map(|(start, end)| Range { start: Position::new(start.0, start.1), end: Position::new(end.0, end.1) }),
        range_length: None,
        text,
    })
}

const FIRST: &str = "Hi Ana,\r\n\r\nin order to 𝄞 start, could you send the plan?\nWe need it ASAP.\r\rBen ü\n";

proptest! {
    #[test]
    fn a_text_is_what_its_edits_make_of_it(changes in prop::collection::vec(any_change(), 1..20)) {
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let (mut text, mut model) = (Text::new(FIRST.to_owned()), FIRST.to_owned());
            for change in &changes {
                model = naive(&model, change, encoding);
                text.change(change.clone(), encoding);
                prop_assert_eq!(&text.text, &model);
            }
            prop_assert_eq!(format!("{:?}", text.lines), format!("{:?}", LineIndex::new(model.as_bytes())));
        }
    }
}

/// What a fresh check of a text finds, as the client should be told.
fn fresh(text: &str, encoding: Encoding, settings: &Settings) -> Vec<(String, Range)> {
    let report = fixed(&Source::new("Untitled-1", text.as_bytes()), settings, &Context::default());
    let text = Text::new(text.to_owned());
    let positions = text.positions(encoding);
    let found = report.diagnostics.iter();
    found.map(|found| (found.rule.to_string(), positions.range(found.finding.span))).collect()
}

/// A batch of changes in one notification, with the number that the client gives it.
fn any_edits() -> impl Strategy<Value = Vec<(i32, Vec<TextDocumentContentChangeEvent>)>> {
    prop::collection::vec((-2..50_i32, prop::collection::vec(any_change(), 0..4)), 1..8)
}

#[test]
fn any_edits_end_with_what_a_fresh_check_finds() {
    let settings = Settings::default();
    for (encoding, name) in [(Encoding::Utf8, "utf-8"), (Encoding::Utf16, "utf-16"), (Encoding::Utf32, "utf-32")] {
        let client = std::cell::RefCell::new(Client::start(name, json!({})));
        let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
        let run = runner.run(&any_edits(), |edits| {
            let client = &mut *client.borrow_mut();
            let mut model = FIRST.to_owned();
            client.open("untitled:Untitled-1", &model);
            for (version, changes) in &edits {
                // Of a document that is not open nothing is known.
                client.change("untitled:Untitled-2", *version, changes);
                client.change("untitled:Untitled-1", *version, changes);
                model = changes.iter().fold(model, |model, change| naive(&model, change, encoding));
            }
            // The last edit has a number of its own, by which its diagnostics are known.
            client.change("untitled:Untitled-1", 1000, &[]);
            let found = loop {
                let told = client.told("textDocument/publishDiagnostics");
                if told["version"] == 1000 {
                    break told["diagnostics"].clone();
                }
            };
            let found = found.as_array().unwrap().iter().map(|found| {
                let range = serde_json::from_value(found["range"].clone()).unwrap();
                (found["code"].as_str().unwrap().to_owned(), range)
            });
            prop_assert_eq!(found.collect::<Vec<_>>(), fresh(&model, encoding, &settings), "{:?}", model);
            client.tell("textDocument/didClose", json!({ "textDocument": { "uri": "untitled:Untitled-1" } }));
            Ok(())
        });
        run.unwrap();
        assert_eq!(client.into_inner().end(), End::Asked);
    }
}

#[test]
fn a_panic_in_a_check_is_told_and_the_server_goes_on() {
    let mut client = Client::start("utf-16", json!({}));
    client.open("untitled:a", "in order to start");
    assert_ne!(client.told("textDocument/publishDiagnostics")["diagnostics"], json!([]));
    let text = |text: &str| TextDocumentContentChangeEvent { range: None, range_length: None, text: text.to_owned() };
    client.change("untitled:a", 2, &[text("panic in order to")]);
    let told = client.told("window/logMessage");
    assert!(told["message"].as_str().unwrap().contains("presend itself failed (as it was asked to)"), "{told}");
    // What was found before is of another text.
    let told = client.told("textDocument/publishDiagnostics");
    assert_eq!((&told["version"], &told["diagnostics"]), (&json!(2), &json!([])));
    client.change("untitled:a", 3, &[text("in order to start")]);
    let told = client.told("textDocument/publishDiagnostics");
    assert_eq!((&told["version"], told["diagnostics"].as_array().map(Vec::len)), (&json!(3), Some(1)));
    assert_eq!(client.end(), End::Asked);
}

#[test]
fn a_client_that_is_gone_ends_the_server() {
    let mut client = Client::start("utf-16", json!({}));
    client.open("untitled:a", "in order to start");
    let Client { input, output, server, .. } = client;
    drop((input, output));
    assert_eq!(server.join().unwrap(), End::Gone);
}
