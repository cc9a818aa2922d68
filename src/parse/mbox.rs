//! Mailboxes in the mbox formats: where one message ends and the next begins.
//!
//! All of them part messages by a line `From <sender> <date>` after a blank line. They
//! differ in what they do to such lines within a message: *mboxo* puts a `>` before
//! `From `, *mboxrd* also before `>From `, `>>From ` and so on, so that taking one `>`
//! away gives back what was written. *mboxcl* counts bytes in a Content-Length field,
//! which is so often wrong that nobody should trust it. A file does not say which it is;
//! the mail parser takes one `>` away, which is right for mboxrd, and for mboxo unless
//! its author wrote `>From ` at the start of a line.

/// Tells the separator lines of a mailbox, line by line, so that a caller can stream a
/// mailbox of any size.
///
/// ```
/// use presend::parse::mbox::Splitter;
///
/// let mut splitter = Splitter::default();
/// let lines = ["From ana@x.org Tue Jun  2 10:00:00 2026\n", "To: b\n", "\n", "From now on\n"];
/// assert_eq!(lines.map(|line| splitter.separates(line.as_bytes())), [true, false, false, false]);
/// ```
#[derive(Clone, Debug)]
pub struct Splitter {
    /// Whether the line before was blank, or there was none.
    after_blank: bool,
}

impl Default for Splitter {
    fn default() -> Splitter {
        Splitter { after_blank: true }
    }
}

impl Splitter {
    /// Takes the next line, its line break included or not, and says whether it parts
    /// messages: it belongs to neither, and the message after it starts with the next line.
    pub fn separates(&mut self, line: &[u8]) -> bool {
        let separates = self.after_blank && is_separator(line);
        self.after_blank = matches!(line, b"" | b"\n" | b"\r\n" | b"\r");
        separates
    }
}

/// Whether a line, its line break included or not, looks like `From <sender> <date>`:
/// weekday, month, day and time stand side by side in it, behind the sender.
pub fn is_separator(line: &[u8]) -> bool {
    // Real ones are far shorter.
    let Some(rest) = line.strip_prefix(b"From ").filter(|rest| rest.len() < 1000) else { return false };
    let tokens: Vec<&[u8]> = rest.split(u8::is_ascii_whitespace).filter(|token| !token.is_empty()).collect();
    tokens.windows(4).skip(1).any(|window| {
        let &[weekday, month, day, time] = window else { return false };
        const WEEKDAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
        const MONTHS: [&[u8]; 12] =
            [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
        WEEKDAYS.contains(&weekday)
            && MONTHS.contains(&month)
            && day.len() <= 2
            && day.iter().all(u8::is_ascii_digit)
            && time.contains(&b':')
            && time[0].is_ascii_digit()
    })
}

/// Whether a file is a mailbox: its first line is a separator.
pub fn is_mailbox(bytes: &[u8]) -> bool {
    lines(bytes).next().is_some_and(is_separator)
}

/// Where the first message of a mailbox ends, its last line break included.
pub fn first_message_end(bytes: &[u8]) -> usize {
    let mut splitter = Splitter::default();
    let mut at = 0;
    for line in lines(bytes) {
        if splitter.separates(line) && at > 0 {
            break;
        }
        at += line.len();
    }
    at
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_hold_a_sender_and_a_date() {
        assert!(is_separator(b"From ana@example.org  Tue Jun  2 10:00:00 2026"));
        assert!(is_separator(b"From - Tue Jun 02 10:00:00 2026\r\n"));
        assert!(is_separator(b"From MAILER-DAEMON Tue Jun  2 10:00 2026\n"));
        assert!(is_separator(b"From 17@xxx Tue Jun 02 10:00:00 +0000 2026\n"));
        assert!(is_separator(b"From \"a b\"@example.org Tue Jun  2 10:00:00 CEST 2026\n"));
        assert!(!is_separator(b"From now on we meet at 10:00."));
        assert!(!is_separator(b"From Tue Jun 2 10:00 on we meet"));
        assert!(!is_separator(b">From ana@example.org Tue Jun  2 10:00:00 2026"));
        assert!(!is_separator(b"From: ana@example.org"));
    }

    #[test]
    fn messages_are_parted_after_blank_lines_only() {
        let mailbox = "From a Tue Jun  2 10:00:00 2026\nTo: b\n\nHi\nFrom c Tue Jun  2 10:00:00 2026\nbye\n\n\
                       From d Tue Jun  2 10:00:00 2026\nTo: e\n";
        let mut splitter = Splitter::default();
        let found = lines(mailbox.as_bytes()).map(|line| splitter.separates(line)).filter(|&found| found);
        assert_eq!(found.count(), 2);
        assert!(is_mailbox(mailbox.as_bytes()));
        assert!(mailbox[first_message_end(mailbox.as_bytes())..].starts_with("From d"));
        assert!(!is_mailbox(b""));
    }
}
