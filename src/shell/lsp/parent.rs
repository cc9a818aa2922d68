//! The process of the editor.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

/// How often it is looked for.
const EVERY: Duration = Duration::from_secs(1);

/// Waits in a thread of its own until the process of the editor is gone, and tells it. Where that
/// can't be known, the end of standard input has to do.
pub fn watch(process: u32, gone: impl FnOnce() + Send + 'static) {
    let is_parent = parent() == Some(process);
    thread::spawn(move || {
        while is_alive(process, is_parent) {
            thread::sleep(EVERY);
        }
        gone();
    });
}

/// Whether a process is there. When ours dies, another becomes our parent, also where it stays
/// as a zombie; of others only Linux tells without more ado.
fn is_alive(process: u32, is_parent: bool) -> bool {
    match is_parent {
        true => parent() == Some(process),
        false if cfg!(target_os = "linux") => PathBuf::from(format!("/proc/{process}")).exists(),
        false => true,
    }
}

#[cfg(unix)]
fn parent() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(unix))]
fn parent() -> Option<u32> {
    None
}
