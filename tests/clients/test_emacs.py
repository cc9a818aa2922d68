"""Clients in Emacs, set up by `presend guard install emacs`: message-mode, mu4e and notmuch."""

import re

import pytest

from conftest import BAD, BAD_TOLD, GOOD, PRESEND

SETTINGS = """
(require 'message)
(setq user-mail-address "ana@a.example" user-full-name "Ana" message-interactive t
      message-send-mail-function #'message-send-mail-with-sendmail sendmail-program "{sendmail}"
      message-default-mail-headers "" message-auto-save-directory nil message-kill-buffer-on-exit nil)
"""
DRAFT = """
(message-goto-to) (insert "ben@b.example")
(message-goto-subject) (insert "The harbour plan")
(dolist (field '({fields})) (message-add-header field))
(message-goto-body)
(insert {text})
"""
SEND = """
(let ((draft (current-buffer)))
  (condition-case problem (progn {send} (message "RESULT sent"))
    (error (message "RESULT held: %s" (error-message-string problem))))
  (message "DRAFT %s" (if (buffer-live-p draft) (with-current-buffer draft (buffer-string)) "gone")))
"""


class Client:
    """A client in Emacs: how a draft is opened in it, and how it is sent."""

    def __init__(self, world, open_draft, send="(message-send)"):
        self.world, self.open_draft, self.send_draft = world, open_draft, send
        self.settings = SETTINGS.format(sendmail=world.sendmail)

    def script(self, text, *fields, attach=""):
        text = '"' + text.replace("\n", "\\n") + '"'
        fields = " ".join(f'"{field}"' for field in fields)
        return f"{self.settings}{self.open_draft}{DRAFT.format(fields=fields, text=text)}{attach}"

    def run(self, script, **env):
        path = self.world.home / "script.el"
        path.write_text(script)
        init = self.world.home / ".emacs.d/init.el"
        done = self.world.run("emacs", "--batch", "-l", init, "-l", path, env=self.world.env | env)
        return done.stderr.decode()

    def send(self, text, *fields, attach="", **env):
        script = self.script(text, *fields, attach=attach)
        return self.run(script + SEND.format(send=self.send_draft), **env)


def message_mode(world):
    return Client(world, "(message-mail)")


def mu4e(world):
    for folder in ("inbox", "drafts", "sent", "trash"):
        for part in ("cur", "new", "tmp"):
            (world.home / "Maildir" / folder / part).mkdir(parents=True)
    assert world.run("mu", "init", f"--maildir={world.home}/Maildir", "--my-address=ana@a.example").returncode == 0
    return Client(
        world,
        """
        (require 'mu4e)
        (setq mu4e-drafts-folder "/drafts" mu4e-sent-folder "/sent" mu4e-trash-folder "/trash")
        (mu4e t)
        (let ((tries 200))
          (while (and (> tries 0) (not (ignore-errors (mu4e-root-maildir))))
            (setq tries (1- tries))
            (accept-process-output nil 0.1)))
        (mu4e-compose-new)
        """,
    )


def notmuch(world):
    for part in ("cur", "new", "tmp"):
        (world.home / "mail/sent" / part).mkdir(parents=True)
    config = f"[database]\npath={world.home}/mail\n[user]\nname=Ana\nprimary_email=ana@a.example\n"
    (world.home / ".notmuch-config").write_text(config)
    assert world.run("notmuch", "new").returncode == 0
    return Client(world, "(require 'notmuch) (notmuch-mua-new-mail)", send="(notmuch-mua-send)")


@pytest.fixture
def emacs(world):
    done = world.run(PRESEND, "guard", "install", "emacs", "--yes")
    assert done.returncode == 0, done.stderr
    return world


@pytest.fixture(params=[message_mode, mu4e, notmuch], ids=lambda client: client.__name__)
def client(request, emacs):
    return request.param(emacs)


@pytest.fixture
def message(emacs):
    return message_mode(emacs)


def test_a_clean_draft_arrives(world, client):
    told = client.send(GOOD)
    assert "RESULT sent" in told, told
    (message,) = world.messages()
    assert message.endswith(GOOD.encode()) and b"Subject: The harbour plan\n" in message


def test_a_bad_draft_is_held_with_its_text_and_stays(world, client):
    told = client.send(BAD)
    assert "RESULT held: Not sent" in told and BAD_TOLD in told, told
    assert "I have attached" in told.split("DRAFT")[1]
    assert world.messages() == []


def test_the_override_sends_it_and_leaves_no_trace(world, client):
    told = client.send(BAD, "X-Presend: send", "X-Presend-Ignore: all of\n it")
    assert "RESULT sent" in told, told
    client.send(BAD, PRESEND_OVERRIDE="1")
    stamps = rb"(?m)^(Date|Message-ID): .*\n"
    with_field, without = [re.sub(stamps, b"", message) for message in world.messages()]
    assert with_field == without and without.endswith(BAD.encode())


