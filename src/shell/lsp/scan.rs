//! All drafts of the folders that are open, for `workspace/diagnostic`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use lsp_server::RequestId;
use lsp_types::Uri;
use serde::Serialize;
use serde_json::value::RawValue;

use super::checked::{result_id, written};
use super::document;
use super::kind::{Kind, kind};
use super::text::Text;
use super::worker::{Common, Draft, Worker, read};
use crate::shell::files::{self, Job, Search};

/// The walk through the folders, and what was found so far.
pub struct Scan {
    /// The request that it answers.
    pub id: RequestId,
    /// What the client knows of documents from before.
    pub known: BTreeMap<String, String>,
    /// What was found and is not sent yet.
    pub items: Vec<Item>,
    /// How many drafts were checked.
    pub count: usize,
    /// Whether all were.
    pub is_done: bool,
    jobs: Box<dyn Iterator<Item = Job> + Send>,
    /// The files that are open: what counts of these is in the editor.
    open: BTreeSet<PathBuf>,
}

/// The diagnostics of one document among many.
#[derive(Serialize)]
pub struct Item {
    uri: Uri,
    version: Option<i32>,
    #[serde(flatten)]
    report: Pulled,
}

/// The diagnostics of a document, for a client that asked.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pulled {
    kind: &'static str,
    result_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<RawValue>>,
}

impl Pulled {
    /// The diagnostics, or that they are those that the client knows by this name.
    pub fn new(diagnostics: &RawValue, known: Option<&str>) -> Pulled {
        let result_id = result_id(diagnostics);
        match known == Some(result_id.as_str()) {
            true => Pulled { kind: "unchanged", result_id, items: None },
            false => Pulled { kind: "full", result_id, items: Some(diagnostics.to_owned()) },
        }
    }
}

impl Scan {
    /// A walk through these folders, past the files that are open.
    pub fn new(id: RequestId, folders: Vec<PathBuf>, open: BTreeSet<PathBuf>, known: BTreeMap<String, String>) -> Scan {
        let search = Search { unopened: true, ..Search::default() };
        Scan {
            id,
            known,
            items: Vec::new(),
            count: 0,
            is_done: false,
            jobs: Box::new(files::jobs(folders, search)),
            open,
        }
    }

    /// Notes the diagnostics of a document.
    pub fn note(&mut self, uri: Uri, version: Option<i32>, diagnostics: &RawValue) {
        let known = self.known.remove(uri.as_str());
        let report = Pulled::new(diagnostics, known.as_deref());
        self.items.push(Item { uri, version, report });
    }

    /// Notes that files which the client knows are gone, or are no drafts any more.
    pub fn note_gone(&mut self) {
        for uri in std::mem::take(&mut self.known).into_keys().filter_map(|uri| uri.parse().ok()) {
            self.note(uri, None, &written(&[]));
        }
    }

    /// Checks the next file.
    pub fn step(&mut self, worker: &mut Worker, common: &Common) {
        let files = self.jobs.by_ref().filter_map(|job| match job {
            Job::File(path) => Some(path),
            _ => None,
        });
        let open = &self.open;
        let Some(path) = { files }.find(|path| !open.contains(path)) else {
            self.is_done = true;
            return;
        };
        let Some((uri, text)) = document::uri(&path).zip(read(&path)) else { return };
        let Kind::Draft(name) = kind(&path, true, "", &text) else { return };
        let text = Arc::new(Text::new(text));
        let (version, stamp, previous) = (None, 0, None);
        let draft = Draft { uri: uri.clone(), version, stamp, name, path, text, common: common.clone(), previous };
        if let (Ok(found), _) = worker.draft(draft) {
            self.count += 1;
            self.note(uri, None, &found.diagnostics);
        }
    }
}
