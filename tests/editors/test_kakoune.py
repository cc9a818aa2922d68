"""Kakoune of Debian with kakoune-lsp, with the lines of its page."""

import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from page import DRAFT, MENDED, ROOT, WORDY, environment, lines, program, write

KAK = program("kak")
LSP = ROOT / "target/editors/kakoune/bin"
KAKRC = lines("kakoune", "Kakoune", "kak") + lines("kakoune", "Mail", "kak")

# A person picks the first action from the menu.
PICK = "define-command -override -hidden lsp-perform-code-action -params 1.. %{ evaluate-commands %arg{2} }\n"


class Session:
    """An editor without a screen, which does what it is told."""

    def __init__(self, home: Path, draft: Path):
        write(home / ".config/kak/kakrc", KAKRC + PICK)
        env = environment(home)
        # The path of a session's socket may not be long.
        self.runtime = tempfile.TemporaryDirectory(prefix="kak-")
        self.env = {**env, "PATH": f"{LSP}:{env['PATH']}", "XDG_RUNTIME_DIR": self.runtime.name}
        self.home, self.name = home, "drafts"
        command = [KAK, "-s", self.name, "-ui", "dummy", str(draft)]
        self.editor = subprocess.Popen(command, env=self.env, cwd=home, stdin=subprocess.DEVNULL)

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


@pytest.mark.parametrize("name", ["draft.eml", "neomutt-fair-1000-1234-5678901234567890"])
def test_a_finding_is_seen_and_mended(name: str, tmp_path: Path):
    session = Session(tmp_path, write(tmp_path / name, DRAFT))
    try:
        shown = session.wait("%opt{lsp_inline_diagnostics}", lambda said: "DiagnosticInfo" in said)
        assert session.ask("%opt{filetype}") == "mail"
        # Kakoune counts lines and bytes from 1, and the end is within.
        line = DRAFT.split("\n")[5].encode()
        start = line.index(WORDY.encode()) + 1
        place = f"6.{start},6.{start + len(WORDY) - 1}"
        assert f"{place}|DiagnosticInfo" in shown
        session.tell(f"select {place}; lsp-code-actions")
        session.wait("%opt{lsp_diagnostic_info_count}", lambda said: said == "0")
        session.tell(f"write -force {tmp_path / 'after'}")
        assert (tmp_path / "after").read_text(encoding="utf-8") == MENDED
    finally:
        session.end()