def test_what_is_attached_is_seen(world, client):
    (world.home / "plan.txt").write_text("Three stands.\n")
    attach = f'(mml-attach-file "{world.home}/plan.txt" "text/plain" nil "attachment")'
    told = client.send(BAD, attach=attach)
    assert "RESULT sent" in told, told
    (message,) = world.messages()
    assert b'filename=plan.txt' in message and b"Three stands." in message


def test_the_check_leaves_the_draft_as_it_is(world, message):
    (world.home / "plan.txt").write_text("Three stands.\n")
    attach = f'(mml-attach-file "{world.home}/plan.txt" "text/plain" nil "attachment")'
    look = """
    (set-buffer-modified-p nil)
    (let ((state (lambda () (list (buffer-string) (point) (buffer-modified-p) buffer-undo-list (buffer-list)))))
      (message "SAME %s" (let ((before (funcall state))) (presend-guard) (equal before (funcall state)))))
    """
    assert "SAME t" in message.run(message.script("Grüße,\n" + BAD, "X-Presend-Ignore: deadline", attach=attach) + look)


def test_what_is_checked_is_the_message_that_is_sent(world, message):
    seen = world.home / "seen"
    program = world.home / "presend"
    program.write_text(f"#!/bin/sh\ncat > {seen}\n")
    program.chmod(0o755)
    set_program = f'(setq presend-program "{program}")'
    (world.home / "plan.txt").write_text("Drei Stände.\n")
    attach = f'(mml-attach-file "{world.home}/plan.txt" "text/plain" "Ein Plan für Ben" "attachment")'
    told = message.send("Grüße,\n" + BAD, "Cc: Jörg <j@b.example>", attach=set_program + attach)
    assert "RESULT sent" in told, told
    # What is drawn by lot.
    plain = lambda text: re.sub(rb"(?m)^(Date|Message-ID): .*\n|=-[=-]*", b"", text)  # noqa: E731
    head = lambda text: sorted(plain(text).partition(b"\n\n")[0].split(b"\n"))  # noqa: E731
    body = lambda text: plain(text).partition(b"\n\n")[2]  # noqa: E731
    (sent,) = world.messages()
    assert head(seen.read_bytes()) == head(sent) and body(seen.read_bytes()).strip() == body(sent).strip()


def test_a_message_to_be_signed_is_read_before_it_is(world, message):
    told = message.send("<#secure method=pgpmime mode=signencrypt>\n" + BAD)
    assert "RESULT held: Not sent" in told and BAD_TOLD in told, told


@pytest.mark.parametrize("failure", ["missing", "broken"])
def test_without_presend_the_policy_holds(world, message, failure):
    init = world.home / ".emacs.d/init.el"
    broken = world.home / "broken"
    broken.write_text("#!/bin/sh\ncat >/dev/null\nexit 101\n")
    broken.chmod(0o755)
    program = {"missing": "/nowhere/presend", "broken": str(broken)}[failure]
    init.write_text(init.read_text().replace(PRESEND, program))
    told = message.send(BAD)
    assert "RESULT sent" in told and "presend: not checked" in told, told
    settings = world.home / ".config/presend/presend.toml"
    settings.write_text('[guard]\n# on-failure = "hold"\n')
    assert "RESULT sent" in message.send(BAD)
    assert len(world.messages()) == 2
    settings.write_text('[guard]\nhold = "error"\non-failure = "hold"  # always\n')
    told = message.send(BAD)
    assert "RESULT held: Not sent: presend: not checked" in told, told
    assert len(world.messages()) == 2


def test_the_author_reads_what_was_found_and_decides(world, message, screen):
    script = world.home / "script.el"
    script.write_text(message.script(BAD))
    emacs = screen("emacs", "-nw", "-Q", "-l", world.home / ".emacs.d/init.el", "-l", script)
    emacs.wait("I have attached")
    emacs.type("C-c", "C-s")
    emacs.wait("Send anyway? (yes or no)")
    shown = emacs.text()
    assert BAD_TOLD in shown and "I have attached the plan" in shown
    emacs.type("no", "Enter")
    shown = emacs.wait("Not sent")
    assert BAD_TOLD in shown and "I have attached the plan" in shown and world.messages() == []
    emacs.type("C-c", "C-s")
    emacs.wait("Send anyway? (yes or no)")
    emacs.type("yes", "Enter")
    shown = emacs.wait("Sending...done")
    assert BAD_TOLD not in shown
    (sent,) = world.messages()
    assert sent.endswith(BAD.encode())
