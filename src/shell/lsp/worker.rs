//! The thread that checks, one document after the other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;

use jiff::ZonedDateTime;
use lsp_types::Uri;

use super::checked::{Broken, Checked, Found, Setting, written};
use super::client::Client;
use super::options::Options;
use super::pages::Pages;
use super::scan::Scan;
use super::text::Text;
use super::{diagnostics, settings_file};
use crate::shell::cli::baseline::Baselines;
use crate::shell::config::{Beside, Configs, Given, Source as SettingsSource};
use crate::shell::files;
use crate::shell::panics::caught;
use crate::{Context, Report, Settings, Source};

/// What checks: [`crate::check`], but where a test puts something else in its place.
pub type Check = fn(&Source, &Settings, &Context) -> Report;

/// What holds for all documents.
#[derive(Clone)]
pub struct Common {
    /// The settings.
    pub configs: Arc<Configs>,
    /// The findings that are known and not told, where settings name them.
    pub baselines: Arc<Baselines>,
    /// What the client can do.
    pub client: Arc<Client>,
    /// What the editor sets.
    pub options: Arc<Options>,
}

/// What there is to do.
pub enum Task {
    /// To make the settings of a folder, which are needed soon.
    Warm(Arc<Configs>, PathBuf),
    /// To check a draft.
    Draft(Draft),
    /// To look at a settings file.
    Settings(SettingsFile),
    /// To check the next file of a folder.
    Scan(Box<Scan>, Common),
}

/// One version of a draft.
pub struct Draft {
    /// The document.
    pub uri: Uri,
    /// The client's number of the version; none of a file that is not open.
    pub version: Option<i32>,
    /// Our own number of the version, which never goes back.
    pub stamp: u64,
    /// The name that tells its format.
    pub name: String,
    /// Where its settings are looked for.
    pub path: PathBuf,
    /// The text.
    pub text: Arc<Text>,
    /// What holds for all.
    pub common: Common,
    /// What was found in the version before, to be given back.
    pub previous: Option<Box<Checked>>,
}

/// One version of a settings file that is open.
pub struct SettingsFile {
    /// The document.
    pub uri: Uri,
    /// Our own number of the version.
    pub stamp: u64,
    /// Where it lies.
    pub path: PathBuf,
    /// The text.
    pub text: Arc<Text>,
    /// What the client can do.
    pub client: Arc<Client>,
}

/// What came of a task.
pub enum Done {
    /// What was found in a document.
    Found {
        /// The document.
        uri: Uri,
        /// Our own number of its version.
        stamp: u64,
        /// What was found; or, where the check panicked, with what message.
        found: Result<Found, String>,
        /// What is wrong with its settings.
        broken: Option<Box<Broken>>,
    },
    /// One more file of a folder is checked.
    Scanned(Box<Scan>),
}

/// Starts the thread. It ends when nobody sends tasks any more.
pub fn start(check: Check, done: impl Fn(Done) + Send + 'static) -> Sender<Task> {
    let (send, tasks) = mpsc::channel();
    thread::spawn(move || {
        let mut worker = Worker { check, pages: Pages::new(), given: None, good: BTreeMap::new(), built_in: None };
        for mut task in tasks {
            let previous = match &mut task {
                Task::Draft(draft) => draft.previous.take(),
                _ => None,
            };
            if let Some(result) = worker.task(task) {
                done(result);
            }
            // To give back a large one takes a while, and nobody waits for it.
            drop(previous);
        }
    });
    send
}

/// What the thread knows.
pub struct Worker {
    check: Check,
    pages: Pages,
    /// What the last draft was checked with. Its context has the moment of that check.
    given: Option<(Arc<Given>, Context)>,
    /// The last settings that were right, of each folder.
    good: BTreeMap<PathBuf, Arc<Given>>,
    /// What holds without any settings file.
    built_in: Option<Arc<Given>>,
}

