//! One place for each request and each notification.

use lsp_server::{ErrorCode, Notification, Request, RequestId};
use lsp_types::notification::{
    Cancel, DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders,
    DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Initialized, Notification as _,
    WorkDoneProgressCancel,
};
use lsp_types::request::{
    DocumentDiagnosticRequest, Initialize, Request as RequestType, Shutdown, WorkspaceDiagnosticRequest,
};
use lsp_types::{CancelParams, DocumentDiagnosticParams, MessageType, NumberOrString, Uri};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::to_raw_value;

use super::checked::Found;
use super::client::Client;
use super::scan::Pulled;
use super::server::{Answer, Server, State, Waiting, failed, failure};
use super::view::View;
use crate::shell::panics::caught;

impl Server {
    /// Answers a request, now or when its document is checked.
    pub fn request(&mut self, request: Request) {
        match (request.method.as_str(), self.state) {
            (Initialize::METHOD, State::New) => self.initialize(request),
            (_, State::New) => self.fail(&request.id, ErrorCode::ServerNotInitialized, "“initialize” comes first"),
            (_, State::ShutDown) => self.fail(&request.id, ErrorCode::InvalidRequest, "after “shutdown” comes “exit”"),
            (Initialize::METHOD, _) => self.fail(&request.id, ErrorCode::InvalidRequest, "“initialize” comes once"),
            (Shutdown::METHOD, _) => self.shut_down(&request.id),
            (DocumentDiagnosticRequest::METHOD, _) => self.pull(request),
            (WorkspaceDiagnosticRequest::METHOD, _) => self.workspace_diagnostic(request),
            _ => {
                // A feature that panics costs its answer, not the server.
                let id = request.id.clone();
                if let Err(panic) = caught(|| self.feature(request)) {
                    self.outbox.fail(Some(&id), failed(&panic));
                }
            }
        }
    }

    /// Does what a notification asks for. One that is not known is none of our business.
    pub fn notification(&mut self, notification: Notification) {
        if self.state != State::Running {
            return;
        }
        match notification.method.as_str() {
            Initialized::METHOD => self.initialized(),
            DidOpenTextDocument::METHOD => self.told(notification, Server::open),
            DidChangeTextDocument::METHOD => self.told(notification, Server::change),
            DidSaveTextDocument::METHOD => self.told(notification, Server::save),
            DidCloseTextDocument::METHOD => self.told(notification, Server::close),
            DidChangeConfiguration::METHOD => self.told(notification, Server::change_configuration),
            DidChangeWatchedFiles::METHOD => self.told(notification, Server::change_files),
            DidChangeWorkspaceFolders::METHOD => self.told(notification, Server::change_folders),
            Cancel::METHOD => self.told(notification, Server::cancel),
            WorkDoneProgressCancel::METHOD => self.told(notification, Server::cancel_progress),
            _ => {}
        }
    }

    fn told<P: DeserializeOwned>(&mut self, notification: Notification, act: fn(&mut Server, P)) {
        match serde_json::from_value(notification.params) {
            Ok(params) => act(self, params),
            Err(error) => {
                let message = format!("can't understand “{}”: {error}", notification.method);
                self.log(MessageType::WARNING, &message);
            }
        }
    }

    fn shut_down(&mut self, id: &RequestId) {
        self.state = State::ShutDown;
        for Waiting { id, .. } in std::mem::take(&mut self.waiting) {
            self.fail(&id, ErrorCode::ServerCancelled, "the server shuts down");
        }
        self.end_scans("the server shuts down");
        self.outbox.answer(id, Value::Null);
    }

    fn cancel(&mut self, params: CancelParams) {
        let id = match params.id {
            NumberOrString::Number(number) => RequestId::from(number),
            NumberOrString::String(text) => RequestId::from(text),
        };
        let position = self.waiting.iter().position(|waiting| waiting.id == id);
        if position.map(|at| self.waiting.remove(at)).is_some() || self.drop_scan(&id) {
            self.fail(&id, ErrorCode::RequestCanceled, "the client cancelled it");
        }
    }

    /// Answers with the diagnostics of the newest version. A change of the document does not make
    /// the request vain: it asks for nothing at a position.
    fn pull(&mut self, request: Request) {
        let Some(params) = self.params::<DocumentDiagnosticParams>(&request.id, request.params) else { return };
        let known = params.previous_result_id;
        let answer: Answer = Box::new(move |found, _| raw(&Pulled::new(&found.diagnostics, known.as_deref())).into());
        self.when_checked(request.id, params.text_document.uri, false, answer);
    }

    /// Answers a request about a draft as soon as it is checked, with nothing where it is no
    /// draft. Where the document changes before, what the request says of positions is vain.
    pub fn of_draft<R: RequestType, T: Serialize>(
        &mut self,
        request: Request,
        uri: fn(&R::Params) -> &Uri,
        answer: impl FnOnce(&View, R::Params) -> T + 'static,
    ) where
        R::Params: 'static,
    {
        let Some(params) = self.params::<R::Params>(&request.id, request.params) else { return };
        let uri = uri(&params).clone();
        let answer: Answer = Box::new(move |found: &Found, client: &Client| match &found.checked {
            Some(checked) => raw(&checked.view(client, |view| answer(view, params))).into(),
            None => raw(&Value::Null).into(),
        });
        self.when_checked(request.id, uri, true, answer);
    }

    /// Answers once a document is checked.
    pub fn when_checked(&mut self, id: RequestId, uri: Uri, is_of_version: bool, answer: Answer) {
        match self.documents.get(&uri).map(|document| &document.found) {
            Some(None) => self.waiting.push(Waiting { id, uri, is_of_version, answer }),
            Some(Some(found)) => {
                let reply = answer(found, &self.common.client);
                self.reply(&id, reply);
            }
            // It was closed, or never opened.
            None => {
                let reply = answer(&Found::only(&[]), &self.common.client);
                self.reply(&id, reply);
            }
        }
    }

    /// The parameters of a request; what is wrong with them is answered.
    pub fn params<P: DeserializeOwned>(&mut self, id: &RequestId, params: Value) -> Option<P> {
        let read = serde_json::from_value(params);
        read.map_err(|error| self.fail(id, ErrorCode::InvalidParams, &error.to_string())).ok()
    }
}

/// A result as it is sent.
pub fn raw(result: &impl Serialize) -> Result<Box<serde_json::value::RawValue>, lsp_server::ResponseError> {
    to_raw_value(result).map_err(|error| failure(ErrorCode::InternalError, &error.to_string()))
}
