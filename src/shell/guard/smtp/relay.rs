//! The relay: the mail server that sends on what passes, and the way to it.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use rustls::ClientConfig;

use super::extensions::extensions;
use super::reply::{self, Reply};
use super::tls;
use super::wire::Wire;
use crate::shell::files::reason;

/// How long one address of the relay may take to answer at all.
const CONNECT: Duration = Duration::from_secs(30);

/// How the way to the relay is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Encryption {
    /// From the first byte on, as on port 465
    Implicit,
    /// From STARTTLS on, as on port 587; without it nothing is sent
    Starttls,
    /// Not at all
    None,
}

impl Encryption {
    /// The port where it is usual.
    fn port(self) -> u16 {
        match self {
            Encryption::Implicit => 465,
            Encryption::Starttls => 587,
            Encryption::None => 25,
        }
    }
}

/// Where mail is handed on to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relay {
    /// Its name or address, without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is encrypted.
    pub encryption: Encryption,
}

impl fmt::Display for Relay {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

/// Reads `HOST[:PORT]`, `smtps://HOST[:PORT]`, `smtp+starttls://HOST[:PORT]` or
/// `smtp://HOST[:PORT]`. What is not said is the safest that is usual: port 465 is encrypted from
/// the first byte on, the machine itself not at all, anything else by STARTTLS.
pub fn relay(text: &str, encryption: Option<Encryption>) -> Result<Relay, String> {
    let (scheme, place) = text.split_once("://").map_or(("smtp", text), |(scheme, place)| (scheme, place));
    let place = place.strip_suffix('/').unwrap_or(place);
    let by_scheme = match scheme.to_ascii_lowercase().as_str() {
        "smtp" => None,
        "smtps" => Some(Encryption::Implicit),
        "smtp+starttls" => Some(Encryption::Starttls),
        _ => return Err(format!("“{scheme}://” is none of smtps://, smtp+starttls://, smtp://")),
    };
    if by_scheme.is_some() && encryption.is_some_and(|said| Some(said) != by_scheme) {
        return Err(format!("{scheme}:// and --tls say different things"));
    }
    if place.contains('@') {
        return Err("the relay has no user here: the mail client logs in".to_owned());
    }
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (place, None),
    };
    let port = match port.map(str::parse) {
        None => None,
        Some(Ok(port)) if port > 0 => Some(port),
        Some(_) => return Err("the port is a number from 1 to 65535".to_owned()),
    };
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    if host.is_empty() || host.contains(|c: char| c.is_whitespace() || "/[]".contains(c)) {
        return Err("write the relay as HOST:PORT, such as smtp.example.com:587".to_owned());
    }
    let by_place = || match port {
        Some(465) => Encryption::Implicit,
        _ if is_loopback(host) => Encryption::None,
        _ => Encryption::Starttls,
    };
    let encryption = encryption.or(by_scheme).unwrap_or_else(by_place);
    Ok(Relay { host: host.to_owned(), port: port.unwrap_or(encryption.port()), encryption })
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse().is_ok_and(|address: IpAddr| address.to_canonical().is_loopback())
}

/// Why there is no way to the relay.
pub enum Refused {
    /// It says so itself.
    ByRelay(Reply),
    /// In our words, without the relay's name.
    Because(String),
}

impl Relay {
    /// Whether what is sent can be read on the way.
    pub fn is_open_to_all(&self) -> bool {
        self.encryption == Encryption::None && !is_loopback(&self.host)
    }

    /// Its addresses.
    pub fn addresses(&self) -> io::Result<Vec<SocketAddr>> {
        Ok((self.host.as_str(), self.port).to_socket_addrs()?.collect())
    }