impl Worker {
    fn task(&mut self, task: Task) -> Option<Done> {
        Some(match task {
            Task::Warm(configs, folder) => {
                let _ = caught(|| configs.in_folder(&folder).is_ok());
                return None;
            }
            Task::Draft(draft) => {
                let (uri, stamp) = (draft.uri.clone(), draft.stamp);
                let (found, broken) = self.draft(draft);
                Done::Found { uri, stamp, found, broken }
            }
            Task::Settings(SettingsFile { uri, stamp, path, text, client }) => {
                let find = || Found::only(&settings_file::diagnostics(&path, &text, client.encoding));
                Done::Found { uri, stamp, found: caught(find), broken: None }
            }
            Task::Scan(mut scan, common) => {
                // What panics here is no draft; the walk goes on behind it.
                let _ = caught(|| scan.step(self, &common));
                Done::Scanned(scan)
            }
        })
    }

    /// Checks a draft; where its settings are wrong, with the last that were right.
    pub fn draft(&mut self, draft: Draft) -> (Result<Found, String>, Option<Box<Broken>>) {
        let mut broken = None;
        let found = caught(|| {
            let (given, wrong) = self.given(&draft);
            broken = wrong;
            self.check(draft, given)
        });
        (found, broken)
    }

    fn given(&mut self, draft: &Draft) -> (Arc<Given>, Option<Box<Broken>>) {
        let configs = &draft.common.configs;
        let folder = draft.path.parent().unwrap_or(Path::new("")).to_owned();
        match configs.of(&draft.path) {
            Ok(given) if draft.common.baselines.of(&given).is_err() => {
                let problems = draft.common.baselines.of(&given).err().unwrap_or_default();
                let broken =
                    Broken::new(problems, configs.file(&draft.path), Setting::NoBaseline, draft.common.client.encoding);
                (given, Some(broken))
            }
            Ok(given) => {
                self.good.insert(folder, given.clone());
                (given, None)
            }
            Err(problems) => {
                let file = configs.file(&draft.path);
                let last = self.good.get(&folder).cloned();
                let setting = if last.is_some() { Setting::Last } else { Setting::BuiltIn };
                let given = last.unwrap_or_else(|| self.built_in());
                (given, Some(Broken::new(problems, file, setting, draft.common.client.encoding)))
            }
        }
    }

    fn built_in(&mut self) -> Arc<Given> {
        let make = || {
            let configs = Configs::new(SettingsSource::Isolated, Beside::default());
            // The built-in cards make rules: a test tries each.
            configs.of(Path::new("")).unwrap_or_else(|_| {
                Arc::new(Given { settings: Settings::default(), context: Context::default(), baseline: None })
            })
        };
        self.built_in.get_or_insert_with(make).clone()
    }

    fn check(&mut self, draft: Draft, given: Arc<Given>) -> Found {
        if !self.given.as_ref().is_some_and(|(last, _)| Arc::ptr_eq(last, &given)) {
            self.given = None;
        }
        let (_, context) = self.given.get_or_insert_with(|| (given.clone(), given.context.clone()));
        context.now = Some(ZonedDateTime::now());
        let source = Source::new(draft.name.as_str(), draft.text.text.as_bytes());
        let mut report = (self.check)(&source, &given.settings, context);
        if let Ok(Some(baseline)) = draft.common.baselines.of(&given) {
            // It names drafts by their files.
            let file = Source::new(draft.path.to_string_lossy(), draft.text.text.as_bytes());
            baseline.take(&file, &mut report, &given.settings);
        }
        let Draft { uri, version, name, text, common, .. } = draft;
        let checked = Checked { uri, version, name, text, report, given, now: context.now.clone() };
        let diagnostics = checked
            .view_with(&common.client, context, |view| diagnostics::of(view, common.options.level, &mut self.pages));
        Found { diagnostics: written(&diagnostics), checked: Some(Box::new(checked)) }
    }
}

/// The text of a file that is not open; none of one that is no text.
pub fn read(path: &Path) -> Option<String> {
    let bytes = files::read(path).ok().filter(|bytes| bytes.len() <= super::LARGEST)?;
    (!crate::parse::is_binary(&bytes)).then(|| String::from_utf8_lossy(&bytes).into_owned())
}
