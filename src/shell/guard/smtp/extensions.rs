//! What of a relay's extensions is offered to mail clients: what can be passed on.

use super::reply::Reply;

/// The extensions that need nothing of us but to be passed on. Left out are those that change how
/// a message is sent (CHUNKING, BINARYMIME, BURL), STARTTLS, since the way from the client is
/// the machine's own, and those by which a server trusts another (XCLIENT).
const PASSED_ON: [&str; 15] = [
    "8BITMIME",
    "AUTH",
    "DELIVERBY",
    "DSN",
    "ENHANCEDSTATUSCODES",
    "EXPN",
    "FUTURERELEASE",
    "HELP",
    "LIMITS",
    "MT-PRIORITY",
    "NO-SOLICITING",
    "PIPELINING",
    "SIZE",
    "SMTPUTF8",
    "VRFY",
];

/// What a relay said to EHLO.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// Whether it takes several commands at once.
    pub pipelining: bool,
    /// Whether it can encrypt.
    pub starttls: bool,
    /// The most bytes that it takes as a message, where it says so.
    pub size: Option<u64>,
}

/// What the relay can.
pub fn extensions(reply: &Reply) -> Extensions {
    let mut found = Extensions::default();
    for (keyword, rest) in reply.texts().skip(1).map(keyword) {
        match keyword.as_str() {
            "PIPELINING" => found.pipelining = true,
            "STARTTLS" => found.starttls = true,
            // Zero is no limit.
            "SIZE" => found.size = rest.trim().parse().ok().filter(|size| *size > 0),
            _ => {}
        }
    }
    found
}

/// The answer to EHLO that the client gets. No message may have more bytes than `most`.
pub fn offered(reply: &Reply, most: u64) -> Reply {
    let mut lines: Vec<Vec<u8>> = reply.texts().take(1).map(<[u8]>::to_vec).collect();
    for text in reply.texts().skip(1) {
        let (keyword, rest) = keyword(text);
        match keyword.as_str() {
            "SIZE" => lines.push(format!("SIZE {most}").into()),
            "AUTH" => lines.extend(logins(&rest).map(String::into_bytes)),
            keyword if PASSED_ON.contains(&keyword) => lines.push(text.to_vec()),
            _ => {}
        }
    }
    let last = lines.len().saturating_sub(1);
    let signs = (0..lines.len()).map(|number| if number < last { b"250-" } else { b"250 " });
    let bytes = signs.zip(&lines).flat_map(|(sign, line)| [&sign[..], line, b"\r\n"].concat()).collect();
    Reply { code: reply.code, bytes }
}

fn keyword(text: &[u8]) -> (String, String) {
    let text = String::from_utf8_lossy(text);
    let (keyword, rest) = text.split_once(' ').unwrap_or((&text, ""));
    (keyword.to_ascii_uppercase(), rest.to_owned())
}

/// The ways to log in, but for those that are bound to the encrypted connection, which ends here.
fn logins(rest: &str) -> Option<String> {
    let is_passed_on = |way: &&str| !way.to_ascii_uppercase().ends_with("-PLUS") && *way != "EXTERNAL";
    let ways: Vec<&str> = rest.split_ascii_whitespace().filter(is_passed_on).collect();
    (!ways.is_empty()).then(|| format!("AUTH {}", ways.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(lines: &[&str]) -> Reply {
        let (last, first) = lines.split_last().unwrap();
        let first: String = first.iter().map(|line| format!("250-{line}\r\n")).collect();
        Reply { code: 250, bytes: format!("{first}250 {last}\r\n").into() }
    }

    #[test]
    fn what_can_be_passed_on_is_offered() {
        let relay = reply(&[
            "mx.example Hello",
            "PIPELINING",
            "SIZE 35882577",
            "STARTTLS",
            "AUTH PLAIN SCRAM-SHA-256-PLUS SCRAM-SHA-256 EXTERNAL",
            "8bitmime",
            "CHUNKING",
            "BINARYMIME",
            "XCLIENT NAME ADDR",
            "AUTH=LOGIN",
            "SMTPUTF8",
        ]);
        let expected =
            reply(&["mx.example Hello", "PIPELINING", "SIZE 1000", "AUTH PLAIN SCRAM-SHA-256", "8bitmime", "SMTPUTF8"]);
        assert_eq!(offered(&relay, 1000), expected);
        let found = extensions(&relay);
        assert_eq!(found, Extensions { pipelining: true, starttls: true, size: Some(35_882_577) });
    }

    #[test]
    fn a_relay_may_offer_nothing() {
        let bare = reply(&["mx.example"]);
        assert_eq!((offered(&bare, 9), extensions(&bare)), (bare.clone(), Extensions::default()));
        assert_eq!(offered(&reply(&["mx.example", "AUTH EXTERNAL", "STARTTLS"]), 9), bare);
        assert_eq!(extensions(&reply(&["mx.example", "SIZE", "SIZE 0"])).size, None);
        assert_eq!(offered(&reply(&["mx.example", "SIZE"]), 9), reply(&["mx.example", "SIZE 9"]));
    }
}
