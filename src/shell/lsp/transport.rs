//! Messages over a pipe: `Content-Length` frames around JSON, in and out.

use std::io::{self, BufRead, Read as _, Write};

use lsp_server::{ErrorCode, Message, RequestId, ResponseError};
use serde::Serialize;
use serde_json::Value;

/// The most bytes that a message may have: far above any draft that is checked, and little
/// enough that memory is not full before it is told.
const LARGEST: usize = 256 << 20;

/// What the client sent.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something in a whole frame that is no message; what is to be answered.
    Wrong(ResponseError),
}

/// Reads the next message; none where the stream ends between two. An error means that it is
/// not known any more where the next message starts.
pub fn read(input: &mut impl BufRead) -> Result<Option<Incoming>, String> {
    let Some(length) = read_header(input)? else { return Ok(None) };
    let mut body = Vec::with_capacity(length.min(1 << 20));
    input.take(length as u64).read_to_end(&mut body).map_err(|error| told(&error))?;
    if body.len() < length {
        return Err(format!("the stream ends within a message: {} of {length} bytes came", body.len()));
    }
    Ok(Some(message(&body)))
}

fn message(body: &[u8]) -> Incoming {
    serde_json::from_slice(body).map_or_else(|_| Incoming::Wrong(wrong(body)), Incoming::Message)
}

/// What is to be said of a body that is no message.
fn wrong(body: &[u8]) -> ResponseError {
    let (code, message) = match serde_json::from_slice::<Value>(body) {
        Err(error) => (ErrorCode::ParseError, format!("the message is no JSON: {error}")),
        Ok(Value::Array(_)) => {
            (ErrorCode::InvalidRequest, "batches of messages are no part of the protocol".to_owned())
        }
        Ok(_) => (ErrorCode::InvalidRequest, "this is no request, notification or response of JSON-RPC 2.0".to_owned()),
    };
    ResponseError { code: code as i32, message, data: None }
}

/// The length of the body that follows; none where the stream ends here.
fn read_header(input: &mut impl BufRead) -> Result<Option<usize>, String> {
    let mut length = None;
    let mut is_first = true;
    loop {
        let mut line = Vec::new();
        // No header line is as long; what is has no end.
        input.take(8192).read_until(b'\n', &mut line).map_err(|error| told(&error))?;
        let line = String::from_utf8_lossy(&line);
        if line.is_empty() && is_first {
            return Ok(None);
        }
        is_first = false;
        let Some(line) = line.strip_suffix('\n').map(|line| line.trim_end_matches('\r')) else {
            return Err(format!("a header line without an end: “{}”", shown(&line)));
        };
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else {
            return Err(format!("this is no header: “{}”", shown(line)));
        };
        if name.trim().eq_ignore_ascii_case("content-length") {
            let value = value.trim();
            let number = value.parse().ok().filter(|&number| number <= LARGEST);
            length = Some(number.ok_or_else(|| format!("Content-Length can't be “{}”", shown(value)))?);
        }
    }
    length.map(Some).ok_or_else(|| "a message without Content-Length".to_owned())
}

/// The start of a text that came from outside.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

fn told(error: &io::Error) -> String {
    format!("can't read standard input: {}", crate::shell::files::reason(error))
}

/// Room for the header of a message before its body is known.
const HEADER: usize = 40;

/// How much of the buffer is kept from one message to the next.
const KEPT: usize = 1 << 20;

/// Writes messages, each at once.
pub struct Outbox {
    output: Box<dyn Write + Send>,
    buffer: Vec<u8>,
    /// Whether a message could not be written: nobody listens any more.
    pub is_closed: bool,
}

impl Outbox {
    /// Writes to `output`.
    pub fn new(output: Box<dyn Write + Send>) -> Outbox {
        Outbox { output, buffer: Vec::new(), is_closed: false }
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: impl Serialize) {
        self.send(&Notice { jsonrpc: "2.0", method, params });
    }

    /// Sends a request; the number is its own.
    pub fn ask(&mut self, id: i32, method: &str, params: impl Serialize) {
        self.send(&Ask { jsonrpc: "2.0", id, method, params });
    }

    /// Answers a request.
    pub fn answer(&mut self, id: &RequestId, result: impl Serialize) {
        self.send(&Answer { jsonrpc: "2.0", id, result });
    }

