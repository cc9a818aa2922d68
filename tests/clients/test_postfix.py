"""`presend guard milter` beside a real Postfix, which runs by itself, without systemd."""

import contextlib
import os
import pathlib
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time

import pytest
from aiosmtpd.controller import Controller

from conftest import BAD, BAD_TOLD, GOOD, crlf, free_port
from milter import Milter

ROOT = [] if os.geteuid() == 0 else ["sudo"]
HEADER = "From: Ana <ana@a.example>\nTo: Ben <ben@b.example>\nSubject: The harbour plan\n"
HEADER += "Date: Mon, 01 Jun 2026 10:00:00 +0200\nMessage-ID: <1@a.example>\n"


class Arrived:
    """Where mail arrives in the end."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(envelope.original_content)
        return "250 OK"

    def one(self) -> bytes:
        """The next message, without what each transfer stamps on it."""
        end = time.monotonic() + 30
        while not self.messages and time.monotonic() < end:
            time.sleep(0.05)
        message = self.messages.pop(0)
        head, _, body = message.partition(b"\r\n\r\n")
        kept, stamp = [], False
        for line in head.split(b"\r\n"):
            stamp = line.startswith(b"Received:") or (stamp and line[:1] in b" \t")
            if not stamp:
                kept.append(line)
        return b"\r\n".join(kept) + b"\r\n\r\n" + body


class Postfix:
    """A Postfix with a folder of its own, and a port for each way to use a milter."""

    def __init__(self, folder: pathlib.Path, sink: int, milters: dict[str, tuple[str, str]]):
        self.etc = folder / "etc"
        self.ports = {}
        for part in ("etc", "spool", "lib"):
            (folder / part).mkdir()
        main = f"""
            compatibility_level = 3.6
            queue_directory = {folder}/spool
            data_directory = {folder}/lib
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            shlib_directory = /usr/lib/postfix
            meta_directory = /etc/postfix
            mail_owner = postfix
            setgid_group = postdrop
            myhostname = mx.example.test
            mydestination =
            mynetworks = 127.0.0.0/8
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            smtp_dns_support_level = disabled
            smtp_host_lookup = native
            relayhost = [127.0.0.1]:{sink}
            smtpd_relay_restrictions = check_client_access static:OK, reject
            smtpd_authorized_xclient_hosts = 127.0.0.0/8
            smtpd_peername_lookup = no
            milter_connect_timeout = 5s
            non_smtpd_milters = {milters["reject"][0]}
            message_size_limit = 50000000
            maillog_file = /dev/stdout
            alias_maps =
            alias_database =
            biff = no
        """
        (self.etc / "main.cf").write_text("\n".join(line.strip() for line in main.splitlines()))
        lines = [line for line in pathlib.Path("/usr/share/postfix/master.cf.dist").read_text().splitlines()]
        kept = []
        for line in lines:
            columns = line.split()
            is_service = len(columns) >= 8 and columns[1] in ("inet", "unix", "unix-dgram") and line[0] not in " #"
            if is_service and columns[1] != "inet":
                kept.append(" ".join([*columns[:4], "n", *columns[5:]]))
        if not any(line.startswith("postlog ") for line in kept):
            kept.append("postlog unix-dgram n - n - 1 postlogd")
        for name, (where, default) in milters.items():
            self.ports[name] = free_port()
            options = f" -o smtpd_milters={where} -o milter_default_action={default}" if where else ""
            kept.append(f"127.0.0.1:{self.ports[name]} inet n - n - - smtpd{options}")
        (self.etc / "master.cf").write_text("\n".join(kept) + "\n")
        subprocess.run([*ROOT, "chown", "root:root", folder, self.etc, folder / "spool"], check=True)
        subprocess.run([*ROOT, "chown", "postfix", folder / "lib"], check=True)
        self.log = (folder / "log").open("w+")
        command = [*ROOT, "postfix", "-c", self.etc, "start-fg"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.ports["none"]), 10) as probe:
                assert probe.recv(100).startswith(b"220 "), self.told()
                return
            assert self.process.poll() is None, self.told()
            time.sleep(0.1)
        raise AssertionError(self.told())

    def told(self) -> str:
        self.log.flush()
        return pathlib.Path(self.log.name).read_text()

    def send(self, port: str, message: bytes, to="ben@b.example", xclient: str = "") -> tuple[int, str]:
        """Sends a message as a client would; the answer to it."""
        try:
            with smtplib.SMTP("127.0.0.1", self.ports[port], timeout=60) as client:
                client.ehlo("client.example")
                if xclient:
                    assert client.docmd("XCLIENT", xclient)[0] == 220
                    client.ehlo("client.example")
                client.sendmail("ana@a.example", to, message)
        except smtplib.SMTPResponseException as error:
            return error.smtp_code, error.smtp_error.decode()
        except smtplib.SMTPRecipientsRefused as error:
            return next((code, text.decode()) for code, text in error.recipients.values())
        return 250, ""

    def queue(self) -> str:
        return subprocess.run([*ROOT, "postqueue", "-c", self.etc, "-p"], capture_output=True, text=True).stdout

    def stop(self):
        subprocess.run([*ROOT, "postfix", "-c", self.etc, "stop"], capture_output=True, timeout=60)
        self.process.wait(60)


@pytest.fixture(scope="module")
def mail():
    """A Postfix, milters beside it, and where its mail arrives."""
    # Postfix's own user must reach it, which pytest's folders don't allow.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="presend-postfix-", dir="/tmp"))
    folder.chmod(0o755)
    arrived = Arrived()
    sink = Controller(arrived, hostname="127.0.0.1", port=free_port(), data_size_limit=2**27, enable_SMTPUTF8=True)
    sink.start()
    milters, ports = {}, {"none": ("", "")}
    for name, way in {"reject": "reject", "quarantine": "quarantine", "header": "header", "killed": "reject"}.items():
        (folder / name).mkdir()
        milters[name] = Milter(folder / name, f'[guard]\nmilter = "{way}"\n')
        ports[name] = (milters[name].where, "tempfail")
    down = f"inet:127.0.0.1:{free_port()}"
    for default in ("tempfail", "accept", "reject", "quarantine"):
        ports[f"down-{default}"] = (down, default)
    postfix = Postfix(folder, sink.port, ports)
    postfix.arrived, postfix.milters = arrived, milters
    yield postfix
    postfix.stop()
    sink.stop()
    for milter in milters.values():
        assert milter.stop() == 0
    subprocess.run([*ROOT, "rm", "-rf", folder], check=True)


GOOD_MAIL, BAD_MAIL = crlf(HEADER + "\n" + GOOD), crlf(HEADER + "\n" + BAD)


def test_postfix_is_the_one_that_is_meant():
    assert shutil.which("postfix")


@pytest.mark.parametrize("port", ["reject", "quarantine"])
def test_what_passes_arrives_as_without_the_milter(mail, port):
    odd = crlf(HEADER) + b"X-Long: " + b"word " * 150 + b"\r\n\tfolded\r\nX-Odd:no space\r\n\r\n"
    odd += GOOD.encode().replace(b"\n", b"\r\n") + b"\r\n..\r\n.dot\r\n" + b"x" * 900 + b"\r\n" + "50 % für\r\n".encode()
    large = GOOD_MAIL + b"\r\n" + (b"y" * 76 + b"\r\n") * 30_000
    for message in (GOOD_MAIL, odd, large):
        assert mail.send("none", message) == (250, "")
        without = mail.arrived.one()
        assert mail.send(port, message) == (250, ""), mail.told()
        assert mail.arrived.one() == without


def test_a_bad_one_is_refused_with_its_text(mail):
    code, text = mail.send("reject", BAD_MAIL)
    assert code == 550
    lines = text.split("\n")
    assert len(lines) > 3 and all(line.startswith("5.7.1 ") for line in lines), text
    assert BAD_TOLD in lines[-1]
    assert mail.arrived.messages == []


def test_what_is_quoted_of_a_message_is_told_as_it_is(mail):
    code, text = mail.send("reject", GOOD_MAIL.replace(b"Ben,", b"%FIRSTNAME%,"))
    assert code == 550 and '"%FIRSTNAME%"' in text


def test_a_client_sees_all_lines_of_the_answer(mail):
    """The answer as bytes, since libraries forgive what mail clients don't."""
    with socket.create_connection(("127.0.0.1", mail.ports["reject"])) as client:
        lines = client.makefile("rb")
        assert lines.readline().startswith(b"220 ")
        for command in (b"HELO client.example", b"MAIL FROM:<ana@a.example>", b"RCPT TO:<ben@b.example>", b"DATA"):
            client.sendall(command + b"\r\n")
            assert lines.readline()[:1] in b"23"
        client.sendall(BAD_MAIL + b"\r\n.\r\n")
        answer = [lines.readline()]
        while answer[-1][3:4] == b"-":
            answer.append(lines.readline())
        assert len(answer) > 3
        assert all(line.startswith(b"550-5.7.1 ") for line in answer[:-1])
        assert answer[-1].startswith(b"550 5.7.1 ") and answer[-1].endswith(b"\r\n")
        # And the conversation goes on.
        client.sendall(b"NOOP\r\n")
        assert lines.readline().startswith(b"250 ")


