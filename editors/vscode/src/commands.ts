// The commands of the palette.

import * as vscode from "vscode";

import { run } from "./binary";
import { isDraft } from "./documents";
import type { Server } from "./server";

/** The kind of the server's code action that fixes all. */
const FIX_ALL = "source.fixAll.presend";

/** Registers all commands. */
export function registerCommands(server: Server, output: vscode.LogOutputChannel): vscode.Disposable {
  const command = (name: string, act: () => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`presend.${name}`, act);
  return vscode.Disposable.from(
    command("restartServer", () => server.restart()),
    command("findBinary", () => server.tellBinary()),
    command("showOutput", () => {
      // The draft stays the active editor, for the commands about it.
      output.show(true);
    }),
    command("explainRule", () => told(() => explainRule(server))),
    command("showVerdict", () => told(() => ask(server, "presend.advise"))),
    command("makeAgenda", () => told(() => ask(server, "presend.agenda"))),
    command("makeMessage", () => told(() => ask(server, "presend.async"))),
    command("fixAll", () => told(() => fixAll(server))),
  );
}

/** Does something, and shows in one line why it could not be done. */
async function told(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    void vscode.window.showErrorMessage(`Presend: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The draft in the active editor. */
function activeDraft(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !isDraft(document)) {
    throw new Error("open a draft first: a mail, a text, Markdown, HTML or a template.");
  }
  return document;
}

/** Has the server do a command of its own about the active draft; it shows what comes of it. */
async function ask(server: Server, command: string): Promise<void> {
  const draft = activeDraft();
  await server.running();
  // vscode-languageclient registers the server's commands under their own names.
  await vscode.commands.executeCommand(command, draft.uri.toString());
}

/** Shows the card of a rule that is picked; those that the active draft breaks come first. */
async function explainRule(server: Server): Promise<void> {
  const program = await server.running();
  const picked = await vscode.window.showQuickPick(rulesToPick(program), {
    placeHolder: "Which rule?",
    matchOnDetail: true,
  });
  if (picked !== undefined) {
    // A rule of one's own is known where the draft is.
    const draft = vscode.window.activeTextEditor?.document.uri.toString();
    await vscode.commands.executeCommand("presend.explain", picked.label, draft);
  }
}

async function rulesToPick(program: string): Promise<vscode.QuickPickItem[]> {
  const cards = JSON.parse(await run(program, ["rule", "--output-format", "json"])) as { name: string; summary: string }[];
  const document = vscode.window.activeTextEditor?.document;
  const diagnostics = document === undefined ? [] : vscode.languages.getDiagnostics(document.uri);
  const broken = new Set(diagnostics.filter(({ source }) => source === "presend").map(codeOf));
  const items = cards.map(({ name, summary }) => ({ label: name, detail: summary, isBroken: broken.has(name) }));
  return [...items.filter(({ isBroken }) => isBroken), ...items.filter(({ isBroken }) => !isBroken)];
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Applies all safe fixes to the active draft. */
async function fixAll(server: Server): Promise<void> {
  const draft = activeDraft();
  await server.running();
  const whole = new vscode.Range(0, 0, draft.lineCount, 0);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    draft.uri,
    whole,
    FIX_ALL,
    1,
  );
  const edit = actions[0]?.edit;
  if (edit === undefined) {
    void vscode.window.showInformationMessage("Presend: there is nothing to fix that is safe.");
  } else {
    await vscode.workspace.applyEdit(edit);
  }
}
