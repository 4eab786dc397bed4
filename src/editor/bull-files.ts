import * as vscode from 'vscode';
import type { EditorFiles } from './editor-files';
import { WorkspaceFiles } from './workspace-files';

/** Files that are read at the same time while the folder is searched. */
const AT_ONCE = 32;

/** The files of a workspace folder that mention bull: found once in the background, then kept true. */
export class BullFiles implements vscode.Disposable {
  private readonly workspaceFiles: WorkspaceFiles;
  private readonly sources = new Set<string>();
  private readonly known = new Set<string>();
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly cancellation = new vscode.CancellationTokenSource();
  private complete = false;
  /** Fires when the list changed after it was complete. */
  readonly onDidChange = this.changes.event;

  constructor(
    folder: vscode.Uri,
    private readonly files: EditorFiles,
    private readonly mentions: (text: string) => boolean,
  ) {
    this.workspaceFiles = new WorkspaceFiles(folder);
  }

  /** Whether `paths` is the whole list. */
  get isComplete(): boolean {
    return this.complete;
  }

  get paths(): readonly string[] {
    return [...this.known].sort();
  }

  /** How many source files the folder has, those without a mention included. */
  get sourceCount(): number {
    return this.sources.size;
  }

  knows(path: string): boolean {
    return this.known.has(path);
  }

  /** Looks at all files of the folder. */
  async search(): Promise<void> {
    const { token } = this.cancellation;
    const leftOut = new Set(this.sources);
    let batch: Promise<boolean>[] = [];
    for await (const path of this.workspaceFiles.all(token)) {
      leftOut.delete(path);
      batch.push(this.look(path));
      if (batch.length < AT_ONCE) continue;
      await Promise.all(batch);
      batch = [];
    }
    await Promise.all(batch);
    if (token.isCancellationRequested) return;
    for (const path of leftOut) this.forget(path);
    this.complete = true;
  }

  /** Looks again at what changed: a file, or a directory with all in it. */
  async changed(path: string): Promise<void> {
    const inside = [...this.sources].filter((source) => source.startsWith(`${path}/`));
    const looked = [path, ...inside].map(async (candidate) => {
      if (this.sources.has(candidate) || (await this.workspaceFiles.has(candidate))) return this.look(candidate);
      return false;
    });
    const changed = (await Promise.all(looked)).includes(true);
    if (changed && this.complete && !this.cancellation.token.isCancellationRequested) this.changes.fire();
  }

  dispose(): void {
    this.cancellation.cancel();
    this.cancellation.dispose();
    this.changes.dispose();
  }

  /** Answers whether the list changed. */
  private async look(path: string): Promise<boolean> {
    const text = await this.files.read(path);
    if (text === null) return this.forget(path);
    this.sources.add(path);
    const mentions = this.mentions(text);
    if (mentions === this.known.has(path)) return false;
    if (mentions) this.known.add(path);
    else this.known.delete(path);
    return true;
  }

  private forget(path: string): boolean {
    this.sources.delete(path);
    return this.known.delete(path);
  }
}
