//! The dialogue of one client with the relay: commands and answers are passed on as they are, and
//! a message only when it was received whole and may be sent.

mod message;

use std::io::{self, ErrorKind};
use std::time::Instant;

use super::Server;
use super::command::{self, Verb, verb};
use super::extensions::{Extensions, extensions, offered};
use super::receive::too_large;
use super::relay::Refused;
use super::reply::{self, Reply};
use super::wire::{Line, Wire};
use crate::shell::files::reason;
use crate::shell::guard::connections::Ticket;

/// The most bytes that a message may have, where the relay takes as many.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The most commands that are passed on at once.
const AT_ONCE: usize = 64;

/// Speaks with a client until one side has enough.
pub fn speak(server: &Server, ticket: &Ticket, mut client: Wire) {
    match server.relay.connect(&server.tls, server.limit) {
        Ok((relay, greeting)) => {
            let extensions = Extensions::default();
            let mut session = Session { server, ticket, client, relay, extensions, envelope: None };
            let ending = session.answer(&greeting).and_then(|()| session.talk());
            session.end(ending);
        }
        Err(refused) => {
            let reply = match refused {
                Refused::ByRelay(reply) => {
                    server.note(ticket, &format!("{} turns us away: {}", server.relay, shown(&reply, server)));
                    reply
                }
                Refused::Because(why) => {
                    let text = format!("{}: {why}", server.relay);
                    server.note(ticket, &text);
                    Reply::new(421, "4.4.1", &text)
                }
            };
            let _ = client.write(&reply.bytes, server.limit);
            client.close();
        }
    }
}

/// How a dialogue ends before its time.
enum Ended {
    /// The client left.
    ClientLeft,
    /// The client was silent for too long, or all comes to its end: it is told by this.
    With(Reply),
    /// The relay broke off before it answered, and why.
    RelayBroke(String),
    /// The relay broke off, and the client knows what became of its last command.
    RelayBrokeLater(String),
}

/// The message that the client is about to send.
struct Envelope {
    is_utf8: bool,
    /// Where it goes, recipient by recipient.
    domains: Vec<String>,
    /// The commands that it consists of, kept where they are logged.
    commands: Vec<String>,
}

struct Session<'a> {
    server: &'a Server,
    ticket: &'a Ticket,
    client: Wire,
    relay: Wire,
    extensions: Extensions,
    envelope: Option<Envelope>,
}

