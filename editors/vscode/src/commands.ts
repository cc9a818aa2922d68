// The commands of the palette.

import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";

import { isDraft } from "./documents";
import type { Server } from "./server";

/** The scheme of pages that the program writes and nobody edits. */
const PAGES = "presend-rule";

/** How long the program may take, in milliseconds; it takes about ten. */
const PATIENCE = 10_000;

/** Registers all commands. */
export function registerCommands(server: Server, output: vscode.LogOutputChannel): vscode.Disposable {
  const command = (name: string, act: () => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`presend.${name}`, act);
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(PAGES, {
      provideTextDocumentContent: (uri) => run(server, ["rule", ruleOf(uri), "--output-format", "markdown"]),
    }),
    command("restartServer", () => server.restart()),
    command("findBinary", () => server.tellMissing()),
    command("showOutput", () => {
      output.show();
    }),
    command("explainRule", () => told(() => explainRule(server))),
    command("makeAgenda", () => told(() => makeAgenda(server))),
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

/** Shows the card of a rule that is picked; those that the active draft breaks come first. */
async function explainRule(server: Server): Promise<void> {
  const picked = await vscode.window.showQuickPick(rulesToPick(server), {
    placeHolder: "Which rule?",
    matchOnDetail: true,
  });
  if (picked !== undefined) {
    const page = vscode.Uri.from({ scheme: PAGES, path: `/${picked.label}.md` });
    await vscode.commands.executeCommand("markdown.showPreview", page);
  }
}

function ruleOf(page: vscode.Uri): string {
  return page.path.slice(1, -".md".length);
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

/** Opens the invitation that the active draft makes, as a document of its own. */
async function makeAgenda(server: Server): Promise<void> {
  const draft = activeDraft();
  const name = path.basename(draft.uri.path);
  const folder = draft.uri.scheme === "file" ? path.dirname(draft.uri.fsPath) : undefined;
  const content = await run(server, ["agenda", "--stdin-filename", name, "-"], { input: draft.getText(), folder });
  const agenda = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.window.showTextDocument(agenda, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

/** Applies all safe fixes to the active draft. */
async function fixAll(): Promise<void> {
  activeDraft();
  await vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.presend", apply: "first" });
}

/** What the program writes. An error has what it says of its failure. */
async function run(
  server: Server,
  args: string[],
  { input = "", folder }: { input?: string; folder?: string | undefined } = {},
): Promise<string> {
  if (server.binary === undefined) {
    throw new Error("the program was not found; the command “Presend: Find the program” helps.");
  }
  const running = promisify(execFile)(server.binary, args, { cwd: folder, timeout: PATIENCE, windowsHide: true });
  running.child.stdin?.on("error", () => undefined).end(input);
  try {
    return (await running).stdout;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim();
    throw new Error(said === undefined || said === "" ? String(error) : said.replace(/^presend: /, ""));
  }
}
