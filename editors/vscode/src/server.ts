// The language server: started, stopped, and what is told when it can't be.

import { LanguageClient, RevealOutputChannelOn, State, type LanguageClientOptions } from "vscode-languageclient/node";
import * as vscode from "vscode";

import type { Search } from "./binary";
import { SELECTOR } from "./documents";
import { searchBinary } from "./settings";

/** Where to read how the program is installed; a file of the extension. */
const INSTALL_PAGE = "install.md";

/** The language server of this window. */
export class Server implements vscode.Disposable {
  /** The client while it runs or starts. */
  client: LanguageClient | undefined;
  /** What was found when the server was last started; undefined before. */
  search: Search | undefined;

  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when the server starts to run, ends, or can't be found. */
  readonly onDidChange = this.#changed.event;

  readonly #extension: vscode.Uri;
  readonly #output: vscode.LogOutputChannel;
  /** Starts and stops wait for each other. */
  #last: Promise<void> = Promise.resolve();
  #wasTold = false;

  constructor(extension: vscode.Uri, output: vscode.LogOutputChannel) {
    this.#extension = extension;
    this.#output = output;
  }

  /** Starts the server, or says why it can't be. A server that runs is stopped before. */
  restart(): Promise<void> {
    return this.#next(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  /** Ends the server. */
  stop(): Promise<void> {
    return this.#next(() => this.#stop());
  }

  dispose(): void {
    void this.stop();
    this.#changed.dispose();
  }

  /** The program, where it was found. */
  get binary(): string | undefined {
    return this.search?.kind === "found" ? this.search.file : undefined;
  }

  /** Says that the program is missing, and helps to mend it. */
  async tellMissing(): Promise<void> {
    if (this.search === undefined || this.search.kind === "found") {
      return;
    }
    const choose = "Choose the program…";
    const howTo = "How to install it";
    const answer = await vscode.window.showErrorMessage(problem(this.search), choose, howTo);
    if (answer === choose) {
      await chooseBinary();
    } else if (answer === howTo) {
      await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.joinPath(this.#extension, INSTALL_PAGE));
    }
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(step, step);
    return this.#last;
  }

  async #start(): Promise<void> {
    this.search = searchBinary();
    if (this.search.kind !== "found") {
      this.#output.error(problem(this.search));
      this.#changed.fire();
      if (!this.#wasTold) {
        this.#wasTold = true;
        void this.tellMissing();
      }
      return;
    }
    this.#wasTold = false;
    this.#output.info(`starting ${this.search.file} lsp`);
    const client = new LanguageClient(
      "presend",
      "Presend",
      { command: this.search.file, args: ["lsp"] },
      clientOptions(this.#output),
    );
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Starting) {
        this.#changed.fire();
      }
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      // The client has shown why; what is left is to say where more stands.
      this.#output.error(`${this.search.file} lsp could not be started: ${String(error)}`);
      this.client = undefined;
      this.#changed.fire();
    }
  }

  async #stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A server that has ended by itself can't be stopped again, and need not.
    await client?.dispose().catch((error: unknown) => {
      this.#output.warn(String(error));
    });
  }
}

function clientOptions(outputChannel: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: SELECTOR,
    outputChannel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticCollectionName: "presend",
    initializationOptions: () => vscode.workspace.getConfiguration("presend"),
    diagnosticPullOptions: { onChange: true, onSave: false, onTabs: false },
  };
}

/** What is told when there is no program to start. */
export function problem(search: Exclude<Search, { kind: "found" }>): string {
  return search.kind === "wrong"
    ? `“presend.path” is “${search.file}”, and there is no program there.`
    : `The program “presend” was not found on PATH, nor in ${search.folders.join(", ")}.`;
}

/** Asks where the program is, and keeps the answer in the user's settings. */
async function chooseBinary(): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({ title: "Where is the program “presend”?", openLabel: "Use it" });
  const file = chosen?.[0]?.fsPath;
  if (file !== undefined) {
    // The server starts anew because a setting changes.
    await vscode.workspace.getConfiguration("presend").update("path", file, vscode.ConfigurationTarget.Global);
  }
}
