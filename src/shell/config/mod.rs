//! Settings files from disk, and what they come to for each draft.

mod cards;
mod given;

use std::fs;
use std::path::{Path, PathBuf};

pub use cards::{CardFile, read_cards};
pub use given::{Beside, Broken, Configs, Given, Source};

use super::files::unreadable;
use crate::rules::{self, Card};
use crate::settings::{self, File, FileError};

/// The names a settings file can have.
const NAMES: [&str; 2] = ["presend.toml", ".presend.toml"];

/// A settings file with the cards that it names.
#[derive(Default)]
pub struct Config {
    /// What the file says.
    pub file: File,
    /// The author's own cards.
    pub cards: Vec<Card>,
    /// Where the contacts are, where they stand in a file of their own.
    pub contacts: Option<PathBuf>,
}

/// The settings file nearest to a folder: in it, else in the nearest one above it.
pub fn nearest(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().flat_map(|folder| NAMES.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// The settings file of the person, which holds where a project has none.
pub fn user_file() -> Option<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))?;
    Some(folder.join("presend").join(NAMES[0])).filter(|path| path.is_file())
}

/// Reads a settings file and the cards it names, or says all that is wrong with them.
pub fn read(path: &Path) -> Result<Config, Vec<String>> {
    let (text, file) = read_file(path)?;
    let cards = cards::own_cards(&beside(path, &file.cards))?;
    let built_in = rules::cards();
    let names: Vec<&str> = built_in.iter().chain(&cards).map(|card| card.name.0.as_ref()).collect();
    let unknown = file.unknown_rules(&text, &names);
    if !unknown.is_empty() {
        return Err(told(path, &unknown));
    }
    let contacts = beside(path, file.contacts_file.as_slice()).pop();
    Ok(Config { file, cards, contacts })
}

/// The folders of cards that a settings file names, or what is wrong with the file.
pub fn card_folders(path: &Path) -> Result<Vec<PathBuf>, Vec<String>> {
    Ok(beside(path, &read_file(path)?.1.cards))
}

fn read_file(path: &Path) -> Result<(String, File), Vec<String>> {
    let text = text(path).map_err(|problem| vec![problem])?;
    let file = settings::file(&text).map_err(|problems| told(path, &problems))?;
    Ok((text, file))
}

fn told(path: &Path, problems: &[FileError]) -> Vec<String> {
    problems.iter().map(|problem| format!("{}:{problem}", shown(path))).collect()
}

/// A path as people read it: from the current folder where it lies in that.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path).display().to_string()
}

/// Paths as a settings file writes them, which are from its own folder.
fn beside(path: &Path, written: &[String]) -> Vec<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(""));
    written.iter().map(|written| folder.join(written)).collect()
}

/// A file as text.
pub fn text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("can't read {}: it is not UTF-8 text", path.display()))?;
    // What some editors put at the start of a file.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
