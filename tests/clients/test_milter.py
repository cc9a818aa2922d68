"""`presend guard milter` as a mail server sees it, packet by packet."""

import concurrent.futures
import signal
import socket
import subprocess
import threading
import time

import pytest

from conftest import BAD, BAD_TOLD, GOOD, PRESEND, crlf
from milter import ALL_PROTOCOL, Milter, packet

FIELDS = [("From", "ana@a.example"), ("To", "ben@b.example"), ("Subject", "The harbour plan")]
LOGIN = [("{auth_type}", "PLAIN")]
PASSES = [(b"c", b"")]
ASKS = [("From", "ana@a.example"), ("To", "ben@b.example"), ("Subject", "Quick question")]


GOOD, BAD = crlf(GOOD), crlf(BAD)


@pytest.fixture
def milter(tmp_path):
    started = []

    def start(settings="", *options, **more):
        started.append(Milter(tmp_path, settings, *options, **more))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()


def refused(answers) -> str:
    assert [letter for letter, _ in answers] == [b"y"], answers
    return answers[0][1].rstrip(b"\0").decode()


def test_a_good_message_passes_and_a_bad_one_is_refused_in_several_lines(milter):
    server = milter().connect()
    assert server.message(FIELDS, GOOD) == PASSES
    lines = refused(server.message(FIELDS, BAD)).split("\r\n")
    assert lines[0].startswith("550-5.7.1 not sent: 1 finding")
    assert all(line.startswith("550-5.7.1 ") for line in lines[:-1])
    assert lines[-1].startswith("550 5.7.1 not sent, 1 finding: ") and BAD_TOLD in lines[-1]
    assert any("X-Presend: send" in line for line in lines)


def test_many_messages_go_over_one_connection_and_leave_nothing_to_each_other(milter):
    server = milter().connect()
    for _ in range(3):
        server.begin()
        server.fields([*FIELDS, ("X-Presend", "send")])
        server.say(b"B", BAD)
        server.say(b"A")
        assert "550" in refused(server.message(FIELDS, BAD))
        server.say(b"A")
        assert server.message(FIELDS, GOOD) == PASSES
        # Broken off at every stage.
        server.begin()
        server.say(b"A")
        server.begin()
        server.fields(FIELDS)
        server.say(b"A")
    # The connection serves the next client.
    server.say(b"K")
    server.say(b"C", b"host\x004\0\x19" + b"192.0.2.1\0")
    assert server.message(FIELDS, BAD) == [(b"a", b"")]


def test_a_body_may_come_in_any_pieces(milter):
    server = milter().connect()
    for size in (1, 2, 7, 1000):
        pieces = [BAD[at : at + size] for at in range(0, len(BAD), size)]
        assert BAD_TOLD in refused(server.message(FIELDS, *pieces))
    # None at all is a finding of its own.
    assert "the mail has no text" in refused(server.message(FIELDS))


def test_an_old_mail_server_gets_an_answer_to_all_it_says(milter):
    running = milter()
    for version, protocol in [(2, 0x7F), (6, 0), (6, 0x3FF), (6, ALL_PROTOCOL)]:
        server = running.connect(version=version, protocol=protocol)
        assert server.version == version and server.protocol & ~protocol == 0
        assert server.message(FIELDS, GOOD) == PASSES
        assert "550" in refused(server.message(FIELDS, BAD))
        server.close()


def test_mail_of_others_is_not_checked_unless_all_is(milter):
    running = milter()
    server = running.connect(local=False)
    assert server.message(FIELDS, BAD) == [(b"a", b"")]
    assert "550" in refused(server.message(FIELDS, BAD, macros=LOGIN))
    server.say(b"A")
    assert server.message(FIELDS, BAD) == [(b"a", b"")]
    assert "550" in refused(milter("", "--all").connect(local=False).message(FIELDS, BAD))


def test_the_override_passes_and_is_taken_out(milter):
    server = milter().connect()
    fields = [("x-presend", "no"), *FIELDS, ("X-Presend", "send"), ("X-Presend-Ignore", "hygiene")]
    taken = [(b"m", b"\0\0\0\2X-Presend\0\0"), (b"m", b"\0\0\0\1X-Presend\0\0"), (b"m", b"\0\0\0\1X-Presend-Ignore\0\0")]
    assert server.message(fields, BAD) == taken + PASSES
    fields = [*FIELDS, ("X-Presend-Ignore", "hygiene")]
    assert server.message(fields, BAD) == taken[2:] + PASSES
    # In the body it is text, and in another field too.
    assert "550" in refused(server.message(FIELDS, b"X-Presend: send\r\n\r\n" + BAD))
    assert "550" in refused(server.message([*FIELDS, ("X-Note", "a\n X-Presend: send")], BAD))


