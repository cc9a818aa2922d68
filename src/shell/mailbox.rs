//! The messages of a mailbox, one at a time: memory does not grow with the file.

use std::io::{self, BufRead};

use crate::Source;
use crate::parse::mbox::Splitter;
use crate::text::Origin;

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
    done: bool,
}

impl<R: BufRead> Messages<R> {
    /// The messages of `reader`, a mailbox known as `path`.
    pub fn new(path: String, reader: R) -> Messages<R> {
        Messages { path, reader, message: 0, offset: 0, line: 0, splitter: Splitter::default(), done: false }
    }

    /// The bytes up to the next separator, which is read as well, or to the end.
    fn next_message(&mut self) -> io::Result<Option<Source<'static>>> {
        let mut bytes = Vec::new();
        let mut origin = Origin { message: self.message + 1, offset: self.offset, line: self.line };
        loop {
            let start = bytes.len();
            let read = self.reader.read_until(b'\n', &mut bytes)?;
            if read == 0 {
                self.done = true;
                break;
            }
            self.offset += read as u64;
            self.line += 1;
            if self.splitter.separates(&bytes[start..]) {
                bytes.truncate(start);
                if self.message > 0 || start > 0 {
                    break;
                }
                // The separator that opens the mailbox.
                self.message = 1;
                origin = Origin { message: 1, offset: self.offset, line: self.line };
            }
        }
        if self.done && bytes.is_empty() {
            return Ok(None);
        }
        self.message = origin.message;
        Ok(Some(Source::message(self.path.clone(), bytes, origin)))
    }
}

impl<R: BufRead> Iterator for Messages<R> {
    type Item = Result<Source<'static>, (String, io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        match self.next_message() {
            Ok(message) => message.map(Ok),
            Err(error) => {
                self.done = true;
                Some(Err((self.path.clone(), error)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(bytes: &str) -> Vec<(Origin, String)> {
        Messages::new("box".into(), bytes.as_bytes())
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
}
