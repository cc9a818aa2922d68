//! A milter: a mail server tells it of each message, and does with it what it says. The message
//! stays with the mail server all the time.

mod listen;
mod message;
mod session;
mod wire;

use std::io::{self, BufReader, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::connections::{Connections, Ticket};
use super::service::{self, Checks, Read, Renewed};
use super::{Checked, Guard, own_fields, stop, tell};
use crate::settings::{Decision, Milter};
use crate::shell::files::reason;
use listen::{Listener, Socket};
use message::Message;
use session::{Heard, Session};
use wire::{Answer, Said, read_packet};

/// How many connections are open at once; further ones wait to be accepted. Postfix opens one for
/// each client that sends.
const MOST: usize = 1024;
/// How long the mail server may take no answer.
const STUCK: Duration = Duration::from_secs(60);

/// What the milter is told.
pub struct Options {
    /// Where it listens, as mail servers write it.
    pub listen: String,
    /// Whether the mail of all is checked, not only of own people.
    pub checks_all: bool,
    /// Whether other machines may connect.
    pub allow_remote: bool,
    /// Whether senders and recipients are logged.
    pub is_verbose: bool,
    /// How long the mail server may be silent.
    pub limit: Duration,
}

/// What all connections have in common.
struct Server {
    guard: Renewed,
    options: Options,
    connections: Arc<Connections>,
    checks: Checks,
}

/// Tells a mail server what becomes of its messages, until the process is asked to end.
pub fn milter(read: Read, options: Options) -> ExitCode {
    service::run(read, |guard| serve(guard, options))
}

fn serve(guard: Renewed, options: Options) -> Result<(), String> {
    let wait = stop::requests().map_err(|why| format!("can't wait for signals: {why}"))?;
    let listener = Arc::new(Listener::new(&listen::place(&options.listen)?, options.allow_remote)?);
    tell(&format!("listening on {}", listener.shown()));
    let server = Arc::new(Server { guard, options, connections: Arc::default(), checks: Checks::new() });
    let (accepting, own) = (server.clone(), listener.clone());
    thread::spawn(move || accept(&accepting, &own));
    wait(&|| server.guard.renew());
    listener.close();
    service::stop(&server.connections, "the mail server");
    Ok(())
}

fn accept(server: &Arc<Server>, listener: &Listener) {
    service::accept(
        &server.connections,
        MOST,
        || listener.accept(),
        |socket| {
            let socket = Arc::new(socket);
            let (own, ended) = (server.clone(), socket.clone());
            let ticket = server.connections.enter(move || ended.stop_reading())?;
            Some(move || {
                if let Err(error) = speak(&own, &ticket, &socket) {
                    tell(&format!("a connection was closed: {}", reason(&error)));
                }
            })
        },
    );
}

/// Speaks with the mail server until it has nothing more to say.
fn speak(server: &Server, ticket: &Ticket, socket: &Socket) -> io::Result<()> {
    socket.limit(server.options.limit, STUCK)?;
    let (mut from, mut to) = (BufReader::with_capacity(64 * 1024, socket), socket);
    let guard = server.guard.now();
    let mut session = Session::new(guard.milter(), server.options.checks_all);
    let (mut packet, mut out) = (Vec::new(), Vec::new());
    while read_packet(&mut from, &mut packet)? {
        let said = Said::of(&packet).ok_or_else(|| io::Error::other("the mail server speaks another protocol"))?;
        let had_message = session.has_message();
        let heard = session.hear(said).map_err(io::Error::other)?;
        if session.has_message() && !had_message && !ticket.begin_message() {
            break;
        }
        out.clear();
        match heard {
            Heard::Nothing => {}
            Heard::Answer(answer) => answer.write(&mut out),
            Heard::Check(message) => {
                server.judge(&guard, message, &session).iter().for_each(|answer| answer.write(&mut out));
            }
            Heard::End => break,
        }
        to.write_all(&out)?;
        if had_message && !session.has_message() {
            ticket.end_message();
        }
    }
    Ok(())
}

impl Server {
    /// What the mail server does with a message.
    fn judge(&self, guard: &Guard, mut message: Box<Message>, session: &Session) -> Vec<Answer> {
        let (milter, id) = (session.milter(), session.id.as_str());
        if !message.is_checked {
            return message.passed(milter);
        }
        let begun = Instant::now();
        let Some(checked) = self.look(guard, &mut message) else {
            self.note(&message, id, "passed, not checked: X-Presend says to send it anyway");
            return message.passed(milter);
        };
        let outcome = match (checked.decision, milter) {
            _ if checked.is_failure => "not checked",
            (Decision::Hold, Milter::Reject) => "refused",
            (Decision::Hold, Milter::Quarantine) if guard.milter() == Milter::Reject => {
                "quarantined, not refused, since a program handed it in"
            }
            (Decision::Hold, Milter::Quarantine) => "quarantined",
            _ => "passed",
        };
        self.note(&message, id, &format!("{outcome}: {} ({} ms)", checked.headline, begun.elapsed().as_millis()));
        message.answers(&checked, milter)
    }

    /// What comes of the check, unless the author sends the message anyway.
    fn look(&self, guard: &Guard, message: &mut Message) -> Option<Checked> {
        let _turn = self.checks.take(message.is_large());
        match message.whole() {
            Ok(whole) if own_fields(&whole).sends_anyway => None,
            Ok(whole) => Some(guard.check_for(whole, message.domains())),
            Err(why) => Some(guard.failed(&why)),
        }
    }

    /// Logs what becomes of a message: no text of it, and addresses only where that was asked for.
    fn note(&self, message: &Message, id: &str, outcome: &str) {
        let id = if id.is_empty() { "a message" } else { id };
        match self.options.is_verbose {
            true => tell(&format!("{id}: {outcome}, from {} to {}", message.sender, message.recipients.join(", "))),
            false => tell(&format!("{id}: {outcome}")),
        }
    }
}
