use std::borrow::Cow;

use super::Span;

/// The bytes of one draft as they were given, with the name that a person knows it by.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// The path as it was given, or the name of standard input.
    pub path: String,
    /// The bytes, unchanged.
    pub bytes: Cow<'a, [u8]>,
    /// Where the bytes lie, when they are one message of a mailbox.
    pub origin: Option<Origin>,
}

/// Where one message lies in its mailbox. Added to positions when they are shown,
/// so that a finding points into the mailbox file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The number of the message, counted from 1.
    pub message: usize,
    /// The byte of the file at which the message's first byte lies.
    pub offset: u64,
    /// How many lines of the file lie before the message.
    pub line: usize,
}

impl<'a> Source<'a> {
    /// A source that is a file of its own.
    pub fn new(path: impl Into<String>, bytes: impl Into<Cow<'a, [u8]>>) -> Source<'a> {
        Source { path: path.into(), bytes: bytes.into(), origin: None }
    }

    /// A source that is one message of an mbox file. The `From ` line that parts the
    /// messages is not part of `bytes`; lines quoted as `>From ` still are quoted.
    pub fn message(path: impl Into<String>, bytes: impl Into<Cow<'a, [u8]>>, origin: Origin) -> Source<'a> {
        Source { path: path.into(), bytes: bytes.into(), origin: Some(origin) }
    }

    /// The bytes at a span, cut to what the source holds.
    pub fn slice(&self, span: Span) -> &[u8] {
        let end = span.end.min(self.bytes.len());
        &self.bytes[span.start.min(end)..end]
    }
}
