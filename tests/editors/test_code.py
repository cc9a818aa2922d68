"""The VS Code extension in a real VS Code: code-server, which shows it in a browser.

Each test goes on from an editor in which nothing is open and no setting is changed.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from extension import packed
from page import DRAFT, MENDED, PROGRAM, ROOT, WORDY, program, write
from playwright.sync_api import Locator, Page, TimeoutError, expect, sync_playwright

CODE_SERVER = ROOT / "target/editors/code-server/node_modules/code-server/out/node/entry.js"
BROWSER = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
# A machine with others at work needs ten seconds to start VS Code.
PATIENCE = 30_000
SETTINGS = {
    "presend.path": str(PROGRAM),
    "workbench.startupEditor": "none",
    "chat.disableAIFeatures": True,
    "files.autoSave": "off",
}
FILES = {
    "draft.eml": DRAFT,
    "talk.md": "# The move\n\nWhat do you all think we should do? Let's discuss it and decide together.\n"
    "Should we move to the new office, stay, or split the team? It depends on what the others say.\n",
}

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The folder that is open, in the home of a person who has the extension."""
    return tmp_path_factory.mktemp("home") / "drafts"


@pytest.fixture(scope="module")
def address(folder: Path):
    """Where VS Code is shown."""
    home = folder.parent
    # The browser's own file system would keep what users set; here it is files.
    write(home / "data/User/settings.json", json.dumps(SETTINGS))
    env = {**os.environ, "HOME": str(home)}
    command = [program("node"), str(CODE_SERVER), "--user-data-dir", str(home / "data")]
    installed = subprocess.run(
        [*command, "--install-extension", str(packed())], env=env, capture_output=True, text=True, check=False
    )
    assert "was successfully installed" in installed.stdout, installed.stdout + installed.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    offline = ["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust", "--auth", "none"]
    write(folder / ".vscode/settings.json", "{}")
    log = home / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [*command, *offline, "--bind-addr", f"127.0.0.1:{port}", str(folder)],
            env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", log)
        yield f"http://127.0.0.1:{port}/?folder={folder}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(url: str, log: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"code-server does not answer:\n{log.read_text()}")


@pytest.fixture(scope="module")
def window(address: str):
    assert BROWSER, "Chromium is missing; tests/editors/run installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 850})
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        expect(page.locator(".explorer-folders-view")).to_be_visible()
        yield page
        browser.close()


@pytest.fixture(autouse=True)
def unchanged(window: Page, folder: Path, request):
    for name, text in FILES.items():
        write(folder / name, text)
    yield
    window.screenshot(path=ROOT / f"target/editors/{request.node.name}.png")
    set_in_folder(folder)
    run(window, "Notifications: Clear All Notifications")
    run(window, "View: Close All Editors")
    expect(status(window)).to_be_hidden()


def run(window: Page, command: str) -> None:
    """Runs a command of the palette."""
    window.keyboard.press("F1")
    box = window.locator(".quick-input-widget input[type=text]")
    expect(box).to_be_visible()
    box.fill(f">{command}")
    window.locator(".quick-input-list .monaco-list-row").filter(has_text=command).first.click()
    expect(window.locator(".quick-input-widget")).to_be_hidden()


def show(window: Page, name: str) -> None:
    """Opens a file of the folder, and waits until the extension knows."""
    window.locator(".explorer-folders-view .monaco-list-row").filter(has_text=name).dblclick()
    expect(window.locator(".tab.active")).to_contain_text(name)
    expect(status(window)).to_be_visible()


def set_in_folder(folder: Path, **settings: object) -> None:
    named = {f"presend.{name}": value for name, value in settings.items()}
    write(folder / ".vscode/settings.json", json.dumps(named))


def quick_fix(window: Page, title: str) -> None:
    """Picks a quick fix. While VS Code still starts, it may close their list as soon as it is open."""
    fix = window.locator(".action-widget .monaco-list-row").filter(has_text=title)
    for _ in range(5):
        window.keyboard.press("Control+.")
        try:
            fix.click(timeout=PATIENCE / 5)
            return
        except TimeoutError:
            window.keyboard.press("Escape")
    raise AssertionError(f"there is no quick fix “{title}”")


def status(window: Page) -> Locator:
    return window.locator("[id='presend.presend.presend.status']")


def text_of(path: Path, wanted: str) -> None:
    """Waits until a file has this text."""
    for _ in range(100):
        if path.read_text(encoding="utf-8") == wanted:
            return
        time.sleep(0.1)
    assert path.read_text(encoding="utf-8") == wanted


