//! The messages of a mailbox, one at a time: memory does not grow with the file.

use std::io::{self, BufRead, Read as _};

use crate::Source;
use crate::parse::mbox::Splitter;
use crate::text::Origin;

/// How many bytes of a line are read at once, which may have no end.
const PIECE: u64 = 1 << 16;

/// Reads the messages of an mbox stream in order.
pub struct Messages<R> {
    path: String,
    reader: R,
    /// The number of the message that was read last.
    message: usize,
    /// The bytes and lines read so far.
    offset: u64,
    line: usize,
    splitter: Splitter,
    /// The most bytes that a message may have.
    largest: usize,
    done: bool,
}

impl<R: BufRead> Messages<R> {
    /// The messages of `reader`, a mailbox known as `path`. One with more bytes than `largest`
    /// is an error, after which the next ones come.
    pub fn new(path: String, reader: R, largest: usize) -> Messages<R> {
        Messages { path, reader, message: 0, offset: 0, line: 0, splitter: Splitter::default(), largest, done: false }
    }

    /// The bytes up to the next separator, which is read as well, or to the end.
    fn next_message(&mut self) -> io::Result<Option<Source<'static>>> {
        let mut bytes = Vec::new();
        let mut length = 0;
        let mut within_line = false;
        let mut origin = Origin { message: self.message + 1, offset: self.offset, line: self.line };
        loop {
            let start = bytes.len();
            let read = self.reader.by_ref().take(PIECE).read_until(b'\n', &mut bytes);
            let read = read.inspect_err(|_| self.done = true)?;
            if read == 0 {
                self.done = true;
                break;
            }
            let starts_line = !within_line;
            within_line = bytes.last() != Some(&b'\n');
            self.offset += read as u64;
            self.line += usize::from(!within_line);
            if starts_line && self.splitter.separates(&bytes[start..]) {
                bytes.truncate(start);
                if self.message > 0 || length > 0 {
                    break;
                }
                // The separator that opens the mailbox.
                self.message = 1;
                origin = Origin { message: 1, offset: self.offset, line: self.line };
                continue;
            }
            length += read;
            if length > self.largest {
                // What can't be checked is not kept.
                bytes = Vec::new();
            }
        }
        if self.done && length == 0 {
            return Ok(None);
        }
        self.message = origin.message;
        if length > self.largest {
            let message = format!("message {} is larger than {} MiB", origin.message, self.largest >> 20);
            return Err(io::Error::other(message + ", the most that a draft may have"));
        }
        Ok(Some(Source::message(self.path.clone(), bytes, origin)))
    }
}

impl<R: BufRead> Iterator for Messages<R> {
    type Item = Result<Source<'static>, (String, io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.next_message().map_err(|error| (self.path.clone(), error)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(bytes: &str) -> Vec<(Origin, String)> {
        Messages::new("box".into(), bytes.as_bytes(), 1 << 20)
            .map(|message| message.unwrap())
            .map(|source| (source.origin.unwrap(), String::from_utf8(source.bytes.into_owned()).unwrap()))
            .collect()
    }

    const FIRST: &str = "From ana@example.org Tue Jun  2 10:00:00 2026\n";
    const SECOND: &str = "From ben@example.org Wed Jun  3 11:00:00 2026\n";

    #[test]
    fn each_message_knows_where_it_lies() {
        let mailbox = format!("{FIRST}Subject: one\n\nHello\n\n{SECOND}Subject: two\n\nFrom here on\nbye\n");
        let found = messages(&mailbox);
        assert_eq!(found.len(), 2);
        for (index, (origin, text)) in found.iter().enumerate() {
            let at = origin.offset as usize;
            assert_eq!(&mailbox[at..at + text.len()], text);
            assert_eq!(origin.line, mailbox[..at].matches('\n').count());
            assert_eq!(origin.message, index + 1);
        }
        assert!(found[1].1.ends_with("From here on\nbye\n"));
    }

    #[test]
    fn a_separator_inside_a_paragraph_is_text() {
        let mailbox = format!("{FIRST}Subject: one\n\nHello\n{SECOND}still one\n");
        assert_eq!(messages(&mailbox).len(), 1);
    }

    #[test]
    fn an_empty_or_broken_mailbox_gives_what_is_there() {
        assert!(messages("").is_empty());
        assert!(messages(FIRST).is_empty());
        assert_eq!(messages("no separator\n")[0].1, "no separator\n");
    }

    #[test]
    fn a_message_without_measure_is_left_out_and_the_next_ones_come() {
        let line = "x".repeat(PIECE as usize + 10);
        let mailbox = format!("{FIRST}{}\n\n{SECOND}Subject: two\n\n{line}\n\n{FIRST}bye\n", "y".repeat(3 << 20));
        let found: Vec<_> = Messages::new("box".into(), mailbox.as_bytes(), 1 << 20).collect();
        assert_eq!(found.len(), 3);
        let (path, error) = found[0].as_ref().unwrap_err();
        assert_eq!(format!("{path}: {error}"), "box: message 1 is larger than 1 MiB, the most that a draft may have");
        let second = found[1].as_ref().unwrap();
        assert_eq!(second.origin.unwrap().message, 2);
        assert_eq!(
            second.origin.unwrap().line,
            mailbox[..second.origin.unwrap().offset as usize].matches('\n').count()
        );
        assert!(second.bytes.len() > line.len(), "a long line is whole");
        assert_eq!(found[2].as_ref().unwrap().bytes.as_ref(), b"bye\n");
    }
}
