"""Drives a headless Thunderbird by Marionette, for test_thunderbird.py."""

import base64
import os
import signal
import socket
import subprocess
import time

from aiosmtpd.controller import Controller
from marionette_driver.addons import Addons
from marionette_driver.marionette import Marionette

from conftest import free_port

BINARY = "/usr/lib/thunderbird/thunderbird"

# An account that sends to the sink, and a Thunderbird that asks nothing and calls nobody.
PREFERENCES = {
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account2",
    "mail.accountmanager.localfoldersserver": "server1",
    "mail.account.account1.server": "server1",
    "mail.account.account2.server": "server2",
    "mail.account.account2.identities": "id1",
    "mail.server.server1.type": "none",
    "mail.server.server1.hostname": "Local Folders",
    "mail.server.server1.userName": "nobody",
    "mail.server.server2.type": "pop3",
    "mail.server.server2.hostname": "127.0.0.1",
    "mail.server.server2.userName": "ana",
    "mail.server.server2.check_new_mail": False,
    "mail.server.server2.login_at_startup": False,
    "mail.identity.id1.fullName": "Ana",
    "mail.identity.id1.useremail": "ana@a.example",
    "mail.identity.id1.valid": True,
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id1.fcc": False,
    "mail.smtpservers": "smtp1",
    "mail.smtp.defaultserver": "smtp1",
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.smtpserver.smtp1.authMethod": 1,
    "mail.smtpserver.smtp1.try_ssl": 0,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mail.shell.checkDefaultClient": False,
    "mail.rights.version": 1,
    "mail.compose.autosave": False,
    "mail.compose.attachment_reminder": False,
    "mail.warn_on_send_accel_key": False,
    "mail.inappnotifications.enabled": False,
    "mailnews.start_page.enabled": False,
    "mailnews.start_page_override.mstone": "ignore",
    "mailnews.auto_config_url": "http://127.0.0.1:9/",
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "toolkit.telemetry.enabled": False,
    "extensions.autoDisableScopes": 0,
    "extensions.update.enabled": False,
    "xpinstall.signatures.required": False,
    "network.connectivity-service.enabled": False,
    "network.captive-portal-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9/",
    "ui.prefersReducedMotion": 1,
}

COMPOSE = """
const [draft, done] = arguments;
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
fields.to = draft.to;
fields.subject = draft.subject;
fields.body = draft.body;
for (const path of draft.files) {
  const file = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
  file.name = path.split("/").pop();
  file.url = "file://" + path;
  fields.addAttachment(file);
}
const params = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams);
params.composeFields = fields;
params.type = Ci.nsIMsgCompType.New;
params.format = draft.isHtml ? Ci.nsIMsgCompFormat.HTML : Ci.nsIMsgCompFormat.PlainText;
params.identity = MailServices.accounts.defaultAccount.defaultIdentity;
const opened = (subject) => {
  const window = subject;
  window.addEventListener("compose-editor-ready", () => setTimeout(() => {
    for (const [name, value] of draft.headers) window.gMsgCompose.compFields.setHeader(name, value);
    done(window.document.title);
  }, 200), { once: true });
  Services.ww.unregisterNotification(opened);
};
Services.ww.registerNotification(opened);
MailServices.compose.OpenComposeWindowWithParams(null, params);
"""

# Runs a script in the page of the window whose title begins so.
IN_PAGE = """
const [title, code, args, done] = arguments;
const window = [...Services.wm.getEnumerator(null)].find((window) => window.document.title.startsWith(title));
const browser = window?.document.querySelector("browser");
const actor = browser?.browsingContext?.currentWindowGlobal?.getActor("MarionetteCommands");
if (!actor) done(null);
else actor.executeScript(code, args, {}).then(done, () => done(null));
"""

KEY = """
const [title, key, done] = arguments;
const window = [...Services.wm.getEnumerator(null)].find((window) => window.document.title.startsWith(title));
window.focus();
window.document.querySelector("browser").focus();
const keyCode = { Tab: 9, Enter: 13, Escape: 27 }[key];
const tip = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
tip.beginInputTransactionForTests(window);
const event = new window.KeyboardEvent("", { key, code: key, keyCode });
tip.keydown(event);
tip.keyup(event);
setTimeout(done, 100);
"""

SNAPSHOT = """
const [title, done] = arguments;
const window = [...Services.wm.getEnumerator(null)].find((window) => window.document.title.startsWith(title));
const page = window.document.querySelector("browser").browsingContext.currentWindowGlobal;
page.drawSnapshot(null, 1, "white").then((image) => {
  const canvas = window.document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext("2d").drawImage(image, 0, 0);
  done(canvas.toDataURL("image/png").split(",")[1]);
}, (error) => done("error " + error));
"""


