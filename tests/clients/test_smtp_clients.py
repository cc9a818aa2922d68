"""Real mail clients that send through `presend guard smtp`."""

import os

import pytest

from conftest import BAD, BAD_TOLD, GOOD, PRESEND, crlf
from smtp_world import Proxy, Relay


# Built by tests/clients/run: Debian has none.
HIMALAYA = os.environ["HIMALAYA"]


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


def mail(text: str, header: str = "") -> bytes:
    """A message as it is written by hand."""
    head = "From: Ana <ana@a.example>\nTo: Ben <ben@b.example>\nSubject: The harbour plan\n"
    return f"{head}{header + chr(10) if header else ''}\n{text}".encode()


def himalaya(world, port: int, login: str = ""):
    """Sets himalaya up to send there."""
    config = world.home / ".config/himalaya/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(
        '[accounts.home]\ndefault = true\nemail = "ana@a.example"\n'
        f'smtp.server = "smtp://127.0.0.1:{port}"\nsmtp.starttls = false\n{login}'
    )


@pytest.fixture(params=["neomutt", "mutt", "s-nail", "msmtp", "emacs", "himalaya"])
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
        return lambda text, header: world.run(*command, input=mail(text, header))
    if name == "himalaya":
        himalaya(world, proxy.port)
        return lambda text, header: world.run(HIMALAYA, "message", "send", input=mail(text, header))
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
    assert message.data.endswith(crlf(GOOD))
    assert b"Subject: The harbour plan\r\n" in message.data


def test_a_bad_draft_is_held_and_its_text_shown(request, client, relay):
    code, told = sent(client, BAD)
    assert code != 0 and relay.messages == []
    # Himalaya shows the first line of an answer and leaves out the others.
    is_himalaya = request.node.callspec.params["client"] == "himalaya"
    assert ("550 5.7.1 not sent: 1 finding" if is_himalaya else BAD_TOLD) in told, told


def test_the_override_sends_it(client, relay):
    code, told = sent(client, BAD, "X-Presend: send")
    assert code == 0, told
    (message,) = relay.messages
    assert message.data.endswith(crlf(BAD)) and b"X-Presend" not in message.data


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
    himalaya(world, proxy.port, 'smtp.sasl.plain.username = "ana"\nsmtp.sasl.plain.password.raw = "secret-word"\n')
    done = world.run(HIMALAYA, "message", "send", input=mail(GOOD))
    assert done.returncode == 0, done.stderr
    assert relay.logins == [("ana", "secret-word")] * 4 and len(relay.messages) == 4


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
    proxy.wait_log("550 5.7.1")
    text = aerc.wait_redrawn(BAD_TOLD)
    assert "not sent" in text and relay.messages == []
    # It is still there, and goes with the field.
    aerc.type(":header X-Presend send", "Enter")
    aerc.type(":send", "Enter")
    proxy.wait_log(": sent, ")
    (message,) = relay.messages
    assert message.data.endswith(crlf(BAD)) and b"X-Presend" not in message.data, (message.data, proxy.log)


def test_what_himalaya_sends_arrives_byte_for_byte(world, proxy, relay):
    himalaya(world, proxy.port)
    done = world.run(HIMALAYA, "message", "send", input=mail(GOOD))
    assert done.returncode == 0, done.stderr
    assert [message.data for message in relay.messages] == [mail(GOOD).replace(b"\n", b"\r\n")]


def test_a_script_sends_by_himalaya_what_passes(world, relay):
    himalaya(world, relay.port)
    line = f"{PRESEND} guard check < draft.eml && {HIMALAYA} message send < draft.eml"
    for text, code in ((GOOD, 0), (BAD, 75)):
        (world.home / "draft.eml").write_bytes(mail(text))
        done = world.run("sh", "-c", line)
        assert done.returncode == code, done.stderr
    assert BAD_TOLD in done.stderr.decode()
    (message,) = relay.messages
    assert message.data == mail(GOOD).replace(b"\n", b"\r\n")


def test_msmtp_sends_what_the_wrapper_passes(world, relay):
    msmtp = ["msmtp", "--host=127.0.0.1", f"--port={relay.port}", "--from=ana@a.example", "-t"]
    send = lambda text, header="": world.run(PRESEND, "guard", "sendmail", "--", *msmtp, input=mail(text, header))  # noqa: E731
    assert send(GOOD).returncode == 0
    held = send(BAD)
    assert held.returncode == 75 and BAD_TOLD in held.stderr.decode() and len(relay.messages) == 1
    assert send(BAD, "X-Presend: send").returncode == 0
    for message, text in zip(relay.messages, (GOOD, BAD), strict=True):
        # msmtp stamps what has no stamp.
        stamps = (b"Date:", b"Message-ID:")
        lines = [line for line in message.data.splitlines(True) if not line.startswith(stamps)]
        assert b"".join(lines) == mail(text).replace(b"\n", b"\r\n")
