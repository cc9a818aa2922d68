//! A settings file with all that it goes on from: its preset, the files it extends, its
//! overrides, cards and people.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{cards, contacts, expanded, here, home, shown, text, told_from};
use crate::channel::Contact;
use crate::rules::{self, Card};
use crate::settings::{
    self, Effective, File, FileError, Layer, PRESETS, Place, Placed, Preset, RuleSetting, Source, Wrong, rule_problems,
};
use crate::shell::files::{glob_problem, unreadable};

/// All that a settings file comes to. Without a file: what is built in.
#[derive(Default)]
pub struct Project {
    /// The preset that all starts from, if one is named.
    pub preset: Option<&'static Preset>,
    /// The files, the strongest last.
    pub files: Vec<Arc<str>>,
    /// The author's own cards.
    pub cards: Vec<Card>,
    layers: Vec<Part>,
    /// What globs are told from.
    root: PathBuf,
}

/// What one file says, for all drafts or those that its globs find.
struct Part {
    source: Source,
    layer: Layer,
    files: Option<Gitignore>,
}

/// A file that was read.
struct Loaded {
    path: PathBuf,
    /// The path without links.
    real: PathBuf,
    shown: Arc<str>,
    file: File,
}

/// What is read so far of a file and those that it extends.
#[derive(Default)]
struct Loader {
    loaded: Vec<Loaded>,
    /// The files that are being read, each extended by the one before it.
    chain: Vec<PathBuf>,
    /// From where paths are told to the person; whole without it.
    here: Option<PathBuf>,
    /// Whether all could be read, so that it is known which cards there are.
    is_whole: bool,
    /// What is wrong at places of the files.
    faults: Vec<(Arc<str>, FileError)>,
    /// What is wrong with other files, each with the place that names it.
    problems: Vec<(Option<Named>, String)>,
}

/// Where a settings file names another file.
type Named = (Arc<str>, Place);

impl Project {
    /// Reads a settings file and all that it names, or says all that is wrong with them, with paths
    /// from `here`. Globs are told from `root`.
    pub fn read(path: &Path, root: PathBuf, here: Option<PathBuf>) -> Result<Project, Vec<String>> {
        Loader::read(path, here).project(root)
    }

    /// Which of the overrides are for a draft, whose path is from the root of the disk.
    pub fn overrides_for(&self, path: &Path) -> Vec<usize> {
        let is_for = |files: &Gitignore| match path.strip_prefix(&self.root) {
            Ok(inside) => files.matched_path_or_any_parents(inside, false).is_ignore(),
            // A draft elsewhere can be found by its name.
            Err(_) => files.matched(path, false).is_ignore(),
        };
        let parts = self.layers.iter().enumerate();
        parts.filter(|(_, part)| part.files.as_ref().is_some_and(is_for)).map(|(at, _)| at).collect()
    }

    /// Whether the settings differ by path.
    pub fn has_overrides(&self) -> bool {
        self.layers.iter().any(|part| part.files.is_some())
    }

    /// What counts for drafts that these overrides are for.
    pub fn effective(&self, overrides: &[usize]) -> Effective {
        let mut effective = Effective::new(self.all_cards());
        if let Some(preset) = self.preset {
            effective.add(&Source::Preset(preset.name), &preset.layer());
        }
        for (at, part) in self.layers.iter().enumerate() {
            if part.files.is_none() || overrides.contains(&at) {
                effective.add(&part.source, &part.layer);
            }
        }
        effective
    }

    /// The built-in cards and the author's own.
    pub fn all_cards(&self) -> Vec<Card> {
        let mut cards = rules::cards();
        cards.extend(self.cards.iter().cloned());
        cards
    }
}

/// The folders of cards that a settings file and those that it extends name.
pub fn card_folders(path: &Path) -> Result<Vec<PathBuf>, Vec<String>> {
    let loader = Loader::read(path, here());
    let folders = loader.card_folders();
    loader.all_told().map(|()| folders)
}