def test_what_is_held_waits_in_the_queue(mail):
    assert mail.send("quarantine", BAD_MAIL) == (250, "")
    queue = mail.queue()
    assert "!" in queue and "ben@b.example" in queue, queue
    # Postfix itself does not tell why; the milter's log does, by the same name of the message.
    assert "milter-hold" in mail.told()
    name = queue.splitlines()[1].split("!")[0]
    assert f"presend: {name}: quarantined: 1 finding" in "".join(mail.milters["quarantine"].log)
    assert mail.arrived.messages == []
    subprocess.run([*ROOT, "postsuper", "-c", mail.etc, "-d", "ALL"], check=True, capture_output=True)


def test_a_field_says_what_was_found(mail):
    forged = b"X-Presend-Findings: 0 findings; verdict=pass\r\nx-presend-findings: none\r\n"
    for message, verdict in ((BAD_MAIL, b"1 finding; verdict=hold"), (GOOD_MAIL, b"0 findings; verdict=pass")):
        assert mail.send("header", forged + message) == (250, "")
        arrived = mail.arrived.one()
        assert arrived.lower().count(b"x-presend-findings") == 1
        assert b"\r\nX-Presend-Findings: " + verdict + b"\r\n" in arrived
        assert mail.send("none", message) == (250, "")
        assert arrived.replace(b"X-Presend-Findings: " + verdict + b"\r\n", b"") == mail.arrived.one()