    /// Connects to the relay, encrypted as it should be, and gives its greeting with it. Each answer
    /// may take as long as the limit says.
    pub fn connect(&self, tls: &Arc<ClientConfig>, limit: Duration) -> Result<(Wire, Reply), Refused> {
        let socket = self.socket(limit).map_err(because("can't connect"))?;
        let encrypted = |socket| {
            let stream = tls::encrypted(socket, tls, &self.host, limit).map_err(Refused::Because)?;
            Ok(Wire::new(stream))
        };
        let mut wire = match self.encryption {
            Encryption::Implicit => encrypted(socket)?,
            _ => Wire::plain(socket),
        };
        let greeting = reply::read(&mut wire, Instant::now() + limit).map_err(because("no greeting"))?;
        if !greeting.is_done() {
            return Err(Refused::ByRelay(greeting));
        }
        if self.encryption == Encryption::Starttls {
            let mut ask = |command: &[u8]| {
                wire.write(command, limit)?;
                reply::read(&mut wire, Instant::now() + limit)
            };
            let hello = ask(b"EHLO [127.0.0.1]\r\n").map_err(because("no answer to EHLO"))?;
            if !extensions(&hello).starttls {
                return Err(Refused::Because(
                    "it offers no STARTTLS; smtps:// encrypts from the first byte on, --tls none not at all".to_owned(),
                ));
            }
            let ready = ask(b"STARTTLS\r\n").map_err(because("no answer to STARTTLS"))?;
            if !ready.is_done() {
                return Err(Refused::Because(format!("it offers STARTTLS, and says {} to it", ready.code)));
            }
            // What was said in the clear beforehand could be anybody's.
            let socket = wire.into_plain();
            let socket = socket.ok_or_else(|| Refused::Because("it spoke on before it encrypted".to_owned()))?;
            wire = encrypted(socket)?;
        }
        Ok((wire, greeting))
    }

    fn socket(&self, limit: Duration) -> io::Result<TcpStream> {
        let mut last = io::Error::other("it has no address");
        for address in self.addresses()? {
            match TcpStream::connect_timeout(&address, limit.min(CONNECT)) {
                Ok(socket) => return Ok(socket),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

fn because(what: &'static str) -> impl Fn(io::Error) -> Refused {
    move |error| Refused::Because(format!("{what}: {}", reason(&error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_the_safest_that_is_usual() {
        use Encryption::{Implicit, None as Plain, Starttls};
        for (text, said, host, port, encryption) in [
            ("smtp.example.com", None, "smtp.example.com", 587, Starttls),
            ("smtp.example.com:25", None, "smtp.example.com", 25, Starttls),
            ("smtp.example.com:465", None, "smtp.example.com", 465, Implicit),
            ("smtps://smtp.example.com", None, "smtp.example.com", 465, Implicit),
            ("smtps://127.0.0.1:1465/", None, "127.0.0.1", 1465, Implicit),
            ("SMTP+STARTTLS://localhost", None, "localhost", 587, Starttls),
            ("smtp://mail.example", Some(Plain), "mail.example", 25, Plain),
            ("mail.example:465", Some(Starttls), "mail.example", 465, Starttls),
            ("localhost:1025", None, "localhost", 1025, Plain),
            ("127.0.0.1:1025", Some(Starttls), "127.0.0.1", 1025, Starttls),
            ("[::1]:1025", None, "::1", 1025, Plain),
            ("::1", None, "::1", 25, Plain),
            ("[2001:db8::1]", None, "2001:db8::1", 587, Starttls),
        ] {
            assert_eq!(relay(text, said), Ok(Relay { host: host.into(), port, encryption }), "{text}");
        }
        assert_eq!(relay("[::1]:25", None).unwrap().to_string(), "[::1]:25");
        assert!(relay("mail.example", Some(Plain)).unwrap().is_open_to_all());
        assert!(!relay("localhost:25", None).unwrap().is_open_to_all());
    }

    #[test]
    fn what_is_no_relay_is_told() {
        for (text, said, told) in [
            ("http://a.example", None, "“http://” is none of smtps://, smtp+starttls://, smtp://"),
            ("smtps://a.example", Some(Encryption::None), "smtps:// and --tls say different things"),
            ("me@a.example:25", None, "the relay has no user here: the mail client logs in"),
            ("a.example:0", None, "the port is a number from 1 to 65535"),
            ("a.example:smtp", None, "the port is a number from 1 to 65535"),
            ("", None, "write the relay as HOST:PORT, such as smtp.example.com:587"),
            ("smtp://a.example/x", None, "write the relay as HOST:PORT, such as smtp.example.com:587"),
        ] {
            assert_eq!(relay(text, said), Err(told.to_owned()), "{text}");
        }
    }
}
