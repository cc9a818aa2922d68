//! A message as a mail server tells of it, piece by piece, and what is answered in the end.

use std::sync::Arc;

use super::wire::Answer;
use crate::settings::{Decision, Milter};
use crate::shell::files::reason;
use crate::shell::guard::own_fields::{IGNORE, OVERRIDE};
use crate::shell::guard::smtp::answer;
use crate::shell::guard::spool::Spool;
use crate::shell::guard::{Checked, domain};

/// The most bytes of a message that is checked.
pub const LARGEST: u64 = 100 * 1024 * 1024;
/// The field that says what was found.
pub const FINDINGS: &str = "X-Presend-Findings";
/// The fields that are ours: two that the author writes, one that we do.
const OWN: [&str; 3] = [OVERRIDE, IGNORE, FINDINGS];

/// A message that is told of.
pub struct Message {
    /// Whether it is checked: those of others are only kept from telling findings of their own.
    pub is_checked: bool,
    /// Whether the client takes UTF-8.
    pub is_utf8: bool,
    /// Who sends it.
    pub sender: String,
    /// Who gets it.
    pub recipients: Vec<String>,
    /// How many fields there are of each of [`OWN`].
    own: [u32; OWN.len()],
    has_body: bool,
    spool: Spool,
    /// Why it can't be checked.
    lost: Option<String>,
    largest: u64,
}

impl Message {
    /// An empty one.
    pub fn new(sender: &[u8], is_utf8: bool, is_checked: bool) -> Message {
        Message {
            is_checked,
            is_utf8,
            sender: String::from_utf8_lossy(sender).into_owned(),
            recipients: Vec::new(),
            own: [0; OWN.len()],
            has_body: false,
            spool: Spool::new(),
            lost: None,
            largest: LARGEST,
        }
    }

    /// Adds somebody who gets it.
    pub fn recipient(&mut self, address: &[u8]) {
        self.recipients.push(String::from_utf8_lossy(address).into_owned());
    }

