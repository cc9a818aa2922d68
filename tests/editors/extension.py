"""The VS Code extension as its makers build and pack it."""

import subprocess
from pathlib import Path

from page import ROOT, program

FOLDER = ROOT / "editors/vscode"


def npm(*arguments: str) -> None:
    done = subprocess.run([program("npm"), *arguments], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"npm {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"


def packed() -> Path:
    """The package, made anew. Its packing checks types and style first, as `vscode:prepublish` says."""
    npm("ci", "--no-audit", "--no-fund")
    npm("run", "package")
    return FOLDER / "presend.vsix"
