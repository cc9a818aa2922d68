//! What each draft is checked with: the settings of its own folder, made once for all drafts
//! that share them.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::ZonedDateTime;

use super::project::Project;
use crate::channel::Contact;
use crate::channel::model::Model;
use crate::draft::Thread;
use crate::rules::RuleName;
use crate::settings::{self, Effective, Known, Layer, Preset, Selection, unknown_selector};
use crate::shell::lock;
use crate::{Context, Settings};

/// What a draft is checked with.
pub struct Given {
    /// The rules and their levels.
    pub settings: Settings,
    /// What is known beside the draft.
    pub context: Context,
    /// The file of findings that are known and not told.
    pub baseline: Option<Known<PathBuf>>,
}

/// Which settings file counts.
pub enum Source {
    /// The one nearest to each draft, else the person's own.
    Nearest,
    /// This one, for all drafts.
    File(PathBuf),
    /// None.
    Isolated,
}

/// What the command line says beside the settings file.
#[derive(Default)]
pub struct Beside {
    /// The moment of sending.
    pub now: Option<ZonedDateTime>,
    /// Whether comments that suppress findings count for nothing.
    pub no_suppress: bool,
    /// What all starts from where the settings file names no preset.
    pub preset: Option<&'static Preset>,
    /// What options put over the settings file, each with its name.
    pub layers: Vec<(&'static str, Layer)>,
    /// Which rules run.
    pub selection: Selection,
    /// The people, in place of those of the settings file.
    pub contacts: Option<Vec<Contact>>,
    /// The messages before the drafts.
    pub thread: Option<Arc<Thread>>,
    /// Weights of the channel verdict other than the built-in ones.
    pub channel: Option<Model>,
}

/// What is wrong with a settings file, told once however many drafts it is for.
pub type Broken = Arc<[String]>;

/// The settings of all drafts of a run.
pub struct Configs {
    source: Source,
    beside: Beside,
    /// From where paths are told to the person; whole without it.
    here: Option<PathBuf>,
    /// What was read so far. Whoever needs the same waits until it is made.
    read: Mutex<Read>,
}

#[derive(Default)]
struct Read {
    /// The settings file of each folder.
    folders: BTreeMap<PathBuf, Option<PathBuf>>,
    /// What each settings file comes to.
    projects: BTreeMap<Option<PathBuf>, Result<Arc<Project>, Broken>>,
    /// What each settings file comes to with some of its overrides.
    given: BTreeMap<Key, Result<Arc<Given>, Broken>>,
}

/// A settings file and those of its overrides that count.
type Key = (Option<PathBuf>, Vec<usize>);

/// How many folders are kept in mind: a walk goes through one after the other.
const FOLDERS: usize = 10_000;

impl Configs {
    /// The settings of a run. No file is read before a draft needs it.
    pub fn new(source: Source, beside: Beside) -> Configs {
        Configs { source, beside, here: super::here(), read: Mutex::default() }
    }

    /// The same, told to somebody who knows of no current folder, as in an editor: all paths whole.
    pub fn with_whole_paths(self) -> Configs {
        Configs { here: None, ..self }
    }

    /// What the draft at a path is checked with; standard input without a name is “-”.
    pub fn of(&self, path: &Path) -> Result<Arc<Given>, Broken> {
        let read = &mut *lock(&self.read);
        let file = self.file_of(read, path.parent().unwrap_or(Path::new("")));
        let project = self.project(read, &file)?;
        let overrides = overrides_for(&project, path);
        self.given(read, &file, &project, overrides)
    }

    /// What drafts right in a folder are checked with, its overrides aside.
    pub fn in_folder(&self, folder: &Path) -> Result<Arc<Given>, Broken> {
        let read = &mut *lock(&self.read);
        let file = self.file_of(read, folder);
        let project = self.project(read, &file)?;
        self.given(read, &file, &project, Vec::new())
    }

    /// The settings file that counts for a draft, if there is one.
    pub fn file(&self, path: &Path) -> Option<PathBuf> {
        self.file_of(&mut lock(&self.read), path.parent().unwrap_or(Path::new("")))
    }

    /// The settings file of a folder, with all that it goes on from.
    pub fn project_of(&self, folder: &Path) -> Result<Arc<Project>, Broken> {
        let read = &mut *lock(&self.read);
        let file = self.file_of(read, folder);
        self.project(read, &file)
    }

    /// What counts for a draft, or for drafts right in a folder, with the files it is from.
    pub fn effective(&self, path: &Path) -> Result<(Arc<Project>, Effective), Broken> {
        let read = &mut *lock(&self.read);
        let is_folder = path.is_dir();
        let folder = if is_folder { Some(path) } else { path.parent() };
        let file = self.file_of(read, folder.unwrap_or(Path::new("")));
        let project = self.project(read, &file)?;
        let overrides = if is_folder { Vec::new() } else { overrides_for(&project, path) };
        let effective = self.with_beside(&project, &overrides)?;
        Ok((project, effective))
    }