    /// The domains it goes to, empty for a recipient without.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        self.recipients.iter().map(|address| domain(address))
    }

    /// Adds a field of the header.
    pub fn field(&mut self, name: &[u8], value: &[u8]) {
        let bare = name.trim_ascii();
        for (own, count) in OWN.iter().zip(&mut self.own) {
            *count += u32::from(bare.eq_ignore_ascii_case(own.as_bytes()));
        }
        self.add(&[bare, b": "].concat());
        for line in value.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_suffix(b"\n") {
                Some(line) => self.add(&[line.strip_suffix(b"\r").unwrap_or(line), b"\r\n"].concat()),
                None => self.add(line),
            }
        }
        self.add(b"\r\n");
    }

    /// Ends the header.
    pub fn end_of_header(&mut self) {
        if !std::mem::replace(&mut self.has_body, true) {
            self.add(b"\r\n");
        }
    }

    /// Adds a piece of the body.
    pub fn body(&mut self, piece: &[u8]) {
        self.end_of_header();
        self.add(piece);
    }

    fn add(&mut self, piece: &[u8]) {
        if !self.is_checked || self.lost.is_some() {
            return;
        }
        let added = match self.spool.length() + piece.len() as u64 > self.largest {
            true => Err(format!("it is larger than {} MB", self.largest / 1024 / 1024)),
            false => self
                .spool
                .add(piece)
                .map_err(|error| format!("it can't be kept in {}: {}", std::env::temp_dir().display(), reason(&error))),
        };
        if let Err(why) = added {
            self.lost = Some(why);
            self.spool = Spool::new();
        }
    }

    /// Whether it takes much memory to look at.
    pub fn is_large(&self) -> bool {
        self.spool.is_large()
    }

    /// All of it, or why it can't be checked.
    pub fn whole(&mut self) -> Result<Arc<[u8]>, String> {
        self.end_of_header();
        match self.lost.take() {
            Some(why) => Err(why),
            None => self.spool.whole().map_err(|error| format!("it can't be read back: {}", reason(&error))),
        }
    }

    /// The answer to a message that is not checked: it passes, and tells no findings.
    pub fn passed(&self, milter: Milter) -> Vec<Answer> {
        let mut answers = self.deletions(milter);
        answers.push(Answer::Continue);
        answers
    }

    /// The answer to a message that was checked.
    pub fn answers(&self, checked: &Checked, milter: Milter) -> Vec<Answer> {
        let is_held = checked.decision == Decision::Hold;
        if is_held && (checked.is_failure || milter == Milter::Reject) {
            let reply = answer::held(checked, self.is_utf8);
            return vec![Answer::Reply(reply.bytes.trim_ascii_end().to_vec())];
        }
        let mut answers = self.deletions(milter);
        if is_held && milter == Milter::Quarantine {
            answers.push(Answer::Quarantine(format!("presend: {}", checked.headline)));
        }
        if milter == Milter::Header && !checked.is_failure {
            let verdict = checked.decision.name();
            answers.push(Answer::Add(FINDINGS, format!("{}; verdict={verdict}", checked.headline)));
        }
        answers.push(Answer::Continue);
        answers
    }

    /// Takes our fields out, the last of a name first, so that none moves up before its turn.
    fn deletions(&self, milter: Milter) -> Vec<Answer> {
        let is_taken_out = |name: &str| match name {
            // Where we write none, nobody looks at it.
            FINDINGS => milter == Milter::Header,
            _ => self.is_checked,
        };
        let counts = OWN.iter().zip(self.own).filter(|(name, _)| is_taken_out(name));
        counts.flat_map(|(name, count)| (1..=count).rev().map(|index| Answer::Delete(name, index))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(fields: &[(&str, &str)], body: &[&str]) -> Message {
        let mut message = Message::new(b"<ana@a.example>", false, true);
        fields.iter().for_each(|(name, value)| message.field(name.as_bytes(), value.as_bytes()));
        body.iter().for_each(|piece| message.body(piece.as_bytes()));
        message
    }

    fn checked(decision: Decision, is_failure: bool) -> Checked {
        let lines = vec!["- no file is attached".to_owned()];
        Checked { decision, is_failure, headline: "2 findings".into(), lines }
    }

    #[test]
    fn pieces_make_the_message() {
        let fields = [("Subject", "Hi\n there\r\n you"), ("X-Odd ", "")];
        let whole = |mut message: Message| message.whole().map(|whole| String::from_utf8_lossy(&whole).into_owned());
        assert_eq!(
            whole(message(&fields, &["Hello\r", "\n", "Ben\r\n"])).unwrap(),
            "Subject: Hi\r\n there\r\n you\r\nX-Odd: \r\n\r\nHello\r\nBen\r\n"
        );
        assert_eq!(whole(message(&[("A", "1")], &[])).unwrap(), "A: 1\r\n\r\n");
        let mut large = message(&[], &[]);
        large.largest = 3;
        large.body(b"ab");
        large.body(b"c");
        assert_eq!(whole(large).unwrap_err(), "it is larger than 0 MB");
    }

    #[test]
    fn the_domains_are_those_of_the_recipients() {
        let mut message = message(&[], &[]);
        for address in ["<ben@b.example>", "cleo@c.example", "<\"d@d\"@d.example>", "<postmaster>"] {
            message.recipient(address.as_bytes());
        }
        assert_eq!(message.domains().collect::<Vec<_>>(), ["b.example", "c.example", "d.example", ""]);
    }

    #[test]
    fn our_fields_are_taken_out_from_the_last_on() {
        let fields = [("X-Presend", "send"), ("x-presend", "no"), ("X-Presend-Ignore", "a"), (FINDINGS, "0")];
        let message = message(&fields, &[]);
        let own = [Answer::Delete(OVERRIDE, 2), Answer::Delete(OVERRIDE, 1), Answer::Delete(IGNORE, 1)];
        assert_eq!(message.passed(Milter::Reject), [&own[..], &[Answer::Continue]].concat());
        let told = [Answer::Delete(FINDINGS, 1), Answer::Add(FINDINGS, "2 findings; verdict=hold".into())];
        assert_eq!(
            message.answers(&checked(Decision::Hold, false), Milter::Header),
            [&own[..], &told, &[Answer::Continue]].concat()
        );
        let mut others = Message::new(b"<>", false, false);
        fields.iter().for_each(|(name, value)| others.field(name.as_bytes(), value.as_bytes()));
        assert_eq!(others.passed(Milter::Header), [Answer::Delete(FINDINGS, 1), Answer::Continue]);
        assert_eq!(others.passed(Milter::Reject), [Answer::Continue]);
    }

    #[test]
    fn what_is_held_is_refused_or_waits_or_is_marked() {
        let message = message(&[], &["Hi"]);
        let answers = |decision, is_failure, milter| message.answers(&checked(decision, is_failure), milter);
        for milter in [Milter::Reject, Milter::Quarantine] {
            assert_eq!(answers(Decision::Pass, false, milter), [Answer::Continue]);
            assert_eq!(answers(Decision::Warn, false, milter), [Answer::Continue]);
            assert_eq!(answers(Decision::Pass, true, milter), [Answer::Continue]);
        }
        let [Answer::Reply(reply)] = &answers(Decision::Hold, false, Milter::Reject)[..] else { panic!("one answer") };
        let reply = String::from_utf8_lossy(reply);
        assert!(reply.starts_with("550-5.7.1 not sent: 2 findings\r\n550-5.7.1 - no file"), "{reply}");
        assert!(reply.lines().last().is_some_and(|line| line.ends_with(": no file is attached")), "{reply}");
        assert_eq!(
            answers(Decision::Hold, false, Milter::Quarantine),
            [Answer::Quarantine("presend: 2 findings".into()), Answer::Continue]
        );
        // What was not checked and may not be sent for that comes again, whatever is set.
        for (_, milter) in Milter::ALL {
            let [Answer::Reply(reply)] = &answers(Decision::Hold, true, milter)[..] else { panic!("one answer") };
            assert!(reply.starts_with(b"451 4.7.1 "));
        }
        assert_eq!(answers(Decision::Pass, true, Milter::Header), [Answer::Continue]);
    }
}
