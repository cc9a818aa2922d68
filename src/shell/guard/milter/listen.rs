//! Where a milter listens: a port, or on Unix a socket among the files.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
#[cfg(unix)]
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::shell::files::reason;
use crate::shell::guard::service;

/// Where to listen, as mail servers write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A port, as `HOST:PORT`.
    Port(String),
    /// A socket among the files.
    File(PathBuf),
}

/// Reads `inet:HOST:PORT`, `inet:PORT@HOST` or `unix:PATH`.
pub fn place(text: &str) -> Result<Place, String> {
    let wrong = || format!("can't listen on {text}: write inet:127.0.0.1:8891 or unix:/run/presend/milter.sock");
    match text.split_once(':').ok_or_else(wrong)? {
        ("inet" | "inet6", port) => match port.split_once('@') {
            Some((port, host)) => Ok(Place::Port(format!("{host}:{port}"))),
            None if port.contains(':') => Ok(Place::Port(port.to_owned())),
            None => Err(wrong()),
        },
        ("unix" | "local", path) if !path.is_empty() => Ok(Place::File(path.into())),
        _ => Err(wrong()),
    }
}

/// What listens.
pub enum Listener {
    /// At a port.
    Port(TcpListener),
    /// At a socket among the files, which goes with it.
    #[cfg(unix)]
    File(UnixListener, PathBuf),
}

impl Listener {
    /// Listens there. Only this machine can connect, unless it was said that others may.
    pub fn new(place: &Place, allow_remote: bool) -> Result<Listener, String> {
        match place {
            Place::Port(port) => {
                let is_open = || match allow_remote {
                    true => Ok(()),
                    false => Err(format!("{port} can be reached from other machines; --allow-remote says that it may")),
                };
                service::listen(port, is_open).map(Listener::Port)
            }
            Place::File(path) => file(path).map_err(|error| format!("can't listen on {}: {error}", path.display())),
        }
    }

    /// Where it listens.
    pub fn shown(&self) -> String {
        match self {
            Listener::Port(listener) => {
                listener.local_addr().map_or_else(|_| "inet".to_owned(), |address| format!("inet:{address}"))
            }
            #[cfg(unix)]
            Listener::File(_, path) => format!("unix:{}", path.display()),
        }
    }

    /// Waits for the next connection.
    pub fn accept(&self) -> io::Result<Socket> {
        match self {
            Listener::Port(listener) => listener.accept().map(|(socket, _)| Socket::Port(socket)),
            #[cfg(unix)]
            Listener::File(listener, _) => listener.accept().map(|(socket, _)| Socket::File(socket)),
        }
    }

    /// Takes away what others would still connect to.
    pub fn close(&self) {
        match self {
            Listener::Port(_) => {}
            #[cfg(unix)]
            Listener::File(_, path) => drop(std::fs::remove_file(path)),
        }
    }
}

/// Listens at a socket among the files, in place of one where nobody listens any more.
#[cfg(unix)]
fn file(path: &Path) -> Result<Listener, String> {
    use std::os::unix::fs::FileTypeExt as _;
    let is_socket = std::fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_socket());
    if is_socket {
        match UnixStream::connect(path) {
            Ok(_) => return Err("somebody listens there already".to_owned()),
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                std::fs::remove_file(path).map_err(|error| reason(&error))?;
            }
            Err(error) => return Err(reason(&error)),
        }
    }
    let listener = UnixListener::bind(path).map_err(|error| reason(&error))?;
    Ok(Listener::File(listener, path.to_owned()))
}

#[cfg(not(unix))]
fn file(_: &Path) -> Result<Listener, String> {
    Err("sockets among the files are for Unix; write inet:127.0.0.1:8891".to_owned())
}

/// A connection.
pub enum Socket {
    /// Over a port.
    Port(TcpStream),
    /// Over a socket among the files.
    #[cfg(unix)]
    File(UnixStream),
}

impl Socket {
    /// Sets how long the other side may be silent, and how long it may take nothing.
    pub fn limit(&self, silent: Duration, stuck: Duration) -> io::Result<()> {
        match self {
            Socket::Port(socket) => {
                // Each answer is one small packet that somebody waits for.
                socket.set_nodelay(true)?;
                socket.set_read_timeout(Some(silent))?;
                socket.set_write_timeout(Some(stuck))
            }
            #[cfg(unix)]
            Socket::File(socket) => {
                socket.set_read_timeout(Some(silent))?;
                socket.set_write_timeout(Some(stuck))
            }
        }
    }

    /// Lets whoever reads from it read that there is no more.
    pub fn stop_reading(&self) {
        let _ = match self {
            Socket::Port(socket) => socket.shutdown(Shutdown::Read),
            #[cfg(unix)]
            Socket::File(socket) => socket.shutdown(Shutdown::Read),
        };
    }
}

impl Read for &Socket {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Socket::Port(socket) => (&*socket).read(bytes),
            #[cfg(unix)]
            Socket::File(socket) => (&*socket).read(bytes),
        }
    }
}

impl Write for &Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Socket::Port(socket) => (&*socket).write(bytes),
            #[cfg(unix)]
            Socket::File(socket) => (&*socket).write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_as_mail_servers_write_them() {
        let port = |text: &str| Ok(Place::Port(text.to_owned()));
        assert_eq!(place("inet:127.0.0.1:8891"), port("127.0.0.1:8891"));
        assert_eq!(place("inet:[::1]:8891"), port("[::1]:8891"));
        assert_eq!(place("inet:8891@localhost"), port("localhost:8891"));
        assert_eq!(place("unix:/run/a"), Ok(Place::File("/run/a".into())));
        for wrong in ["8891", "inet:8891", "unix:", "tcp:127.0.0.1:8891", ""] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn other_machines_reach_only_what_they_may() {
        let other = place("inet:0.0.0.0:0").unwrap();
        assert!(Listener::new(&other, false).is_err_and(|why| why.contains("--allow-remote")));
        assert!(Listener::new(&other, true).is_ok());
        assert!(Listener::new(&place("inet:127.0.0.1:0").unwrap(), false).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_socket_that_nobody_listens_at_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join("socket"));
        let first = Listener::new(&place, false).unwrap();
        assert!(Listener::new(&place, false).is_err_and(|why| why.contains("already")));
        drop(first);
        Listener::new(&place, false).unwrap().close();
        assert!(!folder.path().join("socket").exists());
        std::fs::write(folder.path().join("socket"), "a file of somebody").unwrap();
        assert!(Listener::new(&place, false).is_err());
    }
}
