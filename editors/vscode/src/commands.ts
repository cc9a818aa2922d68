// The commands of the palette.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";

import { isDraft } from "./documents";
import type { Server } from "./server";

/** How long the program may take, in milliseconds; it takes about ten. */
const PATIENCE = 10_000;

/** Registers all commands. */
export function registerCommands(server: Server, output: vscode.LogOutputChannel): vscode.Disposable {
  const command = (name: string, act: () => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`presend.${name}`, act);
  return vscode.Disposable.from(
    command("restartServer", () => server.restart()),
    command("findBinary", () => server.tellMissing()),
    command("showOutput", () => {
      output.show();
    }),
    command("explainRule", () => told(() => explainRule(server))),
    command("showVerdict", () => told(() => ask("presend.advise"))),
    command("makeAgenda", () => told(() => ask("presend.agenda"))),
    command("makeMessage", () => told(() => ask("presend.async"))),
    command("fixAll", () => told(fixAll)),
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
async function ask(command: string): Promise<void> {
  const draft = activeDraft();
  // vscode-languageclient registers the server's commands under their own names.
  await vscode.commands.executeCommand(command, draft.uri.toString());
}

/** Shows the card of a rule that is picked; those that the active draft breaks come first. */
async function explainRule(server: Server): Promise<void> {
  const picked = await vscode.window.showQuickPick(rulesToPick(server), {
    placeHolder: "Which rule?",
    matchOnDetail: true,
  });
  if (picked !== undefined) {
    // A rule of one's own is known where the draft is.
    const draft = vscode.window.activeTextEditor?.document.uri.toString();
    await vscode.commands.executeCommand("presend.explain", picked.label, draft);
  }
}

async function rulesToPick(server: Server): Promise<vscode.QuickPickItem[]> {
  const cards = JSON.parse(await run(server, ["rule", "--output-format", "json"])) as { name: string; summary: string }[];
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
async function fixAll(): Promise<void> {
  activeDraft();
  await vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.presend", apply: "first" });
}

/** What the program writes. An error has what it says of its failure. */
async function run(server: Server, args: string[]): Promise<string> {
  if (server.binary === undefined) {
    throw new Error("the program was not found; the command “Presend: Find the program” helps.");
  }
  try {
    return (await promisify(execFile)(server.binary, args, { timeout: PATIENCE, windowsHide: true })).stdout;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim();
    throw new Error(said === undefined || said === "" ? String(error) : said.replace(/^presend: /, ""));
  }
}
