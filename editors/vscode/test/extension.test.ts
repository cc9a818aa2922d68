// The extension with the real vscode-languageclient and the real `presend lsp`; only VS Code
// itself is a stub. PRESEND says which program.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import * as vscode from "vscode";

import { activate, deactivate } from "../src/extension";
import * as stub from "./stub";

const program = process.env["PRESEND"];
assert.ok(program, "PRESEND has to name the program");

const DRAFT = `From: Ana Costa <ana@example.org>
To: Ben Okafor <ben@example.org>
Date: Mon, 1 Jun 2026 09:00:00 +0200
Subject: The hall for the autumn fair

Ben, could you send me the plan by Friday? In order to book the hall I need it.
`;

const home = mkdtempSync(path.join(os.tmpdir(), "presend-vscode-"));
const context = { extensionUri: vscode.Uri.file(home), subscriptions: [] as vscode.Disposable[] };

/** Waits until something is so, at most ten seconds. */
async function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
  for (let tries = 0; tries < 500; tries += 1) {
    const found = look();
    if (found !== undefined && found !== false) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`in ten seconds there was no ${what}; the log:\n${stub.seen.log.join("\n")}`);
}

const diagnosticsOf = (document: stub.TextDocument): stub.Diagnostic[] => stub.languages.getDiagnostics(document.uri);

function codeOf({ code }: stub.Diagnostic): string {
  return String((code as { value?: unknown } | undefined)?.value ?? code);
}

/** The diagnostic of a rule, once there is one. */
function found(document: stub.TextDocument, rule: string): Promise<stub.Diagnostic> {
  return until(`diagnostic ${rule}`, () => diagnosticsOf(document).find((diagnostic) => codeOf(diagnostic) === rule));
}

function provider(kind: string): any {
  const all = stub.providers.get(kind) ?? [];
  const last = all.at(-1);
  assert.ok(last, `nothing provides ${kind}; the log:\n${stub.seen.log.join("\n")}`);
  return last.provider;
}

const token = new stub.CancellationTokenSource().token;

before(() => {
  // No program anywhere, whatever this machine has.
  process.env["PATH"] = home;
  process.env["HOME"] = home;
  delete process.env["XDG_CONFIG_HOME"];
  stub.workspace.isTrusted = false;
  mkdirSync(path.join(home, ".cargo/bin"), { recursive: true });
});

after(async () => {
  await deactivate();
  context.subscriptions.forEach((part) => {
    part.dispose();
  });
  rmSync(home, { recursive: true, force: true });
});

test("a folder that is not trusted has no say in what is run", async () => {
  stub.set("presend.path", program, true);
  await activate(context as unknown as vscode.ExtensionContext);
  assert.match(stub.seen.errors[0] ?? "", /^The program “presend” was not found on PATH, nor in .*\.cargo\/bin/);
  const draft = stub.open(stub.Uri.file("/mail/first.eml"), "mail", DRAFT);
  const item = await until("warning in the status bar", () => stub.statusBar.find(({ isVisible }) => isVisible));
  assert.equal(item["text"], "$(warning) Presend");
  assert.equal(item["command"], "presend.findBinary");
  assert.deepEqual(diagnosticsOf(draft), []);
});

test("who is asked for the program can choose it or read how to install it", async () => {
  stub.answers.error = "How to install it";
  await stub.commands.executeCommand("presend.findBinary");
  assert.equal(String(stub.seen.executed.at(-1)?.[1]), `${stub.Uri.file(home).toString()}/install.md`);

  const chosen = path.join(home, "no-program");
  stub.answers.error = "Choose the program…";
  stub.answers.openDialog = [stub.Uri.file(chosen)];
  await stub.commands.executeCommand("presend.findBinary");
  assert.equal(stub.settings.user.get("presend.path"), chosen);
  await until("word of the wrong choice", () => stub.seen.errors.some((line) => line.includes(`“${chosen}”, and there is no program`)));
});

test("without the program, a command says so", async () => {
  await stub.commands.executeCommand("presend.makeAgenda");
  assert.match(stub.seen.errors.at(-1) ?? "", /^Presend: the program was not found/);
});

test("a choice counts where the folder says what is run, and has to be Presend", async () => {
  stub.workspace.isTrusted = true;
  const other = path.join(home, "other");
  writeFileSync(other, "#!/bin/sh\necho other 1.0\n", { mode: 0o755 });
  stub.answers.error = "Choose the program…";
  stub.answers.openDialog = [stub.Uri.file(other)];
  await stub.commands.executeCommand("presend.findBinary");
  assert.equal(stub.settings.workspace.get("presend.path"), other);
  await until("word of another program", () => stub.seen.errors.some((line) => line.includes(`“${other}” is not Presend`)));
});

