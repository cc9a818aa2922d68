"""What the pages under editors/ tell their readers to paste, and drafts to try it on."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PROGRAM = Path(os.environ["PRESEND"]).resolve()
DRAFT = (HERE / "draft.eml").read_text(encoding="utf-8")
WORDY = "In order to"
MENDED = DRAFT.replace(WORDY, "To")


def lines(page: str, heading: str, language: str, which: int = 0) -> str:
    """The lines to paste in `language` below `heading` of a page, such as that of “vim”."""
    text = (ROOT / "editors" / page / "README.md").read_text(encoding="utf-8")
    section = re.split(rf"^#+ {re.escape(heading)}\n", text, maxsplit=1, flags=re.MULTILINE)[1]
    found = re.findall(rf"^```{language}\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    assert len(found) > which, f"editors/{page}/README.md has too few lines in {language} under “{heading}”"
    return found[which]


def environment(home: Path) -> dict[str, str]:
    """The environment of a person whose home is `home`, with presend on their PATH."""
    programs = home / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    (programs / "presend").symlink_to(PROGRAM)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {
        **kept,
        "PATH": f"{programs}:{kept['PATH']}",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
    }


def told(command: list[str], home: Path, **more: str) -> dict:
    """What an editor that runs a script of ours writes into the file that RESULT names."""
    result = home / "result.json"
    result.unlink(missing_ok=True)
    env = {**environment(home), "RESULT": str(result), **more}
    editor = subprocess.run(
        command, env=env, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )
    said = f"{command[0]} ended with {editor.returncode}:\n{editor.stdout}\n{editor.stderr}"
    assert result.exists(), said
    answer = json.loads(result.read_text(encoding="utf-8"))
    assert "error" not in answer, f"{answer['error']}\n{said}"
    return answer


def write(path: Path, text: str) -> Path:
    """The path, with this text in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def program(name: str) -> str:
    """A program that the tests need."""
    found = shutil.which(name)
    assert found, f"{name} is missing; tests/editors/run installs it"
    return found
