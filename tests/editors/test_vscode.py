"""The VS Code extension: its own tests, and what is in its package.

No VS Code runs here; test_code.py has one. Its tests run the real vscode-languageclient and the
real server, and only VS Code itself is a stub.
"""

import json
import zipfile
from pathlib import Path

from extension import FOLDER, npm, packed

WANTED = {
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE-APACHE",
    "extension/LICENSE-MIT",
    "extension/changelog.md",
    "extension/dist/extension.js",
    "extension/dist/licences.txt",
    "extension/icon.png",
    "extension/install.md",
    "extension/mail-configuration.json",
    "extension/mjml-configuration.json",
    "extension/package.json",
    "extension/readme.md",
}

MOST_BYTES = 150_000


def test_the_extension_is_sound_and_packed():
    package = packed()
    npm("test")
    with zipfile.ZipFile(package) as archive:
        assert set(archive.namelist()) == WANTED
        licences = archive.read("extension/dist/licences.txt").decode()
        manifest = json.loads(archive.read("extension/package.json"))
    assert "vscode-languageclient" in licences
    assert package.stat().st_size < MOST_BYTES
    assert manifest["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"][0] == "presend.path"


def test_settings_and_commands_stand_on_the_page():
    manifest = json.loads((FOLDER / "package.json").read_text())["contributes"]
    page = (FOLDER / "README.md").read_text()
    for setting, of in manifest["configuration"]["properties"].items():
        default = "" if of["default"] == "" else f" `{json.dumps(of['default']).strip(chr(34))}`"
        assert f"| `{setting}` |{default} |" in page, setting
    for command in manifest["commands"]:
        assert f"| {command['category']}: {command['title']} |" in page, command
    commands = " ".join(path.read_text() for path in Path(FOLDER / "src").glob("*.ts"))
    for command in manifest["commands"]:
        name = command["command"].removeprefix("presend.")
        assert f'command("{name}",' in commands, name
