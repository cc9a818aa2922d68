//! `workspace/diagnostic`: the drafts of all folders, with progress, a piece at a time.

use lsp_server::{ErrorCode, Request, RequestId};
use lsp_types::WorkDoneProgressCancelParams;
use lsp_types::notification::{Notification as _, Progress};
use lsp_types::request::{Request as _, WorkDoneProgressCreate};
use serde::Deserialize;
use serde_json::{Value, json};

use super::document;
use super::scan::Scan;
use super::server::{Asked, Server, failure};
use crate::report::counted;

/// How many drafts are checked from one note of progress, and piece of the result, to the next.
const STEP: usize = 50;

/// The parameters of `workspace/diagnostic`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Params {
    #[serde(default)]
    previous_result_ids: Vec<Known>,
    work_done_token: Option<Value>,
    partial_result_token: Option<Value>,
}

/// What the client knows of a document.
#[derive(Deserialize)]
struct Known {
    uri: String,
    value: String,
}

/// A request that a walk answers.
pub struct Scanning {
    /// The number of the request.
    pub id: RequestId,
    /// Where progress is shown, if anywhere.
    progress: Option<Value>,
    /// Where results go as they come, if not all in the answer.
    partial: Option<Value>,
}

impl Server {
    /// Starts the walk through the folders. Where the client knows all that was found and nothing
    /// changed since, it waits for that: some clients ask again as soon as they are answered.
    pub fn workspace_diagnostic(&mut self, request: Request) {
        let Some(params) = self.params::<Params>(&request.id, request.params) else { return };
        self.end_scans("another request of this kind came");
        let open = self.documents.keys().map(document::path).collect();
        let known = params.previous_result_ids.into_iter().map(|known| (known.uri, known.value)).collect();
        let scan = Box::new(Scan::new(request.id.clone(), self.folders.clone(), open, known));
        let scanning =
            Scanning { id: request.id, progress: params.work_done_token, partial: params.partial_result_token };
        if scan.known.is_empty() || self.is_changed {
            self.start_scan(scanning, scan);
        } else {
            self.held = Some((scanning, scan));
        }
    }

    fn start_scan(&mut self, mut scanning: Scanning, scan: Box<Scan>) {
        self.is_changed = false;
        if scanning.progress.is_none() && self.common.client.progress {
            let token = json!(format!("presend/{}", self.question));
            self.ask(Asked::Other("show progress"), WorkDoneProgressCreate::METHOD, json!({ "token": token }));
            scanning.progress = Some(token);
        }
        self.progress(&scanning, json!({ "kind": "begin", "title": "Checking drafts", "cancellable": true }));
        self.scanning = Some(scanning);
        self.scan = Some(scan);
    }

    /// Something changed that a walk through the folders would show.
    pub fn changed(&mut self) {
        self.is_changed = true;
        if let Some((scanning, scan)) = self.held.take() {
            self.start_scan(scanning, scan);
        }
    }

    /// Takes a walk back from the worker. One that nobody waits for any more is dropped.
    pub fn scanned(&mut self, mut scan: Box<Scan>) {
        let Some(scanning) = self.scanning.take_if(|scanning| scanning.id == scan.id) else { return };
        if scan.is_done {
            return self.finish(scanning, scan);
        }
        if scan.count.is_multiple_of(STEP) {
            let message = counted(scan.count, "draft");
            self.progress(&scanning, json!({ "kind": "report", "message": message }));
            self.send_items(&scanning, &mut scan);
        }
        self.scanning = Some(scanning);
        self.scan = Some(scan);
    }

    fn finish(&mut self, scanning: Scanning, mut scan: Box<Scan>) {
        for document in self.documents.values() {
            match &document.found {
                Some(found) => scan.note(document.uri.clone(), Some(document.version), &found.diagnostics),
                None => drop(scan.known.remove(document.uri.as_str())),
            }
        }
        scan.note_gone();
        self.send_items(&scanning, &mut scan);
        self.progress(&scanning, json!({ "kind": "end" }));
        self.outbox.answer(&scan.id, json!({ "items": scan.items }));
    }

    /// Sends what was found so far, to a client that takes the result in pieces.
    fn send_items(&mut self, scanning: &Scanning, scan: &mut Scan) {
        if let Some(token) = scanning.partial.as_ref().filter(|_| !scan.items.is_empty()) {
            let items = std::mem::take(&mut scan.items);
            self.outbox.notify(Progress::METHOD, json!({ "token": token, "value": { "items": items } }));
        }
    }

    fn progress(&mut self, scanning: &Scanning, value: Value) {
        if let Some(token) = &scanning.progress {
            self.outbox.notify(Progress::METHOD, json!({ "token": token, "value": value }));
        }
    }

    /// Drops the walk that answers a request, if there is one.
    pub fn drop_scan(&mut self, id: &RequestId) -> bool {
        if let Some(scanning) = self.scanning.take_if(|scanning| scanning.id == *id) {
            // What the worker may still have is dropped when it comes back.
            self.scan = None;
            self.progress(&scanning, json!({ "kind": "end" }));
            return true;
        }
        self.held.take_if(|(held, _)| held.id == *id).is_some()
    }

    /// Ends all walks without a result.
    pub fn end_scans(&mut self, why: &str) {
        let all = self.held.iter().map(|(held, _)| held).chain(&self.scanning);
        for id in all.map(|scanning| scanning.id.clone()).collect::<Vec<_>>() {
            self.drop_scan(&id);
            let mut error = failure(ErrorCode::ServerCancelled, why);
            error.data = Some(json!({ "retriggerRequest": false }));
            self.outbox.fail(Some(&id), error);
        }
    }

    /// The person does not want to wait for a walk.
    pub fn cancel_progress(&mut self, params: WorkDoneProgressCancelParams) {
        let token = json!(params.token);
        if self.scanning.as_ref().is_some_and(|scanning| scanning.progress.as_ref() == Some(&token)) {
            self.end_scans("the person cancelled it");
        }
    }
}
