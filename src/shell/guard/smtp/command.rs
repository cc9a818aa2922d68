//! What a mail client says (RFC 5321, section 4.1).

/// How long a command may be without its line end, in bytes. The standard asks for 512 and what
/// extensions add to it.
pub const LONGEST: usize = 2048;
/// How long a line of a login may be (RFC 4954, section 4).
pub const LONGEST_LOGIN: usize = 12 * 1024;

/// What a command is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// EHLO or HELO: who speaks.
    Hello,
    /// AUTH: a login.
    Login,
    /// MAIL: a message begins.
    Mail,
    /// RCPT: somebody who gets it.
    Recipient,
    /// DATA: the message follows.
    Data,
    /// RSET: no message after all.
    Reset,
    /// NOOP, VRFY, EXPN, HELP: what changes nothing.
    Idle,
    /// QUIT: the end.
    Quit,
    /// A command of an extension that is not offered.
    NotOffered,
    /// None of these.
    Unknown,
}

/// What a line is about.
pub fn verb(line: &[u8]) -> Verb {
    let word = line.split(|byte| *byte == b' ').next().unwrap_or_default();
    match word.to_ascii_uppercase().as_slice() {
        b"EHLO" | b"HELO" => Verb::Hello,
        b"AUTH" => Verb::Login,
        b"MAIL" => Verb::Mail,
        b"RCPT" => Verb::Recipient,
        b"DATA" => Verb::Data,
        b"RSET" => Verb::Reset,
        b"NOOP" | b"VRFY" | b"EXPN" | b"HELP" => Verb::Idle,
        b"QUIT" => Verb::Quit,
        b"ATRN" | b"BDAT" | b"BURL" | b"ETRN" | b"STARTTLS" | b"TURN" | b"XCLIENT" | b"XFORWARD" => Verb::NotOffered,
        _ => Verb::Unknown,
    }
}

/// Whether the line is one line to everybody: a bare CR or a NUL ends it for some servers.
pub fn is_one_line(line: &[u8]) -> bool {
    memchr::memchr3(b'\r', b'\n', 0, line).is_none()
}

/// The parameter of a MAIL command, its value empty where it has none.
pub fn parameter<'a>(line: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let address = end_of_address(line)?;
    line[address + 1..].split(|byte| *byte == b' ').find_map(|word| {
        let (start, rest) = word.split_at_checked(name.len())?;
        let value = if rest.is_empty() { Some(rest) } else { rest.strip_prefix(b"=") };
        value.filter(|_| start.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// The domain of the address in a command, empty where it has none.
pub fn domain(line: &[u8]) -> String {
    let address = &line[..end_of_address(line).unwrap_or(line.len())];
    crate::shell::guard::domain(&String::from_utf8_lossy(address)).to_owned()
}

/// Where the address ends, which may hold anything in quotation marks.
fn end_of_address(line: &[u8]) -> Option<usize> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    line.iter().position(|byte| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match byte {
            _ if was_escaped => {}
            b'\\' => is_escaped = is_quoted,
            b'"' => is_quoted = !is_quoted,
            _ => return *byte == b'>' && !is_quoted,
        }
        false
    })
}

/// How many bytes the message has, as the client says in its MAIL command.
pub fn declared_size(line: &[u8]) -> Option<u64> {
    std::str::from_utf8(parameter(line, "SIZE")?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_known_in_any_case() {
        for (line, expected) in [
            ("EHLO me", Verb::Hello),
            ("helo me", Verb::Hello),
            ("mail FROM:<a@b>", Verb::Mail),
            ("MAILS", Verb::Unknown),
            ("DATA", Verb::Data),
            ("BDAT 5 LAST", Verb::NotOffered),
            ("", Verb::Unknown),
        ] {
            assert_eq!(verb(line.as_bytes()), expected, "{line}");
        }
    }

    #[test]
    fn parameters_stand_behind_the_address() {
        let line = b"MAIL FROM:<\"a\\\"> SIZE=1 \"@b.example> body=8BITMIME SIZE=4096 SMTPUTF8 AUTH=<>";
        assert_eq!(declared_size(line), Some(4096));
        assert_eq!(parameter(line, "SMTPUTF8"), Some(&b""[..]));
        assert_eq!(parameter(line, "BODY"), Some(&b"8BITMIME"[..]));
        assert_eq!(parameter(line, "SMTPUTF"), None);
        assert_eq!(parameter(b"MAIL FROM:<SMTPUTF8@b.example>", "SMTPUTF8"), None);
        assert_eq!(declared_size(b"MAIL FROM:<> SIZE=x"), None);
        assert_eq!(declared_size(b"MAIL SIZE=4"), None);
    }

    #[test]
    fn a_recipient_has_a_domain_or_none() {
        assert_eq!(domain(b"RCPT TO:<ben@b.example> NOTIFY=NEVER ORCPT=rfc822;ben@c.example"), "b.example");
        assert_eq!(domain(b"RCPT TO:<\"a@a\"@b.example>"), "b.example");
        assert_eq!(domain(b"RCPT TO:<postmaster>"), "");
    }

    #[test]
    fn a_line_is_one_line_to_everybody() {
        assert!(is_one_line("RCPT TO:<jörg@b.example>".as_bytes()));
        for line in [&b"RCPT TO:<a@b>\rDATA"[..], b"RCPT TO:<a@b>\nDATA", b"NOOP\0"] {
            assert!(!is_one_line(line), "{line:?}");
        }
    }
}
