//! The main loop's state, and what is done with each event.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Instant;

use lsp_server::{ErrorCode, Message, RequestId, ResponseError};
use lsp_types::notification::{Exit, Notification as _, PublishDiagnostics};
use lsp_types::{MessageType, Uri};
use serde::Serialize;
use serde_json::value::RawValue;

use super::checked::{Broken, Found, Setting};
use super::client::Client;
use super::commands::Page;
use super::document::{self, Document};
use super::kind::Kind;
use super::options::Options;
use super::pages::Pages;
use super::scan::Scan;
use super::scratch::Scratch;
use super::transport::{Incoming, Outbox};
use super::worker::{Common, Done, Draft, SettingsFile, Task};
use super::workspace::Scanning;
use super::{Event, LARGEST, configuration};
use crate::shell::cli::baseline::Baselines;
use crate::shell::config;
use crate::shell::panics::caught;

/// How the server ends.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// The client asked for it, after `shutdown` as it should.
    Asked,
    /// The client is gone, or said `exit` without `shutdown`.
    Gone,
    /// What the client sends can't be read any more; why.
    Broken(String),
}

impl End {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            End::Asked => 0,
            End::Gone => 1,
            End::Broken(_) => 3,
        }
    }
}

/// What the client may ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing yet.
    New,
    /// Everything.
    Running,
    /// Only the end.
    ShutDown,
}

/// What answers a request once its document is checked.
pub type Answer = Box<dyn FnOnce(&Found, &Client) -> Reply>;

/// The answer to a request, and a page that is opened with it.
pub struct Reply {
    pub result: Result<Box<RawValue>, ResponseError>,
    pub page: Option<Page>,
}

impl From<Result<Box<RawValue>, ResponseError>> for Reply {
    fn from(result: Result<Box<RawValue>, ResponseError>) -> Reply {
        Reply { result, page: None }
    }
}

/// A request that waits for its document to be checked.
pub struct Waiting {
    pub id: RequestId,
    pub uri: Uri,
    /// Whether it means nothing any more once the document changes.
    pub is_of_version: bool,
    pub answer: Answer,
}

/// What the server asked the client.
pub enum Asked {
    /// What the editor sets.
    Configuration,
    /// To open a document; else its text is shown.
    Document(String),
    /// Something whose answer says nothing but that it went wrong.
    Other(&'static str),
}

/// The server.
pub struct Server {
    pub state: State,
    pub outbox: Outbox,
    pub common: Common,
    /// What the editor set when it started the server.
    pub first_options: Options,
    /// The folders that are open.
    pub folders: Vec<PathBuf>,
    pub documents: BTreeMap<Uri, Document>,
    pub waiting: Vec<Waiting>,
    /// What the client was asked and has not answered.
    pub asked: BTreeMap<i32, Asked>,
    /// Until when nothing is checked, since the client has not yet said what the editor sets.
    pub held_until: Option<Instant>,
    /// The number of the last question.
    pub question: i32,
    /// The last of our numbers of versions.
    pub stamp: u64,
    /// The walk through the folders, while the worker does not have it.
    pub scan: Option<Box<Scan>>,
    /// The request that the walk answers.
    pub scanning: Option<Scanning>,
    /// A walk that waits for something to change, since the client knows all.
    pub held: Option<(Scanning, Box<Scan>)>,
    /// Whether anything changed since the last walk.
    pub is_changed: bool,
    /// What was told to be wrong with what the editor set last.
    pub told_options: Vec<String>,
    /// The settings that are wrong and were told so.
    told: Vec<config::Broken>,
    /// The same before the settings were last read anew.
    told_before: Vec<config::Broken>,
    /// The settings files that are not open and have diagnostics.
    pub broken: BTreeSet<Uri>,
    /// The pages of rules.
    pub pages: Pages,
    /// What commands made.
    pub scratch: Scratch,
    /// Called once with the process of the editor.
    pub watch: Box<dyn Fn(u32)>,
    pub tasks: Sender<Task>,
    /// Whether the worker is at work.
    is_busy: bool,
}

impl Server {
    /// A server that answers by `outbox`, has `tasks` done and the editor's process watched.
    pub fn new(outbox: Outbox, tasks: Sender<Task>, watch: Box<dyn Fn(u32)>) -> Server {
        let options = Options::default();
        let configs = Arc::new(configuration::configs(&options, &[]));
        Server {
            state: State::New,
            outbox,
            common: Common {
                configs,
                baselines: Arc::new(Baselines::new(None)),
                client: Arc::default(),
                options: Arc::new(options.clone()),
            },
            first_options: options,
            folders: Vec::new(),
            documents: BTreeMap::new(),
            waiting: Vec::new(),
            asked: BTreeMap::new(),
            held_until: None,
            question: 0,
            stamp: 0,
            scan: None,
            scanning: None,
            held: None,
            is_changed: true,
            told_options: Vec::new(),
            told: Vec::new(),
            told_before: Vec::new(),
            broken: BTreeSet::new(),
            pages: Pages::new(),
            scratch: Scratch::default(),
            watch,
            tasks,
            is_busy: false,
        }
    }

