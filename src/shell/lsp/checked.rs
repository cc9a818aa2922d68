//! What was found in one version of a document.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::ZonedDateTime;
use lsp_types::{Diagnostic, Uri};
use serde_json::value::{RawValue, to_raw_value};

use super::client::Client;
use super::positions::Encoding;
use super::settings_file;
use super::text::Text;
use super::view::View;
use crate::shell::config::{self, Given};
use crate::text::fnv1a;
use crate::{Context, Report, Source};

/// One version of a draft with what was found in it.
pub struct Checked {
    /// The document.
    pub uri: Uri,
    /// The client's number of the version; none of a file that is not open.
    pub version: Option<i32>,
    /// The name that tells its format.
    pub name: String,
    /// The text.
    pub text: Arc<Text>,
    /// What was found.
    pub report: Report,
    /// What it was checked with.
    pub given: Arc<Given>,
    /// The moment of the check.
    pub now: Option<ZonedDateTime>,
}

impl Checked {
    /// Shows the document to a feature.
    pub fn view<T>(&self, client: &Client, see: impl FnOnce(&View) -> T) -> T {
        let context = Context { now: self.now.clone(), ..self.given.context.clone() };
        self.view_with(client, &context, see)
    }

    /// Shows the document with the context that it was checked in.
    pub fn view_with<T>(&self, client: &Client, context: &Context, see: impl FnOnce(&View) -> T) -> T {
        let source = Source::new(self.name.as_str(), self.text.text.as_bytes());
        see(&View {
            uri: &self.uri,
            version: self.version,
            source: &source,
            report: &self.report,
            settings: &self.given.settings,
            context,
            positions: &self.text.positions(client.encoding),
            client,
        })
    }
}

/// What is known of one version of a document.
pub struct Found {
    /// The diagnostics, as they are sent.
    pub diagnostics: Box<RawValue>,
    /// What was found, if the document is a draft that could be checked.
    pub checked: Option<Box<Checked>>,
}

impl Found {
    /// Nothing but these diagnostics.
    pub fn only(diagnostics: &[Diagnostic]) -> Found {
        Found { diagnostics: written(diagnostics), checked: None }
    }
}

/// Diagnostics, as they are sent.
pub fn written(diagnostics: &[Diagnostic]) -> Box<RawValue> {
    to_raw_value(diagnostics).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// What tells these diagnostics from others of the same document.
pub fn result_id(diagnostics: &RawValue) -> String {
    format!("{:016x}", fnv1a(diagnostics.get().bytes()))
}

/// Which settings a draft was checked with where its own are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The last that were right.
    Last,
    /// The built-in ones.
    BuiltIn,
    /// Its own, without the baseline that they name.
    NoBaseline,
}

/// What is wrong with the settings of a draft.
pub struct Broken {
    /// All that is wrong, for people. Drafts that share their settings share it.
    pub problems: config::Broken,
    /// The settings file with what is wrong in it, as diagnostics are sent.
    pub file: Option<(Uri, Box<RawValue>)>,
    /// What counts instead.
    pub setting: Setting,
}

impl Broken {
    /// What is wrong with the settings of a draft, whose settings file is this.
    pub fn new(problems: config::Broken, file: Option<PathBuf>, setting: Setting, encoding: Encoding) -> Box<Broken> {
        let file = file.and_then(|path| {
            let text = Text::new(config::text(&path, None).ok()?);
            let diagnostics = written(&settings_file::diagnostics(&path, &text, encoding));
            Some((super::document::uri(&path)?, diagnostics))
        });
        Box::new(Broken { problems, file, setting })
    }
}
