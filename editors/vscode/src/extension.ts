// Where VS Code starts and ends the extension.

import * as vscode from "vscode";

import { registerCommands } from "./commands";
import { Server } from "./server";
import { needsRestart } from "./settings";
import { showStatus } from "./status";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Presend", { log: true });
  const started = new Server(context.extensionUri, output);
  server = started;
  context.subscriptions.push(
    output,
    started,
    registerCommands(started, output),
    showStatus(started),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (needsRestart(change)) {
        // Not before the client has told the server of the change: it can't tell one that ends.
        setImmediate(() => void started.restart());
      }
    }),
    // Only now the folder's own settings may say what is run.
    vscode.workspace.onDidGrantWorkspaceTrust(() => started.restart()),
  );
  await started.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