/// All that is wrong with a settings file of this text, in order. What is wrong with a file that
/// it names is told where it names it, with its whole path.
pub fn faults(path: &Path, text: &str) -> Vec<FileError> {
    let mut loader = Loader { is_whole: true, ..Loader::default() };
    loader.file(path, text);
    let own: Option<(Arc<str>, Place)> = loader.loaded.last().map(|loaded| {
        (loaded.shown.clone(), loaded.file.extends.first().map(|extends| extends.place).unwrap_or_default())
    });
    let Some((own, extends)) = own else { return Vec::new() };
    let baseline = loader.loaded.last().and_then(|loaded| loaded.file.layer.baseline.as_ref()).and_then(|written| {
        let file = beside(path, &written.value);
        let error = fs::File::open(&file).err()?;
        Some(Wrong::from(unreadable(&file, &error)).at(written.place))
    });
    loader.made(path.parent().unwrap_or(Path::new("")).to_owned());
    let at_own = loader.faults.into_iter().map(|(file, fault)| match file == own {
        true => fault,
        false => Wrong::from(format!("{file}:{fault}")).at(extends),
    });
    let elsewhere = loader.problems.into_iter().map(|(named, message)| {
        let place = named.map_or(Place::default(), |(file, place)| if file == own { place } else { extends });
        Wrong::from(message).at(place)
    });
    let mut faults: Vec<FileError> = at_own.chain(elsewhere).chain(baseline).collect();
    faults.sort();
    faults
}

impl Loader {
    /// Reads a file and those that it extends.
    fn read(path: &Path, here: Option<PathBuf>) -> Loader {
        let mut loader = Loader { is_whole: true, here, ..Loader::default() };
        match text(path, loader.here.as_deref()) {
            Ok(text) => loader.file(path, &text),
            Err(problem) => loader.problems.push((None, problem)),
        }
        loader
    }

    /// The folders of cards that the files name.
    fn card_folders(&self) -> Vec<PathBuf> {
        let mut folders = Vec::new();
        for loaded in &self.loaded {
            for folder in loaded.file.layer.cards.iter().map(|folder| beside(&loaded.path, folder.value.as_ref())) {
                if !folders.contains(&folder) {
                    folders.push(folder);
                }
            }
        }
        folders
    }

    /// Reads a file after those that it extends.
    fn file(&mut self, path: &Path, text: &str) {
        // A file that can be read has a real path; two names of one file are one.
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let (file, problems) = settings::file_with_problems(text);
        let shown: Arc<str> = shown(path, self.here.as_deref()).into();
        self.faults.extend(problems.into_iter().map(|problem| (shown.clone(), problem)));
        self.is_whole &= file.is_some();
        let file = file.unwrap_or_default();
        self.chain.push(real.clone());
        for target in &file.extends {
            self.extend(path, &shown, target);
        }
        self.chain.pop();
        self.loaded.push(Loaded { path: path.to_owned(), real, shown, file });
    }

    /// Reads a file that another extends. One that several extend is read once.
    fn extend(&mut self, path: &Path, shown: &Arc<str>, target: &Placed<String>) {
        let next = beside(path, target.value.as_ref());
        let real = fs::canonicalize(&next).unwrap_or_else(|_| next.clone());
        let message = if self.chain.contains(&real) {
            let circle = self.chain.iter().chain([&real]).map(|path| super::shown(path, self.here.as_deref()));
            format!("“extends” goes in a circle: {}", circle.collect::<Vec<_>>().join(" → "))
        } else if self.loaded.iter().any(|loaded| loaded.real == real) {
            return;
        } else {
            match text(&next, self.here.as_deref()) {
                Ok(text) => return self.file(&next, &text),
                Err(_) if PRESETS.iter().any(|preset| preset.name == target.value) && !next.exists() => {
                    format!("“{0}” is no file but a preset: write preset = \"{0}\"", target.value)
                }
                Err(problem) => problem,
            }
        };
        self.faults.push((shown.clone(), Wrong::from(message).at(target.place)));
        self.is_whole = false;
    }

    /// All that is wrong, each file's problems in the order of their places.
    fn all_told(mut self) -> Result<(), Vec<String>> {
        self.faults.sort();
        let faults = self.faults.iter().map(|(file, fault)| format!("{file}:{fault}"));
        let told: Vec<String> = faults.chain(self.problems.into_iter().map(|(_, problem)| problem)).collect();
        if told.is_empty() { Ok(()) } else { Err(told) }
    }

