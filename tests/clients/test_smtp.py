"""`presend guard smtp`: nothing is lost, nothing is changed, nothing goes twice."""

import fcntl
import hashlib
import os
import pty
import resource
import signal
import socket
import subprocess
import termios
import threading
import time

import pytest

from conftest import BAD, BAD_TOLD, GOOD, PRESEND, crlf
from smtp_world import Client, Proxy, Relay, cut, wait

HEADER = (
    b"From: Ana <ana@a.example>\r\nTo: Ben <ben@b.example>\r\nSubject: The harbour plan\r\n"
    b"Date: Tue, 02 Jun 2026 10:00:00 +0200\r\nMessage-ID: <1@a.example>\r\n"
)


def message(body: str, more: bytes = b"") -> bytes:
    return HEADER + more + b"\r\n" + crlf(body)


CLEAN, HELD = message(GOOD), message(BAD)


@pytest.fixture
def start(tmp_path):
    """Starts a relay and the proxy before it."""
    running = []

    def start(*options, on=None, relay=None, proxy=None, **more):
        relay = relay or Relay(on, **more)
        proxy = Proxy(tmp_path, relay.port, *options, **(proxy or {}))
        running.extend([relay, proxy])
        return relay, proxy

    yield start
    for each in running:
        each.close()


# What passes, and what is held.


ODD = [
    CLEAN,
    b"",
    b".\r\n",
    b"X: 1\r\n\r\n.\r\n..\r\n.a\r\n...\r\n",
    message("x" * 5000 + "\n" + "y z " * 400 + "\n"),
    message("Hello Ben,\n\nhere is NUL: \0, a tab:\t, trailing blanks:   \n\n\n") + b"\xff\xfe\x80 no UTF-8\r\n",
    b"no header, a bare \n and a bare \r in it\r\n",
    b"X-Long: " + b"a" * 100_000 + b"\r\n" + CLEAN,
    b"".join(b"X-%d: %s\r\n" % (number, b"v" * 60) for number in range(3000)) + CLEAN,
    b"\r\n" * 5000,
    CLEAN + b"\0" * 2_500_000 + b"\r\n",
]


@pytest.mark.parametrize("number", range(len(ODD)))
def test_what_passes_arrives_byte_for_byte(start, number):
    relay, proxy = start()
    client = proxy.client()
    assert client.send(ODD[number]).startswith("250 2.0.0 queued as 17")
    # The connection is good for a second one.
    assert client.send(CLEAN).startswith("250")
    assert [got.data for got in relay.messages] == [ODD[number], CLEAN]
    assert client.say("QUIT") == "221 2.0.0 bye\r\n" and client.is_closed()


def test_what_is_held_stays_with_the_client_and_says_why(start):
    relay, proxy = start()
    client = proxy.client()
    reply = client.send(HELD)
    lines = reply.splitlines()
    assert all(line.startswith("550-5.7.1 ") for line in lines[:-1]), reply
    assert lines[-1].startswith(f"550 5.7.1 not sent, 1 finding: {BAD_TOLD}"), reply
    assert 'add the header "X-Presend: send"' in reply and reply.isascii()
    assert all(len(line) <= 90 for line in lines[:-1])
    assert client.say("NOOP").startswith("250")
    assert "DATA" not in relay.commands and relay.commands[-2:] == ["RSET", "NOOP"]
    assert client.say("DATA").startswith("503")
    assert client.send(CLEAN).startswith("250")
    assert [got.data for got in relay.messages] == [CLEAN]


def test_the_override_sends_it_and_leaves_no_trace(start):
    relay, proxy = start()
    own = b"X-Presend: send\r\nX-Presend-Ignore: hygiene\r\n folded\r\n"
    assert proxy.client().send(message(BAD, own)).startswith("250")
    assert [got.data for got in relay.messages] == [HELD]


def test_settings_say_what_holds(start):
    relay, proxy = start(proxy={"settings": '[guard]\nhold = "off"\n'})
    assert proxy.client().send(HELD).startswith("250")
    assert [got.data for got in relay.messages] == [HELD]


def test_settings_can_differ_by_recipient(start):
    entry = '[[guard.recipients]]\ndomains = ["b.example"]\nhold = "off"\nwarn = "off"\n'
    relay, proxy = start(proxy={"settings": entry})
    client = proxy.client()
    assert client.send(HELD).startswith("250")
    assert client.begin("ben@b.example", "cleo@c.example").startswith("354")
    assert client.end(HELD).startswith("550")
    assert len(relay.messages) == 1


