"""Emacs of Debian, with the lines of its page: eglot, and flymake alone."""

import subprocess
from pathlib import Path

import pytest
from page import DRAFT, HERE, MENDED, ROOT, WORDY, lines, program, told, write

EMACS = program("emacs")
SETUPS = {
    "eglot": lines("emacs", "Eglot", "elisp"),
    "flymake": f'(add-to-list \'load-path "{ROOT}/editors/emacs")\n' + lines("emacs", "Flymake without eglot", "elisp"),
}


def run(how: str, home: Path, draft: str, body: str = "") -> dict:
    person = '(setq user-full-name "Ana Costa" user-mail-address "ana@example.org")\n'
    setup = SETUPS[how.split()[0]]
    init = write(home / ".emacs.d/init.el", ";;; -*- lexical-binding: t -*-\n" + person + setup)
    # Not -Q, which would leave out the packages of Debian.
    command = [EMACS, "--batch", "-q", "-f", "package-activate-all", "-l", str(init), "-l", str(HERE / "editor.el")]
    return told(command, home, HOW=how, DRAFT=draft, BODY=body)


@pytest.mark.parametrize("name", ["draft.eml", "neomutt-fair-1000-1234-5678901234567890"])
@pytest.mark.parametrize("how", ["eglot", "eglot all", "flymake"])
def test_a_finding_is_seen_and_mended(how: str, name: str, tmp_path: Path):
    result = run(how, tmp_path, str(write(tmp_path / name, DRAFT)))
    assert result["words"] == WORDY
    assert result["message"].startswith("“In order to” is long") or "wordy-phrase" in result["message"]
    assert result["text"] == MENDED
    assert not result["disabled"]


def test_markdown(tmp_path: Path):
    text, mended = (draft.split("\n\n", 1)[1] for draft in (DRAFT, MENDED))
    result = run("eglot", tmp_path, str(write(tmp_path / "draft.md", text)))
    assert (result["mode"], result["words"], result["text"]) == ("markdown-mode", WORDY, mended)


@pytest.mark.parametrize("how", SETUPS)
def test_a_new_mail_with_its_separator(how: str, tmp_path: Path):
    body = DRAFT.split("\n\n", 1)[1]
    result = run(how, tmp_path, "", body)
    assert result["mode"] == "message-mode"
    assert result["words"] == WORDY
    assert "\n--text follows this line--\nGrüße 🎪 aus Köln. To book" in result["text"]


def test_the_file_compiles_without_a_warning(tmp_path: Path):
    file = write(tmp_path / "presend-flymake.el", (ROOT / "editors/emacs/presend-flymake.el").read_text())
    strict = ["--eval", "(setq byte-compile-error-on-warn t)"]
    subprocess.run([EMACS, "-Q", "--batch", *strict, "-f", "batch-byte-compile", str(file)], check=True)