    /// What was read, if all is right with it.
    fn project(mut self, root: PathBuf) -> Result<Project, Vec<String>> {
        let project = self.made(root);
        self.all_told().map(|()| project)
    }

    /// What can be made of what was read.
    fn made(&mut self, root: PathBuf) -> Project {
        let mut project = Project { root, ..Project::default() };
        match cards::own_cards(&self.card_folders(), self.here.as_deref()) {
            Ok(cards) => project.cards = cards,
            Err(problems) => {
                let cards = |loaded: &Loaded| Some((loaded.shown.clone(), loaded.file.layer.cards.first()?.place));
                let named = self.loaded.iter().rev().find_map(cards);
                self.problems.extend(problems.into_iter().map(|problem| (named.clone(), problem)));
                self.is_whole = false;
            }
        }
        let all_cards = project.all_cards();
        // Where not all cards could be read, a name that none has may be right all the same.
        let is_known = |rule: &RuleSetting| {
            let is_named = |card: &Card| *card.name.0 == *rule.selector || *card.name.group() == *rule.selector;
            all_cards.iter().any(is_named)
        };
        for Loaded { path, shown, file, .. } in std::mem::take(&mut self.loaded) {
            if let Some(preset) = file.preset {
                project.preset = Some(preset.value);
            }
            let mut layers = vec![(file.layer, None)];
            if let Some(baseline) = &mut layers[0].0.baseline {
                baseline.value = told_from(self.here.as_deref(), &beside(&path, &baseline.value)).to_owned();
            }
            for overrides in file.overrides {
                let files = globs(&project.root, &overrides.files);
                let files = files.map_err(|fault| self.faults.push((shown.clone(), fault)));
                layers.push((overrides.layer, files.ok()));
            }
            for (mut layer, files) in layers {
                let rules = layer.rules.iter().filter(|rule| self.is_whole || is_known(rule));
                let faults = rule_problems(&rules.cloned().collect::<Vec<_>>(), &all_cards);
                self.faults.extend(faults.into_iter().map(|fault| (shown.clone(), fault)));
                for written in std::mem::take(&mut layer.contacts_files) {
                    layer.contacts.extend(self.people(&path, &shown, &written));
                }
                project.layers.push(Part { source: Source::File(shown.clone()), layer, files });
            }
            project.files.push(shown);
        }
        project
    }

    /// The people of a file that a settings file names.
    fn people(&mut self, path: &Path, shown: &Arc<str>, written: &Placed<String>) -> Vec<Contact> {
        let file = beside(path, written.value.as_ref());
        let here = self.here.as_deref();
        match text(&file, here).map(|text| contacts::of(&file, &text, here)) {
            Ok(Ok(people)) => return people,
            Ok(Err(problems)) => {
                let named = Some((shown.clone(), written.place));
                self.problems.extend(problems.into_iter().map(|problem| (named.clone(), problem)));
            }
            Err(message) => self.faults.push((shown.clone(), Wrong::from(message).at(written.place))),
        }
        Vec::new()
    }
}

/// The globs of an override, as lines of a .gitignore are read.
fn globs(root: &Path, globs: &[Placed<String>]) -> Result<Gitignore, FileError> {
    let mut builder = GitignoreBuilder::new(root);
    let wrong = |place: Place, why: String| Wrong::from(format!("“files” holds a wrong glob: {why}")).at(place);
    for glob in globs {
        // A backslash keeps a number sign from starting a comment.
        let bare = glob.value.strip_prefix('!').unwrap_or(&glob.value);
        if let Some(problem) = glob_problem(bare) {
            return Err(wrong(glob.place, format!("“{}”: {problem}", glob.value)));
        }
        let line = if glob.value.starts_with('#') { format!("\\{}", glob.value) } else { glob.value.clone() };
        builder.add_line(None, &line).map_err(|error| wrong(glob.place, error.to_string()))?;
    }
    let place = globs.first().map_or(Place::default(), |glob| glob.place);
    builder.build().map_err(|error| wrong(place, error.to_string()))
}

/// A path as a settings file writes it, which is from its own folder.
fn beside(path: &Path, written: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(expanded(written, home().as_deref()))
}
