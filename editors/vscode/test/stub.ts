// As much of VS Code as the extension and vscode-languageclient touch, so that both can run
// without it: documents, events, commands, diagnostics and the providers that are registered.

import { minimatch } from "minimatch";
import { URI as Uri, Utils } from "vscode-uri";

export { Uri };
Object.assign(Uri, { joinPath: Utils.joinPath });

type Listener<T> = (event: T) => unknown;

export class Disposable {
  readonly #dispose: () => void;
  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }
  static from(...parts: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      parts.forEach((part) => part.dispose());
    });
  }
  dispose(): void {
    this.#dispose();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>, self?: unknown, all?: Disposable[]): Disposable => {
    const bound: Listener<T> = (event) => listener.call(self, event);
    this.#listeners.add(bound);
    const disposable = new Disposable(() => this.#listeners.delete(bound));
    all?.push(disposable);
    return disposable;
  };
  fire(event: T): void {
    [...this.#listeners].forEach((listener) => listener(event));
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class CancellationTokenSource {
  readonly #cancelled = new EventEmitter<void>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.#cancelled.event };
  cancel(): void {
    this.token.isCancellationRequested = true;
    this.#cancelled.fire();
  }
  dispose(): void {
    this.#cancelled.dispose();
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
  isBefore(other: Position): boolean {
    return this.line < other.line || (this.line === other.line && this.character < other.character);
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(start: Position | number, end: Position | number, line?: number, character?: number) {
    this.start = typeof start === "number" ? new Position(start, end as number) : start;
    this.end = typeof start === "number" ? new Position(line ?? 0, character ?? 0) : (end as Position);
  }
}

export class Selection extends Range {}

export class Location {
  constructor(
    readonly uri: Uri,
    readonly range: Range,
  ) {}
}

export class Diagnostic {
  source?: string;
  code?: unknown;
  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity?: number,
  ) {}
}

export class DiagnosticRelatedInformation {
  constructor(
    readonly location: Location,
    readonly message: string,
  ) {}
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const DiagnosticTag = { Unnecessary: 1, Deprecated: 2 };
export const CodeActionTriggerKind = { Invoke: 1, Automatic: 2 };
export const TextDocumentChangeReason = { Undo: 1, Redo: 2 };
export const TextDocumentSaveReason = { Manual: 1, AfterDelay: 2, FocusOut: 3 };
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
export const InlayHintKind = { Type: 1, Parameter: 2 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const ViewColumn = { Active: -1, Beside: -2 };
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const LogLevel = { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 };
export const UIKind = { Desktop: 1, Web: 2 };
export const version = "1.91.0";

export class CodeActionKind {
  static readonly Empty = new CodeActionKind("");
  constructor(readonly value: string) {}
  append(part: string): CodeActionKind {
    return new CodeActionKind(this.value === "" ? part : `${this.value}.${part}`);
  }
  contains(other: CodeActionKind): boolean {
    return other.value === this.value || other.value.startsWith(`${this.value}.`);
  }
}
for (const kind of ["QuickFix", "Refactor", "Source"]) {
  Object.assign(CodeActionKind, { [kind]: new CodeActionKind(kind === "QuickFix" ? "quickfix" : kind.toLowerCase()) });
}
Object.assign(CodeActionKind, {
  RefactorExtract: new CodeActionKind("refactor.extract"),
  RefactorInline: new CodeActionKind("refactor.inline"),
  RefactorMove: new CodeActionKind("refactor.move"),
  RefactorRewrite: new CodeActionKind("refactor.rewrite"),
  SourceFixAll: new CodeActionKind("source.fixAll"),
  SourceOrganizeImports: new CodeActionKind("source.organizeImports"),
  Notebook: new CodeActionKind("notebook"),
});

export class CodeAction {
  edit?: WorkspaceEdit;
  constructor(
    readonly title: string,
    readonly kind?: CodeActionKind,
  ) {}
}

export class CodeLens {
  constructor(
    readonly range: Range,
    readonly command?: unknown,
  ) {}
}

export class MarkdownString {
  isTrusted?: unknown;
  constructor(public value = "") {}
  appendMarkdown(more: string): this {
    this.value += more;
    return this;
  }
  appendCodeblock(code: string): this {
    this.value += `\n${code}\n`;
    return this;
  }
}

export class Hover {
  constructor(
    readonly contents: unknown,
    readonly range?: Range,
  ) {}
}

export class InlayHint {
  constructor(
    readonly position: Position,
    readonly label: unknown,
    readonly kind?: number,
  ) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class TextEdit {
  constructor(
    readonly range: Range,
    readonly newText: string,
  ) {}
  static replace(range: Range, text: string): TextEdit {
    return new TextEdit(range, text);
  }
  static insert(at: Position, text: string): TextEdit {
    return new TextEdit(new Range(at, at), text);
  }
  static delete(range: Range): TextEdit {
    return new TextEdit(range, "");
  }
}

/** Only edits of texts. */
export class WorkspaceEdit {
  readonly edits = new Map<string, TextEdit[]>();
  set(uri: Uri, edits: (TextEdit | [TextEdit, unknown])[]): void {
    this.edits.set(
      uri.toString(),
      edits.map((edit) => (Array.isArray(edit) ? edit[0] : edit)),
    );
  }
  replace(uri: Uri, range: Range, text: string): void {
    this.edits.set(uri.toString(), [...(this.edits.get(uri.toString()) ?? []), new TextEdit(range, text)]);
  }
}

/** A document in an editor. */
export class TextDocument {
  version = 1;
  isClosed = false;
  readonly isDirty = false;
  #text: string;
  constructor(
    readonly uri: Uri,
    readonly languageId: string,
    text: string,
  ) {
    this.#text = text;
  }
  get isUntitled(): boolean {
    return this.uri.scheme === "untitled";
  }
  get fileName(): string {
    return this.uri.fsPath;
  }
  getText(range?: Range): string {
    return range === undefined ? this.#text : this.#text.slice(this.offsetAt(range.start), this.offsetAt(range.end));
  }
  offsetAt({ line, character }: Position): number {
    const before = this.#text.split("\n").slice(0, line);
    return before.reduce((sum, text) => sum + text.length + 1, 0) + character;
  }
  /** Where some words stand. */
  find(words: string): Range {
    const at = (offset: number): Position => {
      const before = this.#text.slice(0, offset).split("\n");
      return new Position(before.length - 1, before.at(-1)?.length ?? 0);
    };
    const start = this.#text.indexOf(words);
    if (start < 0) {
      throw new Error(`“${words}” is not in the text`);
    }
    return new Range(at(start), at(start + words.length));
  }
  /** Types over a range, as a person would; listeners are told. */
  edit(range: Range, text: string): void {
    const [rangeOffset, end] = [this.offsetAt(range.start), this.offsetAt(range.end)];
    this.#text = this.#text.slice(0, rangeOffset) + text + this.#text.slice(end);
    this.version += 1;
    const contentChanges = [{ range, rangeOffset, rangeLength: end - rangeOffset, text }];
    events.changed.fire({ document: this, contentChanges, reason: undefined });
  }
}

/** What a test makes happen, and sees. */
export const events = {
  opened: new EventEmitter<TextDocument>(),
  closed: new EventEmitter<TextDocument>(),
  changed: new EventEmitter<unknown>(),
  activeEditor: new EventEmitter<unknown>(),
  visibleEditors: new EventEmitter<unknown>(),
  configuration: new EventEmitter<{ affectsConfiguration(section: string): boolean }>(),
  trusted: new EventEmitter<void>(),
};
export const settings = { user: new Map<string, unknown>(), workspace: new Map<string, unknown>() };
export const seen = { errors: [] as string[], told: [] as string[], log: [] as string[], shown: [] as (TextDocument | Uri)[], executed: [] as unknown[][] };
/** How the next questions are answered. */
export const answers = { error: undefined as string | undefined, openDialog: undefined as Uri[] | undefined };
/** The providers by what they provide, such as `CodeActions`; the newest last. */
export const providers = new Map<string, { selector: unknown; provider: any }[]>();
export const statusBar: Record<string, unknown>[] = [];
const registered = new Map<string, (...args: unknown[]) => unknown>();
const diagnostics = new Map<string, Map<string, Diagnostic[]>>();

/** Opens a document and makes it the active one. */
export function open(uri: Uri, languageId: string, text: string): TextDocument {
  const document = new TextDocument(uri, languageId, text);
  workspace.textDocuments.push(document);
  const editor = { document };
  window.activeTextEditor = editor;
  window.visibleTextEditors = [...window.visibleTextEditors, editor];
  events.opened.fire(document);
  events.visibleEditors.fire(window.visibleTextEditors);
  events.activeEditor.fire(editor);
  return document;
}

/** Changes a setting, as the user or, with `inWorkspace`, the folder says. */
export function set(name: string, value: unknown, inWorkspace = false): void {
  settings[inWorkspace ? "workspace" : "user"].set(name, value);
  events.configuration.fire({
    affectsConfiguration: (section) => name === section || name.startsWith(`${section}.`),
  });
}

/** A value, or an object of all below a name, such as “presend”. */
function valueOf(name: string): unknown {
  const below = [...settings.user, ...settings.workspace].filter(([key]) => key.startsWith(`${name}.`));
  const object = Object.fromEntries(below.map(([key, value]) => [key.slice(name.length + 1), value]));
  return settings.workspace.get(name) ?? settings.user.get(name) ?? (below.length > 0 ? object : undefined);
}

const never = (): Disposable => new Disposable(() => undefined);

/** An object whose other events never happen, and where whatever else registers is of no account. */
function withEvents(object: Record<string, any>): unknown {
  return new Proxy(object, {
    get: (target, name) => target[String(name)] ?? (/^(on|register)[A-Z]/.test(String(name)) ? never : undefined),
  });
}

export const workspace: any = withEvents({
  textDocuments: [] as TextDocument[],
  notebookDocuments: [],
  workspaceFolders: undefined,
  isTrusted: true,
  getConfiguration(section?: string) {
    const prefix = section === undefined || section === "" ? "" : `${section}.`;
    const all = new Map([...settings.user, ...settings.workspace]);
    const values = [...all].filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]);
    return {
      ...Object.fromEntries(values),
      get: (name: string, fallback?: unknown) => valueOf(prefix + name) ?? fallback,
      has: (name: string) => valueOf(prefix + name) !== undefined,
      inspect: (name: string) => ({
        globalValue: settings.user.get(prefix + name),
        workspaceValue: settings.workspace.get(prefix + name),
      }),
      update: (name: string, value: unknown, target: number) => {
        set(prefix + name, value, target === ConfigurationTarget.Workspace);
      },
    };
  },
  getWorkspaceFolder: () => undefined,
  asRelativePath: (uri: Uri) => uri.path,
  onDidOpenTextDocument: events.opened.event,
  onDidCloseTextDocument: events.closed.event,
  onDidChangeTextDocument: events.changed.event,
  onDidChangeConfiguration: events.configuration.event,
  onDidGrantWorkspaceTrust: events.trusted.event,
  createFileSystemWatcher: () => ({ onDidCreate: never, onDidChange: never, onDidDelete: never, dispose: () => undefined }),
  applyEdit(edit: WorkspaceEdit): Promise<boolean> {
    for (const [uri, edits] of edit.edits) {
      const document = (workspace.textDocuments as TextDocument[]).find((candidate) => candidate.uri.toString() === uri);
      [...edits]
        .sort((a, b) => (a.range.start.isBefore(b.range.start) ? 1 : -1))
        .forEach(({ range, newText }) => document?.edit(range, newText));
    }
    return Promise.resolve(true);
  },
});

export const window: any = withEvents({
  activeTextEditor: undefined,
  visibleTextEditors: [],
  visibleNotebookEditors: [],
  tabGroups: withEvents({ all: [], activeTabGroup: { tabs: [] } }),
  state: { focused: true, active: true },
  onDidChangeActiveTextEditor: events.activeEditor.event,
  onDidChangeVisibleTextEditors: events.visibleEditors.event,
  createOutputChannel() {
    const log = (text: unknown): void => {
      seen.log.push(String(text));
    };
    return {
      name: "Presend", logLevel: LogLevel.Info, onDidChangeLogLevel: never,
      append: log, appendLine: log, trace: log, debug: log, info: log, warn: log, error: log,
      show: () => seen.log.push("shown"), clear: () => undefined, dispose: () => undefined,
    };
  },
  createStatusBarItem() {
    const item: Record<string, unknown> = { text: "", isVisible: false, dispose: () => undefined };
    item["show"] = () => (item["isVisible"] = true);
    item["hide"] = () => (item["isVisible"] = false);
    statusBar.push(item);
    return item;
  },
  showErrorMessage(text: string) {
    seen.errors.push(text);
    const answer = answers.error;
    answers.error = undefined;
    return Promise.resolve(answer);
  },
  showInformationMessage(text: string) {
    seen.told.push(text);
    return Promise.resolve(undefined);
  },
  showOpenDialog: () => Promise.resolve(answers.openDialog),
  async showQuickPick(items: Promise<{ label: string }[]>) {
    return (await items)[0];
  },
  showTextDocument(document: TextDocument | Uri) {
    seen.shown.push(document);
    return Promise.resolve({ document });
  },
});

function register(kind: string, selector: unknown, provider: unknown): Disposable {
  const list = providers.get(kind) ?? [];
  providers.set(kind, [...list, { selector, provider }]);
  return new Disposable(() => {
    providers.set(kind, (providers.get(kind) ?? []).filter((entry) => entry.provider !== provider));
  });
}

function matches(filter: any, { uri, languageId }: TextDocument): boolean {
  return (
    (filter.scheme === undefined || filter.scheme === uri.scheme) &&
    (filter.language === undefined || filter.language === languageId) &&
    (filter.pattern === undefined || minimatch(uri.fsPath, filter.pattern?.pattern ?? filter.pattern, { dot: true }))
  );
}

export const languages: any = withEvents({
  match: (selector: any, document: TextDocument) =>
    [selector].flat().some((filter: unknown) => matches(filter, document)) ? 10 : 0,
  createDiagnosticCollection(name: string) {
    const collection = new Map<string, Diagnostic[]>();
    diagnostics.set(name, collection);
    return {
      name,
      set: (uri: Uri, list: Diagnostic[]) => collection.set(uri.toString(), list),
      get: (uri: Uri) => collection.get(uri.toString()),
      has: (uri: Uri) => collection.has(uri.toString()),
      delete: (uri: Uri) => collection.delete(uri.toString()),
      clear: () => {
        collection.clear();
      },
      dispose: () => {
        collection.clear();
      },
    };
  },
  getDiagnostics: (uri: Uri) => [...diagnostics.values()].flatMap((collection) => collection.get(uri.toString()) ?? []),
  ...Object.fromEntries(
    ["CodeActions", "CodeLens", "CompletionItem", "DocumentSymbol", "Hover", "InlayHints", "DocumentSemanticTokens", "DocumentRangeSemanticTokens"].map(
      (kind) => [
        `register${kind}Provider`,
        (selector: unknown, provider: unknown) => register(kind, selector, provider),
      ],
    ),
  ),
});

export const commands = {
  registerCommand(name: string, act: (...args: unknown[]) => unknown): Disposable {
    if (registered.has(name)) {
      throw new Error(`command '${name}' already exists`);
    }
    registered.set(name, act);
    return new Disposable(() => registered.delete(name));
  },
  /** Runs a command of the extension; those of VS Code are only noted. */
  async executeCommand(name: string, ...args: unknown[]): Promise<unknown> {
    seen.executed.push([name, ...args]);
    return await registered.get(name)?.(...args);
  },
};

export const env = { language: "en", appName: "a stub", uiKind: UIKind.Desktop, machineId: "stub", openExternal: () => true };
export const extensions = { all: [], getExtension: () => undefined, onDidChange: never };
