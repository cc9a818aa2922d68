"""The mail server's side of the milter protocol, and a milter to speak with."""

import contextlib
import re
import signal
import socket
import struct
import subprocess
import threading

from conftest import PRESEND

# What ends a message: continue, accept, reject, try later, a reply.
FINAL = b"cartdy"
ALL_ACTIONS, ALL_PROTOCOL = 0x1FF, 0x1FFFFF


class Milter:
    """`presend guard milter` as a process, with what it logs."""

    def __init__(self, home, settings: str = "", *options: str, listen: str = "inet:127.0.0.1:0"):
        self.home = home
        config = home / "milter.toml"
        config.write_text(settings)
        command = [PRESEND, "guard", "milter", "--listen", listen, "--config", str(config), *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=home)
        first = self.process.stderr.readline()
        at = re.search(r"listening on (\S+)", first)
        assert at, first
        self.where = at[1]
        self.log = [first]
        self.reader = threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True)
        self.reader.start()

    def connect(self, **options) -> "Server":
        return Server(self.where, **options)

    def stop(self, how=signal.SIGTERM) -> int:
        self.process.send_signal(how)
        code = self.process.wait(60)
        self.reader.join(10)
        return code


class Server:
    """A mail server's connection to a milter."""

    def __init__(self, where: str, version: int = 6, protocol: int = ALL_PROTOCOL, local: bool = True, source: int = 25):
        kind, _, place = where.partition(":")
        if kind == "unix":
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.connect(place)
        else:
            host, _, port = place.rpartition(":")
            self.socket = socket.create_connection((host, int(port)))
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.settimeout(60)
        self.file = self.socket.makefile("rb")
        self.send(packet(b"O", struct.pack(">III", version, ALL_ACTIONS, protocol)))
        letter, data = self.read()
        assert letter == b"O"
        self.version, self.actions, self.protocol = struct.unpack(">III", data[:12])
        address = b"127.0.0.1" if local else b"192.0.2.1"
        self.say(b"C", b"host\0" + b"4" + struct.pack(">H", source) + address + b"\0")

    def send(self, data: bytes):
        self.socket.sendall(data)

    def read(self) -> tuple[bytes, bytes]:
        """The next packet; the letter is empty where there is none."""
        head = self.file.read(4)
        if len(head) < 4:
            return b"", b""
        data = self.file.read(struct.unpack(">I", head)[0])
        return data[:1], data[1:]

    def is_silent(self, letter: bytes) -> bool:
        """Whether the milter does not answer this."""
        bits = {b"C": 0x1000, b"R": 0x8000, b"L": 0x80, b"N": 0x40000, b"B": 0x80000}
        return letter in b"DAQK" or bool(self.protocol & bits.get(letter, 0))

    def say(self, letter: bytes, data: bytes = b"") -> bytes:
        """Says something that is not the end of a message. The letter of the answer."""
        self.send(packet(letter, data))
        return b"" if self.is_silent(letter) else self.read()[0]

    def begin(self, sender="<ana@a.example>", to=("<ben@b.example>",), macros=()) -> bytes:
        self.say(b"D", b"M" + b"".join(part.encode() + b"\0" for pair in macros for part in pair))
        answer = self.say(b"M", sender.encode() + b"\0")
        if answer == b"c":
            for address in to:
                self.say(b"R", address.encode() + b"\0")
        return answer

    def fields(self, fields):
        for name, value in fields:
            self.say(b"L", as_bytes(name) + b"\0" + as_bytes(value) + b"\0")
        self.say(b"N")

    def end(self) -> list[tuple[bytes, bytes]]:
        self.send(packet(b"E"))
        answers = []
        while not answers or answers[-1][0] not in FINAL:
            answers.append(self.read())
            if not answers[-1][0]:
                break
        return answers

    def message(self, fields, *body, **begin) -> list[tuple[bytes, bytes]]:
        """Sends a message and gives all that is answered in the end."""
        answer = self.begin(**begin)
        if answer != b"c":
            return [(answer, b"")]
        self.fields(fields)
        for piece in body:
            self.say(b"B", as_bytes(piece))
        return self.end()

    def close(self):
        with contextlib.suppress(OSError):
            self.send(packet(b"Q"))
        self.socket.close()


def packet(letter: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data) + 1) + letter + data


def as_bytes(text) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