def test_a_field_can_say_what_was_found(milter):
    running = milter('[guard]\nmilter = "header"\n')
    server = running.connect()
    told = lambda value: (b"h", b"X-Presend-Findings\0" + value + b"\0")
    forged = [("X-Presend-Findings", "0 findings"), ("x-presend-findings", "none")]
    taken = [(b"m", b"\0\0\0\2X-Presend-Findings\0\0"), (b"m", b"\0\0\0\1X-Presend-Findings\0\0")]
    assert server.message(FIELDS, GOOD) == [told(b"0 findings; verdict=pass"), *PASSES]
    assert server.message([*forged, *FIELDS], BAD) == [*taken, told(b"1 finding; verdict=hold"), *PASSES]
    asked = server.message(ASKS, GOOD)
    assert asked[0][1].endswith(b"verdict=warn\0") and asked[1:] == PASSES, asked
    # Others can't claim anything, and their mail is otherwise left alone.
    others = running.connect(local=False)
    assert others.message([*forged, *FIELDS, ("X-Presend", "send")], BAD) == taken + PASSES


def test_what_is_held_can_wait_in_the_queue(milter):
    server = milter('[guard]\nmilter = "quarantine"\n').connect()
    assert server.message(FIELDS, BAD) == [(b"q", b"presend: 1 finding\0"), *PASSES]
    assert server.message(FIELDS, GOOD) == PASSES


def test_what_a_program_hands_in_waits_and_the_log_says_why(milter):
    running = milter()
    # So Postfix tells of a program that uses sendmail.
    server = running.connect(source=0)
    assert server.message(FIELDS, BAD) == [(b"q", b"presend: 1 finding\0"), *PASSES]
    assert server.message(FIELDS, GOOD) == PASSES
    assert "550" in refused(running.connect().message(FIELDS, BAD))
    running.stop()
    assert "quarantined, not refused, since a program handed it in: 1 finding (" in "".join(running.log)


def test_the_strictest_of_the_recipients_counts(milter):
    settings = '[[guard.recipients]]\ndomains = ["client.example"]\nhold = "warning"\n'
    settings += '[[guard.recipients]]\ndomains = ["a.example"]\nhold = "off"\nwarn = "off"\n'
    server = milter(settings).connect()
    assert server.message(ASKS, GOOD, to=["<ben@b.example>"]) == PASSES
    assert "550" in refused(server.message(ASKS, GOOD, to=["<cleo@mail.client.example>"]))
    assert "550" in refused(server.message(ASKS, GOOD, to=["<ben@b.example>", "<cleo@client.example>"]))
    assert server.message(FIELDS, BAD, to=["<eva@a.example>"]) == PASSES
    assert "550" in refused(server.message(FIELDS, BAD, to=["<eva@a.example>", "<ben@b.example>"]))


def test_odd_messages_pass_as_they_are(milter):
    server = milter().connect()
    long = b"word " * 200 + b"\r\n"
    for fields, body in [
        ([*FIELDS, ("X-Odd", b"\xff\xfe\x80")], GOOD),
        ([*FIELDS, ("X-Long", b"a" * 100_000)], GOOD),
        ([(b"\xff", b""), (b"", b"\r\n\n")], b""),
        ([], b"\0\0\r\r\n.\r\n..\n.\n"),
        (FIELDS, GOOD + b"\n.\r\n\xff\0" + long + b"\r"),
        (FIELDS, GOOD.replace(b"\r\n", b"\n")),
    ]:
        answers = server.message(fields, body)
        assert answers[-1] in [*PASSES] or answers[-1][0] == b"y", answers
        assert not any(letter in b"hm" for letter, _ in answers[:-1])


