"""Pages of editors that can't be run here: what they say to paste is at least well formed."""

import json
import re
import tomllib

import pytest
from page import ROOT, lines

PAGES = sorted((ROOT / "editors").glob("*/README.md")) + [ROOT / "editors/README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


def test_helix():
    settings = tomllib.loads(lines("helix", "Helix", "toml"))
    server = settings["language-server"]["presend"]
    assert (server["command"], server["args"]) == ("presend", ["lsp"])
    assert server["config"] == {"presend": {"level": "info"}}
    assert all("presend" in language["language-servers"] for language in settings["language"])
    new = [language for language in settings["language"] if "file-types" in language]
    assert all({"name", "scope", "language-id"} <= language.keys() for language in new)


def test_sublime_text():
    client = json.loads(lines("sublime", "Sublime Text", "json"))["clients"]["presend"]
    assert client["enabled"] and client["command"] == ["presend", "lsp"]
    assert client["settings"] == {"presend.level": "info"}
    json.loads(lines("sublime", "What you see", "json"))


def test_zed():
    settings = json.loads(lines("zed", "Zed", "json"))
    assert settings["lsp"]["presend"]["settings"] == {"presend": {"level": "info"}}
    extension = tomllib.loads((ROOT / "editors/zed/extension.toml").read_text())
    server = extension["language_servers"]["presend"]
    assert set(server["languages"]) == set(server["language_ids"]) >= set(settings["file_types"])