def test_findings_come_in_utf_8_to_those_who_take_it(start):
    _, proxy = start()
    client = proxy.client()
    assert "“I have attached”" in client.send(HELD, mail="MAIL FROM:<ana@a.example> SMTPUTF8")
    assert '"I have attached"' in client.send(HELD)


# What the client says reaches the relay, and the other way round.


def test_only_what_can_be_passed_on_is_offered(start):
    _, proxy = start()
    offered = [line[4:] for line in proxy.client().offered.splitlines()]
    assert offered == [
        "relay.example greets you",
        "PIPELINING",
        f"SIZE {256 << 20}",
        "8BITMIME",
        "SMTPUTF8",
        "DSN",
        "ENHANCEDSTATUSCODES",
        "AUTH PLAIN LOGIN",
        "VRFY",
    ]


def test_parameters_and_answers_go_through_as_they_are(start):
    answers = {"MAIL": "250-2.1.0 first\n250 2.1.0 second", "final": "250 2.0.0 queued <1@relay>"}
    relay, proxy = start(on=answers)
    client = proxy.client()
    mail = "MAIL FROM:<jörg@a.example> BODY=8BITMIME SMTPUTF8 SIZE=512 RET=HDRS ENVID=QQ314159"
    recipient = 'RCPT TO:<"b en"@b.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;ben@b.example'
    assert client.say(mail) == "250-2.1.0 first\r\n250 2.1.0 second\r\n"
    assert client.say(recipient) == "250 2.1.5 ok\r\n"
    assert client.say("VRFY ben") == "252 2.0.0 perhaps\r\n"
    assert client.say("DATA").startswith("354")
    assert client.end(CLEAN) == "250 2.0.0 queued <1@relay>\r\n"
    assert relay.commands == ["EHLO client.example", mail, recipient, "VRFY ben", "DATA"]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "final"])
def test_a_refusal_of_the_relay_comes_through(start, stage):
    relay, proxy = start(on={stage: "552-5.2.2 the mailbox\n552 5.2.2 is full"})
    client, replies = proxy.client(), []
    for line in ["MAIL FROM:<ana@a.example>", "RCPT TO:<ben@b.example>"]:
        replies.append(client.say(line))
    if replies[-1].startswith("250"):
        assert client.say("DATA").startswith("354")
        replies.append(client.end(CLEAN))
    assert "552-5.2.2 the mailbox\r\n552 5.2.2 is full\r\n" in replies
    assert relay.messages == []
    if stage in ("MAIL", "RCPT"):
        assert client.say("DATA")[:3] in ("503", "554")
    relay.on.clear()
    assert client.say("RSET").startswith("250")
    assert client.send(CLEAN).startswith("250") and len(relay.messages) == 1


def test_several_commands_at_once(start):
    relay, proxy = start()
    client = proxy.client()
    lines = ["MAIL FROM:<ana@a.example>", "RCPT TO:<ben@b.example>", "RCPT TO:<nobody@b.example>", "RCPT TO:<eva@b.example>"]
    client.raw("".join(f"{line}\r\n" for line in [*lines, "DATA"]).encode())
    assert [client.reply()[:3] for _ in range(5)] == ["250", "250", "550", "250", "354"]
    assert client.end(CLEAN).startswith("250")
    assert relay.messages[0].recipients == [lines[1], lines[3]]
    # They went on in one piece.
    assert any(batch.count(b"RCPT") == 3 for batch in relay.batches), relay.batches


def test_all_of_a_dialogue_at_once(start):
    relay, proxy = start()
    client = proxy.client()
    envelope = b"MAIL FROM:<ana@a.example>\r\nRCPT TO:<ben@b.example>\r\nDATA\r\n"
    client.raw(envelope + HELD + b".\r\n" + envelope + CLEAN + b".\r\nNOOP\r\nQUIT\r\n")
    codes = []
    while reply := client.reply():
        codes.append(reply[:3])
    assert codes == ["250", "250", "354", "550", "250", "250", "354", "250", "250", "221"]
    assert [got.data for got in relay.messages] == [CLEAN]