def test_too_large_a_message_goes_by_on_failure(milter):
    piece = (b"x" * 76 + b"\r\n") * 800
    for on_failure in ("send", "hold"):
        running = milter(f'[guard]\non-failure = "{on_failure}"\n')
        server = running.connect()
        answers = server.message(FIELDS, *[piece] * (101 * 1024 * 1024 // len(piece)))
        if on_failure == "send":
            assert answers == PASSES
        else:
            assert refused(answers).startswith("451 4.7.1 not sent: the message could not be checked: it is larger")
        with open(f"/proc/{running.process.pid}/status") as status:
            peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        assert peak < 100 * 1024, f"{peak} KiB"
        assert server.message(FIELDS, GOOD) == PASSES


def test_two_hundred_connections_at_once(milter):
    running = milter()
    gate = threading.Barrier(200)

    def one(number):
        server = running.connect()
        gate.wait(60)
        answers = server.message(FIELDS, BAD if number % 2 else GOOD)
        server.close()
        return answers

    with concurrent.futures.ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(one, range(200)))
    assert all((answer == PASSES) == (number % 2 == 0) for number, answer in enumerate(answers))


def test_killed_in_the_middle_it_has_said_nothing(milter):
    def stages(server):
        yield "connected"
        server.begin()
        yield "sender"
        server.fields(FIELDS)
        yield "header"
        server.say(b"B", BAD)
        yield "body"

    for stage in ("connected", "sender", "header", "body"):
        running = milter()
        server = running.connect()
        next(reached for reached in stages(server) if reached == stage)
        running.stop(signal.SIGKILL)
        with pytest.raises((OSError, AssertionError)):
            answers = server.end()
            assert answers[-1][0], "the connection ended, and nothing was answered"
        again = milter()
        assert "550" in refused(again.connect().message(FIELDS, BAD))
        again.stop()


def test_asked_to_stop_it_finishes_what_has_begun(milter):
    running = milter()
    idle, busy = running.connect(), running.connect()
    assert idle.message(FIELDS, GOOD) == PASSES
    busy.begin()
    busy.fields(FIELDS)
    running.process.send_signal(signal.SIGTERM)
    assert idle.read() == (b"", b"")
    busy.say(b"B", BAD)
    assert "550" in refused(busy.end())
    assert busy.read() == (b"", b"")
    assert running.process.wait(20) == 0
    running.reader.join(10)
    assert running.log[-1] == "presend: stopped\n"


def test_settings_are_read_anew_where_that_is_asked_for(milter):
    running = milter("")
    before = running.connect()
    assert "550" in refused(before.message(FIELDS, BAD))
    for settings, told in (("[guard]\nhold = 1\n", "stay as they were before"), ('[guard]\nhold = "off"\n', "read anew")):
        (running.home / "milter.toml").write_text(settings)
        running.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 20
        while told not in "".join(running.log):
            assert time.monotonic() < end, running.log
            time.sleep(0.02)
    # A connection keeps what it began with.
    assert "550" in refused(before.message(FIELDS, BAD))
    assert running.connect().message(FIELDS, BAD) == PASSES


def test_what_is_no_milter_protocol_ends_its_connection_only(milter):
    running = milter()
    for garbage in (b"GET / HTTP/1.1\r\n\r\n", b"\xff\xff\xff\xff", b"\0\0\0\0", packet(b"Z"), packet(b"L", b"no end"), b"\0\0"):
        with socket.create_connection(("127.0.0.1", int(running.where.rpartition(":")[2]))) as other:
            other.sendall(garbage)
            other.shutdown(socket.SHUT_WR)
            other.settimeout(20)
            assert other.recv(100) == b""
    poor = socket.create_connection(("127.0.0.1", int(running.where.rpartition(":")[2])))
    poor.sendall(packet(b"O", b"\0\0\0\6" + b"\0\0\0\1" + b"\0\0\0\0"))
    assert poor.recv(100) == b""
    assert running.connect().message(FIELDS, GOOD) == PASSES


def test_the_log_tells_neither_text_nor_addresses_unless_asked(milter):
    for options, tells in ((), False), (("--verbose",), True):
        running = milter("", *options)
        server = running.connect()
        server.message(FIELDS, BAD, macros=[("i", "4XyZ")])
        server.message([*FIELDS, ("X-Presend", "send")], BAD)
        server.close()
        assert running.stop() == 0
        log = "".join(running.log)
        assert "4XyZ: refused: 1 finding" in log and "passed, not checked: X-Presend says to send it anyway" in log
        assert ("ben@b.example" in log) == tells
        assert "harbour" not in log and "attached" not in log


def test_it_listens_at_a_socket_among_the_files(milter, tmp_path):
    path = tmp_path / "milter.sock"
    for _ in range(2):
        running = milter(listen=f"unix:{path}")
        assert "550" in refused(running.connect().message(FIELDS, BAD))
        # One that was killed leaves its socket, which the next takes over.
        running.stop(signal.SIGKILL)
    last = milter(listen=f"unix:{path}")
    assert last.stop() == 0 and not path.exists()


def test_what_can_not_start_says_why(tmp_path):
    def fails(*options):
        done = subprocess.run([PRESEND, "guard", "milter", *options], capture_output=True, text=True, timeout=20)
        assert done.returncode == 2
        return done.stderr

    assert "--allow-remote" in fails("--listen", "inet:0.0.0.0:0")
    assert "write inet:127.0.0.1:8891" in fails("--listen", "8891")
    broken = tmp_path / "broken.toml"
    broken.write_text('[guard]\nmilter = "bounce"\n')
    assert "“milter” can't be “bounce”" in fails("--config", str(broken), "--listen", "inet:127.0.0.1:0")