    /// Answers a request with an error; of a message whose number is not known, with none.
    pub fn fail(&mut self, id: Option<&RequestId>, error: ResponseError) {
        self.send(&Failure { jsonrpc: "2.0", id, error });
    }

    /// Answers a request with what came of it.
    pub fn reply(&mut self, id: &RequestId, result: Result<impl Serialize, ResponseError>) {
        match result {
            Ok(result) => self.answer(id, result),
            Err(error) => self.fail(Some(id), error),
        }
    }

    fn send(&mut self, message: &impl Serialize) {
        self.buffer.clear();
        self.buffer.resize(HEADER, b' ');
        if serde_json::to_writer(&mut self.buffer, message).is_err() {
            return;
        }
        let header = format!("Content-Length: {}\r\n\r\n", self.buffer.len() - HEADER);
        let start = HEADER - header.len();
        self.buffer[start..HEADER].copy_from_slice(header.as_bytes());
        let written = self.output.write_all(&self.buffer[start..]).and_then(|()| self.output.flush());
        self.is_closed |= written.is_err();
        self.buffer.shrink_to(KEPT);
    }
}

#[derive(Serialize)]
struct Notice<'a, P> {
    jsonrpc: &'static str,
    method: &'a str,
    params: P,
}

#[derive(Serialize)]
struct Ask<'a, P> {
    jsonrpc: &'static str,
    id: i32,
    method: &'a str,
    params: P,
}

#[derive(Serialize)]
struct Answer<'a, R> {
    jsonrpc: &'static str,
    id: &'a RequestId,
    result: R,
}

#[derive(Serialize)]
struct Failure<'a> {
    jsonrpc: &'static str,
    id: Option<&'a RequestId>,
    error: ResponseError,
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    fn next(stream: &str) -> Result<Option<Incoming>, String> {
        read(&mut stream.as_bytes())
    }

    #[test]
    fn messages_are_read_whatever_stands_in_the_header() {
        let body = r#"{"jsonrpc":"2.0","method":"x","params":{"ü":1}}"#;
        let length = body.len();
        for header in [
            format!("Content-Length: {length}\r\n\r\n"),
            format!("content-length:{length}\n\n"),
            format!("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"),
        ] {
            let read = next(&format!("{header}{body}rest")).unwrap();
            assert!(matches!(&read, Some(Incoming::Message(Message::Notification(n))) if n.method == "x"), "{read:?}");
        }
        assert!(next("").unwrap().is_none());
    }

    #[test]
    fn what_is_no_message_is_answered_and_the_next_is_read() {
        let stream = [frame("{\"id\": 1,"), frame("[]"), frame("{}"), frame(r#"{"method":"x"}"#)].concat();
        let mut stream = stream.as_bytes();
        let mut code = || match read(&mut stream).unwrap().unwrap() {
            Incoming::Wrong(error) => error.code,
            Incoming::Message(_) => 0,
        };
        assert_eq!([code(), code(), code(), code()], [-32700, -32600, -32600, 0]);
    }

    #[test]
    fn a_stream_that_can_not_be_read_on_is_told() {
        let told = |stream: &str| next(stream).unwrap_err();
        assert_eq!(told("GET / HTTP/1.1\r\n\r\n"), "this is no header: “GET / HTTP/1.1”");
        assert_eq!(told("Content-Type: x\r\n\r\n{}"), "a message without Content-Length");
        assert_eq!(told("Content-Length: -1\r\n\r\n{}"), "Content-Length can't be “-1”");
        assert_eq!(told("Content-Length: 99999999999\r\n\r\n"), "Content-Length can't be “99999999999”");
        assert_eq!(told("Content-Length: 9\r\n\r\n{}"), "the stream ends within a message: 2 of 9 bytes came");
        assert_eq!(told("Content-Len"), "a header line without an end: “Content-Len”");
    }

    /// Notes what is written at once.
    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<String>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn each_message_is_written_at_once() {
        let written = Written::default();
        let mut outbox = Outbox::new(Box::new(written.clone()));
        outbox.notify("x", ["ü"]);
        outbox.fail(None, ResponseError { code: -32700, message: "no".into(), data: None });
        let bodies = [
            r#"{"jsonrpc":"2.0","method":"x","params":["ü"]}"#,
            r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}"#,
        ];
        assert_eq!(*written.0.lock().unwrap(), bodies.map(frame));
    }
}
