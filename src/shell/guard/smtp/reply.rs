//! What a mail server answers (RFC 5321, section 4.2; RFC 2034).

use std::fmt::Write as _;
use std::io;
use std::time::Instant;

use super::wire::{Line, Wire};

/// How long a line of an answer may be; the standard has 512, servers say more.
const LONGEST: usize = 4096;
/// How many lines an answer may have.
const MOST_LINES: usize = 256;

/// An answer: a line, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What it means to the client.
    pub code: u16,
    /// It as it is written, with line ends.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// An answer of our own, with its enhanced status code, in ASCII.
    pub fn new(code: u16, status: &str, text: &str) -> Reply {
        Reply::of_lines(code, status, &[ascii(text)])
    }

    /// An answer of our own of several lines, as they are.
    pub fn of_lines(code: u16, status: &str, lines: &[impl AsRef<str>]) -> Reply {
        let mut text = String::new();
        for (number, line) in lines.iter().enumerate() {
            let sign = if number + 1 < lines.len() { '-' } else { ' ' };
            let _ = write!(text, "{code}{sign}{status} {}\r\n", line.as_ref());
        }
        Reply { code, bytes: text.into() }
    }

    /// Whether the command was done.
    pub fn is_done(&self) -> bool {
        (200..300).contains(&self.code)
    }

    /// The first line. Of our own answers it holds no word of a message.
    pub fn first_line(&self) -> String {
        let text = self.texts().next().unwrap_or_default();
        format!("{} {}", self.code, String::from_utf8_lossy(text))
    }

    /// The lines without code and line end.
    pub fn texts(&self) -> impl Iterator<Item = &[u8]> {
        let lines = self.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| line.get(4..).unwrap_or_default().trim_ascii_end())
    }
}

/// A line as every client can read it.
pub fn ascii(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '“' | '”' | '„' | '«' | '»' => text.push('"'),
            '‘' | '’' | '‚' => text.push('\''),
            '–' | '—' | '‑' => text.push('-'),
            '…' => text.push_str("..."),
            '\u{a0}' | '\u{202f}' => text.push(' '),
            _ => text.push(if c.is_ascii() { c } else { '?' }),
        }
    }
    text
}

/// Reads the next answer, unchanged but for line ends that are none.
pub fn read(wire: &mut Wire, until: Instant) -> io::Result<Reply> {
    let mut bytes = Vec::new();
    for _ in 0..MOST_LINES {
        let line = match wire.line(LONGEST, until)? {
            Line::Whole(line) => line,
            Line::TooLong => return Err(io::Error::other("its answer is too long")),
            Line::End => return Err(io::Error::other("it closed the connection")),
        };
        bytes.extend_from_slice(&line);
        bytes.extend_from_slice(b"\r\n");
        match (code(&line), line.get(3)) {
            (Some(_), Some(b'-')) => {}
            (Some(code), Some(b' ') | None) => return Ok(Reply { code, bytes }),
            _ => return Err(io::Error::other("it does not speak SMTP")),
        }
    }
    Err(io::Error::other("its answer has no end"))
}

fn code(line: &[u8]) -> Option<u16> {
    let digits = line.get(..3).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
    std::str::from_utf8(digits).ok()?.parse().ok().filter(|code| (200..600).contains(code))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::{TcpListener, TcpStream};
    use std::time::Duration;

    use super::*;

    fn told(bytes: &[u8]) -> io::Result<Reply> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut far = TcpStream::connect(listener.local_addr()?)?;
        far.write_all(bytes)?;
        drop(far);
        read(&mut Wire::plain(listener.accept()?.0), Instant::now() + Duration::from_secs(20))
    }

    #[test]
    fn answers_end_with_the_line_that_has_no_hyphen() {
        let reply = told(b"250-a.example greets you\r\n250-SIZE 100\r\n250 DSN\r\n220 next\r\n").unwrap();
        assert_eq!(reply.bytes, b"250-a.example greets you\r\n250-SIZE 100\r\n250 DSN\r\n");
        assert_eq!(reply.texts().collect::<Vec<_>>(), [&b"a.example greets you"[..], b"SIZE 100", b"DSN"]);
        assert_eq!(told(b"250\r\n").unwrap().code, 250);
        assert_eq!(told(b"250 ok\n").unwrap().bytes, b"250 ok\r\n");
    }

    #[test]
    fn what_is_no_answer_is_an_error() {
        for bytes in [&b"250-first\r\n"[..], b"", b"HTTP/1.1 400\r\n", b"25\r\n", b"999 x\r\n", b"250_x\r\n"] {
            assert!(told(bytes).is_err(), "{bytes:?}");
        }
        assert!(told(&b"250-x\r\n".repeat(300)).is_err());
    }

    #[test]
    fn our_own_answers_have_their_code_in_each_line() {
        let reply = Reply::of_lines(550, "5.7.1", &["Not sent", "- a finding"]);
        assert_eq!(reply.bytes, b"550-5.7.1 Not sent\r\n550 5.7.1 - a finding\r\n");
        assert_eq!(Reply::new(451, "4.4.2", "no").bytes, b"451 4.4.2 no\r\n");
    }
}
