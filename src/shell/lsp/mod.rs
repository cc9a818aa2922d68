//! The language server: drafts in an editor, checked while they are written.
//!
//! One thread reads messages, one checks, and the main loop owns the documents and answers.
//! It drains what is waiting before it hands out work, so that of a burst of changes only the
//! last version is checked; what was found in an older version is never shown.

mod actions;
mod capabilities;
mod client;
mod commands;
mod completion;
mod diagnostics;
mod document;
mod edits;
mod hints;
mod hover;
mod lens;
mod positions;
mod schema;
mod server;
mod settings_place;
mod symbols;
mod text;
mod tokens;
mod transport;
mod view;
mod worker;

use std::io::{self, BufRead, BufReader, Write};
use std::process::ExitCode;
use std::sync::mpsc::{self, Sender};
use std::thread;

use server::{End, Server};
use transport::Outbox;
use worker::Check;

/// What the main loop is told.
enum Event {
    /// A message came, or what should have been one.
    Incoming(transport::Incoming),
    /// A check is done.
    Done(worker::Done),
    /// No more messages come; with the reason, where the stream can't be read any more.
    Closed(Option<String>),
}

/// Serves the editor at the other end of standard input and output, until that ends it.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let end = serve(BufReader::with_capacity(1 << 16, io::stdin()), transport::stdout(), crate::check);
    if let End::Broken(problem) = &end {
        let problem = crate::report::escape::visible(problem);
        let _ = writeln!(
            io::stderr(),
            "presend lsp: can't go on: {problem}; this is how an editor's messages start: Content-Length: 17"
        );
    }
    ExitCode::from(end.code())
}

/// Serves the client whose messages `input` has.
fn serve(input: impl BufRead + Send + 'static, output: Box<dyn Write + Send>, check: Check) -> End {
    let (events, waiting) = mpsc::channel();
    let done = events.clone();
    let jobs = worker::start(check, move |result| drop(done.send(Event::Done(result))));
    thread::spawn(move || read(input, &events));
    let mut server = Server::new(Outbox::new(output), jobs);
    while let Ok(first) = waiting.recv() {
        for event in std::iter::once(first).chain(waiting.try_iter()) {
            if let Some(end) = server.event(event) {
                return end;
            }
        }
        server.work();
    }
    End::Gone
}

/// Reads messages until there are no more.
fn read(mut input: impl BufRead, events: &Sender<Event>) {
    loop {
        let event = match transport::read(&mut input) {
            Ok(Some(incoming)) => Event::Incoming(incoming),
            Ok(None) => Event::Closed(None),
            Err(problem) => Event::Closed(Some(problem)),
        };
        let is_last = matches!(event, Event::Closed(_));
        if events.send(event).is_err() || is_last {
            return;
        }
    }
}
