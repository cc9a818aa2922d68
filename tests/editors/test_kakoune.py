"""Kakoune of Debian with kakoune-lsp, with the lines of its page."""

import json
import re
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from page import DRAFT, MENDED, ROOT, WORDY, environment, lines, program, write

KAK = program("kak")
LSP = ROOT / "target/editors/kakoune/bin"
PAGE = (ROOT / "editors/kakoune/README.md").read_text(encoding="utf-8")
KAKRC = lines("kakoune", "Kakoune", "kak") + lines("kakoune", "Mail", "kak")

# A person picks the first action from the menu.
PICK = "define-command -override -hidden lsp-perform-code-action -params 1.. %{ evaluate-commands %arg{2} }\n"


def keys(wish: str) -> list[str]:
    """The keys that the page names for what a person wants to do."""
    named = re.search(rf"^\| {re.escape(wish)} \| `([^`]+)`", PAGE, re.MULTILINE)
    assert named, f"the page names no keys to “{wish}”"
    return re.findall("<[a-z]+>|.", named[1])


class Session:
    """An editor whose screen nobody sees: it takes keys, and says what its options are."""

    def __init__(self, home: Path, draft: Path):
        write(home / ".config/kak/kakrc", KAKRC + PICK)
        env = environment(home)
        # The path of a session's socket may not be long.
        self.runtime = tempfile.TemporaryDirectory(prefix="kak-")
        self.env = {**env, "PATH": f"{LSP}:{env['PATH']}", "XDG_RUNTIME_DIR": self.runtime.name}
        self.home, self.name = home, "drafts"
        command = [KAK, "-s", self.name, "-ui", "json", str(draft)]
        self.editor = subprocess.Popen(
            command, env=self.env, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )

    def press(self, pressed: list[str]) -> None:
        """Presses keys as a terminal hands them over, through the mappings of the person."""
        call = {"jsonrpc": "2.0", "method": "keys", "params": pressed}
        print(json.dumps(call), file=self.editor.stdin, flush=True)

    def tell(self, commands: str) -> None:
        said = f"evaluate-commands -client client0 %{{ {commands} }}"
        subprocess.run([KAK, "-p", self.name], env=self.env, input=said, text=True, check=True, timeout=10)

    def ask(self, expansion: str) -> str:
        """What an option or value is, or nothing while the editor starts."""
        answer = self.home / "answer"
        answer.unlink(missing_ok=True)
        try:
            self.tell(f"echo -to-file {answer} -- {expansion}")
        except subprocess.CalledProcessError:
            return ""
        for _ in range(50):
            if answer.exists() and answer.read_text():
                return answer.read_text()
            time.sleep(0.02)
        return ""

    def wait(self, expansion: str, is_so) -> str:
        for _ in range(150):
            if is_so(found := self.ask(expansion)):
                return found
            time.sleep(0.1)
        raise AssertionError(f"{expansion} is {found}")

    def end(self) -> None:
        self.editor.terminate()
        self.editor.wait(timeout=10)
        self.runtime.cleanup()


@pytest.mark.parametrize(
    ("name", "level"), [("draft.eml", "warning"), ("neomutt-fair-1000-1234-5678901234567890", "info")]
)
def test_a_finding_is_seen_and_mended(name: str, level: str, tmp_path: Path):
    write(tmp_path / "presend.toml", f'[rules]\n"concise/wordy-phrase" = "{level}"\n')
    session = Session(tmp_path, write(tmp_path / name, DRAFT))
    try:
        face = f"Diagnostic{level.capitalize()}"
        shown = session.wait("%opt{lsp_inline_diagnostics}", lambda said: face in said)
        assert session.ask("%opt{filetype}") == "mail"
        # Kakoune counts lines and bytes from 1, and the end is within.
        line = DRAFT.split("\n")[5].encode()
        start = line.index(WORDY.encode()) + 1
        place = f"6.{start},6.{start + len(WORDY) - 1}"
        assert f"{place}|{face}" in shown
        if level == "warning":
            session.press(keys("go to the next finding that is more than a hint"))
            session.wait("%val{selection_desc}", lambda said: said == place)
        session.tell(f"select {place}")
        session.press(keys("mend a finding, or leave it with a reason"))
        session.wait(f"%opt{{lsp_diagnostic_{level}_count}}", lambda said: said == "0")
        session.tell(f"write -force {tmp_path / 'after'}")
        assert (tmp_path / "after").read_text(encoding="utf-8") == MENDED
    finally:
        session.end()
