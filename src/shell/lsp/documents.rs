//! Documents that are opened, changed, saved and closed.

use std::path::Path;
use std::sync::Arc;

use lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    MessageType,
};

use super::document::{self, Document};
use super::server::Server;
use super::text::Text;
use crate::shell::config;

impl Server {
    /// A document is open: from now on its text is what the client says.
    pub fn open(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        if self.broken.remove(&item.uri) {
            self.clear(&item.uri);
        }
        self.give_up(&item.uri, "the document was opened anew", |_| true);
        let stamp = self.next_stamp();
        let document = Document {
            uri: item.uri.clone(),
            language: item.language_id,
            version: item.version,
            stamp,
            text: Arc::new(Text::new(item.text)),
            found: None,
            previous: None,
            is_dirty: true,
            is_published: false,
            is_told_large: false,
        };
        self.documents.insert(item.uri, document);
        self.changed();
    }

    /// A document was changed. The changes count in the order in which they come, whatever the
    /// numbers of the versions say.
    pub fn change(&mut self, params: DidChangeTextDocumentParams) {
        let uri = params.text_document.uri;
        let stamp = self.next_stamp();
        let Some(document) = self.documents.get_mut(&uri) else {
            let message = format!("can't change {}: it is not open", uri.as_str());
            return self.log(MessageType::WARNING, &message);
        };
        document.version = params.text_document.version;
        document.outdate(stamp);
        let text = Arc::make_mut(&mut document.text);
        for change in params.content_changes {
            text.change(change, self.common.client.encoding);
        }
        self.give_up(&uri, "the document changed", |waiting| waiting.is_of_version);
    }

    /// A document was saved: what other files say of it may have been, too.
    pub fn save(&mut self, params: DidSaveTextDocumentParams) {
        let path = document::path(&params.text_document.uri);
        // A client that watches no files tells in no other way that settings changed.
        if is_settings(&path) || !self.common.client.watches {
            self.reload();
        }
        self.changed();
    }

    /// A document was closed: what counts of it lies on the disk.
    pub fn close(&mut self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let Some(document) = self.documents.remove(&uri) else { return };
        if document.is_published {
            self.clear(&uri);
        }
        self.give_up(&uri, "the document was closed", |_| true);
        if config::is_settings_file(&document::path(&uri)) {
            self.reload();
        }
        self.changed();
    }
}

/// Whether settings may depend on a file: a settings file, one that it extends, a card, people.
pub fn is_settings(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml" || extension == "vcf")
}
