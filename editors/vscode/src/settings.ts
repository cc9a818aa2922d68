// The settings under `presend.`, and which of them may count.

import os from "node:os";
import * as vscode from "vscode";

import { findBinary, isProgram, type Search } from "./binary";

const SECTION = "presend";

/** Where the program is, by the settings and the machine. */
export function searchBinary(): Search {
  const machine = { platform: process.platform, home: os.homedir(), path: process.env["PATH"] ?? "", isProgram };
  return findBinary(pathSetting(), vscode.workspace.workspaceFolders?.[0]?.uri.fsPath, machine);
}

/**
 * What `presend.path` says. A folder that is not trusted has no say in what is run: VS Code
 * leaves its value out (`restrictedConfigurations`), and so do we where an editor does not.
 */
function pathSetting(): string {
  const settings = vscode.workspace.getConfiguration(SECTION);
  if (vscode.workspace.isTrusted) {
    return settings.get<string>("path", "");
  }
  return settings.inspect<string>("path")?.globalValue ?? "";
}

/**
 * Has `presend.path` say this, where it is said now: a value of the folder would win over the
 * user's. Tells whether that changed it.
 */
export async function setPath(file: string): Promise<boolean> {
  if (pathSetting() === file) {
    return false;
  }
  const settings = vscode.workspace.getConfiguration(SECTION);
  const isOfFolder = vscode.workspace.isTrusted && settings.inspect<string>("path")?.workspaceValue !== undefined;
  const { Global, Workspace } = vscode.ConfigurationTarget;
  await settings.update("path", file, isOfFolder ? Workspace : Global);
  return true;
}

/** Whether a change is one that the server has to be started anew for. */
export function needsRestart(change: vscode.ConfigurationChangeEvent): boolean {
  return ["path", "workspaceDiagnostics"].some((name) => change.affectsConfiguration(`${SECTION}.${name}`));
}
