//! What a milter makes of what a mail server says, packet by packet. The check of a message is
//! left to the caller.

use std::net::IpAddr;

use super::message::Message;
use super::wire::{Answer, Options, Said};
use crate::settings::Milter;

/// What the mail server is told.
pub enum Heard {
    /// Nothing: it does not wait for an answer.
    Nothing,
    /// That, at once.
    Answer(Answer),
    /// What comes of the check of this message.
    Check(Box<Message>),
    /// Nothing more: the connection ends.
    End,
}

/// A connection of a mail server.
pub struct Session {
    milter: Milter,
    /// Whether all messages are checked.
    checks_all: bool,
    options: Options,
    /// Whether the client is on this machine.
    is_local: bool,
    /// Whether there is no client: a program handed the message in by `sendmail`, and reads no answer.
    is_handed_in: bool,
    /// Whether the client came where people hand in their mail.
    is_submission: bool,
    /// Whether the sender of this message has logged in.
    is_login: bool,
    /// What the mail server calls the message.
    pub id: String,
    message: Option<Box<Message>>,
}

impl Session {
    /// One in which nothing was said yet.
    pub fn new(milter: Milter, checks_all: bool) -> Session {
        Session {
            milter,
            checks_all,
            options: Options::default(),
            is_local: false,
            is_handed_in: false,
            is_submission: false,
            is_login: false,
            id: String::new(),
            message: None,
        }
    }

    /// Whether a message has begun that is not answered yet.
    pub fn has_message(&self) -> bool {
        self.message.is_some()
    }

    /// What becomes of a message that is held. One that is handed in is not refused: Postfix would send
    /// back the header alone, and the program that has the text has ended.
    pub fn milter(&self) -> Milter {
        match self.milter {
            Milter::Reject if self.is_handed_in => Milter::Quarantine,
            other => other,
        }
    }

    /// Takes what the mail server says; an error where that makes no sense.
    pub fn hear(&mut self, said: Said) -> Result<Heard, &'static str> {
        let is_answered = self.options.answers(&said);
        let mut answer = Answer::Continue;
        match said {
            Said::Options(theirs) => {
                self.options = theirs.agreed()?;
                return Ok(Heard::Answer(Answer::Options(self.options)));
            }
            Said::Macros { stage, values } => self.values(stage, &values),
            Said::Connect { family, port, address } => {
                self.forget();
                self.is_local = is_local(family, address);
                // For what is handed in Postfix makes a client up: this machine, port 0, from which
                // no connection can come.
                self.is_handed_in = self.is_local && matches!(family, b'4' | b'6') && port == 0;
            }
            Said::Sender { address, is_utf8 } => {
                let is_checked = self.checks_all || self.is_local || self.is_submission || self.is_login;
                // Of other people's mail only the field that we write is of interest.
                match is_checked || self.milter == Milter::Header {
                    true => self.message = Some(Box::new(Message::new(address, is_utf8, is_checked))),
                    false => answer = Answer::Accept,
                }
            }
            Said::Recipient(address) => self.with(|message| message.recipient(address)),
            Said::Field { name, value } => self.with(|message| message.field(name, value)),
            Said::EndOfHeader => self.with(Message::end_of_header),
            Said::Body(piece) => self.with(|message| message.body(piece)),
            Said::End(piece) => {
                self.with(|message| {
                    if !piece.is_empty() {
                        message.body(piece)
                    }
                });
                if let Some(message) = self.message.take() {
                    return Ok(Heard::Check(message));
                }
            }
            Said::Abort => self.forget(),
            Said::NextClient => {
                self.forget();
                (self.is_local, self.is_handed_in, self.is_submission) = (false, false, false);
            }
            Said::Quit => return Ok(Heard::End),
            Said::Other => {}
        }
        Ok(if is_answered { Heard::Answer(answer) } else { Heard::Nothing })
    }

    fn with(&mut self, change: impl FnOnce(&mut Message)) {
        if let Some(message) = &mut self.message {
            change(message);
        }
    }

    fn forget(&mut self) {
        self.message = None;
        self.is_login = false;
        self.id.clear();
    }

    fn values(&mut self, stage: u8, values: &[(&[u8], &[u8])]) {
        if stage == b'M' {
            self.forget();
        }
        for (name, value) in values {
            match *name {
                b"auth_type" | b"auth_authen" => self.is_login |= !value.is_empty(),
                b"daemon_name" => self.is_submission = *value == b"ORIGINATING",
                b"i" => self.id = String::from_utf8_lossy(value).into_owned(),
                _ => {}
            }
        }
    }
}

