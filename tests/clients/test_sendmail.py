"""`presend guard sendmail` by itself, at a terminal of its own."""

import os
import pty
import select

from conftest import BAD, BAD_TOLD, GOOD, PRESEND

HEADER = "From: ana@a.example\nTo: ben@b.example\nSubject: The harbour plan\n\n"


def at_terminal(world, message: str, keys: str, **env) -> tuple[int, str]:
    """Runs the wrapper with standard error and the questions at a terminal."""
    draft = world.home / "draft.eml"
    draft.write_text(message)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(world.home)
        command = f"{world.guarded()} -oi ben@b.example < {draft}"
        os.execve("/bin/sh", ["sh", "-c", command], world.env | env)
    shown = b""
    answered = False
    while True:
        ready, _, _ = select.select([terminal], [], [], 30)
        assert ready, shown
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            piece = b""
        if not piece:
            break
        shown += piece
        if not answered and b"? " in shown.splitlines()[-1]:
            os.write(terminal, keys.encode())
            answered = True
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), shown.decode()


def test_the_author_is_asked_and_sends_anyway(world):
    code, shown = at_terminal(world, HEADER + BAD, "s\n")
    assert code == 0 and BAD_TOLD in shown
    assert world.messages() == [(HEADER + BAD).encode()]
    assert world.arguments() == [["-oi", "ben@b.example"]]


def test_the_author_cancels_and_can_keep_a_copy(world):
    code, _ = at_terminal(world, HEADER + BAD, "c\n")
    assert code == 75 and world.messages() == []
    code, shown = at_terminal(world, HEADER + BAD, "k\n")
    assert code == 75 and "a copy is in" in shown
    assert (world.home / "presend-held-1.eml").read_text() == HEADER + BAD
    assert world.messages() == []


def test_what_is_edited_is_checked_again(world):
    mend = world.home / "mend"
    mend.write_text('#!/bin/sh\nsed -i "s/I have attached/Here is/" "$1"\n')
    mend.chmod(0o755)
    code, _ = at_terminal(world, HEADER + BAD, "e\n", EDITOR=str(mend))
    assert code == 0
    assert world.messages() == [(HEADER + BAD).replace("I have attached", "Here is").encode()]


def test_a_clean_draft_asks_nothing(world):
    code, shown = at_terminal(world, HEADER + GOOD, "")
    assert (code, shown) == (0, "")
    assert world.messages() == [(HEADER + GOOD).encode()]


def test_a_script_is_told_by_the_exit_code(world):
    check = lambda text: world.run(PRESEND, "guard", "check", input=(HEADER + text).encode())
    assert check(GOOD).returncode == 0
    held = check(BAD)
    assert held.returncode == 75 and BAD_TOLD in held.stderr.decode()
    asked = world.run(PRESEND, "guard", "check", input=HEADER.replace("The harbour plan", "Question").encode() + b"Hi Ben,\n")
    assert asked.returncode in (0, 1)
