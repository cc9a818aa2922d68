//! What the guards have in common that serve until they are asked to stop.

use std::io;
use std::net::{TcpListener, ToSocketAddrs as _};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::connections::{Connections, Turn, Turns};
use super::{Guard, tell};
use crate::shell::files::reason;
use crate::shell::lock;

/// How long messages on their way have when the guard is asked to stop.
const PARTING: Duration = Duration::from_secs(30);
/// How long is waited where a connection can't be taken: there may be too many open files.
const PAUSE: Duration = Duration::from_millis(50);

/// How a guard reads its settings.
pub type Read = Box<dyn Fn() -> Result<Guard, Vec<String>> + Send + Sync>;

/// A guard whose settings can be read anew while it serves.
pub struct Renewed {
    read: Read,
    now: Mutex<Arc<Guard>>,
}

impl Renewed {
    fn new(read: Read) -> Result<Renewed, Vec<String>> {
        let now = Mutex::new(Arc::new(read()?));
        Ok(Renewed { read, now })
    }

    /// The guard with the settings of now, for as long as one message or connection has them.
    pub fn now(&self) -> Arc<Guard> {
        lock(&self.now).clone()
    }

    /// Reads the settings anew. Where they are wrong, that is told, and those before hold on.
    pub fn renew(&self) {
        match (self.read)() {
            Ok(guard) => {
                *lock(&self.now) = Arc::new(guard);
                tell("the settings were read anew");
            }
            Err(problems) => {
                problems.iter().for_each(|problem| tell(problem));
                tell("the settings stay as they were before, since these are wrong");
            }
        }
    }
}

/// Serves until it is asked to stop. What keeps it from starting is told: 2 is its exit code then.
pub fn run(read: Read, serve: impl FnOnce(Renewed) -> Result<(), String>) -> ExitCode {
    match Renewed::new(read).and_then(|guard| serve(guard).map_err(|why| vec![why])) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            problems.iter().for_each(|problem| tell(problem));
            ExitCode::from(2)
        }
    }
}

/// Listens at a port. Where other machines can reach it, `is_open` says whether they may, or why not.
pub fn listen(place: &str, is_open: impl FnOnce() -> Result<(), String>) -> Result<TcpListener, String> {
    let cant = |error: io::Error| format!("can't listen on {place}: {}", reason(&error));
    let addresses: Vec<_> = place.to_socket_addrs().map_err(cant)?.collect();
    if addresses.iter().any(|address| !address.ip().is_loopback()) {
        is_open()?;
    }
    TcpListener::bind(&addresses[..]).map_err(cant)
}

/// Accepts connections, as long as fewer than `most` are open; each has a thread, which does what
/// `begin` gives. Ends where that is nothing.
pub fn accept<S, W: FnOnce() + Send + 'static>(
    connections: &Connections,
    most: usize,
    next: impl Fn() -> io::Result<S>,
    begin: impl Fn(S) -> Option<W>,
) {
    loop {
        connections.wait_below(most);
        // What can fail is this one connection, or that there are too many files: then it is worth waiting.
        let Ok(socket) = next() else {
            thread::sleep(PAUSE);
            continue;
        };
        let Some(work) = begin(socket) else { return };
        if let Err(error) = thread::Builder::new().spawn(work) {
            tell(&format!("a connection was closed, since no thread could be started: {error}"));
        }
    }
}

/// Ends all connections, those with a message on its way last. What is not done then stays with `whose`.
pub fn stop(connections: &Connections, whose: &str) {
    match connections.stop(PARTING) {
        0 => tell("stopped"),
        left => tell(&format!("stopped; {left} messages were on their way, and stay with {whose}")),
    }
}

/// Whose message is checked: one for each core, and of large ones, which are in memory while they are
/// looked at, one by one.
pub struct Checks {
    all: Turns,
    large: Turns,
}

impl Checks {
    /// As many at once as there are cores.
    pub fn new() -> Checks {
        Checks { all: Turns::new(thread::available_parallelism().map_or(1, usize::from)), large: Turns::new(1) }
    }

    /// Waits for the turn of a message.
    pub fn take(&self, is_large: bool) -> (Option<Turn<'_>>, Turn<'_>) {
        (is_large.then(|| self.large.take()), self.all.take())
    }
}
