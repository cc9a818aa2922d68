//! The start of the server, and what the editor and settings files set.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lsp_server::{Request, Response};
use lsp_types::request::{
    CodeLensRefresh, InlayHintRefreshRequest, RegisterCapability, Request as _, SemanticTokensRefresh,
    WorkspaceConfiguration, WorkspaceDiagnosticRefresh,
};
use lsp_types::{
    DidChangeConfigurationParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, MessageType, Uri,
};
use serde_json::{Value, json};

use super::capabilities;
use super::client::Client;
use super::document;
use super::documents::is_settings;
use super::options::Options;
use super::server::{Asked, Server, State};
use super::worker::Task;
use crate::shell::cli::baseline::Baselines;
use crate::shell::config::{self, Beside, Configs, Source};

/// How long the first checks wait for what the editor sets: else it would show findings that its
/// settings keep back, and a client that can't be told to ask again would go on showing them.
const PATIENCE: Duration = Duration::from_secs(1);

/// The settings of all documents, as the editor sets where they are looked for.
pub fn configs(options: &Options, folders: &[PathBuf]) -> Configs {
    let source = match &options.configuration {
        None => Source::Nearest,
        Some(path) => {
            let path = config::expanded(path, config::home().as_deref());
            Source::File(folders.first().map_or_else(|| path.clone(), |folder| folder.join(&path)))
        }
    };
    // The folder that the editor started the server in says nothing to the person.
    Configs::new(source, Beside::default()).with_whole_paths()
}

