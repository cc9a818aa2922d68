// Where the program is. Nothing here knows VS Code, so that it can be tested by itself.

import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** What a search needs to know of the machine. */
export interface Machine {
  platform: NodeJS.Platform;
  home: string;
  /** The environment variable PATH. */
  path: string;
  isProgram(file: string): boolean;
}

export type Search =
  | { kind: "found"; file: string }
  /** The setting names a file that is no program; with that file. */
  | { kind: "wrong"; file: string }
  /** No setting, and no program on PATH nor in any of these folders. */
  | { kind: "missing"; folders: string[] };

/**
 * Finds the program: the file that the setting names, else the first on PATH, else in the
 * folders where it is usually installed. A setting that is wrong is told, never passed over.
 * `folder` is what `${workspaceFolder}` stands for.
 */
export function findBinary(setting: string, folder: string | undefined, machine: Machine): Search {
  const paths = machine.platform === "win32" ? path.win32 : path.posix;
  if (setting.trim() !== "") {
    const file = expand(setting.trim(), folder, machine.home);
    return paths.isAbsolute(file) && machine.isProgram(file) ? { kind: "found", file } : { kind: "wrong", file };
  }
  const name = machine.platform === "win32" ? "presend.exe" : "presend";
  // A relative folder on PATH would be one of the workspace, whoever wrote that.
  const onPath = machine.path.split(paths.delimiter).filter((entry) => paths.isAbsolute(entry));
  const inHome = [".cargo/bin", ".local/bin"].map((entry) => paths.join(machine.home, entry));
  const folders = [...inHome, ...usualFolders(machine.platform)];
  const candidates = [...onPath, ...folders].map((entry) => paths.join(entry, name));
  const file = candidates.find((candidate) => machine.isProgram(candidate));
  return file === undefined ? { kind: "missing", folders } : { kind: "found", file };
}

/** Where programs are that a VS Code started from a desktop may not have on its PATH. */
function usualFolders(platform: NodeJS.Platform): string[] {
  switch (platform) {
    case "win32":
      return [];
    case "darwin":
      return ["/opt/homebrew/bin", "/usr/local/bin"];
    default:
      return ["/usr/local/bin", "/home/linuxbrew/.linuxbrew/bin"];
  }
}

function expand(setting: string, folder: string | undefined, home: string): string {
  const file = setting.replace(/^~(?=[/\\]|$)/, () => home);
  return folder === undefined ? file : file.replaceAll("${workspaceFolder}", () => folder);
}

/** Whether this is a file that may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
