//! `presend guard install`: sets mail clients up, by as small a change of their files as does it.

mod block;
mod clients;
mod mailers;
mod muttrc;
mod thunderbird;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::report::diff;
use crate::report::escape::visible_lines;
use crate::shell::files::{reason, unreadable};
use crate::shell::output;

pub use clients::{Target, changes, remark};

/// What is to become of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// What it holds afterwards; none where it goes.
    pub content: Option<String>,
    /// Whether it is a program.
    pub is_program: bool,
}

/// What is done with a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is set up.
    Install,
    /// What [`Action::Install`] did is taken back.
    Uninstall,
}

/// Where the files of a person and of a repository lie.
pub struct Places {
    /// The person's home.
    pub home: PathBuf,
    /// The person's settings: `$XDG_CONFIG_HOME`, else `~/.config`.
    pub config: PathBuf,
    /// The settings of the whole machine.
    pub etc: PathBuf,
    /// The hooks of the git repository that the current folder is in.
    pub hooks: Option<Hooks>,
    /// The command `presend`, from the root of the disk.
    pub presend: PathBuf,
}

/// Where a git repository has its hooks.
pub struct Hooks {
    /// The folder.
    pub folder: PathBuf,
    /// Whether it is one for all of the person's repositories.
    pub is_shared: bool,
}

impl Change {
    /// The change, if it changes anything.
    fn needed(self) -> Result<Option<Change>, String> {
        Ok((read(&self.path)? != self.content).then_some(self))
    }

    /// The change as a diff, safe to show.
    pub fn diff(&self) -> Result<String, String> {
        let old = read(&self.path)?.unwrap_or_default();
        let new = self.content.as_deref().unwrap_or_default();
        let diff = diff::unified(&self.path.display().to_string(), old.as_bytes(), new.as_bytes());
        Ok(visible_lines(&String::from_utf8_lossy(&diff)))
    }

    /// Makes the change: the file has its old content or its new one, never a part of it.
    pub fn make(&self) -> Result<(), String> {
        let failed = |error: io::Error| format!("can't write {}: {}", self.path.display(), reason(&error));
        let Some(content) = &self.content else { return fs::remove_file(&self.path).map_err(failed) };
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        output::replace(&self.path, content.as_bytes()).map_err(failed)?;
        if self.is_program { make_program(&self.path).map_err(failed) } else { Ok(()) }
    }
}

/// The text of a file; none where there is no file.
fn read(path: &Path) -> Result<Option<String>, String> {
    let text = bytes(path)?.map(String::from_utf8).transpose();
    text.map_err(|_| format!("can't change {}: it is not UTF-8 text", path.display()))
}

/// The text of a file that is only read: what is not UTF-8 is a sign of its own there.
fn lossy(path: &Path) -> Result<Option<String>, String> {
    if fs::metadata(path).is_ok_and(|about| !about.is_file()) {
        return Err(format!("{} is no file", path.display()));
    }
    Ok(bytes(path)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn bytes(path: &Path) -> Result<Option<Vec<u8>>, String> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::read_link(path) {
            // What it should lead to may be on a disk that is not there now.
            Ok(target) => Err(format!(
                "{} leads to {}, which is not there; make that file, or take the link away",
                path.display(),
                target.display()
            )),
            Err(_) => Ok(None),
        },
        Err(error) => Err(unreadable(path, &error)),
    }
}

#[cfg(unix)]
fn make_program(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_program(_: &Path) -> io::Result<()> {
    Ok(())
}