    /// Does what an event asks for, and says how the server ends, if it does.
    pub fn event(&mut self, event: Event) -> Option<End> {
        match event {
            Event::Incoming(Incoming::Message(Message::Request(request))) => self.request(request),
            Event::Incoming(Incoming::Message(Message::Notification(notification))) => {
                if notification.method == Exit::METHOD {
                    return Some(self.end());
                }
                self.notification(notification);
            }
            Event::Incoming(Incoming::Message(Message::Response(response))) => self.response(response),
            Event::Incoming(Incoming::Wrong(error)) => self.outbox.fail(None, error),
            Event::Done(done) => self.done(done),
            Event::Closed(None) => return Some(self.end()),
            Event::Closed(Some(problem)) => return Some(End::Broken(problem)),
        }
        self.outbox.is_closed.then_some(End::Gone)
    }

    fn end(&self) -> End {
        if self.state == State::ShutDown { End::Asked } else { End::Gone }
    }

    /// Hands the worker what is most urgent, if it has nothing to do: of the documents that
    /// changed the newest, else the next file of a folder.
    pub fn work(&mut self) {
        if self.held_until.is_some_and(|until| Instant::now() < until) {
            return;
        }
        self.held_until = None;
        // After “shutdown” nobody wants to know.
        while !self.is_busy && self.state != State::ShutDown {
            let dirty = self.documents.values_mut().filter(|document| document.is_dirty);
            let Some(document) = dirty.max_by_key(|document| document.stamp) else { break };
            document.is_dirty = false;
            let (uri, text, stamp) = (document.uri.clone(), document.text.clone(), document.stamp);
            let path = document::path(&uri);
            let client = self.common.client.clone();
            let is_page = self.scratch.is_page(&path) || self.pages.holds(&path);
            let is_left_alone = !self.common.options.enable || is_page || document::is_of_history(&uri);
            let kind = if is_left_alone { Kind::Other } else { document.kind() };
            let task = match kind {
                Kind::Draft(_) if text.text.len() > LARGEST => {
                    if !std::mem::replace(&mut document.is_told_large, true) {
                        let most = LARGEST >> 20;
                        let message = format!("{} is not checked: it is larger than {most} MiB", path.display());
                        self.show(MessageType::INFO, &message);
                    }
                    None
                }
                Kind::Draft(name) => Some(Task::Draft(Draft {
                    uri: uri.clone(),
                    version: Some(document.version),
                    stamp,
                    name,
                    path,
                    text,
                    common: self.common.clone(),
                    previous: document.previous.take(),
                })),
                Kind::Settings => Some(Task::Settings(SettingsFile { uri: uri.clone(), stamp, path, text, client })),
                Kind::Other => None,
            };
            match task {
                Some(task) => self.is_busy = self.tasks.send(task).is_ok(),
                None => self.found(&uri, Found::only(&[])),
            }
        }
        if let Some(scan) = self.scan.take_if(|_| !self.is_busy) {
            self.is_busy = self.tasks.send(Task::Scan(scan, self.common.clone())).is_ok();
        }
    }

    fn done(&mut self, done: Done) {
        self.is_busy = false;
        if self.state == State::ShutDown {
            return;
        }
        match done {
            Done::Scanned(scan) => self.scanned(scan),
            Done::Found { uri, stamp, found, broken } => {
                if let Some(broken) = broken {
                    self.tell_broken(*broken);
                }
                // What was found in an older version is shown to nobody.
                if self.documents.get(&uri).is_some_and(|document| document.stamp == stamp) {
                    let found = found.unwrap_or_else(|panic| {
                        let path = document::path(&uri);
                        let message = format!(
                            "can't check {}: presend itself failed ({panic}); please report it, with the draft if you \
                             may share it",
                            path.display()
                        );
                        self.log(MessageType::ERROR, &message);
                        Found::only(&[])
                    });
                    self.found(&uri, found);
                }
            }
        }
    }

