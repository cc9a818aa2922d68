"""What the tests of all clients share: a home of their own and a place where mail arrives."""

import contextlib
import getpass
import json
import os
import pathlib
import socket
import stat
import subprocess
import sys
import time

import pytest

PRESEND = os.environ["PRESEND"]

# What stands for sendmail: it keeps its arguments and the message.
SINK = """#!{python}
import json, os, sys
folder = os.environ["MAIL_SINK"]
name = os.path.join(folder, str(len(os.listdir(folder)) // 2 + 1))
message = sys.stdin.buffer.read()
open(name + ".eml", "wb").write(message)
json.dump(sys.argv[1:], open(name + ".json", "w"))
"""


class World:
    """A home, a sink and an environment in which clients run."""

    def __init__(self, folder: pathlib.Path):
        self.home = folder / "home"
        self.arrived = folder / "arrived"
        self.sendmail = folder / "sendmail"
        self.home.mkdir()
        self.arrived.mkdir()
        self.sendmail.write_text(SINK.format(python=sys.executable))
        self.sendmail.chmod(self.sendmail.stat().st_mode | stat.S_IXUSR)
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.env = kept | {
            "HOME": str(self.home),
            "MAIL_SINK": str(self.arrived),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
            # s-nail believes HOME only where these are right.
            "USER": getpass.getuser(),
            "LOGNAME": getpass.getuser(),
        }

    def guarded(self) -> str:
        """The command that checks and then hands over to the sink."""
        return f"{PRESEND} guard sendmail -- {self.sendmail}"

    def run(self, *command, **more):
        more = {"env": self.env, "cwd": self.home, "capture_output": True, "timeout": 60} | more
        return subprocess.run([str(part) for part in command], **more)

    def messages(self) -> list[bytes]:
        """What arrived so far."""
        return [path.read_bytes() for path in sorted(self.arrived.glob("*.eml"))]

    def arguments(self) -> list[list[str]]:
        """What the command was given for each message."""
        return [json.loads(path.read_text()) for path in sorted(self.arrived.glob("*.json"))]


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


class Screen:
    """A program in a terminal of its own, by tmux."""

    def __init__(self, world: World, *command: str):
        self.tmux = ["tmux", "-L", f"presend-{os.getpid()}", "-f", "/dev/null"]
        self.world = world
        line = [*self.tmux, "new-session", "-d", "-s", "client", "-x", "100", "-y", "40", "--", *command]
        subprocess.run(line, env=world.env, cwd=world.home, check=True)

    def text(self) -> str:
        return subprocess.run([*self.tmux, "capture-pane", "-p"], capture_output=True, text=True).stdout

    def type(self, *keys: str):
        subprocess.run([*self.tmux, "send-keys", *keys], check=True)

    def wait(self, *words: str, seconds: float = 20) -> str:
        """Waits until one of the words is shown, and gives what is shown."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            text = self.text()
            if any(word in text for word in words):
                return text
            time.sleep(0.1)
        raise AssertionError(f"none of {words} in:\n{self.text()}")

    def type_until(self, key: str, *words: str) -> str:
        """Types a key until one of the words is shown: mutt throws away what comes while it draws."""
        for _ in range(10):
            self.type(key)
            with contextlib.suppress(AssertionError):
                return self.wait(*words, seconds=3)
        return self.wait(*words)

    def wait_redrawn(self, *words: str) -> str:
        """Waits as `wait` does, for a program that at times forgets to draw until its window changes: aerc."""
        for width in (101, 100) * 4:
            with contextlib.suppress(AssertionError):
                return self.wait(*words, seconds=2)
            subprocess.run([*self.tmux, "resize-window", "-x", str(width)], check=True)
        return self.wait(*words)

    def close(self):
        subprocess.run([*self.tmux, "kill-server"], capture_output=True)


@pytest.fixture
def screen(world):
    opened = []

    def open_screen(*command):
        opened.append(Screen(world, *command))
        return opened[-1]

    yield open_screen
    for screen in opened:
        screen.close()


def free_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def crlf(text: str) -> bytes:
    """A text as it goes over SMTP."""
    return text.replace("\n", "\r\n").encode()


GOOD = "Hello Ben,\n\nHere is the plan for the harbour: three stands, two of them by the water.\n\nAna\n"
BAD = "Hello Ben,\n\nI have attached the plan for the harbour.\n\nAna\n"
BAD_TOLD = "an attachment is announced"
