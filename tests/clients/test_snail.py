"""s-nail, set up by `presend guard install s-nail`."""

import pytest

from conftest import BAD, BAD_TOLD, GOOD, PRESEND


@pytest.fixture
def client(world):
    # As root s-nail has its own mind about where home is.
    world.env["MAILRC"] = str(world.home / ".mailrc")
    lines = [f"set from=ana@a.example DEAD={world.home}/dead.letter", f"set mta={world.sendmail} mta-arguments='-a home'"]
    (world.home / ".mailrc").write_text("\n".join(lines) + "\n")
    done = world.run(PRESEND, "guard", "install", "s-nail", "--yes")
    assert done.returncode == 0, done.stderr


def send(world, text, **env):
    return world.run("s-nail", "-s", "The harbour plan", "ben@b.example", input=text.encode(), env=world.env | env)


def test_a_clean_draft_arrives(world, client):
    done = send(world, GOOD)
    assert done.returncode == 0, done.stderr
    (message,) = world.messages()
    assert message.endswith(GOOD.encode())
    (arguments,) = world.arguments()
    assert arguments[-1] == "ben@b.example" and "-a home" in " ".join(arguments)


def test_a_bad_draft_is_held_with_its_text_and_kept(world, client):
    done = send(world, BAD)
    assert done.returncode != 0 and world.messages() == []
    assert BAD_TOLD in done.stderr.decode()
    assert BAD in (world.home / "dead.letter").read_text()


def test_the_override_sends_it(world, client):
    assert send(world, BAD, PRESEND_OVERRIDE="1").returncode == 0
    (message,) = world.messages()
    assert message.endswith(BAD.encode()) and b"X-Presend" not in message


def test_it_sends_as_before_when_the_guard_is_taken_back(world, client):
    before = world.run(PRESEND, "guard", "install", "sendmail", "--yes")
    assert before.returncode == 0, before.stderr
    assert world.run(PRESEND, "guard", "uninstall", "sendmail", "--yes").returncode == 0
    # What others have does not matter to it.
    assert send(world, GOOD).returncode == 0
    assert world.run(PRESEND, "guard", "uninstall", "s-nail", "--yes").returncode == 0
    assert send(world, BAD).returncode == 0
    assert len(world.messages()) == 2 and not list((world.home / ".config/presend").iterdir())
