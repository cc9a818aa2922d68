//! Being asked to end.

use std::process;
use std::thread;

/// From now on, Ctrl-C and, on Unix, SIGTERM don't end the process. Gives what waits for the first of
/// them; the second ends the process at once.
pub fn requests() -> Result<impl FnOnce(), String> {
    let mut next = each().map_err(|error| error.to_string())?;
    Ok(move || {
        next();
        thread::spawn(move || {
            next();
            process::exit(1);
        });
    })
}

/// What waits for the next one.
#[cfg(unix)]
fn each() -> std::io::Result<impl FnMut() + Send + 'static> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    Ok(move || {
        signals.forever().next();
    })
}

/// What waits for the next one.
#[cfg(not(unix))]
fn each() -> Result<impl FnMut() + Send + 'static, ctrlc::Error> {
    let (asked, requests) = std::sync::mpsc::channel();
    ctrlc::set_handler(move || drop(asked.send(())))?;
    Ok(move || {
        let _ = requests.recv();
    })
}
