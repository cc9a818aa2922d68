//! Takes a message from the client, all of it before anything else is done with it.

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use super::data::{self, Misread};
use super::reply::{self, Reply};
use super::wire::Wire;
use crate::shell::files::reason;
use crate::shell::guard::spool::Spool;

/// How often the relay hears from us while a client takes its time: servers end connections
/// that are silent for five minutes.
const KEEP_ALIVE: Duration = Duration::from_secs(60);

/// Reads the message up to the dot that ends it. What goes wrong with it is answered when it has
/// ended, since the client listens only then; an error is that the client is gone.
pub fn receive(
    client: &mut Wire,
    relay: &mut Wire,
    most: u64,
    limit: Duration,
) -> io::Result<Result<Spool, Box<Reply>>> {
    let mut reader = data::Reader::default();
    let mut kept = Ok(Spool::new());
    let mut heard = Instant::now();
    let mut piece = Vec::new();
    loop {
        let end = reader.read(client.buffered(), &mut piece);
        client.take(end.unwrap_or(client.buffered().len()));
        if let Ok(spool) = &mut kept
            && let Err(reply) = keep(spool, &piece, most)
        {
            kept = Err(Box::new(reply));
        }
        piece.clear();
        if end.is_some() {
            return Ok(kept.and_then(|spool| reader.loose.map_or(Ok(spool), |why| Err(Box::new(loose(why))))));
        }
        let until = Instant::now() + limit;
        loop {
            // Past its moment this is a time limit too, and a sign that the relay waits.
            let filled = client.fill(until.min(heard + KEEP_ALIVE));
            if heard.elapsed() >= KEEP_ALIVE && kept.is_ok() {
                if let Err(error) = noop(relay, limit) {
                    kept = Err(Box::new(Reply::new(451, "4.4.2", &format!("the relay is gone: {}", reason(&error)))));
                }
                heard = Instant::now();
            }
            match filled {
                Ok(true) => break,
                Ok(false) => return Err(ErrorKind::UnexpectedEof.into()),
                Err(error) if error.kind() == ErrorKind::TimedOut && Instant::now() < until => {}
                Err(error) => return Err(error),
            }
        }
    }
}

fn keep(spool: &mut Spool, piece: &[u8], most: u64) -> Result<(), Reply> {
    if spool.length() + piece.len() as u64 > most {
        return Err(too_large(most));
    }
    spool.add(piece).map_err(|error| {
        Reply::new(
            452,
            "4.3.1",
            &format!(
                "not sent: the message can't be kept in {} while it is checked: {}",
                std::env::temp_dir().display(),
                reason(&error)
            ),
        )
    })
}

/// The answer to a message that has more bytes than there may be.
pub fn too_large(most: u64) -> Reply {
    Reply::new(552, "5.3.4", &format!("not sent: the message has more than the {most} bytes that are taken"))
}

/// The answer to a message in which a server could see another end than we do.
pub fn loose(why: Misread) -> Reply {
    let text = match why {
        Misread::LineEnd => "a line of the message ends with a bare CR or LF where a server could take it for the end",
        Misread::Nul => "a server that leaves out NULs could take a line of the message that has one for the end",
    };
    Reply::new(554, "5.6.0", &format!("not sent: {text}"))
}

fn noop(relay: &mut Wire, limit: Duration) -> io::Result<()> {
    relay.write(b"NOOP\r\n", limit)?;
    let reply = reply::read(relay, Instant::now() + limit)?;
    // What ends the connection, such as 421, ends it here too.
    if reply.is_done() { Ok(()) } else { Err(io::Error::other(format!("it says {}", reply.code))) }
}