    /// The settings file for drafts right in a folder.
    fn file_of(&self, read: &mut Read, folder: &Path) -> Option<PathBuf> {
        match &self.source {
            Source::Isolated => None,
            Source::File(path) => Some(path.clone()),
            Source::Nearest => {
                if let Some(file) = read.folders.get(folder) {
                    return file.clone();
                }
                if read.folders.len() >= FOLDERS {
                    read.folders.clear();
                }
                let file = super::nearest(&whole(folder)).or_else(super::user_file);
                read.folders.insert(folder.to_owned(), file.clone());
                file
            }
        }
    }

    fn project(&self, read: &mut Read, file: &Option<PathBuf>) -> Result<Arc<Project>, Broken> {
        if let Some(project) = read.projects.get(file) {
            return project.clone();
        }
        let project = match file {
            None => Ok(Project::default()),
            Some(path) => Project::read(path, self.root(path), self.here.clone()),
        };
        let project = project.map_err(Broken::from).map(|mut project| {
            project.preset = project.preset.or(self.beside.preset);
            Arc::new(project)
        });
        read.projects.insert(file.clone(), project.clone());
        project
    }

    /// What the globs of a file are told from: the folder of a project's file; the current folder
    /// for one that was named, and for the person's own.
    fn root(&self, file: &Path) -> PathBuf {
        let is_users = || super::user_file().is_some_and(|user| user == file);
        match (&self.source, file.parent()) {
            (Source::Nearest, Some(folder)) if !is_users() => folder.to_owned(),
            _ => whole(Path::new("")),
        }
    }

    fn given(
        &self,
        read: &mut Read,
        file: &Option<PathBuf>,
        project: &Project,
        overrides: Vec<usize>,
    ) -> Result<Arc<Given>, Broken> {
        let key = (file.clone(), overrides);
        if let Some(given) = read.given.get(&key) {
            return given.clone();
        }
        let given = self.with_beside(project, &key.1).and_then(|effective| self.make(effective)).map(Arc::new);
        read.given.insert(key, given.clone());
        given
    }

    /// What counts, with the command line put over it.
    fn with_beside(&self, project: &Project, overrides: &[usize]) -> Result<Effective, Broken> {
        let mut effective = project.effective(overrides);
        let problems = self.unknown_names(&effective);
        if !problems.is_empty() {
            return Err(problems.into());
        }
        for (option, layer) in &self.beside.layers {
            effective.add(&settings::Source::CommandLine(option), layer);
        }
        if let Some(contacts) = &self.beside.contacts {
            effective.contacts.clone_from(contacts);
        }
        effective.select(&self.beside.selection);
        Ok(effective)
    }

    /// What is wrong with the names of rules on the command line.
    fn unknown_names(&self, effective: &Effective) -> Vec<String> {
        let of_layer = |(option, layer): &(&'static str, Layer)| {
            let option = *option;
            layer.rules.iter().map(|setting| (option, setting.selector.clone())).collect::<Vec<_>>()
        };
        let selection = &self.beside.selection;
        let named = self.beside.layers.iter().flat_map(of_layer);
        let named = named.chain(selection.select.iter().map(|name| ("--select", name.clone())));
        let named: Vec<_> = named.chain(selection.ignore.iter().map(|name| ("--ignore", name.clone()))).collect();
        let names: Vec<&RuleName> = effective.rules.iter().map(|rule| &rule.card.name).collect();
        let told =
            |(option, name): &(&str, String)| Some(format!("{option}: {}", unknown_selector(name, &names)?.message));
        named.iter().filter_map(told).collect()
    }

    fn make(&self, effective: Effective) -> Result<Given, Broken> {
        let no_suppress = self.beside.no_suppress;
        let mut context = Context { now: self.beside.now.clone(), no_suppress, ..Context::default() };
        effective.tell(&mut context);
        context.thread.clone_from(&self.beside.thread);
        let baseline = effective.baseline.clone();
        let mut settings = effective.into_settings().map_err(|problem| Broken::from([problem]))?;
        if let Some(channel) = &self.beside.channel {
            settings.channel = channel.clone();
        }
        Ok(Given { settings, context, baseline })
    }
}

/// The overrides of a project that are for a draft.
fn overrides_for(project: &Project, path: &Path) -> Vec<usize> {
    if project.has_overrides() { project.overrides_for(&whole(path)) } else { Vec::new() }
}

/// A path from the root of the disk. Only where it goes up (`..`) is the disk asked what lies
/// there: the project of a linked folder is the one that the link stands in.
fn whole(path: &Path) -> PathBuf {
    let goes_up = path.components().any(|part| part == Component::ParentDir);
    let whole = match path {
        path if path.as_os_str().is_empty() => std::env::current_dir(),
        path if goes_up => std::fs::canonicalize(path),
        path => std::path::absolute(path),
    };
    whole.unwrap_or_else(|_| path.to_owned())
}
