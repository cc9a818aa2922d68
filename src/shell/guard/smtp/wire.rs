//! Lines and bytes over a connection, each with a time limit.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::{ClientConnection, StreamOwned};

/// How much is read ahead; more than the longest line that is taken.
const AHEAD: usize = 16 * 1024;
/// How long a connection that is closed still takes what is on its way: data that nobody read
/// would make the system throw away the last answer.
const LINGER: Duration = Duration::from_secs(1);

/// What bytes travel over.
pub enum Stream {
    /// As they are. Shared with whoever may have to end the connection.
    Plain(Arc<TcpStream>),
    /// Encrypted.
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Stream {
    fn socket(&self) -> &TcpStream {
        match self {
            Stream::Plain(socket) => socket,
            Stream::Tls(tls) => &tls.sock,
        }
    }
}

/// A line that was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// It, without its end.
    Whole(Vec<u8>),
    /// One that is longer than is taken. It was read to its end.
    TooLong,
    /// There is no further line.
    End,
}

/// A connection that is read ahead.
pub struct Wire {
    stream: Stream,
    ahead: Box<[u8]>,
    /// What was read and not yet taken.
    start: usize,
    end: usize,
}

impl Wire {
    /// A connection that is not encrypted.
    pub fn plain(socket: impl Into<Arc<TcpStream>>) -> Wire {
        Wire::new(Stream::Plain(socket.into()))
    }

    /// A connection from which nothing was read yet.
    pub fn new(stream: Stream) -> Wire {
        // Each answer is one small packet that somebody waits for.
        let _ = stream.socket().set_nodelay(true);
        Wire { stream, ahead: vec![0; AHEAD].into(), start: 0, end: 0 }
    }

    /// What was read and not yet taken.
    pub fn buffered(&self) -> &[u8] {
        &self.ahead[self.start..self.end]
    }

    /// Takes bytes of [`Wire::buffered`].
    pub fn take(&mut self, count: usize) {
        self.start = self.end.min(self.start + count);
    }

    /// Reads more, until the moment at most. Whether there was more.
    pub fn fill(&mut self, until: Instant) -> io::Result<bool> {
        self.ahead.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(ErrorKind::TimedOut.into());
            }
            self.stream.socket().set_read_timeout(Some(left))?;
            let room = &mut self.ahead[self.end..];
            let read = match &mut self.stream {
                Stream::Plain(socket) => (&**socket).read(room),
                Stream::Tls(tls) => tls.read(room),
            };
            match read {
                Ok(count) => {
                    self.end += count;
                    return Ok(count > 0);
                }
                // The system calls a time limit so; a signal means nothing. Both go on or end above.
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The next line, of at most so many bytes. It ends with LF, before which a CR goes.
    pub fn line(&mut self, most: usize, until: Instant) -> io::Result<Line> {
        let mut is_too_long = false;
        let mut searched = 0;
        loop {
            if let Some(length) = memchr::memchr(b'\n', &self.buffered()[searched..]) {
                let line = &self.buffered()[..searched + length];
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                is_too_long |= line.len() > most;
                let line = if is_too_long { Line::TooLong } else { Line::Whole(line.to_vec()) };
                self.take(searched + length + 1);
                return Ok(line);
            }
            searched = self.buffered().len();
            // One more than the line may have, for its CR.
            if searched > most + 1 {
                is_too_long = true;
                self.take(searched);
                searched = 0;
            }
            if !self.fill(until)? {
                return Ok(Line::End);
            }
        }
    }

    /// The next line, where all of it was read ahead already.
    pub fn line_ahead(&self) -> Option<&[u8]> {
        let length = memchr::memchr(b'\n', self.buffered())?;
        let line = &self.buffered()[..length];
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }

    /// Writes all of the bytes; each piece within the time limit.
    pub fn write(&mut self, bytes: &[u8], limit: Duration) -> io::Result<()> {
        self.stream.socket().set_write_timeout(Some(limit))?;
        let written = match &mut self.stream {
            Stream::Plain(socket) => (&**socket).write_all(bytes),
            Stream::Tls(tls) => tls.write_all(bytes).and_then(|()| tls.flush()),
        };
        written.map_err(in_words)
    }

    /// Whether the other side has closed the connection already.
    pub fn is_gone(&self) -> bool {
        let socket = self.stream.socket();
        if socket.set_nonblocking(true).is_err() {
            return true;
        }
        let peeked = socket.peek(&mut [0]);
        let is_back = socket.set_nonblocking(false).is_ok();
        let is_open = match peeked {
            Ok(count) => count > 0,
            Err(error) => error.kind() == ErrorKind::WouldBlock,
        };
        !(is_open && is_back)
    }

    /// Closes the connection, so that what was written last arrives.
    pub fn close(mut self) {
        let until = Instant::now() + LINGER;
        if self.stream.socket().shutdown(Shutdown::Write).is_ok() {
            while self.fill(until).unwrap_or(false) {
                self.take(AHEAD);
            }
        }
    }

    /// The connection itself, where nothing was read ahead of what was taken.
    pub fn into_plain(self) -> Option<TcpStream> {
        match self.stream {
            Stream::Plain(socket) if self.start == self.end => Arc::into_inner(socket),
            _ => None,
        }
    }
}

/// An error of the system, which has its own name for a time limit.
pub fn in_words(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::WouldBlock => ErrorKind::TimedOut.into(),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn pair() -> (Wire, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (Wire::plain(near), listener.accept().unwrap().0)
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(20)
    }

    #[test]
    fn lines_end_with_lf_and_long_ones_are_read_to_their_end() {
        let (mut wire, mut far) = pair();
        let long = [b"x".repeat(40_000), b"\r\nNOOP\r\nabc\r\nabcd\nQUIT\r\nno end".to_vec()].concat();
        far.write_all(&long).unwrap();
        far.shutdown(Shutdown::Write).unwrap();
        let lines: Vec<Line> = (0..6).map(|_| wire.line(4, soon()).unwrap()).collect();
        let whole = |text: &str| Line::Whole(text.into());
        assert_eq!(lines, [Line::TooLong, whole("NOOP"), whole("abc"), whole("abcd"), whole("QUIT"), Line::End]);
    }

    #[test]
    fn what_lies_ahead_can_be_looked_at() {
        let (mut wire, mut far) = pair();
        far.write_all(b"MAIL\r\nRCPT\r\nDA").unwrap();
        assert_eq!(wire.line_ahead(), None);
        while wire.buffered().len() < 14 {
            wire.fill(soon()).unwrap();
        }
        assert_eq!(wire.line_ahead(), Some(&b"MAIL"[..]));
        wire.take(6);
        assert_eq!(wire.line(9, soon()).unwrap(), Line::Whole(b"RCPT".into()));
        assert_eq!((wire.line_ahead(), wire.buffered()), (None, &b"DA"[..]));
    }

    #[test]
    fn time_limits_hold_and_an_end_is_seen() {
        let (mut wire, far) = pair();
        let waited = wire.fill(Instant::now() + Duration::from_millis(20)).unwrap_err();
        assert_eq!(waited.kind(), ErrorKind::TimedOut);
        assert!(!wire.is_gone());
        drop(far);
        assert_eq!(wire.line(9, soon()).unwrap(), Line::End);
        assert!(wire.is_gone());
    }
}
