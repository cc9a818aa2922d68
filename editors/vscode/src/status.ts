// The status bar: what the active draft had better be, and whether the server runs.

import { CodeLensRequest, State } from "vscode-languageclient/node";
import * as vscode from "vscode";

import { isDraft } from "./documents";
import type { Server } from "./server";

/** How long nothing must be typed before the verdict is asked for again, in milliseconds. */
const PAUSE = 300;

/** Shows the verdict of the active draft for as long as the result is not disposed of. */
export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("presend.status", vscode.StatusBarAlignment.Right, 90);
  item.name = "Presend";
  let timer: NodeJS.Timeout | undefined;
  /** The number of the newest question; answers to older ones are thrown away. */
  let asked = 0;

  async function update(): Promise<void> {
    const question = ++asked;
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isDraft(document)) {
      item.hide();
      return;
    }
    const look = await lookOf(server, document);
    if (question === asked) {
      Object.assign(item, look);
      item.show();
    }
  }

  function soon(pause: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void update(), pause);
  }

  function now(): void {
    soon(0);
  }

  now();
  return vscode.Disposable.from(
    item,
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
    server.onDidChange(now),
    vscode.window.onDidChangeActiveTextEditor(now),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) {
        soon(PAUSE);
      }
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("presend")) {
        soon(PAUSE);
      }
    }),
  );
}

type Look = Pick<vscode.StatusBarItem, "text" | "tooltip" | "command" | "backgroundColor">;

const WITHOUT_VERDICT = { command: "presend.showOutput", backgroundColor: undefined };

async function lookOf(server: Server, document: vscode.TextDocument): Promise<Look> {
  const { client } = server;
  if (client?.state === State.Running) {
    const verdict = await verdictOf(client, document);
    if (verdict === undefined) {
      return { ...WITHOUT_VERDICT, text: "Presend", tooltip: "Presend says no verdict here. Click to see its output." };
    }
    // What weighs most comes after a colon, and would be too long for the bar.
    const [said] = verdict.split(": ");
    const tooltip = `Presend: ${verdict}. Click to see what speaks for it.`;
    return { text: `$(mail) ${said ?? verdict}`, tooltip, command: "presend.showVerdict", backgroundColor: undefined };
  }
  if (server.search === undefined || client?.state === State.Starting) {
    return { ...WITHOUT_VERDICT, text: "$(loading~spin) Presend", tooltip: "Presend: the server starts." };
  }
  const isMissing = server.search.kind !== "found";
  return {
    text: "$(warning) Presend",
    tooltip: isMissing
      ? "Presend: the program was not found. Click to mend it."
      : "Presend: the server does not run. Click to start it.",
    command: isMissing ? "presend.findBinary" : "presend.restartServer",
    backgroundColor: new vscode.ThemeColor("statusBarItem.warningBackground"),
  };
}

/** The words of the first code lens of a draft, which are the verdict's; none where lenses are off. */
async function verdictOf(
  client: NonNullable<Server["client"]>,
  document: vscode.TextDocument,
): Promise<string | undefined> {
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
  try {
    const lenses = await client.sendRequest(CodeLensRequest.type, { textDocument });
    return lenses?.[0]?.command?.title;
  } catch {
    // The draft has changed or was closed meanwhile: it is asked for again, or hidden.
    return undefined;
  }
}
