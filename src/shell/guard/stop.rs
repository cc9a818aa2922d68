//! What a process that serves is asked by signals: to end, and on Unix to read its settings anew.

use std::io::{self, IsTerminal as _};
use std::process;
use std::thread;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// Ctrl-C, and on Unix SIGTERM.
    End,
    /// SIGHUP.
    HangUp,
}

/// From now on these signals don't end the process. Gives what waits until it is asked to end, and
/// meanwhile does what is given at each SIGHUP. When it is asked once more, it ends at once.
pub fn requests() -> Result<impl FnOnce(&dyn Fn()), String> {
    let mut next = each().map_err(|error| error.to_string())?;
    // SIGHUP also tells that the terminal is gone: whoever started it there has left.
    let had_terminal = io::stderr().is_terminal();
    let lost_terminal = move || had_terminal && !io::stderr().is_terminal();
    Ok(move |hang_up: &dyn Fn()| {
        while next() == Asked::HangUp && !lost_terminal() {
            hang_up();
        }
        thread::spawn(move || {
            while next() == Asked::HangUp {}
            process::exit(1);
        });
    })
}

/// What waits for the next one.
#[cfg(unix)]
fn each() -> io::Result<impl FnMut() -> Asked + Send + 'static> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    Ok(move || match signals.forever().next() {
        Some(SIGHUP) => Asked::HangUp,
        _ => Asked::End,
    })
}

/// What waits for the next one.
#[cfg(not(unix))]
fn each() -> Result<impl FnMut() -> Asked + Send + 'static, ctrlc::Error> {
    let (asked, requests) = std::sync::mpsc::channel();
    ctrlc::set_handler(move || drop(asked.send(())))?;
    Ok(move || {
        let _ = requests.recv();
        Asked::End
    })
}
