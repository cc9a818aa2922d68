//! A message within the dialogue: taken from the client whole, judged, and handed on or refused.

use super::{Ended, Session, left, shown, stopping};
use crate::settings::Decision;
use crate::shell::files::reason;
use crate::shell::guard::own_fields::{OwnFields, own_fields};
use crate::shell::guard::smtp::answer;
use crate::shell::guard::smtp::data::misread;
use crate::shell::guard::smtp::deliver::{Delivery, deliver};
use crate::shell::guard::smtp::receive::{loose, receive};
use crate::shell::guard::smtp::reply::Reply;
use crate::shell::guard::spool::Spool;

impl Session<'_> {
    /// A message. The relay hears of it when it may be sent.
    pub(super) fn data(&mut self) -> Result<(), Ended> {
        let Some(envelope) = &self.envelope else {
            return self.answer(&Reply::new(503, "5.5.1", "MAIL comes first"));
        };
        if envelope.domains.is_empty() {
            return self.answer(&Reply::new(554, "5.5.1", "there are no recipients"));
        }
        if !self.ticket.begin_message() {
            return Err(Ended::With(stopping()));
        }
        let ended = self.message();
        self.ticket.end_message();
        ended
    }

    fn message(&mut self) -> Result<(), Ended> {
        self.write(b"354 end the message with a dot on a line of its own\r\n")?;
        let (most, limit) = (self.most(), self.server.limit);
        let received = receive(&mut self.client, &mut self.relay, most, limit).map_err(left)?;
        let judged = received.and_then(|mut spool| self.judge(&mut spool).map(|own| (spool, own)));
        // A client that gave up meanwhile sends the message again: it should not go twice.
        if self.client.is_gone() {
            return Err(Ended::ClientLeft);
        }
        let (mut spool, own) = match judged {
            Ok(judged) => judged,
            Err(reply) => {
                self.note_message(&reply.first_line());
                self.answer(&reply)?;
                return self.forget();
            }
        };
        let (why, may_have_arrived) = match deliver(&mut self.relay, &mut spool, &own, limit) {
            Delivery::Answered(reply) => {
                let what = if reply.is_done() { "sent" } else { "not sent, refused by the relay" };
                self.note_message(&format!("{what}, {} bytes: {}", spool.length(), shown(&reply, self.server)));
                self.envelope = None;
                return self.answer(&reply);
            }
            Delivery::NotSent(why) => (why, false),
            Delivery::Unknown(why) => (why, true),
        };
        let text = match may_have_arrived {
            false => format!("not sent: {}: {why}", self.server.relay),
            true => format!("{} broke off before it said whether it sends the message: {why}", self.server.relay),
        };
        self.note_message(&text);
        self.answer(&Reply::new(451, "4.4.2", &text))?;
        Err(Ended::RelayBrokeLater(why))
    }

    /// Whether the message may be sent, and without which fields; else the answer to it.
    fn judge(&self, spool: &mut Spool) -> Result<OwnFields, Box<Reply>> {
        let server = self.server;
        let _turn = server.checks.take(spool.is_large());
        let message = spool.whole().map_err(|error| {
            Reply::new(451, "4.3.0", &format!("not sent: the message can't be read back: {}", reason(&error)))
        })?;
        let own = own_fields(&message);
        if let Some(why) = misread(own.sent(&message)) {
            return Err(Box::new(loose(why)));
        }
        if own.sends_anyway {
            server.note(self.ticket, "not checked: X-Presend says to send it anyway");
            return Ok(own);
        }
        let domains = self.envelope.iter().flat_map(|envelope| &envelope.domains);
        let checked = server.guard.now().check_for(message, domains.map(String::as_str));
        if checked.is_failure {
            server.note(self.ticket, &checked.headline);
        }
        match checked.decision {
            Decision::Hold => {
                let is_utf8 = self.envelope.as_ref().is_some_and(|envelope| envelope.is_utf8);
                Err(Box::new(answer::held(&checked, is_utf8)))
            }
            Decision::Warn | Decision::Pass => Ok(own),
        }
    }

    /// The relay forgets the message that it was told of.
    fn forget(&mut self) -> Result<(), Ended> {
        self.envelope = None;
        let later = |ended| match ended {
            Ended::RelayBroke(why) => Ended::RelayBrokeLater(why),
            other => other,
        };
        match self.ask(b"RSET").map_err(later)? {
            reply if reply.is_done() => Ok(()),
            reply => Err(Ended::RelayBrokeLater(format!("it says {} to RSET", reply.code))),
        }
    }

    fn note_message(&self, text: &str) {
        let commands = self.envelope.iter().flat_map(|envelope| &envelope.commands);
        commands.for_each(|command| self.server.note(self.ticket, command));
        self.server.note(self.ticket, text);
    }
}
