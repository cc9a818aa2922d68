"""s-nail, set up by `presend guard install s-nail`."""

import pytest

from conftest import BAD, BAD_TOLD, GOOD, PRESEND


@pytest.fixture
def client(world):
    # As root s-nail has its own mind about where home is.
    world.env["MAILRC"] = str(world.home / ".mailrc")
    (world.home / ".mailrc").write_text(f"set from=ana@a.example DEAD={world.home}/dead.letter\n")
    done = world.run(PRESEND, "guard", "install", "s-nail", "--yes")
    assert done.returncode == 0, done.stderr
    program = world.home / ".config/presend/sendmail"
    # The sink stands where sendmail would.
    program.write_text(program.read_text().replace("/usr/sbin/sendmail", str(world.sendmail)))
    return program


def send(world, text, **env):
    return world.run("s-nail", "-s", "The harbour plan", "ben@b.example", input=text.encode(), env=world.env | env)


def test_a_clean_draft_arrives(world, client):
    done = send(world, GOOD)
    assert done.returncode == 0, done.stderr
    (message,) = world.messages()
    assert message.endswith(GOOD.encode())
    assert world.arguments()[0][-1] == "ben@b.example"


def test_a_bad_draft_is_held_with_its_text_and_kept(world, client):
    done = send(world, BAD)
    assert done.returncode != 0 and world.messages() == []
    assert BAD_TOLD in done.stderr.decode()
    assert BAD in (world.home / "dead.letter").read_text()


def test_the_override_sends_it(world, client):
    assert send(world, BAD, PRESEND_OVERRIDE="1").returncode == 0
    (message,) = world.messages()
    assert message.endswith(BAD.encode()) and b"X-Presend" not in message
