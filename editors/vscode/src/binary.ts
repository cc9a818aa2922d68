// Where the program is, and what it says. Nothing here knows VS Code, so that it can be tested by itself.

import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/** How long the program may take, in milliseconds; it takes about ten. */
const PATIENCE = 10_000;

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
  /** A program that is not Presend. */
  | { kind: "foreign"; file: string }
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

/** What the program writes. An error has what it says of its failure. */
export async function run(program: string, args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { timeout: PATIENCE, windowsHide: true })).stdout;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim();
    throw new Error(said === undefined || said === "" ? String(error) : said.replace(/^presend: /, ""));
  }
}

/** The version of a program; undefined if it is not Presend. */
export async function versionOf(program: string): Promise<string | undefined> {
  try {
    return /^presend (\S+)/.exec(await run(program, ["--version"]))?.[1];
  } catch {
    return undefined;
  }
}