def test_the_override_sends_it_and_leaves_no_trace(mail):
    assert mail.send("none", BAD_MAIL) == (250, "")
    without = mail.arrived.one()
    head, _, body = BAD_MAIL.partition(b"Subject:")
    overridden = b"X-Presend: later\r\n" + head + b"X-Presend-Ignore: concise\r\n (no)\r\nx-presend: SEND\r\nSubject:" + body
    for port in ("reject", "quarantine", "header"):
        assert mail.send(port, overridden) == (250, "")
        assert mail.arrived.one() == without


def test_mail_that_is_handed_in_by_sendmail_is_kept_whole(mail):
    """A refusal would come back with the header alone, and the text would be gone."""
    command = [*ROOT, "sendmail", "-C", mail.etc, "-i", "-f", "ana@a.example", "ben@b.example"]

    def hand_in(message):
        subprocess.run(command, input=message.replace(b"\r\n", b"\n"), check=True, timeout=60)

    assert mail.send("none", BAD_MAIL) == (250, "")
    without = mail.arrived.one()
    hand_in(GOOD_MAIL)
    assert mail.arrived.one().endswith(GOOD.encode().replace(b"\n", b"\r\n"))
    hand_in(BAD_MAIL)
    end = time.monotonic() + 30
    while "!" not in (queue := mail.queue()) and time.monotonic() < end:
        time.sleep(0.1)
    name = queue.splitlines()[1].split("!")[0]
    log = "".join(mail.milters["reject"].log)
    assert f"presend: {name}: quarantined, not refused, since a program handed it in: 1 finding" in log, log
    assert mail.arrived.messages == []
    subprocess.run([*ROOT, "postsuper", "-c", mail.etc, "-H", name], check=True, capture_output=True)
    subprocess.run([*ROOT, "postqueue", "-c", mail.etc, "-f"], check=True)
    assert mail.arrived.one() == without


def test_only_mail_of_own_people_is_checked(mail):
    assert mail.send("reject", BAD_MAIL, xclient="ADDR=192.0.2.1 NAME=mx.other.example") == (250, "")
    mail.arrived.one()
    assert mail.send("reject", BAD_MAIL, xclient="ADDR=192.0.2.1 NAME=mx.other.example LOGIN=ana")[0] == 550
    override = b"X-Presend: send\r\n" + BAD_MAIL
    assert mail.send("none", override) == (250, "")
    without = mail.arrived.one()
    assert mail.send("header", override, xclient="ADDR=192.0.2.1 NAME=mx.other.example") == (250, "")
    assert mail.arrived.one() == without


def test_a_milter_that_is_down_is_what_postfix_says_it_is(mail):
    assert mail.send("down-tempfail", BAD_MAIL)[0] == 451
    assert mail.send("down-reject", BAD_MAIL)[0] == 554
    assert mail.send("down-accept", BAD_MAIL) == (250, "")
    assert BAD.encode().replace(b"\n", b"\r\n") in mail.arrived.one()
    assert mail.send("down-quarantine", BAD_MAIL) == (250, "")
    assert "!" in mail.queue() and mail.arrived.messages == []
    subprocess.run([*ROOT, "postsuper", "-c", mail.etc, "-d", "ALL"], check=True, capture_output=True)


def test_a_milter_that_is_killed_amid_a_message_loses_nothing(mail):
    killed = mail.milters["killed"]
    with smtplib.SMTP("127.0.0.1", mail.ports["killed"], timeout=60) as client:
        client.ehlo("client.example")
        client.mail("ana@a.example")
        client.rcpt("ben@b.example")
        assert client.docmd("DATA")[0] == 354
        client.send(GOOD_MAIL[:200])
        killed.process.kill()
        killed.process.wait()
        client.send(GOOD_MAIL[200:] + b".\r\n")
        # The client knows, and Postfix has nothing of it.
        assert client.getreply()[0] == 451
    assert mail.arrived.messages == [] and "empty" in mail.queue()
    mail.milters["killed"] = Milter(killed.home, "", listen=killed.where)
    assert mail.send("killed", GOOD_MAIL) == (250, "")
    assert mail.arrived.one().endswith(GOOD.encode().replace(b"\n", b"\r\n"))
    time.sleep(0.5)
    assert mail.arrived.messages == []
