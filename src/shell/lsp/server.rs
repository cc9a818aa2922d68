//! The main loop's state: documents, requests that wait, and what is done with each message.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, ResponseError};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Exit, Notification as _, PublishDiagnostics,
};
use lsp_types::request::{DocumentDiagnosticRequest, Initialize, Request as _, Shutdown};
use lsp_types::{DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, Uri};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::client::Client;
use super::document::{self, Document};
use super::text::Text;
use super::transport::{Incoming, Outbox};
use super::view::View;
use super::worker::{Checked, Done, Failure, Job};
use super::{Event, capabilities};
use crate::shell::config::{Beside, Configs, Source};

/// How the server ends.
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
enum State {
    /// Nothing yet.
    New,
    /// Everything.
    Running,
    /// Only the end.
    ShutDown,
}

/// What answers a request once its document is checked.
type Answer = Box<dyn FnOnce(&Checked, &Client) -> Result<Box<RawValue>, ResponseError>>;

/// A request that waits for its document to be checked.
struct Waiting {
    id: RequestId,
    uri: Uri,
    /// The version it is about, where that matters.
    stamp: Option<u64>,
    answer: Answer,
}

/// The server.
pub struct Server {
    state: State,
    client: Arc<Client>,
    configs: Arc<Configs>,
    documents: BTreeMap<Uri, Document>,
    waiting: Vec<Waiting>,
    outbox: Outbox,
    jobs: Sender<Job>,
    /// Whether the worker is at work.
    is_busy: bool,
    /// The last of our numbers of versions.
    stamp: u64,
}

impl Server {
    /// A server that answers by `outbox` and has checks done by `jobs`.
    pub fn new(outbox: Outbox, jobs: Sender<Job>) -> Server {
        Server {
            state: State::New,
            client: Arc::default(),
            configs: Arc::new(Configs::new(Source::Nearest, Beside::default())),
            documents: BTreeMap::new(),
            waiting: Vec::new(),
            outbox,
            jobs,
            is_busy: false,
            stamp: 0,
        }
    }

    /// Does what an event asks for, and says how the server ends, if it does.
    pub fn event(&mut self, event: Event) -> Option<End> {
        match event {
            Event::Incoming(Incoming::Message(Message::Request(request))) => self.request(request),
            Event::Incoming(Incoming::Message(Message::Notification(notification))) => {
                if notification.method == Exit::METHOD {
                    return Some(if self.state == State::ShutDown { End::Asked } else { End::Gone });
                }
                self.notification(notification);
            }
            Event::Incoming(Incoming::Message(Message::Response(_))) => {}
            Event::Incoming(Incoming::Wrong(error)) => self.outbox.fail(None, error),
            Event::Done(done) => self.done(done),
            Event::Closed(None) => return Some(End::Gone),
            Event::Closed(Some(problem)) => return Some(End::Broken(problem)),
        }
        self.outbox.is_closed.then_some(End::Gone)
    }

    /// Hands the newest version of a document to the worker, if that has nothing to do.
    pub fn work(&mut self) {
        if self.is_busy {
            return;
        }
        let newest = self.documents.values_mut().filter(|document| document.is_dirty).max_by_key(|d| d.stamp);
        let Some(document) = newest else { return };
        document.is_dirty = false;
        let path = document::path(&document.uri);
        let job = Job {
            uri: document.uri.clone(),
            version: Some(document.version),
            stamp: document.stamp,
            name: path.to_string_lossy().into_owned(),
            path,
            text: document.text.clone(),
            configs: self.configs.clone(),
            client: self.client.clone(),
            previous: document.previous.take(),
        };
        self.is_busy = self.jobs.send(job).is_ok();
    }

    fn done(&mut self, done: Done) {
        self.is_busy = false;
        let Some(document) = self.documents.get_mut(&done.uri).filter(|document| document.stamp == done.stamp) else {
            return;
        };
        let checked = match done.outcome {
            Ok(checked) => checked,
            Err(Failure::Settings(_) | Failure::Panic(_)) => return,
        };
        if !self.client.pulls {
            let params =
                Published { uri: &done.uri, version: Some(document.version), diagnostics: &*checked.diagnostics };
            self.outbox.notify(PublishDiagnostics::METHOD, params);
        }
        let (answered, waiting) =
            std::mem::take(&mut self.waiting).into_iter().partition(|waiting| waiting.uri == done.uri);
        self.waiting = waiting;
        for Waiting { id, answer, .. } in answered {
            send(&mut self.outbox, &id, answer(&checked, &self.client));
        }
        document.checked = Some(checked);
    }

    /// One place for each request.
    fn request(&mut self, request: Request) {
        match (request.method.as_str(), self.state) {
            (Initialize::METHOD, State::New) => self.initialize(request),
            (_, State::New) => self.fail(&request.id, ErrorCode::ServerNotInitialized, "“initialize” comes first"),
            (_, State::ShutDown) => self.fail(&request.id, ErrorCode::InvalidRequest, "after “shutdown” comes “exit”"),
            (Initialize::METHOD, _) => self.fail(&request.id, ErrorCode::InvalidRequest, "“initialize” comes once"),
            (Shutdown::METHOD, _) => {
                self.state = State::ShutDown;
                self.outbox.answer(&request.id, Value::Null);
            }
            (DocumentDiagnosticRequest::METHOD, _) => {
                self.of_version::<DocumentDiagnosticRequest, _>(
                    request,
                    false,
                    |p| &p.text_document.uri,
                    |checked, _, _| Pulled { kind: "full", items: checked.diagnostics.clone() },
                );
            }
            (method, _) => {
                let message = format!("there is no “{method}” here");
                self.fail(&request.id, ErrorCode::MethodNotFound, &message);
            }
        }
    }

