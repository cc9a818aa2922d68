//! Waits until the process is asked to end.

use std::process;
use std::thread;

/// Waits for Ctrl-C or, on Unix, SIGTERM. A second one ends the process at once.
#[cfg(unix)]
pub fn wait() -> Result<(), String> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]).map_err(|error| error.to_string())?;
    let mut next = move || signals.forever().next();
    next();
    thread::spawn(move || {
        next();
        process::exit(1);
    });
    Ok(())
}

/// Waits for Ctrl-C. A second one ends the process at once.
#[cfg(not(unix))]
pub fn wait() -> Result<(), String> {
    let (asked, asks) = std::sync::mpsc::channel();
    ctrlc::set_handler(move || drop(asked.send(()))).map_err(|error| error.to_string())?;
    let _ = asks.recv();
    thread::spawn(move || {
        let _ = asks.recv();
        process::exit(1);
    });
    Ok(())
}
