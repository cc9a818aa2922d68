"""An SMTP relay that keeps what it gets and misbehaves where it is told to, the proxy before it,
and a client that says just what it is told."""

import base64
import dataclasses
import os
import re
import socket
import ssl
import subprocess
import threading
import time

from conftest import PRESEND

EXTENSIONS = (
    "PIPELINING",
    "SIZE 300000000",
    "8BITMIME",
    "SMTPUTF8",
    "DSN",
    "ENHANCEDSTATUSCODES",
    "AUTH PLAIN LOGIN SCRAM-SHA-256-PLUS",
    "CHUNKING",
    "BINARYMIME",
    "XCLIENT NAME ADDR",
    "VRFY",
)


VERBS = {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "RSET", "NOOP", "VRFY", "DATA", "QUIT"}


class Cut(Exception):
    """The relay breaks off here."""


def cut(_relay):
    raise Cut


def wait(seconds):
    """An answer as usual, but late."""
    return lambda _relay: time.sleep(seconds)


@dataclasses.dataclass
class Message:
    mail: str
    recipients: list[str]
    data: bytes


class Relay:
    """`on` says what happens at a stage (greeting, the verb of a command, "body" amid the message,
    "final" behind it): a text is the answer, a function is called and may return one."""

    def __init__(self, on=None, extensions=EXTENSIONS, tls=None, certificate=None):
        self.on, self.extensions, self.tls = on or {}, extensions, tls
        self.messages, self.commands, self.logins, self.batches = [], [], [], []
        self.lock = threading.Lock()
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*certificate)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        # It may wait for the next connection at this very moment.
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=[connection], daemon=True).start()

    def serve(self, connection):
        try:
            if self.tls == "implicit":
                connection = self.context.wrap_socket(connection, server_side=True)
            Dialogue(self, connection).run()
        except (Cut, OSError, EOFError):
            pass
        finally:
            connection.close()


class Dialogue:
    def __init__(self, relay, connection):
        self.relay, self.connection, self.ahead = relay, connection, b""
        self.sender, self.recipients = None, []

    def more(self):
        got = self.connection.recv(65536)
        if not got:
            raise EOFError
        self.ahead += got
        return got

    def line(self):
        while b"\r\n" not in self.ahead:
            self.relay.batches.append(self.more())
        line, _, self.ahead = self.ahead.partition(b"\r\n")
        return line.decode("utf-8", "surrogateescape")

    def answer(self, stage, usual):
        on = self.relay.on.get(stage)
        text = on(self.relay) if callable(on) else on
        text = text or usual
        self.connection.sendall(text.replace("\n", "\r\n").encode() + b"\r\n")
        return text

    def run(self):
        self.answer("greeting", "220 relay.example ESMTP")
        while True:
            line = self.line()
            self.relay.commands.append(line)
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb in VERBS:
                getattr(self, verb.lower())(line)
            else:
                self.answer(verb, "500 5.5.1 what?")
            if verb == "QUIT":
                return

    def ehlo(self, _line):
        offered = list(self.relay.extensions)
        if self.relay.tls == "starttls" and not isinstance(self.connection, ssl.SSLSocket):
            offered.append("STARTTLS")
        lines = ["relay.example greets you", *offered]
        self.answer("EHLO", "\n".join(f"250{' ' if line is lines[-1] else '-'}{line}" for line in lines))

    def helo(self, _line):
        self.answer("HELO", "250 relay.example")

    def starttls(self, _line):
        if not self.answer("STARTTLS", "220 go on").startswith("220 go on"):
            return
        self.connection = self.relay.context.wrap_socket(self.connection, server_side=True)

    def auth(self, line):
        words = line.split(" ")
        if words[1].upper() == "PLAIN":
            if len(words) < 3:
                self.connection.sendall(b"334 \r\n")
                words.append(self.line())
            login = words[2]
            parts = base64.b64decode(login).decode().split("\0")[1:] if login != "*" else ["*", "*"]
        else:
            parts = []
            for prompt in (b"Username:", b"Password:"):
                self.connection.sendall(b"334 " + base64.b64encode(prompt) + b"\r\n")
                parts.append(base64.b64decode(self.line()).decode())
        self.relay.logins.append(tuple(parts))
        right = parts[1] == "secret-word"
        self.answer("AUTH", "235 2.7.0 welcome" if right else "535 5.7.8 wrong password")

    def mail(self, line):
        if self.answer("MAIL", "250 2.1.0 ok").startswith("2"):
            self.sender, self.recipients = line, []

    def rcpt(self, line):
        usual = "550 5.1.1 no such user" if "nobody@" in line else "250 2.1.5 ok"
        if self.answer("RCPT", usual if self.sender else "503 5.5.1 MAIL first").startswith("2"):
            self.recipients.append(line)

    def rset(self, _line):
        self.answer("RSET", "250 2.0.0 ok")
        self.sender, self.recipients = None, []

    def noop(self, _line):
        self.answer("NOOP", "250 2.0.0 ok")

    def vrfy(self, _line):
        self.answer("VRFY", "252 2.0.0 perhaps")

    def quit(self, _line):
        self.answer("QUIT", "221 2.0.0 bye")

    def data(self, _line):
        if not self.answer("DATA", "354 go on").startswith("354"):
            return
        pieces, tail = [], b"\r\n" + self.ahead
        self.ahead = b""
        if "body" in self.relay.on:
            while len(tail) < 12:
                tail += self.connection.recv(4)
            self.relay.on["body"](self.relay)
        while b"\r\n.\r\n" not in tail:
            pieces.append(tail[:-4])
            got = self.connection.recv(1 << 20)
            if not got:
                raise EOFError
            tail = tail[-4:] + got
        end, _, self.ahead = tail.partition(b"\r\n.\r\n")
        raw = b"".join([*pieces, end, b"\r\n"])
        data = raw[2:].replace(b"\r\n..", b"\r\n.") if raw.startswith(b"\r\n") else raw
        if data.startswith(b".."):
            data = data[1:]
        on = self.relay.on.get("final")
        if not (isinstance(on, str) and not on.startswith("2")):
            with self.relay.lock:
                self.relay.messages.append(Message(self.sender, self.recipients, data))
        self.answer("final", "250 2.0.0 queued as 17")