def test_many_recipients_at_once(start):
    relay, proxy = start()
    client = proxy.client()
    recipients = [f"RCPT TO:<b{number}@b.example>" for number in range(500)]
    client.raw("".join(f"{line}\r\n" for line in ["MAIL FROM:<a@a.example>", *recipients, "DATA"]).encode())
    assert {client.reply()[:3] for _ in range(501)} == {"250"}
    assert client.reply().startswith("354")
    assert client.end(CLEAN).startswith("250") and relay.messages[0].recipients == recipients


def test_logins_go_through_and_are_never_logged(start):
    relay, proxy = start("--verbose")
    client = proxy.client()
    assert client.say("AUTH PLAIN AGFuYQB3cm9uZw==").startswith("535 5.7.8 wrong password")
    assert client.say("AUTH PLAIN").startswith("334")
    assert client.say("*").startswith("535")
    assert client.say("AUTH LOGIN") == "334 VXNlcm5hbWU6\r\n"
    assert client.say("YW5h") == "334 UGFzc3dvcmQ6\r\n"
    assert client.say("c2VjcmV0LXdvcmQ=").startswith("235")
    assert client.send(CLEAN).startswith("250")
    assert relay.logins == [("ana", "wrong"), ("*", "*"), ("ana", "secret-word")]
    proxy.wait_log("sent,")
    log = "".join(proxy.log)
    assert not any(word in log for word in ["secret", "c2VjcmV0", "YW5h", "AGFu", "AUTH"]), log


def test_helo_is_enough(start):
    relay, proxy = start()
    client = proxy.client(hello="HELO client.example")
    assert client.offered == "250 relay.example\r\n"
    assert client.send(CLEAN).startswith("250") and relay.commands[0] == "HELO client.example"


# What is no good is refused, and reaches nobody.


@pytest.mark.parametrize(
    "line, code",
    [
        (b"RCPT TO:<a@b.example>\rRCPT TO:<c@d.example>\r\n", "500"),
        (b"RCPT TO:<a@b.example>\0\r\n", "500"),
        (b"RCPT TO:<" + b"a" * 3000 + b"@b.example>\r\n", "500"),
        (b"NOOP " + b"a" * 100_000 + b"\r\n", "500"),
        (b"BDAT 5 LAST\r\n", "502"),
        (b"STARTTLS\r\n", "502"),
        (b"XCLIENT NAME=spoofed\r\n", "502"),
        (b"GET / HTTP/1.1\r\n", "500"),
        (b"\r\n", "500"),
        (b"MAIL FROM:<ana@a.example> SIZE=999999999\r\n", "552"),
    ],
)
def test_a_command_that_is_no_good(start, line, code):
    relay, proxy = start()
    client = proxy.client()
    assert client.say(line).startswith(code)
    assert relay.commands == ["EHLO client.example"]
    assert client.send(CLEAN).startswith("250")


@pytest.mark.parametrize(
    "end",
    [b"\n.\n", b"\n.\r\n", b"\r.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r\n\0.\r\n", b"\r\n.\0\r\n"],
)
def test_no_second_message_is_smuggled_in(start, end):
    relay, proxy = start()
    client = proxy.client()
    assert client.begin().startswith("354")
    second = b"MAIL FROM:<boss@a.example>\r\nRCPT TO:<ben@b.example>\r\nDATA\r\n" + CLEAN
    reply = client.say(CLEAN + b"x" + end + second + b".\r\n")
    assert reply.startswith("554 5.6.0") and ("NUL" in reply) == (b"\0" in end), reply
    assert relay.messages == [] and "DATA" not in relay.commands
    assert client.send(CLEAN).startswith("250")


def test_a_message_that_is_too_large(start):
    relay, proxy = start(extensions=["SIZE 2000"])
    client = proxy.client()
    assert "SIZE 2000" in client.offered
    assert client.say("MAIL FROM:<ana@a.example> SIZE=2001").startswith("552 5.3.4")
    assert client.send(message("x" * 70 + "\n") * 20).startswith("552 5.3.4")
    assert client.send(CLEAN).startswith("250") and len(relay.messages) == 1


def test_no_message_without_a_recipient(start):
    relay, proxy = start()
    client = proxy.client()
    assert client.say("DATA").startswith("503")
    assert client.say("MAIL FROM:<ana@a.example>").startswith("250")
    assert client.say("RCPT TO:<nobody@b.example>").startswith("550")
    assert client.say("DATA").startswith("554") and "DATA" not in relay.commands


