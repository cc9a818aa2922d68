//! Mailboxes in the mbox formats: where one message ends and the next begins.

/// Whether a line, its line break included or not, starts a new message of an mbox file.
pub fn is_separator(line: &[u8]) -> bool {
    line.starts_with(b"From ")
}