    /// Takes what was found in the current version of a document to those who wait for it.
    fn found(&mut self, uri: &Uri, found: Found) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        let is_empty = found.diagnostics.get() == "[]";
        // An empty list is sent too for a draft: some clients wait for the first.
        if !self.common.client.pulls && (found.checked.is_some() || document.is_published || !is_empty) {
            document.is_published = true;
            let params = Published { uri, version: Some(document.version), diagnostics: &*found.diagnostics };
            self.outbox.notify(PublishDiagnostics::METHOD, params);
        }
        let all = std::mem::take(&mut self.waiting).into_iter();
        let (answered, waiting): (Vec<_>, _) = all.partition(|waiting| waiting.uri == *uri);
        self.waiting = waiting;
        let client = &self.common.client;
        let reply = |waiting: Waiting| {
            let reply = caught(|| (waiting.answer)(&found, client));
            (waiting.id, reply.unwrap_or_else(|panic| Err(failed(&panic)).into()))
        };
        let replies: Vec<_> = answered.into_iter().map(reply).collect();
        document.found = Some(found);
        replies.into_iter().for_each(|(id, reply)| self.reply(&id, reply));
    }

    /// Says what is wrong with a settings file, once however many drafts it is for.
    fn tell_broken(&mut self, broken: Broken) {
        if self.told.iter().any(|told| Arc::ptr_eq(told, &broken.problems)) {
            return;
        }
        let instead = match broken.setting {
            Setting::Last => "until it is right, the settings from before hold",
            Setting::BuiltIn => "until it is right, the built-in settings hold",
            Setting::NoBaseline => "until it can be read, all findings are told",
        };
        // Settings that were read anew may be as wrong as before.
        if !self.told_before.contains(&broken.problems) {
            for problem in broken.problems.iter() {
                self.log(MessageType::ERROR, problem);
            }
            let first = broken.problems.first().map(String::as_str).unwrap_or_default();
            self.show(MessageType::WARNING, &format!("the settings are wrong: {first}; {instead}"));
        }
        self.told.push(broken.problems);
        if let Some((uri, diagnostics)) = broken.file
            && !self.documents.contains_key(&uri)
        {
            self.outbox.notify(PublishDiagnostics::METHOD, Published { uri: &uri, version: None, diagnostics });
            self.broken.insert(uri);
        }
    }

    /// Takes back what was said of settings files that are not open.
    pub fn forget_broken(&mut self) {
        self.told_before = std::mem::take(&mut self.told);
        for uri in std::mem::take(&mut self.broken) {
            self.clear(&uri);
        }
    }

    /// Takes back the diagnostics of a document.
    pub fn clear(&mut self, uri: &Uri) {
        self.outbox.notify(PublishDiagnostics::METHOD, Published { uri, version: None, diagnostics: [(); 0] });
    }

    /// Tells requests about a document that they get no answer.
    pub fn give_up(&mut self, uri: &Uri, why: &str, is_vain: impl Fn(&Waiting) -> bool) {
        let all = std::mem::take(&mut self.waiting).into_iter();
        let (vain, waiting): (Vec<_>, _) = all.partition(|waiting| waiting.uri == *uri && is_vain(waiting));
        self.waiting = waiting;
        for Waiting { id, .. } in vain {
            self.fail(&id, ErrorCode::ContentModified, why);
        }
    }

    /// Sends an answer, and opens the page that comes with it.
    pub fn reply(&mut self, id: &RequestId, reply: Reply) {
        self.outbox.reply(id, reply.result);
        if let Some(page) = reply.page {
            self.show_page(page);
        }
    }

    /// The next of our numbers of versions.
    pub fn next_stamp(&mut self) -> u64 {
        self.stamp += 1;
        self.stamp
    }

    /// Answers a request with an error.
    pub fn fail(&mut self, id: &RequestId, code: ErrorCode, message: &str) {
        self.outbox.fail(Some(id), failure(code, message));
    }

    /// Says something to the person.
    pub fn show(&mut self, kind: MessageType, message: &str) {
        self.say("window/showMessage", kind, message);
    }

    /// Says something to whoever reads the log.
    pub fn log(&mut self, kind: MessageType, message: &str) {
        self.say("window/logMessage", kind, message);
    }

    fn say(&mut self, method: &str, kind: MessageType, message: &str) {
        let message = crate::report::escape::visible(message);
        self.outbox.notify(method, lsp_types::LogMessageParams { typ: kind, message: format!("presend: {message}") });
    }
}

/// An error as the protocol has it.
pub fn failure(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.to_owned(), data: None }
}

/// The error where an answer panicked, with this message.
pub fn failed(panic: &str) -> ResponseError {
    failure(ErrorCode::InternalError, &format!("presend itself failed ({panic}); please report it"))
}

/// The parameters of `textDocument/publishDiagnostics`.
#[derive(Serialize)]
struct Published<'a, D> {
    uri: &'a Uri,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
    diagnostics: D,
}
