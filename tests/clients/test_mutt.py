"""mutt and neomutt, set up by `presend guard install`."""

import pytest

from conftest import BAD, BAD_TOLD, GOOD, PRESEND


@pytest.fixture(params=["mutt", "neomutt"])
def client(request, world):
    rc = world.home / (".muttrc" if request.param == "mutt" else ".config/neomutt/neomuttrc")
    rc.parent.mkdir(parents=True, exist_ok=True)
    rc.write_text(
        f'set sendmail="{world.sendmail} -oem -oi"\nset from="ana@a.example" realname="Ana" use_envelope_from=yes\n'
        f"set folder={world.home} spoolfile={world.home}/inbox record= postponed={world.home}/drafts\n"
        "set editor=true abort_nosubject=no askcc=no askbcc=no autoedit=yes edit_headers=yes abort_unmodified=no\n"
        'set sleep_time=0 crypt_use_gpgme=no\nset hostname="a.example"\n'
    )
    done = world.run(PRESEND, "guard", "install", request.param, "--yes")
    assert done.returncode == 0, done.stderr
    return request.param


def send(world, client, text, *more):
    return world.run(client, "-s", "The harbour plan", *more, "ben@b.example", input=text.encode())


def test_a_clean_draft_arrives_as_the_client_made_it(world, client):
    done = send(world, client, GOOD)
    assert done.returncode == 0, done.stderr
    (message,) = world.messages()
    assert message.endswith(GOOD.encode())
    assert b"resend" not in message and b"X-Presend" not in message
    assert world.arguments()[0][-1] == "ben@b.example" and "-oi" in world.arguments()[0]


def test_a_bad_draft_is_held_with_its_text(world, client):
    done = send(world, client, BAD)
    assert done.returncode != 0
    assert world.messages() == []
    assert BAD_TOLD in (done.stdout + done.stderr).decode()


def test_the_override_sends_it_and_leaves_no_trace(world, client):
    done = send(world, client, BAD, "-e", "my_hdr X-Presend: send")
    assert done.returncode == 0, done.stderr
    (message,) = world.messages()
    assert message.endswith(BAD.encode()) and b"X-Presend" not in message


def test_in_the_terminal_the_text_is_shown_and_the_draft_is_kept(world, client, screen):
    (world.home / "draft").write_text(BAD)
    opened = screen(client, "-s", "The harbour plan", "-i", "draft", "ben@b.example")
    opened.wait("y:Send")
    shown = opened.type_until("y", BAD_TOLD)
    assert "not sent" in shown and "X-Presend: send" in shown
    opened.type_until("q", "y:Send")
    assert world.messages() == []
