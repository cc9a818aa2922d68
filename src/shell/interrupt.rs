//! Ctrl-C: the run ends at once, and nothing stays half-written.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use super::lock;

/// What a run ends with that Ctrl-C ended: 128 and the number of the signal, as shells have it.
const EXIT_CODE: i32 = 130;

/// How long the end waits for a piece of output that is being written. Whoever takes it may
/// have stopped reading.
const PATIENCE: Duration = Duration::from_millis(200);

// A signal is for the whole process, and so is what has to be tidied away after it.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
static WRITING: Mutex<()> = Mutex::new(());
static PROGRESS: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C tidies up before it ends the process. Where it is ignored, as by `nohup`,
/// it stays so.
pub fn watch() {
    let _ = ctrlc::try_set_handler(end);
}

fn end() {
    let step = PATIENCE / 20;
    let whole = (0..20).find_map(|_| WRITING.try_lock().ok().or_else(|| (sleep(step), None).1));
    // Held until the process is gone, so that no other file is begun.
    let unfinished = lock(&UNFINISHED);
    for path in unfinished.iter() {
        let _ = fs::remove_file(path);
    }
    if PROGRESS.load(Ordering::Relaxed) {
        let _ = io::stderr().write_all(b"\r\x1b[2K");
    }
    let _held = (whole, unfinished);
    std::process::exit(EXIT_CODE);
}

/// Writes a piece of output, which is not cut off.
pub fn whole<T>(write: impl FnOnce() -> T) -> T {
    let _writing = lock(&WRITING);
    write()
}

/// Notes whether a line of progress stands on the terminal.
pub fn shows_progress(shown: bool) {
    PROGRESS.store(shown, Ordering::Relaxed);
}

/// Creates a file that goes if the run ends before [`finish`] or [`remove`].
pub fn create(path: &Path) -> io::Result<File> {
    let mut unfinished = lock(&UNFINISHED);
    let file = File::create(path)?;
    unfinished.insert(path.to_owned());
    Ok(file)
}

/// Puts a file that is whole in the place of another.
pub fn finish(new: &Path, path: &Path) -> io::Result<()> {
    let mut unfinished = lock(&UNFINISHED);
    fs::rename(new, path)?;
    unfinished.remove(new);
    Ok(())
}

/// Removes a file, where it was not finished.
pub fn remove(new: &Path) {
    if lock(&UNFINISHED).remove(new) {
        let _ = fs::remove_file(new);
    }
}
