//! A settings file with all that it goes on from: its preset, the files it extends, its
//! overrides, cards and people.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{cards, contacts, shown, text};
use crate::rules::{self, Card};
use crate::settings::{self, Effective, File, FileError, Layer, PRESETS, Place, Placed, Preset, Source, rule_problems};

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
    shown: Arc<str>,
    file: File,
}

/// What is read so far of a file and those that it extends.
#[derive(Default)]
struct Loader {
    loaded: Vec<Loaded>,
    /// The files that are being read, each extended by the one before it.
    chain: Vec<PathBuf>,
    /// Whether all could be read, so that it is known which cards there are.
    is_whole: bool,
    problems: Vec<String>,
}

impl Project {
    /// Reads a settings file and all that it names, or says all that is wrong with them. Globs
    /// are told from `root`.
    pub fn read(path: &Path, root: PathBuf) -> Result<Project, Vec<String>> {
        Loader::read(path).project(root)
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
    let loader = Loader::read(path);
    if loader.problems.is_empty() { Ok(loader.card_folders()) } else { Err(loader.problems) }
}

impl Loader {
    /// Reads a file and those that it extends.
    fn read(path: &Path) -> Loader {
        let mut loader = Loader { is_whole: true, ..Loader::default() };
        match text(path) {
            Ok(text) => loader.file(path, &text),
            Err(problem) => loader.problems.push(problem),
        }
        loader
    }

    /// The folders of cards that the files name.
    fn card_folders(&self) -> Vec<PathBuf> {
        let mut folders = Vec::new();
        for loaded in &self.loaded {
            for folder in loaded.file.layer.cards.iter().map(|folder| beside(&loaded.path, &folder.value)) {
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
        let shown: Arc<str> = shown(path).into();
        self.problems.extend(told(&shown, &problems));
        self.is_whole &= file.is_some();
        let file = file.unwrap_or_default();
        self.chain.push(real);
        for target in &file.extends {
            self.extend(path, &shown, target);
        }
        self.chain.pop();
        self.loaded.push(Loaded { path: path.to_owned(), shown, file });
    }

    /// Reads a file that another extends. One that several extend is read once.
    fn extend(&mut self, path: &Path, shown: &str, target: &Placed<String>) {
        let next = beside(path, &target.value);
        let at = |message: String| format!("{shown}:{}", FileError { place: target.place, message });
        let real = fs::canonicalize(&next).unwrap_or_else(|_| next.clone());
        if let Some(from) = self.chain.iter().position(|open| *open == real) {
            let circle = self.chain[from..].iter().chain([&real]).map(|path| super::shown(path));
            let circle: Vec<String> = circle.collect();
            self.problems.push(at(format!("“extends” goes in a circle: {}", circle.join(" → "))));
            self.is_whole = false;
            return;
        }
        if self.loaded.iter().any(|loaded| fs::canonicalize(&loaded.path).is_ok_and(|known| known == real)) {
            return;
        }
        match text(&next) {
            Ok(text) => self.file(&next, &text),
            Err(_) if PRESETS.iter().any(|preset| preset.name == target.value) && !next.exists() => {
                self.problems.push(at(format!("“{0}” is no file but a preset: write preset = \"{0}\"", target.value)));
                self.is_whole = false;
            }
            Err(problem) => {
                self.problems.push(at(problem));
                self.is_whole = false;
            }
        }
    }

    /// What was read, if all is right with it.
    fn project(mut self, root: PathBuf) -> Result<Project, Vec<String>> {
        let mut project = Project { root, ..Project::default() };
        match cards::own_cards(&self.card_folders()) {
            Ok(cards) => project.cards = cards,
            Err(problems) => {
                self.problems.extend(problems);
                self.is_whole = false;
            }
        }
        let all_cards = if self.is_whole { project.all_cards() } else { Vec::new() };
        for Loaded { path, shown, file } in self.loaded {
            if let Some(preset) = file.preset {
                project.preset = Some(preset.value);
            }
            let mut layers = vec![(file.layer, None)];
            for overrides in file.overrides {
                let files = globs(&project.root, &overrides.files);
                let files = files.map_err(|problem| self.problems.extend(told(&shown, &[problem])));
                layers.push((overrides.layer, files.ok()));
            }
            for (mut layer, files) in layers {
                if self.is_whole {
                    self.problems.extend(told(&shown, &rule_problems(&layer.rules, &all_cards)));
                }
                for written in std::mem::take(&mut layer.contacts_files) {
                    match people(&path, &shown, &written) {
                        Ok(people) => layer.contacts.extend(people),
                        Err(problems) => self.problems.extend(problems),
                    }
                }
                project.layers.push(Part { source: Source::File(shown.clone()), layer, files });
            }
            project.files.push(shown);
        }
        if self.problems.is_empty() { Ok(project) } else { Err(self.problems) }
    }
}

/// The people of a file that a settings file names.
fn people(path: &Path, shown: &str, written: &Placed<String>) -> Result<Vec<crate::channel::Contact>, Vec<String>> {
    let file = beside(path, &written.value);
    match text(&file) {
        Ok(text) => contacts::of(&file, &text),
        Err(message) => Err(told(shown, &[FileError { place: written.place, message }])),
    }
}

/// The globs of an override, as lines of a .gitignore are read.
fn globs(root: &Path, globs: &[Placed<String>]) -> Result<Gitignore, FileError> {
    let mut builder = GitignoreBuilder::new(root);
    let wrong =
        |place: Place, why: String| FileError { place, message: format!("“files” holds a wrong glob: {why}") };
    for glob in globs {
        // A backslash keeps a number sign from starting a comment.
        let line = if glob.value.starts_with('#') { format!("\\{}", glob.value) } else { glob.value.clone() };
        builder.add_line(None, &line).map_err(|error| wrong(glob.place, error.to_string()))?;
    }
    let place = globs.first().map_or(Place::default(), |glob| glob.place);
    builder.build().map_err(|error| wrong(place, error.to_string()))
}

fn told(shown: &str, problems: &[FileError]) -> Vec<String> {
    problems.iter().map(|problem| format!("{shown}:{problem}")).collect()
}

/// A path as a settings file writes it, which is from its own folder.
fn beside(path: &Path, written: &str) -> PathBuf {
    let written = match written.strip_prefix("~/").zip(super::home()) {
        Some((below, home)) => home.join(below),
        None => PathBuf::from(written),
    };
    path.parent().unwrap_or(Path::new("")).join(written)
}
