//! A small client: it starts the server as an editor does and keeps what it says.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use serde_json::{Value, json};

/// How long the server may take for an answer. Far longer than it needs: other tests run beside.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client with its server.
pub struct Client {
    pub server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What came and was not asked for yet.
    kept: Vec<Value>,
    /// What is answered to `workspace/configuration`.
    pub configuration: Value,
    id: i32,
}

/// What a modern editor can do, as far as the server asks.
pub fn capable() -> Value {
    json!({
        "workspace": {
            "configuration": true,
            "diagnostics": { "refreshSupport": true },
            "didChangeConfiguration": { "dynamicRegistration": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
        },
        "textDocument": {
            "diagnostic": {},
            "publishDiagnostics": {
                "relatedInformation": true,
                "codeDescriptionSupport": true,
                "dataSupport": true,
                "tagSupport": { "valueSet": [1, 2] },
            },
        },
        "window": { "workDoneProgress": true },
    })
}

impl Client {
    /// Starts the server without a word to it. Its person has an empty home.
    pub fn spawn(home: &Path, arguments: &[&str]) -> Client {
        let mut server = Command::new(env!("CARGO_BIN_EXE_presend"))
            .arg("lsp")
            .args(arguments)
            .current_dir(home)
            .env("HOME", home)
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_CACHE_HOME")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, messages) = mpsc::channel();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        std::thread::spawn(move || {
            let mut length = 0;
            let mut line = String::new();
            while output.read_line(&mut line).is_ok_and(|read| read > 0) {
                if let Some(value) = line.strip_prefix("Content-Length: ") {
                    length = value.trim().parse().unwrap();
                } else if line == "\r\n" {
                    let mut body = vec![0; length];
                    output.read_exact(&mut body).unwrap();
                    let _ = send.send(serde_json::from_slice(&body).unwrap());
                }
                line.clear();
            }
        });
        let input = server.stdin.take();
        Client { server, input, messages, kept: Vec::new(), configuration: Value::Null, id: 0 }
    }

    /// Starts the server in a folder with these capabilities, and options of the editor.
    pub fn start(folder: &Path, capabilities: Value, options: Value) -> Client {
        let mut client = Client::spawn(folder, &[]);
        client.initialize(folder, capabilities, options);
        client
    }

    /// Introduces itself, and gives the answer.
    pub fn initialize(&mut self, folder: &Path, capabilities: Value, options: Value) -> Value {
        let params = json!({
            "processId": std::process::id(),
            "rootUri": uri(folder),
            "workspaceFolders": [{ "uri": uri(folder), "name": "test" }],
            "capabilities": capabilities,
            "initializationOptions": options,
        });
        let answer = self.ask("initialize", params)["result"].clone();
        self.tell("initialized", json!({}));
        answer
    }

    pub fn send(&mut self, message: &Value) {
        self.send_raw(&message.to_string());
    }

    /// Sends a body that may be anything.
    pub fn send_raw(&mut self, body: &str) {
        self.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn write(&mut self, bytes: &[u8]) {
        self.input.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// Closes the server's standard input, as an editor that dies does.
    pub fn hang_up(&mut self) {
        self.input = None;
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and gives its number.
    pub fn request(&mut self, method: &str, params: Value) -> i32 {
        self.id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.id, "method": method, "params": params }));
        self.id
    }

    /// Sends a request and waits for the answer to it.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        self.answer(id)
    }

    pub fn answer(&mut self, id: i32) -> Value {
        self.find(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The next message of the server with this method, and nothing before it of another kind is
    /// lost.
    pub fn told(&mut self, method: &str) -> Value {
        self.find(|message| message["method"] == method)["params"].clone()
    }

    /// The next diagnostics of a document.
    pub fn published(&mut self, uri: &str) -> Value {
        self.find(|message| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
        })["params"]
            .clone()
    }

    fn find(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&is_wanted) {
            return self.kept.remove(at);
        }
        loop {
            let message = match self.messages.recv_timeout(PATIENCE) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => panic!("the server says nothing; so far: {:#?}", self.kept),
                Err(RecvTimeoutError::Disconnected) => panic!("the server is gone; it said: {:#?}", self.kept),
            };
            self.serve(&message);
            if is_wanted(&message) {
                return message;
            }
            self.kept.push(message);
        }
    }

    /// Answers what the server asks.
    fn serve(&mut self, message: &Value) {
        if let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) {
            let result = match method {
                "workspace/configuration" => json!([self.configuration]),
                "window/showDocument" => json!({ "success": true }),
                _ => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
        }
    }

    /// What came and nobody asked for, up to now: whatever the server does comes before its
    /// answer to a request that it does not know.
    pub fn rest(&mut self) -> Vec<Value> {
        self.ask("presend/nothing", Value::Null);
        std::mem::take(&mut self.kept)
    }

    pub fn open(&mut self, uri: &str, language: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Puts a text in the place of a document's.
    pub fn replace(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    pub fn close(&mut self, uri: &str) {
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The answer to `textDocument/diagnostic`.
    pub fn pull(&mut self, uri: &str, known: Option<&str>) -> Value {
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": known });
        self.ask("textDocument/diagnostic", params)["result"].clone()
    }

    /// Waits for the server to end, and gives its exit code and what it said to the person.
    pub fn ended(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        self.server.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.server.wait().unwrap().code(), said)
    }

    /// Ends the server as an editor does.
    pub fn end(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.ended(), (Some(0), String::new()));
    }
}

/// The name of a file for the server.
pub fn uri(path: &Path) -> String {
    presend::report::uri::uri(path.to_str().unwrap())
}

/// The rules of diagnostics.
pub fn rules(diagnostics: &Value) -> Vec<&str> {
    diagnostics.as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap_or_default()).collect()
}