def test_a_finding_is_shown_and_mended_by_its_quick_fix(window, folder):
    show(window, "draft.eml")
    finding = window.locator(".squiggly-info")
    expect(finding).to_be_visible()
    # To the next problem, its hover, and its quick fixes.
    window.keyboard.press("F8")
    expect(window.locator(".marker-widget")).to_contain_text(f"“{WORDY}” is long for what it says")
    window.keyboard.press("Escape")
    window.keyboard.press("Control+K")
    window.keyboard.press("Control+I")
    card = window.locator(".monaco-hover").filter(has_text="concise/wordy-phrase")
    expect(card).to_contain_text("Each one is a few words to read that tell nothing.")
    window.keyboard.press("Escape")
    quick_fix(window, "Replace by")
    expect(finding).to_be_hidden()
    window.keyboard.press("Control+s")
    text_of(folder / "draft.eml", MENDED)


def test_all_is_fixed_by_a_command(window, folder):
    show(window, "draft.eml")
    finding = window.locator(".squiggly-info")
    expect(finding).to_be_visible()
    run(window, "Presend: Fix all that is safe")
    expect(finding).to_be_hidden()
    window.keyboard.press("Control+s")
    text_of(folder / "draft.eml", MENDED)
    run(window, "Presend: Fix all that is safe")
    expect(window.locator(".notification-list-item")).to_contain_text("there is nothing to fix")


def test_the_verdict_stands_above_the_draft_and_in_the_status_bar(window, folder):
    show(window, "talk.md")
    lens = window.locator(".codelens-decoration")
    expect(lens).to_contain_text("Better talked over")
    expect(status(window)).to_contain_text("Better talked over")
    lens.get_by_text("Make an agenda").click()
    expect(window.locator(".tab.active")).to_contain_text("talk-agenda.md")
    show(window, "talk.md")
    status(window).click()
    expect(window.locator(".tab.active")).to_contain_text("talk-channel.txt")


def test_a_day_is_told_after_a_relative_one(window, folder):
    show(window, "draft.eml")
    expect(window.locator(".view-line").filter(has_text="by Friday")).to_contain_text("5 Jun")


def test_settings_count_while_it_runs(window, folder):
    show(window, "draft.eml")
    expect(window.locator(".squiggly-info")).to_be_visible()
    expect(status(window)).to_contain_text("message")
    set_in_folder(folder, enable=False)
    expect(window.locator(".squiggly-info")).to_be_hidden()
    expect(status(window)).to_have_text("Presend")
    set_in_folder(folder)
    expect(window.locator(".squiggly-info")).to_be_visible()
    expect(status(window)).to_contain_text("message")


def test_the_program_is_asked_for_where_it_is_missing(window, folder):
    show(window, "draft.eml")
    expect(window.locator(".squiggly-info")).to_be_visible()
    set_in_folder(folder, path="/nowhere/presend")
    told = window.locator(".notification-list-item")
    missing = told.filter(has_text="“presend.path” is “/nowhere/presend”, and there is no program there.")
    expect(missing).to_be_visible()
    expect(status(window)).to_have_class(re.compile("warning"))
    run(window, "Presend: Make an agenda from this draft")
    expect(told.filter(has_text="Presend: the program was not found")).to_be_visible()
    missing.get_by_role("button", name="Choose the program…").focus()
    window.keyboard.press("Enter")
    box = window.locator(".quick-input-widget input[type=text]")
    expect(box).to_have_value(re.compile("/drafts/"))
    box.fill(str(PROGRAM))
    expect(window.get_by_role("option", name=PROGRAM.name, exact=True)).to_be_visible()
    window.get_by_role("button", name="Use it").click()
    expect(window.locator(".squiggly-info")).to_be_visible()
    chosen = json.loads((folder / ".vscode/settings.json").read_text())
    assert chosen == {"presend.path": str(PROGRAM)}


def test_a_settings_file_is_checked_and_completed(window, folder):
    write(folder / "presend.toml", '[rules]\n"concise/wordy-phrse" = "off"\n')
    show(window, "presend.toml")
    expect(window.locator(".squiggly-error")).to_be_visible()
    window.keyboard.press("Control+End")
    window.keyboard.type('"ask/impl', delay=50)
    expect(window.locator(".suggest-widget .monaco-list-row").first).to_contain_text("ask/implicit")
    window.keyboard.press("Escape")
    run(window, "File: Revert File")
    (folder / "presend.toml").unlink()
