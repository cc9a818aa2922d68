//! The thread that checks, one document after the other.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;

use jiff::ZonedDateTime;
use lsp_types::Uri;
use serde_json::value::RawValue;

use super::client::Client;
use super::diagnostics;
use super::text::Text;
use super::view::View;
use crate::shell::config::{Broken, Configs, Given};
use crate::{Context, Report, Settings, Source};

/// What checks: [`crate::check`], but where a test puts something else in its place.
pub type Check = fn(&Source, &Settings, &Context) -> Report;

/// One version of a document that is to be checked.
pub struct Job {
    /// The document.
    pub uri: Uri,
    /// The client's number of the version.
    pub version: Option<i32>,
    /// Our own number of the version, which never goes back.
    pub stamp: u64,
    /// The name that tells its format.
    pub name: String,
    /// Where its settings are looked for.
    pub path: PathBuf,
    /// The text.
    pub text: Arc<Text>,
    /// The settings of all documents.
    pub configs: Arc<Configs>,
    /// What the client can do.
    pub client: Arc<Client>,
    /// What was found in the version before, to be given back by the thread that has time.
    pub previous: Option<Box<Checked>>,
}

/// What came of a job.
pub struct Done {
    /// The document.
    pub uri: Uri,
    /// Our own number of the version.
    pub stamp: u64,
    /// What was found; or why nothing was.
    pub outcome: Result<Box<Checked>, Failure>,
}

/// Why nothing was found.
pub enum Failure {
    /// The settings are broken, and there are none from before.
    Settings(Broken),
    /// The check panicked, with this message.
    Panic(String),
}

/// One version of a document with what was found in it.
pub struct Checked {
    /// The document.
    pub uri: Uri,
    /// The client's number of the version.
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
    /// The diagnostics, as they are sent.
    pub diagnostics: Box<RawValue>,
}

impl Checked {
    /// Shows the document to a feature.
    pub fn view<T>(&self, client: &Client, see: impl FnOnce(&View) -> T) -> T {
        let source = Source::new(self.name.as_str(), self.text.text.as_bytes());
        let context = Context { now: self.now.clone(), ..self.given.context.clone() };
        see(&View {
            uri: &self.uri,
            version: self.version,
            source: &source,
            report: &self.report,
            settings: &self.given.settings,
            context: &context,
            positions: &self.text.positions(client.encoding),
            client,
        })
    }
}

/// Starts the thread. It ends when nobody sends jobs any more.
pub fn start(check: Check, done: impl Fn(Done) + Send + 'static) -> Sender<Job> {
    let (send, jobs) = mpsc::channel::<Job>();
    thread::spawn(move || {
        let mut worker = Worker { check, given: None };
        for mut job in jobs {
            drop(job.previous.take());
            let (uri, stamp) = (job.uri.clone(), job.stamp);
            let work = panic::catch_unwind(AssertUnwindSafe(|| worker.work(job)));
            let outcome = work.unwrap_or_else(|payload| Err(Failure::Panic(reason(payload.as_ref()).to_owned())));
            done(Done { uri, stamp, outcome });
        }
    });
    send
}

struct Worker {
    check: Check,
    /// What the last document was checked with. Its context has the moment of that check.
    given: Option<(Arc<Given>, Context)>,
}

impl Worker {
    fn work(&mut self, job: Job) -> Result<Box<Checked>, Failure> {
        let given = job.configs.of(&job.path).map_err(Failure::Settings)?;
        if !self.given.as_ref().is_some_and(|(last, _)| Arc::ptr_eq(last, &given)) {
            self.given = Some((given.clone(), given.context.clone()));
        }
        let Some((_, context)) = &mut self.given else { unreachable!() };
        context.now = Some(ZonedDateTime::now());
        let source = Source::new(job.name.as_str(), job.text.text.as_bytes());
        let report = (self.check)(&source, &given.settings, context);
        let found = diagnostics::of(&View {
            uri: &job.uri,
            version: job.version,
            source: &source,
            report: &report,
            settings: &given.settings,
            context,
            positions: &job.text.positions(job.client.encoding),
            client: &job.client,
        });
        let diagnostics = serde_json::value::to_raw_value(&found).unwrap_or_else(|_| RawValue::NULL.to_owned());
        let now = context.now.clone();
        let Job { uri, version, name, text, .. } = job;
        Ok(Box::new(Checked { uri, version, name, text, report, given, now, diagnostics }))
    }
}

/// What a panic said.
fn reason(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}