# The relay fails.


def test_the_relay_is_down(start):
    relay, proxy = start()
    relay.close()
    client = proxy.client()
    assert client.greeting == f"421 4.4.1 127.0.0.1:{relay.port}: can't connect: connection refused\r\n"
    assert client.is_closed()


def test_the_relay_turns_clients_away(start):
    _, proxy = start(on={"greeting": "554 5.7.1 not you"})
    assert proxy.client().greeting == "554 5.7.1 not you\r\n"


BREAKS = {"cut": cut, "silent": wait(60), "421": "421 4.3.2 going down", "nonsense": "HTTP/1.1 400 Bad Request"}
ANSWERS = ["greeting", "EHLO", "MAIL", "RCPT", "RSET", "DATA", "final"]


@pytest.mark.parametrize(
    "stage, how",
    [(stage, how) for stage in ANSWERS for how in BREAKS] + [("body", "cut"), ("body", "silent")],
)
def test_the_relay_breaks_off(start, stage, how):
    relay, proxy = start("--timeout", "1", on={stage: BREAKS[how]})
    client = proxy.client()
    replies = [client.greeting, client.offered]
    for line in ["MAIL FROM:<ana@a.example>", "RCPT TO:<ben@b.example>"]:
        replies.append(client.say(line))
    if replies[-1].startswith("250"):
        replies.append(client.say("DATA"))
        replies.append(client.end(HELD if stage == "RSET" else CLEAN))
    replies.append(client.say("NOOP"))
    told = [reply for reply in replies if reply and reply[0] not in "23"]
    # Whatever the client hears, it is no consent, and the first bad answer says that it may try again.
    expected = {"RSET": ["550"], "DATA": ["421", "451"], "body": ["451"], "final": ["421", "451"]}
    assert told[0][:3] in expected.get(stage, ["421"]), replies
    assert not any(reply.startswith("250 2.0.0 queued") for reply in replies), replies
    if stage != "final":
        assert relay.messages == []
    else:
        assert len(relay.messages) <= 1 and (how == "421" or "before it said whether" in told[0])
    # The next connection has its own.
    relay.on.clear()
    before = len(relay.messages)
    assert proxy.client().send(CLEAN).startswith("250") and len(relay.messages) == before + 1


@pytest.mark.parametrize("stage", ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "body", "final"])
def test_a_slow_relay_is_waited_for(start, stage):
    relay, proxy = start(on={stage: wait(0.5)})
    assert proxy.client().send(CLEAN).startswith("250") and len(relay.messages) == 1


def test_a_relay_that_takes_nothing_does_not_block_for_ever(start):
    relay, proxy = start("--timeout", "1", on={"body": wait(60)})
    reply = proxy.client().send(CLEAN + b"x" * 70 * 300_000 + b"\r\n")
    assert reply == f"451 4.4.2 not sent: 127.0.0.1:{relay.port}: timed out\r\n" and relay.messages == []


# The client fails, and the proxy itself.


def test_a_client_that_leaves_amid_its_message(start):
    relay, proxy = start()
    client = proxy.client()
    assert client.begin().startswith("354")
    client.raw(CLEAN[:-20])
    client.close()
    # What goes through in order shows that the first one is done with.
    assert proxy.client().send(CLEAN).startswith("250") and len(relay.messages) == 1


def test_a_client_that_gave_up_is_not_sent_for(start):
    relay, proxy = start()
    client = proxy.client()
    assert client.begin().startswith("354")
    # The end of the connection goes in the same packet as the message.
    client.socket.send(CLEAN + b".\r\n", socket.MSG_MORE)
    client.close()
    until = time.monotonic() + 20
    while "QUIT" not in relay.commands and time.monotonic() < until:
        time.sleep(0.02)
    assert "QUIT" in relay.commands and relay.messages == []


def test_a_silent_client_is_told_that_it_was(start):
    _, proxy = start("--timeout", "1")
    client = proxy.client()
    assert client.reply().startswith("421 4.4.2 nothing was said for too long") and client.is_closed()
    client = proxy.client()
    client.begin()
    assert client.reply().startswith("421") and client.is_closed()


