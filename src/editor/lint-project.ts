import * as vscode from 'vscode';
import { mentionsBull } from '../lint/files/mentions';
import { FileBatch } from '../lint-thread/client/file-batch';
import type { LintThread } from '../lint-thread/client/lint-thread';
import type { Recovery } from '../lint-thread/client/recovery';
import { RemoteProject } from '../lint-thread/client/remote-project';
import type {
  AboutClientType,
  AboutOption,
  FixedFiles,
  FixesAt,
  LintedFile,
  Place,
  QueueIndex,
  TextRange,
} from '../lint-thread/answers';
import type { FileChanges } from '../lint-thread/updates';
import type { Logger } from '../log/logger';
import { readFilesExclude, readLintSettings } from '../settings';
import { EditorFiles, pathOf } from './editor-files';
import { stopping } from './stopping';

/**
 * A workspace folder as the linter sees it, or the files of a file system that are in no folder. Its answers are true of
 * the documents as they are when they arrive, and null where they were cancelled, the documents kept changing, or the
 * project is closed. Says when something that findings rest on changed outside of the open documents.
 */
export class LintProject implements vscode.Disposable {
  readonly files: EditorFiles;
  private readonly remote: RemoteProject;
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  private settings;
  private filesExclude;
  private paths: ReadonlySet<string> = new Set();
  private isRepositoryFollowed = false;
  private readonly batch = new FileBatch((changes) => {
    this.recovery.filesChanged([...changes.changed, ...changes.cameOrWent]);
    this.remote.filesChanged(changes);
  });
  /** Anything but the text of an open document: a file on disk, the list of files that mention bull, a setting. */
  readonly onDidChange = this.changed.event;

  constructor(
    thread: LintThread,
    /** Null for files that are in no workspace folder. */
    private readonly folder: vscode.WorkspaceFolder | null,
    /** The folder's, or any URI of the file system. */
    private readonly root: vscode.Uri,
    private readonly recovery: Pick<Recovery, 'leftOut' | 'filesChanged'>,
    log: Logger,
  ) {
    this.files = new EditorFiles(root);
    this.settings = readLintSettings(root);
    this.filesExclude = readFilesExclude(root);
    this.remote = new RemoteProject(
      thread,
      {
        folder: folder && withoutSlash(pathOf(folder.uri)),
        diskAuthority: root.scheme === 'file' ? root.authority : null,
        leftOut: recovery.leftOut,
      },
      {
        texts: this.files.texts,
        log,
        settings: () => this.settings,
        filesExclude: () => this.filesExclude,
        read: (path) => this.files.read(path),
        entries: (directory) => this.files.entries(directory),
        changed: ({ paths, repository }) => {
          this.paths = new Set(paths);
          if (repository !== null && !this.isRepositoryFollowed) this.followRepository(repository);
          this.changed.fire();
        },
      },
    );
    this.subscriptions.push(this.files, this.changed, this.batch);
    if (folder) this.follow();
    this.remote.tell();
  }

  /** Says of which folder it is; of none, the same for all. */
  get key(): string {
    return this.folder?.uri.toString() ?? '';
  }

  /** The thread has failed, or nobody needs the project any more. */
  get isClosed(): boolean {
    return this.remote.isClosed;
  }

  /** Whether a document can have to do with a queue of this workspace; costs a string search. */
  mayHaveQueue(document: vscode.TextDocument): boolean {
    const path = this.files.path(document);
    return (path !== null && this.paths.has(path)) || mentionsBull(document.getText());
  }

  lint(path: string, token: vscode.CancellationToken): Promise<LintedFile | null> {
    return stopping(token, (flag) => this.unlessClosed(this.remote.lint(path, flag)));
  }

  fixes(path: string, range: TextRange, token: vscode.CancellationToken): Promise<FixesAt | null> {
    return stopping(token, (flag) => this.unlessClosed(this.remote.fixes(path, range, flag)));
  }

  about(path: string, place: Place, token: vscode.CancellationToken): Promise<AboutOption | AboutClientType | null> {
    return stopping(token, (flag) => this.unlessClosed(this.remote.about(path, place, flag)));
  }

  fixAll(paths: readonly string[], token: vscode.CancellationToken): Promise<FixedFiles | null> {
    return stopping(token, (flag) => this.unlessClosed(this.remote.fixAll(paths, flag)));
  }

  /** Every queue that the code of the folder makes. */
  queues(token: vscode.CancellationToken): Promise<QueueIndex | null> {
    return stopping(token, (flag) => this.unlessClosed(this.remote.queues(flag)));
  }

  /**
   * The files that can hold a queue, once all of the folder have been looked at; without those of another folder of the
   * workspace inside this one. Rejects where the thread fails.
   */
  async bullPaths(): Promise<readonly string[]> {
    const paths = await this.remote.bullPaths();
    const isOwn = (path: string): boolean => {
      const folder = vscode.workspace.getWorkspaceFolder(this.files.uri(path));
      return folder?.uri.toString() === this.folder?.uri.toString();
    };
    return paths.filter(isOwn);
  }

  /**
   * How many files the folder has that could be linted, with those that do not mention bull, but without those of another
   * folder of the workspace inside this one. Rejects where the thread fails.
   */
  sourceFileCount(): Promise<number> {
    const others = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.toString() !== this.key);
    const inside = others.filter(({ uri }) => isSameFileSystem(uri, this.root)).map(({ uri }) => pathOf(uri));
    const own = pathOf(this.root);
    return this.remote.sourceCount(inside.map(withoutSlash).filter((path) => path.startsWith(withSlash(own))));
  }

  /** Lets the thread know what was typed, where nothing is asked of it. */
  tell(): void {
    this.remote.tell();
  }

  settingsChanged(): void {
    this.settings = readLintSettings(this.root);
    this.changed.fire();
  }

  dispose(): void {
    this.remote.close();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private follow(): void {
    this.watch(this.root, () => true);
    this.subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('files.exclude', this.root)) return;
        this.filesExclude = readFilesExclude(this.root);
        this.remote.tell();
      }),
    );
  }

  /** What happens in the repository, but outside the folder. */
  private followRepository(repository: string): void {
    this.isRepositoryFollowed = true;
    const folder = withSlash(pathOf(this.root));
    this.watch(this.root.with({ path: repository }), (path) => !path.startsWith(folder));
  }

  private watch(root: vscode.Uri, isMeant: (path: string) => boolean): void {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, '**/*'));
    const add = (uri: vscode.Uri, kind: keyof FileChanges): void => {
      const path = pathOf(uri);
      if (isMeant(path)) this.batch.add(path, kind);
    };
    this.subscriptions.push(
      watcher,
      watcher.onDidChange((uri) => add(uri, 'changed')),
      watcher.onDidCreate((uri) => add(uri, 'cameOrWent')),
      watcher.onDidDelete((uri) => add(uri, 'cameOrWent')),
    );
  }

  private async unlessClosed<T>(answer: Promise<T | null>): Promise<T | null> {
    try {
      return await answer;
    } catch (error) {
      if (this.isClosed) return null;
      throw error;
    }
  }
}

function isSameFileSystem(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.scheme === b.scheme && a.authority === b.authority;
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
