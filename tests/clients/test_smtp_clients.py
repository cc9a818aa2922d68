"""Real mail clients that send through `presend guard smtp`."""

import pytest

from conftest import BAD, BAD_TOLD, GOOD
from smtp_world import Proxy, Relay


@pytest.fixture
def relay():
    relay = Relay()
    yield relay
    relay.close()


@pytest.fixture
def proxy(tmp_path, relay, world):
    proxy = Proxy(tmp_path, relay.port)
    yield proxy
    proxy.close()


def sent(client, text: str, header: str = "") -> tuple[int, str]:
    """How the client ended that sent a draft, and what it said."""
    done = client(text, header)
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.fixture(params=["neomutt", "mutt", "s-nail", "msmtp", "emacs"])
def client(request, world, proxy):
    """Sends a draft: its body, and a header field of its own."""
    name, place = request.param, f"127.0.0.1:{proxy.port}"
    if name in ("neomutt", "mutt"):
        lines = ["set from=ana@a.example copy=no", f"set smtp_url=smtp://{place}", "set ssl_starttls=no ssl_force_tls=no"]
        (world.home / ".muttrc").write_text("\n".join(lines) + "\n")
        more = lambda header: ["-e", f"my_hdr {header}"] if header else []  # noqa: E731
        rc = str(world.home / ".muttrc")
        to = ["-s", "The harbour plan", "ben@b.example"]
        return lambda text, header: world.run(name, "-F", rc, *more(header), *to, input=text.encode())
    if name == "s-nail":
        world.env["MAILRC"] = str(world.home / ".mailrc")
        lines = ["set v15-compat sendwait from=ana@a.example", f"set mta=smtp://{place} smtp-auth=none", f"set DEAD={world.home}/dead"]
        (world.home / ".mailrc").write_text("\n".join(lines) + "\n")
        more = lambda header: ["-C", header] if header else []  # noqa: E731
        to = ["-s", "The harbour plan", "ben@b.example"]
        return lambda text, header: world.run("s-nail", *more(header), *to, input=text.encode())
    if name == "msmtp":
        command = ["msmtp", "--host=127.0.0.1", f"--port={proxy.port}", "--from=ana@a.example", "ben@b.example"]
        head = "From: Ana <ana@a.example>\nTo: Ben <ben@b.example>\nSubject: The harbour plan\n"
        add = lambda header: header + "\n" if header else ""  # noqa: E731
        return lambda text, header: world.run(*command, input=f"{head}{add(header)}\n{text}".encode())
    program = """
    (setq send-mail-function 'smtpmail-send-it message-send-mail-function 'smtpmail-send-it
          smtpmail-smtp-server "127.0.0.1" smtpmail-smtp-service %d smtpmail-stream-type 'plain
          user-mail-address "ana@a.example" user-full-name "Ana")
    (require 'message)
    (message-mail "Ben <ben@b.example>" "The harbour plan" '%s)
    (message-goto-body)
    (insert %s)
    (condition-case problem (message-send)
      (error (message "%%s" (error-message-string problem)) (kill-emacs 1)))
    """

    def emacs(text, header):
        field = '(("%s" . "%s"))' % tuple(header.split(": ")) if header else "nil"
        body = '"' + text.replace("\n", "\\n") + '"'
        return world.run("emacs", "--batch", "--eval", f"(progn {program % (proxy.port, field, body)})")

    return emacs


def test_a_clean_draft_arrives(client, relay):
    code, told = sent(client, GOOD)
    assert code == 0, told
    (message,) = relay.messages
    assert message.data.endswith(GOOD.replace("\n", "\r\n").encode())
    assert b"Subject: The harbour plan\r\n" in message.data


def test_a_bad_draft_is_held_and_its_text_shown(client, relay):
    code, told = sent(client, BAD)
    assert code != 0 and relay.messages == []
    assert BAD_TOLD in told, told


def test_the_override_sends_it(client, relay):
    code, told = sent(client, BAD, "X-Presend: send")
    assert code == 0, told
    (message,) = relay.messages
    assert message.data.endswith(BAD.replace("\n", "\r\n").encode()) and b"X-Presend" not in message.data


def test_logins_of_clients_go_through(world, proxy, relay):
    place = f"127.0.0.1:{proxy.port}"
    lines = ["set from=ana@a.example copy=no ssl_starttls=no ssl_force_tls=no", 'set smtp_authenticators="plain"']
    (world.home / ".muttrc").write_text("\n".join([*lines, f"set smtp_url=smtp://ana:secret-word@{place}"]) + "\n")
    done = world.run("neomutt", "-F", world.home / ".muttrc", "-s", "The plan", "ben@b.example", input=GOOD.encode())
    assert done.returncode == 0, done.stderr
    msmtp = ["msmtp", "--host=127.0.0.1", f"--port={proxy.port}", "--from=ana@a.example", "--user=ana", "ben@b.example"]
    for way in ("plain", "login"):
        login = [f"--auth={way}", "--passwordeval=echo secret-word"]
        done = world.run(*msmtp, *login, input=f"Subject: The plan\n\n{GOOD}".encode())
        assert done.returncode == 0, done.stderr
    assert relay.logins == [("ana", "secret-word")] * 3 and len(relay.messages) == 3


def test_aerc_shows_why(world, proxy, relay, screen):
    folder = world.home / ".config/aerc"
    folder.mkdir(parents=True)
    for part in ("cur", "new", "tmp"):
        (world.home / "Maildir/INBOX" / part).mkdir(parents=True)
    accounts = folder / "accounts.conf"
    accounts.write_text(
        f"[test]\nsource = maildir://{world.home}/Maildir\noutgoing = smtp+none://127.0.0.1:{proxy.port}\n"
        "smtp-starttls = no\ndefault = INBOX\nfrom = Ana <ana@a.example>\n"
    )
    accounts.chmod(0o600)
    editor = world.home / "editor"
    editor.write_text(f"#!/bin/sh\ncat {world.home}/draft >> \"$1\"\n")
    editor.chmod(0o755)
    (world.home / "draft").write_text(BAD)
    aerc = screen("env", f"EDITOR={editor}", "aerc")
    aerc.wait("INBOX")
    aerc.type(':compose -H "To:ben@b.example" -H "Subject:The harbour plan"', "Enter")
    aerc.wait("Send this email")
    aerc.type(":send", "Enter")
    text = aerc.wait(BAD_TOLD)
    assert "not sent" in text and relay.messages == []
    # It is still there, and goes with the field.
    aerc.type(":header X-Presend send", "Enter")
    aerc.type(":send", "Enter")
    aerc.wait("Message sent")
    (message,) = relay.messages
    assert message.data.endswith(BAD.replace("\n", "\r\n").encode()) and b"X-Presend" not in message.data
