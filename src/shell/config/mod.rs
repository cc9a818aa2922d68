//! Settings files from disk, and what they come to for each draft.

mod cards;
pub mod contacts;
mod given;
mod project;

use std::fs;
use std::path::{Component, Path, PathBuf};

pub use cards::{CardFile, cards_to_try};
pub use given::{Beside, Broken, Configs, Given, Source};
pub use project::{Project, faults};

use super::files::unreadable;

/// The names a settings file can have.
const NAMES: [&str; 2] = ["presend.toml", ".presend.toml"];

/// The settings file nearest to a folder: in it, else in the nearest one above it. A folder of
/// that name is none, nor is what is read only once.
pub fn nearest(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().flat_map(|folder| NAMES.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// Whether a file has the name of a settings file.
pub fn is_settings_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| NAMES.iter().any(|own| name == *own))
}

/// The settings file of the person, which holds where a project has none.
pub fn user_file() -> Option<PathBuf> {
    user_folder().map(|folder| folder.join(NAMES[0])).filter(|path| path.is_file())
}

/// The folder of the person's settings file, whether it is there or not.
pub fn user_folder() -> Option<PathBuf> {
    config_home().map(|folder| folder.join("presend"))
}

/// The folder of the person's settings of all programs.
pub fn config_home() -> Option<PathBuf> {
    absolute("XDG_CONFIG_HOME").or_else(|| Some(home()?.join(".config")))
}

/// The folder of what can be made again.
pub fn cache_folder() -> Option<PathBuf> {
    absolute("XDG_CACHE_HOME").or_else(|| Some(home()?.join(".cache"))).map(|folder| folder.join("presend"))
}

/// The folders of cards that the settings file names that is given, else the one of the current
/// folder, whatever is in these.
pub fn card_folders(named: Option<&Path>) -> Result<Vec<PathBuf>, Vec<String>> {
    let near = || here().and_then(|folder| nearest(&folder));
    let file = named.map(Path::to_owned).or_else(near).or_else(user_file);
    file.map_or_else(|| Ok(Vec::new()), |file| project::card_folders(&file))
}

/// The home of the person.
pub fn home() -> Option<PathBuf> {
    absolute("HOME")
}

/// A path as people write it in settings: `~` is the home of the person, where that is known.
pub fn expanded(path: &Path, home: Option<&Path>) -> PathBuf {
    match path.strip_prefix("~").ok().zip(home) {
        Some((below, home)) => home.join(below),
        None => path.to_owned(),
    }
}

/// The path that a variable of the environment holds, if it is from the root of the disk.
fn absolute(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}

/// The current folder, from which paths are told to whoever gave the command there.
pub fn here() -> Option<PathBuf> {
    std::env::current_dir().ok()
}

/// A path as people read it: from a folder where it lies in that, and without steps into a folder
/// and out again.
fn shown(path: &Path, from: Option<&Path>) -> String {
    told_from(from, &direct(path)).display().to_string()
}

/// The path as it is written, `sub/../base.toml` as `base.toml`. No link is followed.
fn direct(path: &Path) -> PathBuf {
    let mut direct = PathBuf::new();
    for part in path.components() {
        match (part, direct.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(direct.pop()),
            _ => direct.push(part),
        }
    }
    direct
}

/// A path from a folder where it lies in that.
fn told_from<'p>(from: Option<&Path>, path: &'p Path) -> &'p Path {
    from.and_then(|from| path.strip_prefix(from).ok()).unwrap_or(path)
}

/// A file as text. What is wrong with it is told with its path from a folder, where one is given.
pub fn text(path: &Path, from: Option<&Path>) -> Result<String, String> {
    let shown = PathBuf::from(shown(path, from));
    let bytes = fs::read(path).map_err(|error| unreadable(&shown, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        format!("can't read {}: it is not UTF-8 text (line {line})", shown.display())
    })?;
    // What some editors put at the start of a file.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_without_detours() {
        for (written, expected) in [
            ("sub/../base.toml", "base.toml"),
            ("a/b/../../../base.toml", "../base.toml"),
            ("../../base.toml", "../../base.toml"),
            ("/a/./b/../c", "/a/c"),
        ] {
            assert_eq!(shown(Path::new(written), None), expected);
        }
        assert_eq!(shown(Path::new("/a/b/../c/d.toml"), Some(Path::new("/a/c"))), "d.toml");
    }

    #[test]
    fn a_tilde_is_the_home() {
        let expanded = |path: &str| expanded(Path::new(path), Some(Path::new("/home/ana")));
        assert_eq!(expanded("~/a/b.toml"), Path::new("/home/ana/a/b.toml"));
        assert_eq!(expanded("a/~/b.toml"), Path::new("a/~/b.toml"));
        assert_eq!(expanded("~ana/b.toml"), Path::new("~ana/b.toml"));
    }
}
