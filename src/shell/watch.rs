//! Waits for files to change.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecursiveMode, Watcher as _};

use super::files::{Pattern, is_pattern};

/// How long nothing changes before the changes are handed on: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// The longest that changes which don't end are kept back.
const LONGEST: Duration = Duration::from_secs(2);

/// Watches files and folders.
pub struct Watch {
    events: Receiver<notify::Result<Event>>,
    _watcher: notify::RecommendedWatcher,
}

impl Watch {
    /// Begins to watch these paths, and the folders of those that are patterns. Of the folders of
    /// `files` only what lies right in them is watched.
    pub fn new(paths: &[PathBuf], files: &[PathBuf]) -> Result<Watch, String> {
        let (send, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(send).map_err(|error| problem(Path::new("."), &error))?;
        let mut places = paths.iter().map(|path| place(path)).collect::<Result<Vec<_>, _>>()?;
        // What lies in a folder that is watched with all in it is watched.
        let whole = |folder: &Path| fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let deep = places.iter().filter(|(_, mode)| *mode == RecursiveMode::Recursive);
        let deep: Vec<PathBuf> = deep.map(|(folder, _)| whole(folder)).collect();
        for file in files {
            let folder = folder_of(file);
            if !deep.iter().any(|deep| whole(&folder).starts_with(deep)) {
                places.push((folder, RecursiveMode::NonRecursive));
            }
        }
        for (folder, mode) in places {
            watcher.watch(&folder, mode).map_err(|error| problem(&folder, &error))?;
        }
        Ok(Watch { events, _watcher: watcher })
    }

    /// Waits until something changes, and then until it rests. The files that were written or are
    /// gone, by their canonical paths.
    pub fn changed(&self) -> Result<HashSet<PathBuf>, String> {
        let mut changed = HashSet::new();
        let mut first = None;
        loop {
            let left = match first {
                None => Duration::MAX,
                Some(first) => QUIET.min(LONGEST.saturating_sub(Instant::elapsed(&first))),
            };
            let event = match (self.events.recv_timeout(left), first) {
                (Ok(event), _) => event.map_err(|error| problem(Path::new("."), &error))?,
                (Err(RecvTimeoutError::Timeout), Some(_)) => return Ok(changed),
                (Err(RecvTimeoutError::Timeout), None) => continue,
                (Err(RecvTimeoutError::Disconnected), _) => {
                    return Err("can't watch: the system stopped telling".into());
                }
            };
            if !writes(&event.kind) {
                continue;
            }
            changed.extend(event.paths.iter().filter(|path| !path.is_dir()).filter_map(|path| real(path)));
            if !changed.is_empty() {
                first.get_or_insert_with(Instant::now);
            }
        }
    }
}

/// The folder to watch for a path. A file is watched by its folder: editors put another in its
/// place.
fn place(path: &Path) -> Result<(PathBuf, RecursiveMode), String> {
    if path.is_dir() {
        return Ok((path.to_owned(), RecursiveMode::Recursive));
    }
    if !path.exists() && is_pattern(path) {
        return Ok((Pattern::new(path)?.base, RecursiveMode::Recursive));
    }
    Ok((folder_of(path), RecursiveMode::NonRecursive))
}

fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// The canonical path of a file; of one that is gone, by its folder.
fn real(path: &Path) -> Option<PathBuf> {
    let gone = || Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(gone)
}

/// Whether an event changes what a file holds, or takes it away. That it is read is one as well, and we read them.
fn writes(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => *kind == AccessKind::Close(AccessMode::Write),
        EventKind::Modify(kind) => !matches!(kind, ModifyKind::Metadata(_)),
        _ => true,
    }
}

fn problem(path: &Path, error: &notify::Error) -> String {
    let why = match &error.kind {
        ErrorKind::PathNotFound => "no such file or folder".to_owned(),
        ErrorKind::MaxFilesWatch => "there are more folders than the system lets one watch".to_owned(),
        ErrorKind::Io(error) => super::files::reason(error),
        _ => error.to_string(),
    };
    format!("can't watch {}: {why}", path.display())
}