impl Session<'_> {
    fn talk(&mut self) -> Result<(), Ended> {
        loop {
            let Some(line) = self.line(command::LONGEST_LOGIN)? else {
                self.answer(&Reply::new(500, "5.5.2", "the line is too long"))?;
                continue;
            };
            match (verb(&line), self.refusal(&line)) {
                (_, Some(reply)) => self.answer(&reply)?,
                (Verb::Hello, _) => self.hello(&line)?,
                (Verb::Login, _) => self.login(line)?,
                (Verb::Data, _) => self.data()?,
                (Verb::Quit, _) => {
                    let reply = self.ask(&line)?;
                    return self.answer(&reply);
                }
                _ => self.pass_on(line)?,
            }
        }
    }

    /// The answer to a command that the relay never hears of.
    fn refusal(&self, line: &[u8]) -> Option<Reply> {
        let verb = verb(line);
        if line.len() > command::LONGEST && verb != Verb::Login {
            return Some(Reply::new(500, "5.5.2", "the line is too long"));
        }
        if !command::is_one_line(line) {
            return Some(Reply::new(500, "5.5.2", "there is a bare CR or a NUL in the line"));
        }
        match verb {
            Verb::Unknown => Some(Reply::new(500, "5.5.1", "unknown command")),
            Verb::NotOffered => Some(Reply::new(502, "5.5.1", "this is not offered")),
            Verb::Mail if command::declared_size(line) > Some(self.most()) => Some(too_large(self.most())),
            _ => None,
        }
    }

    fn most(&self) -> u64 {
        self.extensions.size.map_or(LARGEST, |size| size.min(LARGEST))
    }

    fn hello(&mut self, line: &[u8]) -> Result<(), Ended> {
        let reply = self.ask(line)?;
        if reply.is_done() {
            self.envelope = None;
            self.extensions = extensions(&reply);
            return self.answer(&offered(&reply, self.most()));
        }
        self.answer(&reply)
    }

    /// A login: lines go to and fro until the relay has enough. Nobody looks into them.
    fn login(&mut self, mut line: Vec<u8>) -> Result<(), Ended> {
        loop {
            let reply = self.ask(&line)?;
            self.answer(&reply)?;
            if reply.code != 334 {
                return Ok(());
            }
            let sent = self.line(command::LONGEST_LOGIN)?;
            // A star takes the login back.
            line = sent.filter(|line| command::is_one_line(line)).unwrap_or_else(|| b"*".to_vec());
        }
    }

    /// Passes on a command, and with it those that the client has sent already, where the relay takes
    /// several at once.
    fn pass_on(&mut self, line: Vec<u8>) -> Result<(), Ended> {
        let mut lines = vec![line];
        while self.extensions.pipelining && lines.len() < AT_ONCE {
            let is_alike = |line: &[u8]| {
                matches!(verb(line), Verb::Mail | Verb::Recipient | Verb::Reset) && self.refusal(line).is_none()
            };
            if !self.client.line_ahead().is_some_and(is_alike) {
                break;
            }
            lines.extend(self.line(command::LONGEST)?);
        }
        let all: Vec<u8> = lines.iter().flat_map(|line| [line, &b"\r\n"[..]].concat()).collect();
        self.relay.write(&all, self.server.limit).map_err(broke)?;
        let mut answers = Vec::new();
        for line in &lines {
            let reply = match self.reply() {
                Ok(reply) => reply,
                Err(ended) => return self.write(&answers).and(Err(ended)),
            };
            answers.extend_from_slice(&reply.bytes);
            if reply.code == 421 {
                return self.answer(&Reply { bytes: answers, ..reply });
            }
            if reply.is_done() {
                self.note_command(line);
            }
        }
        self.write(&answers)
    }

    /// What the relay has agreed to.
    fn note_command(&mut self, line: &[u8]) {
        match (verb(line), &mut self.envelope) {
            (Verb::Mail, envelope) => {
                let is_utf8 = command::parameter(line, "SMTPUTF8").is_some();
                *envelope = Some(Envelope { is_utf8, domains: Vec::new(), commands: Vec::new() });
            }
            (Verb::Recipient, Some(envelope)) => envelope.domains.push(command::domain(line)),
            (Verb::Reset, envelope) => *envelope = None,
            _ => {}
        }
        if let Some(envelope) = self.envelope.as_mut().filter(|_| self.server.is_verbose) {
            envelope.commands.push(String::from_utf8_lossy(line).into_owned());
        }
    }

    fn end(mut self, ending: Result<(), Ended>) {
        let limit = self.server.limit;
        let reply = match ending {
            Ok(()) => None,
            Err(Ended::ClientLeft) => {
                let _ = self.relay.write(b"QUIT\r\n", limit);
                None
            }
            Err(Ended::With(reply)) => Some(reply),
            Err(Ended::RelayBroke(why)) => Some(self.relay_broke(&why)),
            Err(Ended::RelayBrokeLater(why)) => {
                let reply = self.relay_broke(&why);
                // The client has its answer, and waits for none before its next command.
                match self.line(command::LONGEST) {
                    Ok(Some(line)) if verb(&line) == Verb::Quit => Some(Reply::new(221, "2.0.0", "bye")),
                    Ok(_) => Some(reply),
                    Err(_) => None,
                }
            }
        };
        if let Some(reply) = reply {
            let _ = self.client.write(&reply.bytes, limit);
        }
        self.client.close();
    }

    fn relay_broke(&self, why: &str) -> Reply {
        let text = format!("{} broke off: {why}", self.server.relay);
        self.server.note(self.ticket, &text);
        Reply::new(421, "4.4.2", &text)
    }

    /// The client's next line; none where it is too long.
    fn line(&mut self, most: usize) -> Result<Option<Vec<u8>>, Ended> {
        match self.client.line(most, Instant::now() + self.server.limit) {
            Ok(Line::Whole(line)) => Ok(Some(line)),
            Ok(Line::TooLong) => Ok(None),
            Ok(Line::End) if self.ticket.is_stopping() => Err(Ended::With(stopping())),
            Ok(Line::End) => Err(Ended::ClientLeft),
            Err(error) => Err(left(error)),
        }
    }

    /// Asks the relay.
    fn ask(&mut self, line: &[u8]) -> Result<Reply, Ended> {
        self.relay.write(&[line, b"\r\n"].concat(), self.server.limit).map_err(broke)?;
        self.reply()
    }

    fn reply(&mut self) -> Result<Reply, Ended> {
        reply::read(&mut self.relay, Instant::now() + self.server.limit).map_err(broke)
    }

    /// Answers the client. After 421 the connection ends, as RFC 5321 has it.
    fn answer(&mut self, reply: &Reply) -> Result<(), Ended> {
        match reply.code {
            421 => Err(Ended::With(reply.clone())),
            _ => self.write(&reply.bytes),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Ended> {
        self.client.write(bytes, self.server.limit).map_err(left)
    }
}

fn broke(error: io::Error) -> Ended {
    Ended::RelayBroke(reason(&error))
}

fn left(error: io::Error) -> Ended {
    match error.kind() {
        ErrorKind::TimedOut => Ended::With(Reply::new(421, "4.4.2", "nothing was said for too long")),
        _ => Ended::ClientLeft,
    }
}

/// What a client hears when all comes to its end.
pub fn stopping() -> Reply {
    Reply::new(421, "4.3.2", "presend comes to its end; try again")
}

/// What the relay says, in the log: its words may hold addresses.
fn shown(reply: &Reply, server: &Server) -> String {
    if server.is_verbose { reply.first_line() } else { reply.code.to_string() }
}
