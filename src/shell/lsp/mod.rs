//! The language server: drafts in an editor, checked while they are written.
//!
//! One thread reads messages, one checks, and the main loop owns the documents and answers.
//! It drains what is waiting before it hands out work, so that of a burst of changes only the
//! last version is checked; what was found in an older version is never shown.

mod actions;
mod capabilities;
mod checked;
mod client;
mod commands;
mod completion;
mod configuration;
mod diagnostics;
mod document;
mod documents;
mod edits;
mod features;
mod hints;
mod hover;
mod kind;
mod lens;
mod options;
mod pages;
mod parent;
mod positions;
mod requests;
mod scan;
mod schema;
mod scratch;
mod server;
mod settings_file;
mod settings_place;
mod symbols;
#[cfg(test)]
mod tests;
mod text;
mod tokens;
mod transport;
mod view;
mod worker;
mod workspace;

use std::io::{self, BufRead, BufReader, Write};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Instant;

use crate::report::escape::visible;
use crate::shell::{output, panics};
use server::{End, Server};
use transport::Outbox;
use worker::Check;

/// The most bytes that a document may have to be checked: a check takes a second there, and each
/// key typed starts one. No mail server takes as long a text.
const LARGEST: usize = 8 << 20;

/// What the main loop is told.
enum Event {
    /// A message came, or what should have been one.
    Incoming(transport::Incoming),
    /// A task is done.
    Done(worker::Done),
    /// No more messages come; with the reason, where the stream can't be read any more.
    Closed(Option<String>),
}

/// Serves the editor at the other end of standard input and output, until that ends it.
pub fn run(client_process: Option<u32>) -> ExitCode {
    // A panic in a check is told to the editor; standard error is often shown to nobody.
    panics::keep_quiet();
    let end = serve(BufReader::with_capacity(1 << 16, io::stdin()), output::stdout(), crate::check, client_process);
    if let End::Broken(problem) = &end {
        let _ = writeln!(
            io::stderr(),
            "presend: can't understand the editor: {}; each message starts with Content-Length and an empty line",
            visible(problem)
        );
    }
    ExitCode::from(end.code())
}

/// Serves the client whose messages `input` has.
fn serve(
    input: impl BufRead + Send + 'static,
    output: Box<dyn Write + Send>,
    check: Check,
    client_process: Option<u32>,
) -> End {
    let (events, waiting) = mpsc::channel();
    let done = events.clone();
    let tasks = worker::start(check, move |result| drop(done.send(Event::Done(result))));
    let gone = events.clone();
    let watch = move |process| {
        let gone = gone.clone();
        parent::watch(process, move || drop(gone.send(Event::Closed(None))));
    };
    if let Some(process) = client_process {
        watch(process);
    }
    thread::spawn(move || read(input, &events));
    let mut server = Server::new(Outbox::new(output), tasks, Box::new(watch));
    loop {
        let first = match server.held_until {
            Some(until) => waiting.recv_timeout(until.saturating_duration_since(Instant::now())),
            None => waiting.recv().map_err(RecvTimeoutError::from),
        };
        if matches!(first, Err(RecvTimeoutError::Disconnected)) {
            return End::Gone;
        }
        for event in first.into_iter().chain(waiting.try_iter()) {
            if let Some(end) = server.event(event) {
                return end;
            }
        }
        server.work();
    }
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