/// Whether an address is of this machine.
fn is_local(family: u8, address: &[u8]) -> bool {
    let address = String::from_utf8_lossy(address);
    let address = address.strip_prefix("IPv6:").unwrap_or(&address);
    match family {
        b'L' => true,
        b'4' | b'6' => address.parse().is_ok_and(|address: IpAddr| address.to_canonical().is_loopback()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOREIGN: Said = Said::Connect { family: b'4', port: 1025, address: b"192.0.2.1" };
    const LOCAL: Said = Said::Connect { family: b'6', port: 1025, address: b"::1" };
    const HANDED_IN: Said = Said::Connect { family: b'4', port: 0, address: b"127.0.0.1" };
    const SENDER: Said = Said::Sender { address: b"<a@a.example>", is_utf8: false };

    fn macros(stage: u8, name: &'static [u8], value: &'static [u8]) -> Said<'static> {
        Said::Macros { stage, values: vec![(name, value)] }
    }

    /// Whether the message is checked after this is said.
    fn is_checked(milter: Milter, checks_all: bool, said: &[Said]) -> bool {
        let mut session = Session::new(milter, checks_all);
        said.iter().for_each(|said| drop(session.hear(said.clone()).unwrap()));
        match session.hear(SENDER).unwrap() {
            Heard::Answer(Answer::Accept) => return false,
            Heard::Answer(Answer::Continue) => {}
            _ => panic!("a sender is answered"),
        }
        match session.hear(Said::End(b"")).unwrap() {
            Heard::Check(message) => message.is_checked,
            _ => panic!("a message is checked in the end"),
        }
    }

    #[test]
    fn mail_of_own_people_is_checked() {
        let login = macros(b'M', b"auth_type", b"PLAIN");
        let submission = macros(b'C', b"daemon_name", b"ORIGINATING");
        for milter in [Milter::Reject, Milter::Header] {
            assert!(is_checked(milter, false, &[LOCAL]));
            assert!(is_checked(milter, false, &[FOREIGN, login.clone()]));
            assert!(is_checked(milter, false, &[submission.clone(), FOREIGN]));
            assert!(is_checked(milter, true, &[FOREIGN]));
            assert!(!is_checked(milter, false, &[FOREIGN]));
            assert!(!is_checked(milter, false, &[FOREIGN, macros(b'M', b"auth_type", b"")]));
            // A login holds for its message; the mail server tells of it again.
            assert!(!is_checked(milter, false, &[FOREIGN, login.clone(), Said::Abort]));
            assert!(!is_checked(milter, false, &[LOCAL, Said::NextClient, FOREIGN]));
        }
        for (family, address, expected) in [
            (b'4', "127.8.0.1", true),
            (b'6', "IPv6:::1", true),
            (b'6', "::ffff:127.0.0.1", true),
            (b'6', "2001:db8::1", false),
            (b'L', "/run/socket", true),
            (b'U', "", false),
        ] {
            assert_eq!(is_local(family, address.as_bytes()), expected, "{address}");
        }
    }

    #[test]
    fn what_a_program_hands_in_is_kept_rather_than_refused() {
        let way = |milter, said: &[Said]| {
            let mut session = Session::new(milter, false);
            said.iter().for_each(|said| drop(session.hear(said.clone()).unwrap()));
            session.milter()
        };
        let six = Said::Connect { family: b'6', port: 0, address: b"IPv6:::1" };
        assert_eq!(way(Milter::Reject, &[HANDED_IN]), Milter::Quarantine);
        assert_eq!(way(Milter::Reject, &[six]), Milter::Quarantine);
        assert_eq!(way(Milter::Header, &[HANDED_IN]), Milter::Header);
        for client in [
            LOCAL,
            FOREIGN,
            Said::Connect { family: b'4', port: 0, address: b"192.0.2.1" },
            Said::Connect { family: b'L', port: 0, address: b"/run/socket" },
        ] {
            assert_eq!(way(Milter::Reject, &[HANDED_IN, Said::NextClient, client]), Milter::Reject);
        }
        assert_eq!(way(Milter::Reject, &[HANDED_IN, Said::NextClient]), Milter::Reject);
    }

    #[test]
    fn a_message_that_is_broken_off_leaves_nothing_to_the_next() {
        let mut session = Session::new(Milter::Reject, true);
        for said in [
            SENDER,
            Said::Recipient(b"<b@b.example>"),
            Said::Field { name: b"X-Presend", value: b"send" },
            Said::Body(b"one"),
            Said::Abort,
        ] {
            session.hear(said).unwrap();
        }
        assert!(!session.has_message());
        for said in [SENDER, Said::Field { name: b"A", value: b"1" }, Said::EndOfHeader, Said::Body(b"t")] {
            session.hear(said).unwrap();
        }
        let Heard::Check(mut message) = session.hear(Said::End(b"wo")).unwrap() else { panic!("it is checked") };
        assert_eq!(&message.whole().unwrap()[..], b"A: 1\r\n\r\ntwo");
        assert_eq!((message.recipients.len(), message.passed(Milter::Reject)), (0, vec![Answer::Continue]));
        // An end without a beginning is answered, and nothing else comes of it.
        assert!(matches!(session.hear(Said::End(b"")), Ok(Heard::Answer(Answer::Continue))));
    }
}
