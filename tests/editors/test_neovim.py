"""Neovim 0.7 of Debian and 0.11, with the lines of its page and no plugins."""

import subprocess
import sys
from pathlib import Path

import pytest
from page import DRAFT, HERE, MENDED, WORDY, lines, program, told, write

OLD = [program("nvim")]
NEW = [str(Path(sys.executable).with_name("nvim"))]

AGENDA, SAVING = (lines("neovim", "What you see", "lua", which) for which in (0, 1))
ANY = ("plugin/presend.lua", lines("neovim", "Neovim 0.7 or newer", "lua") + AGENDA + SAVING)
SHORT = ("init.lua", lines("neovim", "Neovim 0.11 or newer, the short way", "lua") + AGENDA + SAVING)
SETUPS = {"0.7": (OLD, ANY), "0.11": (NEW, ANY), "0.11 short": (NEW, SHORT)}

# How mail clients call the drafts that they hand to an editor.
DRAFTS = {
    "file": "draft.eml",
    "neomutt": "neomutt-fair-1000-1234-5678901234567890",
    "mutt": "mutt-fair-1000-1234-5678901234567890",
    "aerc": "aerc-compose-123456789.eml",
}


def run(setup: str, home: Path, draft: Path, buffer: str) -> dict:
    editor, (name, text) = SETUPS[setup]
    write(home / ".config/nvim" / name, text)
    command = [*editor, "--headless", str(draft), "-c", f"luafile {HERE / 'editor.lua'}"]
    return told(command, home, BUFFER=buffer)


def test_versions():
    for editor, version in ((OLD, "NVIM v0.7."), (NEW, "NVIM v0.11.")):
        said = subprocess.run([*editor, "--version"], capture_output=True, text=True, check=True).stdout
        assert said.startswith(version)


@pytest.mark.parametrize("name", DRAFTS)
@pytest.mark.parametrize("setup", SETUPS)
def test_a_finding_is_seen_and_mended(setup: str, name: str, tmp_path: Path):
    result = run(setup, tmp_path, write(tmp_path / DRAFTS[name], DRAFT), "file")
    assert result["filetype"] == "mail"
    assert result["words"] == WORDY
    assert result["message"].startswith("“In order to” is long")
    assert result["text"] == MENDED
    assert result["saved"][-1] == "Call to book."
    # Neovim 0.7 opens no documents that a server names.
    stem = "draft" if name == "file" else Path(DRAFTS[name]).stem
    assert result["agenda"] == (DRAFTS[name] if setup == "0.7" else f"{stem}-agenda.md")


@pytest.mark.parametrize("setup", SETUPS)
def test_a_draft_that_was_never_saved(setup: str, tmp_path: Path):
    result = run(setup, tmp_path, write(tmp_path / "other", DRAFT), "new")
    assert not (tmp_path / "new.eml").exists()
    assert (result["words"], result["text"]) == (WORDY, MENDED)


@pytest.mark.parametrize("setup", SETUPS)
def test_the_settings_file(setup: str, tmp_path: Path):
    settings = write(tmp_path / "presend.toml", '[rules]\n"deadline/mising" = "off"\n')
    result = run(setup, tmp_path, settings, "settings")
    assert "did you mean “deadline/missing”?" in result["message"]


def test_the_lines_for_lspconfig_are_lua(tmp_path: Path):
    # nvim-lspconfig itself is in none of the package sources that the tests use.
    file = write(tmp_path / "lspconfig.lua", lines("neovim", "With nvim-lspconfig on Neovim 0.10 or older", "lua"))
    load = f"lua local read, problem = loadfile('{file}'); if not read then print(problem); vim.cmd('cquit') end"
    for editor in (OLD, NEW):
        subprocess.run([*editor, "--headless", "-u", "NONE", "-c", load, "-c", "qall!"], check=True, timeout=30)