def until(what, get, seconds: float = 20):
    """Waits until `get` gives something, and gives that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if got := get():
            return got
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}")


class Sink:
    """Where mail arrives, over SMTP."""

    def __init__(self):
        self.messages: list[bytes] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()

    async def handle_DATA(self, _server, _session, envelope):
        self.messages.append(envelope.original_content)
        return "250 OK"

    def next(self) -> bytes:
        """The one message that has arrived since."""
        until("a message", lambda: self.messages)
        (message,) = self.messages
        self.messages.clear()
        return message


class Thunderbird:
    """A Thunderbird with a home and a profile of its own."""

    def __init__(self, home, sink: Sink):
        self.home, self.sink = home, sink
        profile = home / "profile"
        run = home / "run"
        profile.mkdir()
        run.mkdir(mode=0o700)
        port = free_port()
        set_here = {"mail.smtpserver.smtp1.port": sink.controller.port, "marionette.port": port}
        lines = [f"user_pref({quoted(name)}, {quoted(value)});" for name, value in (PREFERENCES | set_here).items()]
        (profile / "user.js").write_text("\n".join(lines) + "\n")
        env = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(run), "LC_ALL": "C.UTF-8"}
        # Containers have no user namespaces for the sandbox.
        env |= {"MOZ_DISABLE_CONTENT_SANDBOX": "1", "NO_AT_BRIDGE": "1"}
        self.log = (home / "thunderbird.log").open("wb")
        command = [BINARY, "--no-remote", "--profile", profile, "--headless", "--marionette"]
        self.process = subprocess.Popen(
            [*map(str, command), "--remote-allow-system-access"],
            env=env, stdout=self.log, stderr=self.log, start_new_session=True,
        )
        until("Thunderbird", lambda: reachable(port), 60)
        self.marionette = Marionette(host="127.0.0.1", port=port)
        self.marionette.start_session()
        self.marionette.set_context("chrome")
        self.marionette.timeout.script = 30

    def close(self):
        self.sink.controller.stop()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def run(self, script, *arguments):
        return self.marionette.execute_script(script, script_args=arguments, sandbox="system")

    def wait_for(self, script, *arguments):
        return self.marionette.execute_async_script(script, script_args=arguments, sandbox="system")

    def install(self, xpi) -> str:
        """Installs an extension as a person does, from its file."""
        return Addons(self.marionette).install(str(xpi))

    def compose(self, body, subject="The harbour plan", to="Ben <ben@b.example>", files=(), headers=(), is_html=False):
        draft = {"to": to, "subject": subject, "body": body, "files": [str(file) for file in files]}
        self.wait_for(COMPOSE, draft | {"headers": list(headers), "isHtml": is_html})

    def send(self, command="cmd_sendNow"):
        self.run(f"Services.wm.getMostRecentWindow('msgcompose').goDoCommand('{command}')")

    def drafts(self) -> int:
        """How many compose windows are open."""
        return self.run("return [...Services.wm.getEnumerator('msgcompose')].length")

    def close_drafts(self):
        self.run("for (const w of Services.wm.getEnumerator('msgcompose')) { w.gContentChanged = false; w.close(); }")
        until("the drafts to close", lambda: self.drafts() == 0)

    def titles(self) -> list[str]:
        return self.run("return [...Services.wm.getEnumerator(null)].map((window) => window.document.title)")

    def prompt(self) -> str:
        """The text of Presend's window, once it is there."""
        ready = "return document.documentElement.dataset.ready ? document.body.innerText : null"
        return until("Presend's window", lambda: self.page(ready))

    def has_prompt(self) -> bool:
        return any(title.startswith("Presend") for title in self.titles())

    def page(self, code, *arguments):
        """Runs a script in Presend's window."""
        return self.wait_for(IN_PAGE, "Presend", code, arguments)

    def click(self, selector):
        self.page("document.querySelector(arguments[0]).click()", selector)
        until("Presend's window to close", lambda: not self.has_prompt())

    def key(self, key):
        """Presses a key in Presend's window."""
        self.wait_for(KEY, "Presend", key)

    def selected(self) -> str:
        """The words that are selected in the draft."""
        return self.selection("toString()")

    def after_selected(self) -> str:
        """What stands behind them in their line."""
        return self.selection("focusNode.data.slice(selection.focusOffset)")

    def selection(self, what) -> str:
        return self.run(
            "const w = Services.wm.getMostRecentWindow('msgcompose');"
            "const selection = w.document.getElementById('messageEditor').contentWindow.getSelection();"
            f"return selection.{what}"
        )

    def screenshot(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self.wait_for(SNAPSHOT, "Presend")))

    def background(self, code):
        """Runs a script in the background page of the extension."""
        return self.wait_for(
            """
            const [id, code, done] = arguments;
            const views = [...WebExtensionPolicy.getByID(id).extension.views];
            const page = views.find((view) => view.viewType === "background").xulBrowser.browsingContext;
            const actor = page.currentWindowGlobal.getActor("MarionetteCommands");
            actor.executeScript(code, [], {}).then(done, (error) => done("error " + error));
            """,
            "presend@presend.example.org", code,
        )


def quoted(value) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value).lower()


def reachable(port) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