    /// One place for each notification; those that are not known are none of our business.
    fn notification(&mut self, notification: Notification) {
        if self.state != State::Running {
            return;
        }
        match notification.method.as_str() {
            DidOpenTextDocument::METHOD => self.told(notification, Server::open),
            DidChangeTextDocument::METHOD => self.told(notification, Server::change),
            DidCloseTextDocument::METHOD => self.told(notification, Server::close),
            _ => {}
        }
    }

    fn initialize(&mut self, request: Request) {
        self.client = Arc::new(Client::new(request.params.get("capabilities").unwrap_or(&Value::Null)));
        self.state = State::Running;
        self.outbox.answer(&request.id, capabilities::offered(&self.client));
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        self.stamp += 1;
        let document = Document {
            uri: item.uri.clone(),
            language: item.language_id,
            version: item.version,
            stamp: self.stamp,
            text: Arc::new(Text::new(item.text)),
            checked: None,
            previous: None,
            is_dirty: true,
        };
        self.documents.insert(item.uri, document);
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let Some(document) = self.documents.get_mut(&params.text_document.uri) else { return };
        self.stamp += 1;
        document.stamp = self.stamp;
        document.version = params.text_document.version;
        document.is_dirty = true;
        if let Some(checked) = document.checked.take() {
            document.previous = Some(checked);
        }
        let text = Arc::make_mut(&mut document.text);
        for change in params.content_changes {
            text.change(change, self.client.encoding);
        }
        let stamp = self.stamp;
        self.give_up(&params.text_document.uri, |waiting| waiting.stamp.is_some_and(|asked| asked < stamp));
    }

    fn close(&mut self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        if self.documents.remove(&uri).is_some() && !self.client.pulls {
            let nothing = Published { uri: &uri, version: None, diagnostics: [(); 0] };
            self.outbox.notify(PublishDiagnostics::METHOD, nothing);
        }
        self.give_up(&uri, |_| true);
    }

    /// Tells requests about a document that they get no answer.
    fn give_up(&mut self, uri: &Uri, is_vain: impl Fn(&Waiting) -> bool) {
        let waiting = std::mem::take(&mut self.waiting).into_iter();
        let (vain, waiting): (Vec<_>, _) = waiting.partition(|waiting| waiting.uri == *uri && is_vain(waiting));
        self.waiting = waiting;
        for Waiting { id, .. } in vain {
            self.fail(&id, ErrorCode::ContentModified, "the document changed");
        }
    }

    /// Answers a request about a checked document, as soon as it is checked; if it changes before,
    /// the positions in the request mean nothing any more.
    #[expect(dead_code, reason = "the features come next")]
    fn of_document<R>(
        &mut self,
        request: Request,
        uri: fn(&R::Params) -> &Uri,
        answer: impl FnOnce(&View, R::Params) -> R::Result + 'static,
    ) where
        R: lsp_types::request::Request,
        R::Params: DeserializeOwned + 'static,
        R::Result: Serialize,
    {
        self.of_version::<R, _>(request, true, uri, |checked, client, params| {
            checked.view(client, |view| answer(view, params))
        });
    }

    fn of_version<R, T: Serialize>(
        &mut self,
        request: Request,
        is_of_version: bool,
        uri: fn(&R::Params) -> &Uri,
        answer: impl FnOnce(&Checked, &Client, R::Params) -> T + 'static,
    ) where
        R: lsp_types::request::Request,
        R::Params: DeserializeOwned + 'static,
    {
        let params = match serde_json::from_value::<R::Params>(request.params) {
            Ok(params) => params,
            Err(error) => return self.fail(&request.id, ErrorCode::InvalidParams, &error.to_string()),
        };
        let uri = uri(&params).clone();
        let answer = move |checked: &Checked, client: &Client| {
            serde_json::value::to_raw_value(&answer(checked, client, params))
                .map_err(|error| failure(ErrorCode::InternalError, &error.to_string()))
        };
        match self.documents.get(&uri) {
            None => self.fail(&request.id, ErrorCode::InvalidParams, "the document is not open"),
            Some(Document { checked: Some(checked), .. }) => {
                send(&mut self.outbox, &request.id, answer(checked, &self.client))
            }
            Some(document) => {
                let stamp = is_of_version.then_some(document.stamp);
                self.waiting.push(Waiting { id: request.id, uri, stamp, answer: Box::new(answer) });
            }
        }
    }

    fn told<P: DeserializeOwned>(&mut self, notification: Notification, act: fn(&mut Server, P)) {
        if let Ok(params) = serde_json::from_value(notification.params) {
            act(self, params);
        }
    }

    fn fail(&mut self, id: &RequestId, code: ErrorCode, message: &str) {
        self.outbox.fail(Some(id), failure(code, message));
    }
}

fn send(outbox: &mut Outbox, id: &RequestId, answer: Result<Box<RawValue>, ResponseError>) {
    match answer {
        Ok(result) => outbox.answer(id, result),
        Err(error) => outbox.fail(Some(id), error),
    }
}

fn failure(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.to_owned(), data: None }
}

/// The parameters of `textDocument/publishDiagnostics`.
#[derive(Serialize)]
struct Published<'a, D> {
    uri: &'a Uri,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
    diagnostics: D,
}

/// The answer to `textDocument/diagnostic`.
#[derive(Serialize)]
struct Pulled {
    kind: &'static str,
    items: Box<RawValue>,
}
