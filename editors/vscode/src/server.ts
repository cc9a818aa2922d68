// The language server: started, stopped, and what is told when it can't be.

import { LanguageClient, RevealOutputChannelOn, State, type LanguageClientOptions } from "vscode-languageclient/node";
import * as vscode from "vscode";

import { versionOf, type Search } from "./binary";
import { SELECTOR } from "./documents";
import { searchBinary, setPath } from "./settings";

/** Where to read how the program is installed; a file of the extension. */
const INSTALL_PAGE = "install.md";

/** The language server of this window. */
export class Server implements vscode.Disposable {
  /** The client while it runs or starts. */
  client: LanguageClient | undefined;
  /** What was found when the server was last started; undefined before. */
  search: Search | undefined;

  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when the server starts to run, ends, can't be found, or has said a verdict anew. */
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

  /** Waits until the server runs, and gives its program; throws, in words to show, where it can't run. */
  async running(): Promise<string> {
    await this.#last;
    if (this.binary !== undefined && this.client?.state === State.Running) {
      return this.binary;
    }
    throw new Error(
      this.binary === undefined
        ? "the program was not found; the command “Presend: Find the program” helps."
        : "the server does not run; the command “Presend: Restart the server” starts it.",
    );
  }

  /** Says where the program is, or that it is missing, and lets another be chosen. */
  async tellBinary(): Promise<void> {
    if (this.search === undefined) {
      return;
    }
    const choose = "Choose the program…";
    const howTo = "How to install it";
    const answer =
      this.search.kind === "found"
        ? await vscode.window.showInformationMessage(`The program is ${this.search.file}.`, choose)
        : await vscode.window.showErrorMessage(problem(this.search), choose, howTo);
    if (answer === choose) {
      await this.#chooseBinary();
    } else if (answer === howTo) {
      await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.joinPath(this.#extension, INSTALL_PAGE));
    }
  }

  /** Asks where the program is, and keeps the answer in the settings. */
  async #chooseBinary(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({ title: "Where is the program “presend”?", openLabel: "Use it" });
    const file = chosen?.[0]?.fsPath;
    if (file === undefined) {
      return;
    }
    // A choice that is wrong is told again.
    this.#wasTold = false;
    if (!(await setPath(file))) {
      await this.restart();
    }
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(step, step);
    return this.#last;
  }

  async #start(): Promise<void> {
    const found = searchBinary();
    const version = found.kind === "found" ? await versionOf(found.file) : undefined;
    this.search = found.kind === "found" && version === undefined ? { kind: "foreign", file: found.file } : found;
    if (this.search.kind !== "found") {
      this.#output.error(problem(this.search));
      this.#changed.fire();
      if (!this.#wasTold) {
        this.#wasTold = true;
        void this.tellBinary();
      }
      return;
    }
    this.#wasTold = false;
    this.#output.info(`starting ${this.search.file} lsp, version ${String(version)}`);
    const client = new LanguageClient(
      "presend",
      "Presend",
      { command: this.search.file, args: ["lsp"] },
      this.#clientOptions(),
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

  #clientOptions(): LanguageClientOptions {
    return {
      documentSelector: SELECTOR,
      outputChannel: this.#output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // Of the findings that the server sends unasked; “presend” are those that it is asked for.
      diagnosticCollectionName: "presend-unasked",
      initializationOptions: () => vscode.workspace.getConfiguration("presend"),
      diagnosticPullOptions: { onChange: true, onSave: false, onTabs: false },
      middleware: {
        provideCodeLenses: async (document, token, next) => {
          const lenses = await next(document, token);
          this.#changed.fire();
          return lenses;
        },
      },
    };
  }
}

/** What is told when there is no program to start. */
export function problem(search: Exclude<Search, { kind: "found" }>): string {
  switch (search.kind) {
    case "wrong":
      return `“presend.path” is “${search.file}”, and there is no program there.`;
    case "foreign":
      return `“${search.file}” is not Presend: it does not answer “--version” as Presend does.`;
    case "missing":
      return `The program “presend” was not found on PATH, nor in ${search.folders.join(", ")}.`;
  }
}
