"""Thunderbird with its extension, from the packed file, against `presend guard native`."""

import json
import pathlib
import re
import struct
import subprocess
import time

import pytest

from conftest import BAD, BAD_TOLD, GOOD, PRESEND, crlf
from thunderbird import Sink, Thunderbird, until

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIENT = ROOT / "clients" / "thunderbird"
KEPT = ROOT / "target" / "clients"

# The words stand twice, and only the second time are they the author's.
TWICE = "Ben wrote:\n> I have attached the first one.\n\nHello Ben,\n\nI have attached the plan for the harbour.\n\nAna\n"
# Nothing in it holds, one thing asks.
WARNED = "Hello Ben,\n\nHere is the plan for the harbour: three stands, two of them by the water.\n\nAna\n"


def guard(home, *words):
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    return subprocess.run([PRESEND, "guard", *words], env=env, capture_output=True, text=True, check=True)


def settings(home, text):
    (home / ".config" / "presend" / "presend.toml").write_text(text)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A Thunderbird with the extension, and what it sends without it."""
    home = tmp_path_factory.mktemp("thunderbird")
    client = Thunderbird(home, Sink())
    try:
        client.compose(BAD)
        client.send()
        plain = client.sink.next()
        guard(home, "install", "thunderbird", "--yes")
        xpi = KEPT / "presend-thunderbird.xpi"
        subprocess.run([CLIENT / "build", xpi], check=True, stdout=subprocess.DEVNULL)
        assert client.install(xpi) == "presend@presend.example.org"
        client.unguarded = plain
        yield client
    finally:
        client.close()


@pytest.fixture
def client(opened):
    """The same Thunderbird, as it was at first."""
    settings(opened.home, "")
    # What a test put in its place is not ours, and stays until somebody moves it away.
    (opened.home / ".config/presend/thunderbird-host").unlink(missing_ok=True)
    guard(opened.home, "install", "thunderbird", "--yes")
    opened.background("return browser.storage.local.clear()")
    yield opened
    while opened.has_prompt():
        opened.click("#back")
    opened.close_drafts()
    opened.sink.messages.clear()


def without_what_differs(message: bytes) -> bytes:
    """A message without what Thunderbird itself makes anew each time; the language it tells only
    once its spelling checker has started."""
    return re.sub(rb"^(Message-ID|Date|Content-Language): .*\r\n", b"", message, flags=re.M)


def test_the_parts_by_themselves():
    tests = sorted(map(str, (CLIENT / "test").glob("*.test.js")))
    done = subprocess.run(["node", "--test", *tests], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_thunderbird_finds_nothing_wrong_with_the_manifest(client):
    problems = client.wait_for(
        """
        const [id, done] = arguments;
        const { ExtensionData } = ChromeUtils.importESModule("resource://gre/modules/Extension.sys.mjs");
        const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
        AddonManager.getAddonByID(id).then(async (addon) => {
          const data = new ExtensionData(addon.getResourceURI());
          await data.loadManifest();
          done([...data.errors, ...data.warnings]);
        }).catch((error) => done([String(error)]));
        """,
        "presend@presend.example.org",
    )
    assert problems == []


def test_a_clean_draft_arrives_without_a_question(client):
    client.compose(GOOD)
    client.send()
    message = client.sink.next()
    assert crlf(GOOD) in message and b"resend" not in message
    assert not client.has_prompt()


def test_a_bad_draft_is_held_and_going_back_shows_the_words(client):
    client.compose(TWICE)
    client.send()
    shown = client.prompt()
    assert BAD_TOLD in shown and "I have attached" in shown and "Not sent" in shown and "Verdict" in shown
    assert client.page("return document.activeElement.id") == "back"
    client.click("#back")
    until("the words to be selected", lambda: client.selected() == "I have attached")
    assert client.after_selected().startswith(" the plan")
    assert client.drafts() == 1 and client.sink.messages == []
    assert client.run("return Services.wm.getMostRecentWindow('msgcompose').gWindowLocked") is False


def test_sending_anyway_leaves_no_trace(client):
    client.compose(BAD)
    client.send()
    client.prompt()
    client.click("#send")
    message = client.sink.next()
    assert without_what_differs(message) == without_what_differs(client.unguarded)
    # It was for once.
    client.compose(BAD)
    client.send()
    assert BAD_TOLD in client.prompt()


def test_closing_the_window_is_going_back(client):
    client.compose(BAD)
    client.send()
    client.prompt()
    client.run("for (const w of Services.wm.getEnumerator(null)) if (w.document.title.startsWith('Presend')) w.close()")
    until("the window to close", lambda: not client.has_prompt())
    time.sleep(0.5)
    assert client.drafts() == 1 and client.sink.messages == []


def test_all_by_keyboard_and_for_a_screen_reader(client):
    client.compose(BAD)
    client.send()
    client.prompt()
    spoken = accessible(client)
    assert ["dialog", "Not sent: 1 finding to look at first"] in spoken
    assert ["pushbutton", "Back to the draft"] in spoken and ["pushbutton", "Send anyway"] in spoken
    assert ["heading", "Mend before it goes"] in spoken
    client.key("Escape")
    until("Esc to go back", lambda: not client.has_prompt())
    assert client.drafts() == 1
    client.send()
    client.prompt()
    went = []
    for _ in range(4):
        client.key("Tab")
        went.append(client.page("return document.activeElement.id || document.activeElement.className"))
    assert went == ["send", "show", "back", "send"]
    client.key("Enter")
    client.sink.next()


def test_the_button_checks_on_demand_also_what_is_clean(client):
    client.compose(GOOD)
    press_button(client)
    assert "Nothing to mend" in client.prompt()
    assert client.page("return document.getElementById('send').hidden") is True
    client.click("#back")
    client.close_drafts()
    client.compose(BAD)
    press_button(client)
    assert BAD_TOLD in client.prompt()
    client.page("document.documentElement.dataset.ready = ''")
    press_button(client)
    assert BAD_TOLD in client.prompt()
    until("one window in place of two", lambda: windows(client) == 1)
    client.click(".show")
    until("the words to be selected", lambda: client.selected() == "I have attached")
    assert client.sink.messages == []


def test_warnings_ask_as_the_settings_say(client):
    client.compose(WARNED, subject="Quick question")
    client.send()
    assert "Send it as it is?" in client.prompt() and "In the subject" in client.prompt()
    client.click("#back")
    client.background("return browser.storage.local.set({ showWarnings: false })")
    client.send()
    client.sink.next()


def test_html_with_files(client, tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text("the plan")
    body = "<p>Hello Ben,</p><p>I have <b>attached</b> the plan for the harbour.</p><p>Ana</p>"
    client.compose(body, is_html=True, files=[file])
    client.send()
    assert b"the plan for the harbour" in client.sink.next()
    client.compose(body, is_html=True)
    client.send()
    client.prompt()
    client.click("#back")
    until("the words to be selected", lambda: client.selected() == "I have attached")


def test_send_later_is_guarded_too(client):
    client.compose(BAD)
    client.send("cmd_sendLater")
    assert BAD_TOLD in client.prompt()
    client.click("#back")
    assert client.drafts() == 1


def test_fields_for_presend_are_never_sent(client):
    client.compose(BAD, headers=[["X-Presend", "send"], ["X-Kept", "1"]])
    client.send()
    message = client.sink.next()
    assert b"x-kept: 1" in message.lower() and b"x-presend" not in message.lower()


def no_host(home):
    guard(home, "uninstall", "thunderbird", "--yes")


def host_that(script):
    """A host that does something else."""

    def put(home):
        host = home / ".config" / "presend" / "thunderbird-host"
        host.write_text(f"#!/bin/sh\n# Written by `presend guard install`.\n{script}")

    return put


@pytest.mark.parametrize(
    "break_it, told",
    [
        pytest.param(no_host, "presend guard install thunderbird", id="missing"),
        pytest.param(host_that("exit 3\n"), "stopped before it answered", id="crashed"),
        pytest.param(host_that("kill -9 $$\n"), "stopped before it answered", id="killed"),
        pytest.param(host_that(r"printf '\377\000\000\000{\"version\"'"), "stopped before it answered", id="cut off"),
        pytest.param(host_that(r"printf '\000\000\000\177{}'; exec sleep 60"), "stopped before it answered", id="too long"),
        pytest.param(host_that("exec sleep 60\n"), "within 1 second", id="slow"),
        pytest.param(host_that(r"printf '\002\000\000\000{}'; exec sleep 5"), "does not understand", id="malformed"),
    ],
)
def test_a_failing_host_swallows_no_message(client, break_it, told):
    break_it(client.home)
    client.background("return browser.storage.local.set({ seconds: 1, onFailure: 'hold' })")
    client.compose(BAD)
    client.send()
    assert told in client.prompt()
    client.click("#back")
    assert client.drafts() == 1 and client.sink.messages == []
    client.background("return browser.storage.local.set({ onFailure: 'send' })")
    client.send()
    assert crlf(BAD) in client.sink.next()


def test_what_becomes_of_a_failure_follows_the_settings_as_last_seen(client):
    settings(client.home, '[guard]\non-failure = "hold"\n')
    client.compose(GOOD)
    client.send()
    client.sink.next()
    no_host(client.home)
    client.compose(GOOD)
    client.send()
    assert "could not check" in client.prompt()


def test_wrong_settings_stop_no_mail(client):
    settings(client.home, '[guard]\nhold = "never"\n')
    client.compose(BAD)
    client.send()
    client.sink.next()


def test_the_options_page_keeps_what_is_set_and_tries_the_connection(client):
    client.background("return browser.windows.create({ type: 'popup', url: 'options.html' }).then(() => true)")
    until("the page", lambda: client.page("return document.documentElement.dataset.ready"))
    client.page("document.querySelector('[value=hold]').click(); document.querySelector('[name=showWarnings]').click()")
    until("it to be kept", lambda: client.page("return document.getElementById('status').textContent === 'Kept.'"))
    client.page("document.getElementById('try').click()")
    until("an answer", lambda: client.page("return document.getElementById('status').textContent.endsWith(' answers.')"))
    kept = client.background("return browser.storage.local.get().then(JSON.stringify)")
    assert json.loads(kept) | {"onFailure": "hold", "showWarnings": False} == json.loads(kept)
    client.screenshot(KEPT / "thunderbird-options.png")
    client.page("window.close()")
    client.run("for (const w of Services.wm.getEnumerator(null)) if (w.document.title.startsWith('Presend')) w.close()")


@pytest.mark.parametrize("look, is_dark", [("light", 0), ("dark", 1)])
def test_how_it_looks(client, look, is_dark):
    name = "ui.systemUsesDarkTheme"
    client.run("Services.prefs.setIntPref(arguments[0], arguments[1])", name, is_dark)
    try:
        body = "Hello Ben,\n\nI have attached the plan. Could you look at it as soon as possible? " \
            "I feel that your team let us down again, and I am very disappointed.\n\nAna\n"
        client.compose(body, subject="Quick question")
        client.send()
        client.prompt()
        client.screenshot(KEPT / f"thunderbird-{look}.png")
        ground, ink = client.page("const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]")
        assert (brightness(ground) > brightness(ink)) == (look == "light")
    finally:
        client.run("Services.prefs.clearUserPref(arguments[0])", name)


def test_the_pipe_bears_anything():
    """What the host itself answers over a real pipe, however it is cut."""
    request = json.dumps({"id": 1, "version": 1, "details": {"isPlainText": True, "plainTextBody": BAD}}).encode()
    frame = struct.pack("=I", len(request)) + request
    host = subprocess.Popen([PRESEND, "guard", "native", "manifest.json", "id"], stdin=-1, stdout=-1, stderr=-1)
    for piece in [frame[:2], frame[2:7], frame[7:], struct.pack("=I", 1), b"{", frame]:
        host.stdin.write(piece)
        host.stdin.flush()
        time.sleep(0.05)
    answers = [read_frame(host.stdout) for _ in range(3)]
    host.stdin.close()
    assert (host.wait(10), host.stdout.read(), host.stderr.read()) == (0, b"", b"")
    assert [answer.get("decision") for answer in answers] == ["hold", None, "hold"]
    assert "error" in answers[1]
    for cut in [b"\1", frame[:-1], struct.pack("=I", 2**32 - 1) + b"{}"]:
        done = subprocess.run([PRESEND, "guard", "native"], input=cut, capture_output=True, timeout=20)
        assert (done.returncode, done.stdout) == (3, b"") and b"pipe" in done.stderr


def read_frame(pipe):
    (length,) = struct.unpack("=I", pipe.read(4))
    return json.loads(pipe.read(length))


def press_button(client):
    client.run(
        "const w = Services.wm.getMostRecentWindow('msgcompose');"
        "w.document.getElementById('presend_presend_example_org-composeAction-toolbarbutton').click()"
    )


def windows(client) -> int:
    return sum(title.startswith("Presend") for title in client.titles())


def brightness(color: str) -> int:
    return sum(int(part) for part in re.findall(r"\d+", color)[:3])


def accessible(client) -> list[list[str]]:
    """What a screen reader is told of Presend's window: roles and names."""
    script = """
    const service = Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
    const window = [...Services.wm.getEnumerator(null)].find((w) => w.document.title.startsWith("Presend"));
    const told = [];
    const walk = (node) => {
      told.push([service.getStringRole(node.role), node.name]);
      for (let child = node.firstChild; child; child = child.nextSibling) walk(child);
    };
    walk(service.getAccessibleFor(window.document));
    return told;
    """
    return until("the buttons", lambda: (told := client.run(script)) and ["pushbutton", "Back to the draft"] in told and told)
