#!/usr/bin/env python3
"""Measures `presend lsp` over its pipe, as an editor uses it.

    cargo build --release --locked
    tools/lsp-session.py target/release/presend

A recorded session (tools/lsp-session.txt: each character is a key, ← takes the last one back) is
typed into the middle of a draft. Each key is one `didChange`; it is over when the diagnostics of
its version are there. Then keys are sent without waiting, in bursts. Memory is read from /proc.
Only Python's standard library is needed. What Python takes for a message is part of each figure,
about 0.05 ms; “CPU” is what the server alone computes, which hardly differs on a busy machine.
"""

import argparse
import json
import pathlib
import re
import subprocess
import time

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent
# What would make the rest of a draft a quote or a signature, which costs next to nothing.
NOT_OWN = re.compile(r"^(>|--|__|\*\*|From:|Sent:|Begin )|(wrote|writes|schrieb|message|Message) ?-*:?$|^On .*[0-9]{4}")
URI = "file:///tmp/presend-session/draft.md"


class Client:
    """An editor with a server of its own."""

    def __init__(self, binary):
        self.started = time.perf_counter()
        command = [binary, "lsp"]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.buffer = b""
        self.version = 0
        capabilities = {"general": {"positionEncodings": ["utf-16"]}}
        self.send({"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": capabilities}})
        while self.receive().get("id") != 1:
            pass
        self.tell("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        data = b"Content-Length: %d\r\n\r\n" % len(body) + body
        while data:
            data = data[self.server.stdin.write(data):]

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def fill(self):
        data = self.server.stdout.read(1 << 20)
        if not data:
            raise SystemExit("the server is gone")
        self.buffer += data

    def receive(self):
        while b"\r\n\r\n" not in self.buffer:
            self.fill()
        header, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        length = int(header.split(b":")[1])
        while len(self.buffer) < length:
            self.fill()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return json.loads(body)

    def open(self, text):
        self.version += 1
        item = {"uri": URI, "languageId": "markdown", "version": self.version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        self.wait()

    def close(self):
        self.tell("textDocument/didClose", {"textDocument": {"uri": URI}})

    def change(self, start, end, text):
        self.version += 1
        place = {"start": {"line": start[0], "character": start[1]}, "end": {"line": end[0], "character": end[1]}}
        params = {
            "textDocument": {"uri": URI, "version": self.version},
            "contentChanges": [{"range": place, "text": text}],
        }
        self.tell("textDocument/didChange", params)

    def wait(self):
        """Until the diagnostics of the last version are there; how many others came before."""
        stale = 0
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                version = message["params"].get("version")
                if version == self.version:
                    return stale
                stale += 1

    def memory(self):
        """Resident memory now and at most, in MiB."""
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        values = dict(line.split(":", 1) for line in status.splitlines())
        return tuple(int(values[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))

    def cpu(self):
        """What all threads of the server have computed so far, in seconds."""
        tasks = pathlib.Path(f"/proc/{self.server.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def end(self):
        self.send({"id": 2, "method": "shutdown"})
        self.tell("exit", None)
        self.server.wait()


def keys(session, line):
    """The keys of the session as changes of a document, typed from the start of a line on."""
    typed = [[]]
    for character in session:
        at = (line + len(typed) - 1, width(typed[-1]))
        if character == "←":
            gone = typed[-1].pop()
            yield (at[0], at[1] - width([gone])), at, ""
            continue
        yield at, at, character
        if character == "\n":
            typed.append([])
        else:
            typed[-1].append(character)


def width(characters):
    return sum(2 if ord(character) > 0xFFFF else 1 for character in characters)


def draft(words):
    """A draft of about as many words, made of the labelled ones, and the line at its middle."""
    lines = []
    count = 0
    files = sorted((ROOT / "fixtures/channel/drafts").glob("k*.eml"))
    while count < words:
        for path in files:
            body = path.read_text(errors="replace").replace("\r\n", "\n").split("\n\n", 1)[-1]
            own = [line for line in body.split("\n") if not NOT_OWN.search(line)]
            lines += own + [""]
            count += sum(len(line.split()) for line in own)
            if count >= words:
                break
    middle = next(at for at in range(len(lines) // 2, len(lines)) if not lines[at]) + 1
    return "\n".join(lines[:middle] + ["", ""] + lines[middle:]), middle


def figures(name, seconds, more=""):
    milliseconds = sorted(1000 * second for second in seconds)

    def quantile(part):
        return milliseconds[min(len(milliseconds) - 1, int(part * len(milliseconds)))]

    told = "  ".join(f"{label} {quantile(part):8.2f}" for label, part in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)])
    print(f"{name:<40} {told}  max {milliseconds[-1]:8.2f} ms  ({len(milliseconds)}){more}")


def typing(binary, name, words, session, count):
    text, line = draft(words)
    client = Client(binary)
    client.open(text)
    seconds = []
    before = client.cpu()
    while len(seconds) < count:
        for start, end, new in keys(session, line):
            began = time.perf_counter()
            client.change(start, end, new)
            client.wait()
            seconds.append(time.perf_counter() - began)
            if len(seconds) == count:
                break
        client.close()
        client.open(text)
    size = len(text.encode())
    cpu = 1000 * (client.cpu() - before) / len(seconds)
    figures(f"{name}, {len(text.split())} words, {size} bytes", seconds, f"  CPU {cpu:.2f} ms each")
    return client


def bursts(client, words, session):
    """Twenty keys at once, as when the machine was busy: until the last is told of."""
    text, line = draft(words)
    client.close()
    client.open(text)
    seconds, stale, pending = [], 0, 0
    began = time.perf_counter()
    for start, end, new in keys(session, line):
        client.change(start, end, new)
        pending += 1
        if pending == 20:
            stale += client.wait()
            seconds.append(time.perf_counter() - began)
            began, pending = time.perf_counter(), 0
    figures("20 keys at once", seconds, f"  {stale} results of older versions")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--edits", type=int, default=10_000, help="keys for the figures of memory")
    options = parser.parse_args()
    session = (HERE / "lsp-session.txt").read_text()

    starts = []
    for _ in range(20):
        client = Client(options.binary)
        client.open(draft(300)[0])
        starts.append(time.perf_counter() - client.started)
        client.end()
    figures("start to first diagnostics", starts)

    client = typing(options.binary, "a key", 2_000, session, len(session))
    bursts(client, 2_000, session)
    client.end()
    client = typing(options.binary, "a key", 196_000, session, 300)
    print(f"{'':<40} memory {client.memory()[0]:.1f} MiB, at most {client.memory()[1]:.1f} MiB")
    client.end()

    text, line = draft(2_000)
    client = Client(options.binary)
    client.open(text)
    edits = 0
    while edits < 2 * options.edits:
        for start, end, new in keys(session, line):
            client.change(start, end, new)
            client.wait()
            edits += 1
            if edits % options.edits == 0 or edits == options.edits // 10:
                now, most = client.memory()
                print(f"{f'memory after {edits} edits':<40} {now:.1f} MiB, at most {most:.1f} MiB")
        client.close()
        client.open(text)
    client.end()


if __name__ == "__main__":
    main()