impl Server {
    /// Learns what the client can do and has open, and says what the server offers.
    pub fn initialize(&mut self, request: Request) {
        let params = request.params;
        let [capabilities, options] =
            ["capabilities", "initializationOptions"].map(|key| params.get(key).unwrap_or(&Value::Null));
        let client = Client::new(capabilities, options);
        self.folders = folders(&params);
        let (options, problems) = self.first_options.with(options, &self.common.options);
        if let Some(process) = params.get("processId").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok()) {
            (self.watch)(process);
        }
        self.state = State::Running;
        self.outbox.answer(&request.id, capabilities::offered(&client, &options));
        self.common.client = Arc::new(client);
        self.first_options = options.clone();
        self.set(options, problems);
        // Settings are made while the client is still busy with opening its first document.
        let folder = self.folders.first().cloned().unwrap_or_default();
        let _ = self.tasks.send(Task::Warm(self.common.configs.clone(), folder));
    }

    /// The client is ready for questions: what is set, and that files are watched.
    pub fn initialized(&mut self) {
        let client = self.common.client.clone();
        let mut registrations = Vec::new();
        if client.watches {
            let mut globs: Vec<Value> = ["**/*.toml", "**/*.vcf", "**/.presendignore"].map(Value::from).into();
            let users = config::user_folder().and_then(|folder| document::uri(&folder));
            if let Some(users) = users.filter(|_| client.relative_patterns) {
                globs.push(json!({ "baseUri": users, "pattern": "*.toml" }));
            }
            let watchers: Vec<Value> = globs.into_iter().map(|glob| json!({ "globPattern": glob })).collect();
            registrations.push(json!({
                "id": "presend-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            }));
        }
        if client.registers_configuration {
            registrations.push(json!({
                "id": "presend-configuration",
                "method": "workspace/didChangeConfiguration",
                "registerOptions": { "section": "presend" },
            }));
        }
        if !registrations.is_empty() {
            let params = json!({ "registrations": registrations });
            self.ask(Asked::Other("watch files"), RegisterCapability::METHOD, params);
        }
        self.ask_configuration();
        if self.common.client.configuration {
            self.held_until = Some(Instant::now() + PATIENCE);
        }
    }

    fn ask_configuration(&mut self) {
        if self.common.client.configuration {
            let params = json!({ "items": [{ "section": "presend" }] });
            self.ask(Asked::Configuration, WorkspaceConfiguration::METHOD, params);
        }
    }

    /// Asks the client something.
    pub fn ask(&mut self, asked: Asked, method: &str, params: Value) {
        self.question += 1;
        self.asked.insert(self.question, asked);
        self.outbox.ask(self.question, method, params);
    }

    /// Takes the answer to what the client was asked.
    pub fn response(&mut self, response: Response) {
        let number = response.id.to_string().parse().unwrap_or_default();
        let asked = self.asked.remove(&number);
        if matches!(asked, Some(Asked::Configuration)) {
            self.held_until = None;
        }
        match (asked, response.response_result) {
            (Some(Asked::Configuration), Ok(result)) => {
                self.configure(result.get(0).unwrap_or(&Value::Null));
            }
            (Some(Asked::Document(text)), result) if !result.as_ref().is_ok_and(|shown| shown["success"] == true) => {
                self.show_text(&text);
            }
            (Some(Asked::Other(what)), Err(error)) => {
                let message = format!("the editor can't {what}: {}", error.message);
                self.log(MessageType::LOG, &message);
            }
            _ => {}
        }
    }

    /// What the editor sets is now different. A client that can be asked is asked, since many
    /// send nothing along.
    pub fn change_configuration(&mut self, params: DidChangeConfigurationParams) {
        if self.common.client.configuration {
            return self.ask_configuration();
        }
        self.configure(&params.settings);
    }

    /// Takes what the editor sets while the server runs, over what it set at the start.
    fn configure(&mut self, settings: &Value) {
        let (options, problems) = self.first_options.with(settings, &self.common.options);
        self.set(options, problems);
    }

    fn set(&mut self, options: Options, problems: Vec<String>) {
        // Editors send all they have set with each change: what stays wrong is told once.
        let told = std::mem::replace(&mut self.told_options, problems.clone());
        for problem in problems.iter().filter(|problem| !told.contains(problem)) {
            self.show(MessageType::WARNING, &format!("in the settings of the editor: {problem}"));
        }
        if *self.common.options != options {
            self.common.options = Arc::new(options);
            self.reload();
        }
    }

    /// Reads all settings anew and checks all documents with them.
    pub fn reload(&mut self) {
        self.common.configs = Arc::new(configs(&self.common.options, &self.folders));
        self.common.baselines = Arc::new(Baselines::new(None));
        self.forget_broken();
        let mut stamp = self.stamp;
        for document in self.documents.values_mut() {
            stamp += 1;
            document.outdate(stamp);
        }
        self.stamp = stamp;
        self.refresh();
        self.changed();
    }

    /// Has the client ask anew for what it shows.
    fn refresh(&mut self) {
        // Before a document is open there is nothing to show.
        if self.documents.is_empty() {
            return;
        }
        let client = self.common.client.clone();
        let refreshes = [
            (client.pulls && client.refreshes_diagnostics, WorkspaceDiagnosticRefresh::METHOD),
            (client.refreshes_hints, InlayHintRefreshRequest::METHOD),
            (client.refreshes_lenses, CodeLensRefresh::METHOD),
            (client.refreshes_tokens, SemanticTokensRefresh::METHOD),
        ];
        for (_, method) in refreshes.into_iter().filter(|(can, _)| *can) {
            self.ask(Asked::Other("show the document anew"), method, Value::Null);
        }
    }

    /// Files changed that settings may depend on.
    pub fn change_files(&mut self, params: DidChangeWatchedFilesParams) {
        if params.changes.iter().any(|change| is_settings(&document::path(&change.uri))) {
            self.reload();
        }
        self.changed();
    }

    /// Folders were opened or closed.
    pub fn change_folders(&mut self, params: DidChangeWorkspaceFoldersParams) {
        let first = self.folders.first().cloned();
        let paths = |folders: &[lsp_types::WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().map(|folder| document::path(&folder.uri)).collect()
        };
        let removed = paths(&params.event.removed);
        self.folders.retain(|folder| !removed.contains(folder));
        for folder in paths(&params.event.added) {
            if !self.folders.contains(&folder) {
                self.folders.push(folder);
            }
        }
        if self.common.options.configuration.is_some() && self.folders.first() != first.as_ref() {
            self.reload();
        }
        self.changed();
    }
}

/// The folders that the client has open.
fn folders(params: &Value) -> Vec<PathBuf> {
    let path = |uri: &Value| Some(document::path(&uri.as_str()?.parse::<Uri>().ok()?));
    let all = params.get("workspaceFolders").and_then(Value::as_array);
    let all: Vec<PathBuf> = all.into_iter().flatten().filter_map(|folder| path(folder.get("uri")?)).collect();
    if !all.is_empty() {
        return all;
    }
    let root_path = || Some(Path::new(params.get("rootPath")?.as_str()?).to_owned());
    params.get("rootUri").and_then(path).or_else(root_path).into_iter().collect()
}
