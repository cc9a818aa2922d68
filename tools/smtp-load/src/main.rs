//! Measures what `presend guard smtp` adds to a send: messages go at a fixed rate straight to a
//! sink, and then through the proxy to it. All on loopback, all on this machine.
//!
//! usage: smtp-load PRESEND [--rate N] [--seconds N] [--connections N] [--fresh] FILE…

use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// What is sent, and how.
struct Load {
    messages: Vec<Vec<u8>>,
    /// Messages a second.
    rate: u32,
    seconds: u32,
    connections: u32,
    /// Whether each message has a connection of its own.
    is_fresh: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "smtp-load: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let (presend, load) = options()?;
    let load = Arc::new(load);
    let sink = sink()?;
    let how = if load.is_fresh { "a connection for each message" } else { "connections kept" };
    say(&format!("{} messages a second, {} connections, {how}", load.rate, load.connections))?;
    let straight = measure("straight", sink, &load)?;
    let (mut proxy, address) = proxy(&presend, sink)?;
    let through = measure("through the proxy", address, &load);
    let cpu = cpu(&proxy);
    proxy.kill()?;
    proxy.wait()?;
    let through = through?;
    let added = |part: f64| at(&through, part).saturating_sub(at(&straight, part)).as_secs_f64() * 1000.0;
    say(&format!("added: {:.1} ms in the median, {:.1} ms at 99 %", added(0.5), added(0.99)))?;
    if let Some(cpu) = cpu {
        say(&format!("CPU of the proxy: {:.2} ms a message", cpu * 1000.0 / through.len() as f64))?;
    }
    Ok(())
}

fn options() -> io::Result<(String, Load)> {
    let mut load = Load { messages: Vec::new(), rate: 500, seconds: 20, connections: 20, is_fresh: false };
    let mut arguments = std::env::args().skip(1);
    let presend = arguments.next().ok_or_else(|| io::Error::other("which presend?"))?;
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|value| value.parse().ok()).unwrap_or(1);
        match argument.as_str() {
            "--rate" => load.rate = number(),
            "--seconds" => load.seconds = number(),
            "--connections" => load.connections = number(),
            "--fresh" => load.is_fresh = true,
            path => load.messages.push(on_the_wire(&fs::read(path)?)),
        }
    }
    match load.messages.is_empty() {
        true => Err(io::Error::other("which messages?")),
        false => Ok((presend, load)),
    }
}

/// A message as it is sent, with the dot that ends it.
fn on_the_wire(message: &[u8]) -> Vec<u8> {
    let mut sent = Vec::new();
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        if line.starts_with(b".") {
            sent.push(b'.');
        }
        sent.extend_from_slice(line);
        sent.extend_from_slice(b"\r\n");
    }
    sent.extend_from_slice(b".\r\n");
    sent
}

/// Sends all of it, and gives how long each message took, the shortest first. Time runs from when a
/// message was due, so that one which waits for another is as late as it seems to its author.
fn measure(name: &str, address: SocketAddr, load: &Arc<Load>) -> io::Result<Vec<Duration>> {
    let begun = Instant::now() + Duration::from_millis(200);
    let clients = (0..load.connections).map(|number| {
        let load = load.clone();
        thread::spawn(move || client(address, &load, number, begun))
    });
    let clients: Vec<_> = clients.collect();
    let mut took = Vec::new();
    for client in clients {
        took.extend(client.join().map_err(|_| io::Error::other("a client failed"))??);
    }
    took.sort_unstable();
    let rate = took.len() as f64 / begun.elapsed().as_secs_f64();
    let millis = |part| at(&took, part).as_secs_f64() * 1000.0;
    say(&format!(
        "{name}: {} messages, {rate:.0} a second; {:.1} ms in the median, {:.1} at 99 %, {:.1} the longest",
        took.len(),
        millis(0.5),
        millis(0.99),
        millis(1.0)
    ))?;
    Ok(took)
}

/// What so large a part of all took at most.
fn at(sorted: &[Duration], part: f64) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * part).round() as usize).copied().unwrap_or_default()
}

