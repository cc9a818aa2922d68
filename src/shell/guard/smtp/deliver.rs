//! Hands a message on to the relay.

use std::io;
use std::time::{Duration, Instant};

use super::data;
use super::reply::{self, Reply};
use super::wire::Wire;
use crate::shell::files::reason;
use crate::shell::guard::own_fields::OwnFields;
use crate::shell::guard::spool::Spool;

/// How much longer than any other answer the one to a message may take (RFC 5321, section 4.5.3.2).
const FINAL: u32 = 2;
/// How long an answer is waited for that a relay may have given before it stopped listening.
const PARTING: Duration = Duration::from_secs(1);

/// What came of it.
pub enum Delivery {
    /// The relay has answered.
    Answered(Reply),
    /// The relay broke off before it had all of the message, and can't have taken it. It is of no
    /// further use.
    NotSent(String),
    /// The relay broke off when it had all of it: nobody knows whether it took it.
    Unknown(String),
}

/// Hands on the message, but for the fields that are Presend's own.
pub fn deliver(relay: &mut Wire, spool: &mut Spool, own: &OwnFields, limit: Duration) -> Delivery {
    let begun = relay.write(b"DATA\r\n", limit).and_then(|()| reply::read(relay, Instant::now() + limit));
    match begun {
        Ok(reply) if reply.code == 354 => {}
        Ok(reply) => return Delivery::Answered(reply),
        Err(error) => return Delivery::NotSent(reason(&error)),
    }
    if let Err(error) = write(relay, spool, own, limit) {
        // Some relays say why, and close: the message is too large for them, for example.
        return match reply::read(relay, Instant::now() + PARTING) {
            Ok(reply) if reply.code >= 400 => Delivery::Answered(reply),
            _ => Delivery::NotSent(reason(&error)),
        };
    }
    match reply::read(relay, Instant::now() + limit * FINAL) {
        Ok(reply) => Delivery::Answered(reply),
        Err(error) => Delivery::Unknown(reason(&error)),
    }
}

/// Writes the message and the dot that ends it. The dot goes with the last piece: where an error is
/// told, it was not written.
fn write(relay: &mut Wire, spool: &mut Spool, own: &OwnFields, limit: Duration) -> io::Result<()> {
    let mut writer = data::Writer::default();
    let mut ready = Vec::new();
    let length = usize::try_from(spool.length()).map_err(io::Error::other)?;
    for range in own.sent_ranges(length) {
        spool.read(range.start as u64..range.end as u64, |piece| {
            if !ready.is_empty() {
                relay.write(&ready, limit)?;
                ready.clear();
            }
            writer.write(piece, &mut ready);
            Ok(())
        })?;
    }
    ready.extend_from_slice(b".\r\n");
    relay.write(&ready, limit)
}
