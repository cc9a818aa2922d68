"""message-mode of Emacs, set up by `presend guard install emacs`."""

import pytest

from conftest import BAD, BAD_TOLD, GOOD, PRESEND

SEND = """
(setq user-mail-address "ana@a.example" user-full-name "Ana" message-interactive t
      message-send-mail-function #'message-send-mail-with-sendmail sendmail-program "{sendmail}"
      message-default-mail-headers "" message-auto-save-directory nil message-fcc-handler-function #'ignore)
(message-mail "ben@b.example" "The harbour plan" '({header}))
(message-goto-body)
(insert {text})
(condition-case problem (progn (message-send) (message "RESULT sent"))
  (error (message "RESULT held: %s" (error-message-string problem))))
(message "DRAFT %S" (with-current-buffer (car (message-buffers)) (buffer-string)))
"""


@pytest.fixture
def send(world):
    done = world.run(PRESEND, "guard", "install", "emacs", "--yes")
    assert done.returncode == 0, done.stderr

    def send(text, header=""):
        script = world.home / "send.el"
        text = '"' + text.replace("\n", "\\n") + '"'
        script.write_text(SEND.format(sendmail=world.sendmail, header=header, text=text))
        init = world.home / ".emacs.d/init.el"
        done = world.run("emacs", "--batch", "-l", "message", "-l", init, "-l", script)
        return done.stderr.decode()

    return send


def test_a_clean_draft_arrives(world, send):
    assert "RESULT sent" in send(GOOD)
    (message,) = world.messages()
    assert message.endswith(GOOD.encode())


def test_a_bad_draft_is_held_with_its_text_and_stays(world, send):
    told = send(BAD)
    assert "RESULT held: Not sent" in told and BAD_TOLD in told
    assert "I have attached" in told.split("DRAFT")[1]
    assert world.messages() == []


def test_without_presend_mail_still_goes(world, send):
    program = world.home / ".emacs.d/init.el"
    program.write_text(program.read_text().replace(PRESEND, "/nowhere/presend"))
    assert "RESULT sent" in send(BAD)
    assert len(world.messages()) == 1
