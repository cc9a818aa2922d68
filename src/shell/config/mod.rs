//! Settings files from disk, and what they come to for each draft.

mod cards;
pub mod contacts;
mod given;
mod project;

use std::fs;
use std::path::{Component, Path, PathBuf};

pub use cards::{CardFile, cards_to_try};
pub use given::{Beside, Broken, Configs, Given, Source};
pub use project::Project;

use super::files::unreadable;

/// The names a settings file can have.
const NAMES: [&str; 2] = ["presend.toml", ".presend.toml"];

/// The settings file nearest to a folder: in it, else in the nearest one above it. A folder of
/// that name is none, nor is what is read only once.
pub fn nearest(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().flat_map(|folder| NAMES.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// The settings file of the person, which holds where a project has none.
pub fn user_file() -> Option<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = absolute("XDG_CONFIG_HOME").or_else(|| Some(home()?.join(".config")))?;
    Some(folder.join("presend").join(NAMES[0])).filter(|path| path.is_file())
}

/// The folders of cards that the settings file names that is given, else the one of the current
/// folder, whatever is in these.
pub fn card_folders(named: Option<&Path>) -> Result<Vec<PathBuf>, Vec<String>> {
    let here = || std::env::current_dir().ok().and_then(|folder| nearest(&folder));
    let file = named.map(Path::to_owned).or_else(here).or_else(user_file);
    file.map_or_else(|| Ok(Vec::new()), |file| project::card_folders(&file))
}

/// The home of the person.
pub fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").map(PathBuf::from).filter(|path| path.is_absolute())
}

/// A path as people read it: from the current folder where it lies in that, and without steps
/// into a folder and out again.
pub fn shown(path: &Path) -> String {
    from_here(&direct(path)).display().to_string()
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

/// A path from the current folder where it lies in that.
fn from_here(path: &Path) -> &Path {
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path)
}

/// A file as text.
pub fn text(path: &Path) -> Result<String, String> {
    let shown = PathBuf::from(shown(path));
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
            assert_eq!(shown(Path::new(written)), expected);
        }
    }
}
