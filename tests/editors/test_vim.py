"""Vim with ALE of Debian, with the lines of its page."""

from pathlib import Path

import pytest
from page import DRAFT, HERE, MENDED, WORDY, lines, program, told, write

VIM = program("vim")
KEYS, FIX = (lines("vim", "What you see", "vim", which) for which in (0, 1))
VIMRC = "set nocompatible\nfiletype plugin on\n" + lines("vim", "Vim", "vim") + KEYS + FIX


def run(home: Path, draft: Path, how: str) -> dict:
    write(home / ".vimrc", VIMRC)
    command = [VIM, "--not-a-term", "-n", str(draft), "-c", f"source {HERE / 'editor.vim'}"]
    return told(command, home, HOW=how)


@pytest.mark.parametrize("how", ["action", "fix"])
@pytest.mark.parametrize("name", ["draft.eml", "neomutt-fair-1000-1234-5678901234567890"])
def test_a_finding_is_seen_and_mended(name: str, how: str, tmp_path: Path):
    result = run(tmp_path, write(tmp_path / name, DRAFT), how)
    assert result["filetype"] == "mail"
    assert result["words"] == WORDY
    assert result["message"].startswith("“In order to” is long")
    assert result["text"] == MENDED