class Proxy:
    def __init__(self, folder, relay_port, *options, settings=None, env=None, **more):
        home = folder / "home"
        home.mkdir(exist_ok=True)
        if settings:
            (home / ".config/presend").mkdir(parents=True)
            (home / ".config/presend/presend.toml").write_text(settings)
        relay = [] if "--relay" in options else ["--relay", f"127.0.0.1:{relay_port}"]
        self.process = subprocess.Popen(
            [PRESEND, "guard", "smtp", "--listen", "127.0.0.1:0", *relay, *options],
            stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "HOME": str(home)} | (env or {}),
            **more,
        )
        self.log = []
        self.listening = threading.Event()
        threading.Thread(target=self.read_log, daemon=True).start()
        assert self.listening.wait(30), self.log

    def read_log(self):
        for line in self.process.stderr:
            self.log.append(line.decode())
            if found := re.search(r"listening on 127\.0\.0\.1:(\d+)", self.log[-1]):
                self.port = int(found[1])
                self.listening.set()

    def wait_log(self, words):
        until = time.monotonic() + 20
        while words not in "".join(self.log):
            assert time.monotonic() < until, self.log
            time.sleep(0.02)

    def close(self):
        self.process.kill()
        self.process.wait()

    def client(self, **more):
        return Client(self.port, **more)

    def peak(self) -> int:
        """The most memory that it had, in bytes."""
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


class Client:
    def __init__(self, port, hello="EHLO client.example"):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self.file = self.socket.makefile("rb")
        self.greeting = self.reply()
        self.offered = self.say(hello) if hello and self.greeting.startswith("220") else ""

    def reply(self) -> str:
        """The next answer; empty where the connection ended."""
        lines = []
        while True:
            try:
                line = self.file.readline()
            except ConnectionResetError:
                line = b""
            lines.append(line)
            if line[3:4] != b"-":
                return b"".join(lines).decode("utf-8", "surrogateescape")

    def raw(self, data: bytes):
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def say(self, line) -> str:
        self.raw(line if isinstance(line, bytes) else line.encode() + b"\r\n")
        return self.reply()

    def begin(self, *recipients, mail="MAIL FROM:<ana@a.example>") -> str:
        """Up to DATA; gives the answer to that."""
        for line in [mail, *(f"RCPT TO:<{name}>" for name in recipients or ["ben@b.example"])]:
            reply = self.say(line)
            assert reply.startswith("250"), reply
        return self.say("DATA")

    def end(self, message: bytes) -> str:
        return self.say(stuffed(message) + b".\r\n")

    def send(self, message: bytes, **more) -> str:
        reply = self.begin(**more)
        assert reply.startswith("354"), reply
        return self.end(message)

    def is_closed(self) -> bool:
        return self.reply() == ""

    def close(self):
        self.file.close()
        self.socket.close()


def stuffed(message: bytes) -> bytes:
    message = message.replace(b"\r\n.", b"\r\n..")
    return b"." + message if message.startswith(b".") else message