@pytest.mark.parametrize("stage", ["greeting", "MAIL", "amid", "DATA", "body", "final"])
def test_a_proxy_that_is_killed_loses_nothing(start, stage):
    holder = {}
    reached = threading.Event()

    def kill(_relay):
        holder["proxy"].process.kill()
        holder["proxy"].process.wait()
        reached.set()

    relay, holder["proxy"] = start(on={stage: kill})
    client = holder["proxy"].client()
    replies = [client.greeting, client.say("MAIL FROM:<ana@a.example>"), client.say("RCPT TO:<ben@b.example>")]
    replies.append(client.say("DATA"))
    if stage == "amid":
        client.raw(CLEAN[:100])
        kill(relay)
    # More than the sockets hold, so that a part of it is still with the proxy.
    replies.append(client.end(CLEAN + (b"x" * 70 + b"\r\n") * 300_000 if stage == "body" else CLEAN))
    assert reached.wait(20)
    # The client heard of no message that arrived, and knows so since the connection ended.
    assert not any(reply.startswith("250 2.0.0 queued") for reply in replies) and replies[-1] == ""
    # Only in the moment between the relay's consent and ours can it have gone.
    assert len(relay.messages) == (1 if stage == "final" else 0)


def test_no_room_for_a_large_message(start, tmp_path):
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))  # noqa: E731
    # Python ignores SIGXFSZ and hands that on, so that the disk seems full.
    relay, proxy = start(proxy={"preexec_fn": limit, "restore_signals": False})
    client = proxy.client()
    reply = client.send(CLEAN + b"x" * 5_000_000 + b"\r\n")
    assert reply.startswith("452 4.3.1 not sent: the message can't be kept"), reply
    assert client.send(CLEAN).startswith("250") and [got.data for got in relay.messages] == [CLEAN]


def test_no_folder_for_a_large_message(start, tmp_path):
    relay, proxy = start(proxy={"env": {"TMPDIR": str(tmp_path / "none")}})
    client = proxy.client()
    assert client.send(CLEAN + b"x" * 5_000_000 + b"\r\n").startswith("452 4.3.1")
    assert client.send(CLEAN).startswith("250") and len(relay.messages) == 1


def test_it_ends_when_messages_on_their_way_have_arrived(start):
    begun = threading.Event()

    def slow(_relay):
        begun.set()
        time.sleep(2)

    relay, proxy = start(on={"final": slow})
    idle, busy = proxy.client(), proxy.client()
    assert idle.say("MAIL FROM:<ana@a.example>").startswith("250")
    assert busy.begin().startswith("354")
    busy.raw(CLEAN + b".\r\n")
    assert begun.wait(20)
    proxy.process.send_signal(signal.SIGTERM)
    assert idle.reply().startswith("421 4.3.2") and idle.is_closed()
    assert Client(proxy.port).greeting.startswith("421 4.3.2")
    assert busy.reply().startswith("250")
    assert busy.reply().startswith("421 4.3.2") and busy.is_closed()
    assert proxy.process.wait(20) == 0 and len(relay.messages) == 1


def test_settings_are_read_anew_where_that_is_asked_for(start, tmp_path):
    _, proxy = start(proxy={"settings": '[guard]\nhold = "off"\n'})
    client = proxy.client()
    assert client.send(HELD).startswith("250")
    settings = tmp_path / "home/.config/presend/presend.toml"
    settings.write_text('[guard]\nhold = "eror"\n')
    proxy.process.send_signal(signal.SIGHUP)
    proxy.wait_log("the settings stay as they were before")
    assert "presend.toml:2:8" in "".join(proxy.log) and client.send(HELD).startswith("250")
    settings.write_text("")
    proxy.process.send_signal(signal.SIGHUP)
    proxy.wait_log("the settings were read anew")
    assert client.send(HELD).startswith("550")


