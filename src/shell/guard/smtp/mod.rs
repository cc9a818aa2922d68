//! A proxy between mail clients and the one relay that sends their mail. A message is received
//! whole, checked, and then handed on with the same bytes or refused with what was found; the
//! answer to it is the relay's own. Nothing is ever stored: until the relay has said that it has
//! the message, it is the client's.

pub mod answer;
mod command;
mod data;
mod deliver;
mod extensions;
mod receive;
mod relay;
pub mod reply;
mod session;
mod tls;
mod wire;

use std::net::{Shutdown, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::ClientConfig;

use super::connections::{Connections, Ticket};
use super::service::{self, Checks, Read, Renewed};
use super::{stop, tell};
use crate::shell::files::reason;
pub use relay::{Encryption, Relay, relay};
use wire::Wire;

/// How many connections are open at once; further ones wait to be accepted.
const MOST: usize = 256;

/// What the proxy is told.
pub struct Options {
    /// Where it listens, as `HOST:PORT`.
    pub listen: String,
    /// Where mail is handed on to.
    pub relay: Relay,
    /// The certificates that are trusted in place of the system's.
    pub trusted: Option<PathBuf>,
    /// Whether other machines may connect.
    pub allow_remote: bool,
    /// Whether senders and recipients are logged.
    pub is_verbose: bool,
    /// How long the client may be silent, and the relay take for an answer.
    pub limit: Duration,
}

/// What all connections have in common.
struct Server {
    guard: Renewed,
    relay: Relay,
    tls: Arc<ClientConfig>,
    is_verbose: bool,
    limit: Duration,
    connections: Arc<Connections>,
    checks: Checks,
}

impl Server {
    /// Says something about a connection, on standard error.
    fn note(&self, ticket: &Ticket, text: &str) {
        tell(&format!("{}: {text}", ticket.number));
    }
}

/// Stands between mail clients and the relay until the process is asked to end.
pub fn smtp(read: Read, options: Options) -> ExitCode {
    service::run(read, |guard| begin(guard, options))
}

fn begin(guard: Renewed, options: Options) -> Result<(), String> {
    let wait = stop::requests().map_err(|why| format!("can't wait for signals: {why}"))?;
    let listener = listener(&options)?;
    let address = listener.local_addr().map_err(|error| reason(&error))?;
    let relay = options.relay;
    let encryption = match relay.encryption {
        Encryption::Implicit => "encrypted",
        Encryption::Starttls => "encrypted by STARTTLS",
        Encryption::None => "not encrypted",
    };
    if relay.is_open_to_all() {
        tell("warning: mail and passwords go to the relay in the clear, as --tls none says");
    }
    let tls = tls::config(options.trusted.as_deref())?;
    tell(&format!("listening on {address}, relaying to {relay} ({encryption})"));
    let server = Arc::new(Server {
        guard,
        tls,
        relay,
        is_verbose: options.is_verbose,
        limit: options.limit,
        connections: Arc::default(),
        checks: Checks::new(),
    });
    let accepting = server.clone();
    thread::spawn(move || accept(&accepting, &listener));
    wait(&|| server.guard.renew());
    service::stop(&server.connections, "their clients");
    Ok(())
}

/// Listens where it was told to, which only this machine reaches unless it was told otherwise.
fn listener(options: &Options) -> Result<TcpListener, String> {
    let place = &options.listen;
    let listener = service::listen(place, || {
        if !options.allow_remote {
            return Err(format!(
                "{place} can be reached from other machines; --allow-remote says that it may, to whoever gets through"
            ));
        }
        tell("warning: other machines can send through this relay, and their passwords come here in the clear");
        Ok(())
    })?;
    let own = listener.local_addr().map_err(|error| format!("can't listen on {place}: {}", reason(&error)))?;
    let is_own = |relay: &SocketAddr| {
        let (relay, own) = (relay.ip().to_canonical(), own.ip().to_canonical());
        relay == own || own.is_unspecified() && relay.is_loopback() || relay.is_unspecified() && own.is_loopback()
    };
    if options.relay.port == own.port() && options.relay.addresses().is_ok_and(|all| all.iter().any(is_own)) {
        return Err(format!("the relay is {own} itself: mail would go round in a circle"));
    }
    Ok(listener)
}

fn accept(server: &Arc<Server>, listener: &TcpListener) {
    service::accept(
        &server.connections,
        MOST,
        || listener.accept(),
        |(socket, _)| {
            let socket = Arc::new(socket);
            let ended = socket.clone();
            let ticket = server.connections.enter(move || drop(ended.shutdown(Shutdown::Read)));
            let own = server.clone();
            Some(move || meet(&own, ticket, Wire::plain(socket)))
        },
    );
}

fn meet(server: &Server, ticket: Option<Ticket>, mut client: Wire) {
    match ticket {
        Some(ticket) => session::speak(server, &ticket, client),
        None => {
            let _ = client.write(&session::stopping().bytes, server.limit);
            client.close();
        }
    }
}