test("a program in a usual folder is found, and a mail is checked", async () => {
  stub.settings.workspace.clear();
  stub.settings.user.clear();
  copyFileSync(program, path.join(home, ".cargo/bin/presend"));
  await stub.commands.executeCommand("presend.restartServer");
  const draft = stub.workspace.textDocuments[0] as stub.TextDocument;
  const { range, message } = await found(draft, "concise/wordy-phrase");
  assert.deepEqual(range, draft.find("In order to"));
  assert.match(message, /“In order to” is long/);
});

test("a quick fix mends the text, and the finding goes", async () => {
  const draft = stub.workspace.textDocuments[0] as stub.TextDocument;
  const finding = await found(draft, "concise/wordy-phrase");
  const asked = { diagnostics: [finding], triggerKind: 1, only: undefined };
  const actions = await provider("CodeActions").provideCodeActions(draft, finding.range, asked, token);
  const fix = actions.find(({ isPreferred }: { isPreferred?: boolean }) => isPreferred);
  assert.ok(fix, JSON.stringify(actions));
  const resolved = fix.edit === undefined ? await provider("CodeActions").resolveCodeAction(fix, token) : fix;
  await stub.workspace.applyEdit(resolved.edit);
  assert.match(draft.getText(), /Friday\? To book the hall/);
  await until("end of the finding", () => !diagnosticsOf(draft).some((each) => codeOf(each) === "concise/wordy-phrase"));
});

test("the status bar says whether a message serves", async () => {
  const item = await until("verdict", () => stub.statusBar.find(({ text }) => String(text).startsWith("$(mail) ")));
  assert.match(String(item["text"]), /message|talk/);
  assert.equal(item["command"], "presend.showVerdict");
});

test("a draft that was never saved is checked, by its headers or as text", async () => {
  const mail = stub.open(stub.Uri.parse("untitled:Untitled-1"), "plaintext", DRAFT);
  assert.deepEqual((await found(mail, "concise/wordy-phrase")).range, mail.find("In order to"));
  const text = stub.open(stub.Uri.parse("untitled:Untitled-2"), "markdown", "# Plan\n\nWe meet in order to choose a hall.\n");
  assert.deepEqual((await found(text, "concise/wordy-phrase")).range, text.find("in order to"));
});

test("settings reach the server and the status bar while it runs", async () => {
  const text = stub.workspace.textDocuments.at(-1) as stub.TextDocument;
  stub.set("presend.enable", false);
  await until("end of all findings", () => diagnosticsOf(text).length === 0);
  await until("end of the verdict", () => stub.statusBar.find((item) => item["text"] === "Presend"));
  stub.set("presend.enable", true);
  await found(text, "concise/wordy-phrase");
  await until("verdict", () => stub.statusBar.find((item) => String(item["text"]).startsWith("$(mail) ")));
});

/** The text of the page that is shown next, once it is. */
async function shownBy(command: string): Promise<string> {
  const [errors, before] = [stub.seen.errors.length, stub.seen.shown.length];
  await stub.commands.executeCommand(command);
  const page = await until(`page by ${command}`, () => stub.seen.shown[before]);
  assert.deepEqual(stub.seen.errors.slice(errors), []);
  return readFileSync((page as stub.Uri).fsPath, "utf8");
}

test("what a draft makes is shown", async () => {
  const draft = stub.open(stub.Uri.parse("untitled:Untitled-3"), "mail", DRAFT);
  await found(draft, "concise/wordy-phrase");
  assert.match(await shownBy("presend.makeAgenda"), /^# The hall for the autumn fair\n\n- Purpose: .*could you send me the plan/);
  assert.match(await shownBy("presend.makeMessage"), /^Subject: The hall for the autumn fair/);
  assert.match(await shownBy("presend.showVerdict"), /a message serves/);
});

test("a rule is explained by its card, those that the draft breaks first", async () => {
  assert.match(await shownBy("presend.explainRule"), /concise\/wordy-phrase/);
});

test("without a draft it is said what is missing", async () => {
  stub.open(stub.Uri.file("/code/main.rs"), "rust", "fn main() {}");
  await stub.commands.executeCommand("presend.makeAgenda");
  assert.match(stub.seen.errors.at(-1) ?? "", /^Presend: open a draft first/);
});

test("where the program is can be asked", async () => {
  await stub.commands.executeCommand("presend.findBinary");
  assert.match(stub.seen.told.at(-1) ?? "", /^The program is .*presend\.$/);
});

test("the server can be started anew, and no command is registered twice", async () => {
  await stub.commands.executeCommand("presend.restartServer");
  const draft = stub.open(stub.Uri.file("/mail/second.eml"), "mail", DRAFT);
  await found(draft, "concise/wordy-phrase");
  assert.ok(!stub.seen.log.some((line) => line.includes("already exists")), stub.seen.log.join("\n"));
});