def test_it_ends_with_the_terminal_that_it_was_started_in(start):
    relay, _ = start()
    ours, terminal = pty.openpty()
    command = [PRESEND, "guard", "smtp", "--listen", "127.0.0.1:0", "--relay", f"127.0.0.1:{relay.port}"]
    process = subprocess.Popen(
        command, stdin=terminal, stderr=terminal, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(terminal)
    said = b""
    while b"listening on" not in said:
        said += os.read(ours, 1000)
    process.send_signal(signal.SIGHUP)
    while b"read anew" not in said:
        said += os.read(ours, 1000)
    os.close(ours)
    assert process.wait(20) == 0


# Much at once.


def test_two_hundred_connections_at_once(start):
    relay, proxy = start()
    gate = threading.Barrier(200)
    replies = []

    def send(number):
        client = proxy.client()
        gate.wait(120)
        replies.append(client.send((HELD if number % 4 == 0 else CLEAN) + b"%d\r\n" % number))
        client.say("QUIT")

    threads = [threading.Thread(target=send, args=[number]) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(reply.startswith("250") for reply in replies) == 150
    assert sum(reply.startswith("550") for reply in replies) == 50
    assert sorted(got.data for got in relay.messages) == sorted(CLEAN + b"%d\r\n" % n for n in range(200) if n % 4)


def test_more_connections_than_there_may_be_wait_for_their_turn(start):
    relay, proxy = start()
    first = [proxy.client() for _ in range(256)]
    late = []
    thread = threading.Thread(target=lambda: late.append(proxy.client().send(CLEAN)))
    thread.start()
    thread.join(1)
    assert late == []
    assert first[0].say("QUIT").startswith("221")
    thread.join(60)
    assert late[0].startswith("250") and len(relay.messages) == 1


def test_a_large_message_takes_little_memory(start):
    relay, proxy = start()
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n"
    part = (
        b"--b\r\nContent-Type: text/plain\r\n\r\nHello Ben,\r\n\r\nHere is the plan.\r\n\r\n--b\r\n"
        b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=plan.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    head = HEADER + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + part
    large = head + line * (100_000_000 // len(line)) + b"--b--\r\n"
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(proxy.client().send(large))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(reply.startswith("250") for reply in replies), replies
    expected = hashlib.sha256(large).digest()
    assert [hashlib.sha256(got.data).digest() == expected for got in relay.messages] == [True] * 3
    # One at a time is in memory.
    assert proxy.peak() < 1.6 * len(large), proxy.peak()


# What it says, and where it listens.


def test_the_log_says_what_happened_and_to_nobody_in_particular(start):
    _, proxy = start()
    client = proxy.client()
    client.send(CLEAN)
    client.send(HELD)
    client.send(message(BAD, b"X-Presend: send\r\n"))
    client.say("QUIT")
    client.is_closed()
    proxy.process.send_signal(signal.SIGINT)
    assert proxy.process.wait(20) == 0
    log = "".join(proxy.log[1:])
    assert log == (
        f"presend: 1: sent, {len(CLEAN)} bytes: 250\npresend: 1: 550 5.7.1 not sent: 1 finding\n"
        f"presend: 1: not checked: X-Presend says to send it anyway\npresend: 1: sent, {len(HELD) + 17} bytes: 250\n"
        "presend: stopped\n"
    )


def test_the_envelope_is_logged_where_that_is_wanted(start):
    _, proxy = start("--verbose")
    assert proxy.client().send(CLEAN).startswith("250")
    proxy.wait_log("sent,")
    assert proxy.log[1:3] == ["presend: 1: MAIL FROM:<ana@a.example>\n", "presend: 1: RCPT TO:<ben@b.example>\n"]


def ended(*options):
    done = subprocess.run([PRESEND, "guard", "smtp", *options], capture_output=True, text=True, timeout=20)
    return done.returncode, done.stderr


def test_it_does_not_start_where_that_would_be_wrong(tmp_path):
    code, told = ended("--listen", "0.0.0.0:0", "--relay", "localhost:1")
    assert code == 2 and "0.0.0.0:0 can be reached from other machines; --allow-remote" in told
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = "127.0.0.1:%d" % taken.getsockname()[1]
        code, told = ended("--listen", place, "--relay", "localhost:1")
        assert code == 2 and f"can't listen on {place}: address already in use" in told
    code, told = ended("--listen", place, "--relay", place)
    assert code == 2 and "mail would go round in a circle" in told
    everywhere = place.replace("127.0.0.1", "0.0.0.0")
    code, told = ended("--listen", everywhere, "--relay", place, "--allow-remote")
    assert code == 2 and "mail would go round in a circle" in told
    for host in ("[::ffff:127.0.0.1]", "0.0.0.0"):
        code, told = ended("--listen", place, "--relay", place.replace("127.0.0.1", host))
        assert code == 2 and "mail would go round in a circle" in told, host
    broken = tmp_path / "presend.toml"
    broken.write_text('[guard]\nhold = "errors"\n')
    code, told = ended("--relay", "localhost:1", "--config", str(broken))
    assert code == 2 and "did you mean “error”?" in told


def test_others_may_connect_where_that_is_said(start):
    relay, _ = start()
    command = [PRESEND, "guard", "smtp", "--listen", "0.0.0.0:0", "--relay", f"127.0.0.1:{relay.port}", "--allow-remote"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert "warning: other machines can send through this relay" in process.stderr.readline()
    assert "listening on 0.0.0.0:" in process.stderr.readline()
    process.terminate()
    assert process.wait(20) == 0


# Encryption.


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Certificates for localhost: one that signs itself, as many relays have it, and some of an
    authority."""
    folder = tmp_path_factory.mktemp("certificates")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    local = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    openssl("req", "-x509", *key, "-keyout", "self.key", "-out", "self.pem", "-subj", "/CN=localhost", "-addext", local)
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test authority")
    for name, names, days in [("good", local, "30"), ("other", "subjectAltName=DNS:other.example", "30"), ("old", local, "-1")]:
        openssl("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        (folder / f"{name}.ext").write_text(names)
        signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", f"{name}.ext", "-days", days]
        openssl("x509", "-req", "-in", f"{name}.csr", "-out", f"{name}.pem", *signed)
    return folder


def encrypted(certificates, name, tls="implicit"):
    return Relay(tls=tls, certificate=(certificates / f"{name}.pem", certificates / f"{name}.key"))


@pytest.mark.parametrize("tls, scheme", [("implicit", "smtps"), ("starttls", "smtp+starttls")])
@pytest.mark.parametrize("name, trusted", [("self", "self"), ("good", "ca")])
def test_mail_goes_encrypted(start, certificates, tls, scheme, name, trusted):
    relay = encrypted(certificates, name, tls)
    options = ["--relay", f"{scheme}://localhost:{relay.port}", "--ca", str(certificates / f"{trusted}.pem")]
    _, proxy = start(*options, relay=relay)
    client = proxy.client()
    assert "STARTTLS" not in client.offered and "AUTH PLAIN" in client.offered
    assert client.say("AUTH PLAIN AGFuYQBzZWNyZXQtd29yZA==").startswith("235")
    long = CLEAN + b"x" * 3_000_000 + b"\r\n"
    assert client.send(HELD).startswith("550") and client.send(long).startswith("250")
    assert [got.data for got in relay.messages] == [long]


@pytest.mark.parametrize(
    "name, trusted, told",
    [
        ("self", None, "; --ca FILE names a certificate to trust"),
        ("good", "self", "its certificate is signed by nobody who is trusted; --ca FILE"),
        ("other", "ca", "its certificate is not for “localhost”"),
        ("old", "ca", "its certificate has expired"),
    ],
)
@pytest.mark.parametrize("tls, scheme", [("implicit", "smtps"), ("starttls", "smtp+starttls")])
def test_a_wrong_certificate_is_told(start, certificates, tls, scheme, name, trusted, told):
    relay = encrypted(certificates, name, tls)
    trust = ["--ca", str(certificates / f"{trusted}.pem")] if trusted else []
    _, proxy = start("--relay", f"{scheme}://localhost:{relay.port}", *trust, relay=relay)
    greeting = proxy.client().greeting
    assert greeting.startswith("421 4.4.1") and told.replace("“", '"').replace("”", '"') in greeting, greeting


def test_nothing_goes_in_the_clear_where_it_should_not(start, certificates):
    relay, proxy = start("--tls", "starttls")
    assert "it offers no STARTTLS" in proxy.client().greeting
    assert all("MAIL" not in command for command in relay.commands)
    talks = encrypted(certificates, "self", "starttls")
    talks.on["STARTTLS"] = "220 go on\n250 and this too"
    _, proxy = start("--tls", "starttls", "--ca", str(certificates / "self.pem"), relay=talks)
    assert "it spoke on before it encrypted" in proxy.client().greeting


def test_a_relay_that_never_encrypts_is_not_waited_for_for_ever(start):
    _, proxy = start("--tls", "implicit", "--timeout", "1", relay=Relay({"greeting": wait(60)}))
    assert "the connection could not be encrypted: timed out" in proxy.client().greeting


def test_the_wrong_kind_of_encryption_is_told(start):
    _, proxy = start("--tls", "implicit")
    assert "it does not speak TLS on this port" in proxy.client().greeting