fn client(address: SocketAddr, load: &Load, number: u32, begun: Instant) -> io::Result<Vec<Duration>> {
    let mut connection = None;
    let mut took = Vec::new();
    let mut turn = number;
    while turn < load.rate * load.seconds {
        let due = begun + Duration::from_secs(1) * turn / load.rate;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let mut client = match connection.take() {
            Some(client) => client,
            None => Client::new(address)?,
        };
        client.send(&load.messages[turn as usize % load.messages.len()])?;
        took.push(due.elapsed());
        if !load.is_fresh {
            connection = Some(client);
        }
        turn += load.connections;
    }
    Ok(took)
}

struct Client(BufReader<TcpStream>);

impl Client {
    fn new(address: SocketAddr) -> io::Result<Client> {
        let socket = TcpStream::connect(address)?;
        socket.set_nodelay(true)?;
        let mut client = Client(BufReader::new(socket));
        client.expect("220")?;
        client.say(b"EHLO load.example\r\n", "250")?;
        Ok(client)
    }

    fn say(&mut self, line: &[u8], code: &str) -> io::Result<()> {
        self.0.get_mut().write_all(line)?;
        self.expect(code)
    }

    fn expect(&mut self, code: &str) -> io::Result<()> {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line)?;
            match line.get(3..4) {
                Some("-") => {}
                _ if line.starts_with(code) => return Ok(()),
                _ => return Err(io::Error::other(format!("not {code}: {line}"))),
            }
        }
    }

    fn send(&mut self, message: &[u8]) -> io::Result<()> {
        self.say(b"MAIL FROM:<ana@a.example>\r\n", "250")?;
        self.say(b"RCPT TO:<ben@b.example>\r\n", "250")?;
        self.say(b"DATA\r\n", "354")?;
        self.say(message, "250")
    }
}

/// Takes whatever comes.
fn sink() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            thread::spawn(move || serve(socket));
        }
    });
    Ok(address)
}

fn serve(socket: TcpStream) -> io::Result<()> {
    socket.set_nodelay(true)?;
    let mut lines = BufReader::new(socket);
    lines.get_mut().write_all(b"220 sink.example\r\n")?;
    let mut line = Vec::new();
    let mut is_message = false;
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let answer: &[u8] = match (is_message, line.as_slice()) {
            (true, b".\r\n") => {
                is_message = false;
                b"250 taken\r\n"
            }
            (true, _) => continue,
            (false, b"DATA\r\n") => {
                is_message = true;
                b"354 go on\r\n"
            }
            (false, command) if command.starts_with(b"EHLO") => b"250-sink.example\r\n250 PIPELINING\r\n",
            (false, _) => b"250 well\r\n",
        };
        lines.get_mut().write_all(answer)?;
    }
}

/// The proxy before the sink. It holds nothing, so that every message goes all the way.
fn proxy(presend: &str, sink: SocketAddr) -> io::Result<(Child, SocketAddr)> {
    let config = std::env::temp_dir().join(format!("smtp-load-{}.toml", std::process::id()));
    fs::write(&config, "[guard]\nhold = \"off\"\n")?;
    let mut child = Command::new(presend)
        .args(["guard", "smtp", "--listen", "127.0.0.1:0", "--relay", &sink.to_string(), "--config"])
        .arg(&config)
        .stderr(Stdio::piped())
        .spawn()?;
    let stderr = child.stderr.take().ok_or_else(|| io::Error::other("no log"))?;
    let mut log = BufReader::new(stderr);
    let mut line = String::new();
    log.read_line(&mut line)?;
    fs::remove_file(&config)?;
    let address = line.split_once("listening on ").and_then(|(_, rest)| rest.split_once(','));
    let address = address.and_then(|(address, _)| address.parse().ok());
    let address = address.ok_or_else(|| io::Error::other(format!("the proxy says: {line}")))?;
    // Nobody may leave its log unread.
    thread::spawn(move || io::copy(&mut log.take(u64::MAX), &mut io::sink()));
    Ok((child, address))
}

/// The seconds of CPU that a process took so far, where the system tells.
fn cpu(process: &Child) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.id())).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks: f64 = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

fn say(text: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{text}")
}
