import { MessageChannel } from 'node:worker_threads';
import { defaultSettings, rules, type LintSettings, type Rule } from '../../../src/lint';
import { OpenTexts } from '../../../src/lint-thread/client/open-texts';
import type { LintThread } from '../../../src/lint-thread/client/lint-thread';
import { RemoteProject, type ProjectHost } from '../../../src/lint-thread/client/remote-project';
import { connect } from '../../../src/lint-thread/connect';
import { Pulse } from '../../../src/lint-thread/pulse';
import { openProject } from '../../../src/lint-thread/serve';
import { newStopFlag } from '../../../src/lint-thread/stop-flag';
import type { EditorSide, ThreadProject } from '../../../src/lint-thread/thread-project';
import type { FileChanges, FolderState, ProjectOptions } from '../../../src/lint-thread/updates';
import { createLogger } from '../../../src/log/logger';
import type { Entry } from '../../../src/workspace/source-walk';
import { MemoryFolder } from '../../workspace/support/memory-folder';

type Thread = Pick<LintThread, 'open' | 'watch'>;

/** The thread's side in this very process, at the other end of a channel. */
export function inProcess(using: readonly Rule[] = rules): Thread {
  return {
    open(options, editor) {
      const { port1, port2 } = new MessageChannel();
      openProject({ port: port2, options }, using, new Pulse());
      return connect<ThreadProject, EditorSide>(port1, editor, (error) => {
        throw error;
      });
    },
    watch: (answer) => answer,
  };
}

/** The same, which writes down by their names the calls of the editor's side, in `calls`. */
export function listening(thread: Thread, calls: string[]): Thread {
  return {
    ...thread,
    open(options, editor) {
      const connection = thread.open(options, editor);
      return new Proxy(connection, {
        get(target, name: string) {
          if (!name.startsWith('$')) calls.push(name);
          return Reflect.get(target, name) as unknown;
        },
      });
    },
  };
}

const nothing: Readonly<Record<string, boolean>> = {};

/** What VS Code is to the linter's thread: documents that a person types into, and files that only it can read. */
export class Editor implements ProjectHost {
  readonly texts = new OpenTexts();
  readonly logged: string[] = [];
  readonly log = createLogger((level, text) => this.logged.push(`${level}: ${text}`));
  readonly files: MemoryFolder;
  readonly project: RemoteProject;
  readonly none = newStopFlag();
  severities: LintSettings['severities'] = { 'shared-connections': 'off' };
  /** Called right after the thread was told what is new. */
  onTold: () => void = () => undefined;
  state: FolderState = { paths: [], repository: null };
  /** How often the thread said that something is another now. */
  changes = 0;
  private readonly documents = new Map<string, string>();
  private written: LintSettings = defaultSettings;

  constructor(
    files: Readonly<Record<string, string>>,
    { thread = inProcess(), ...options }: Partial<ProjectOptions> & { readonly thread?: Thread } = {},
  ) {
    this.files = new MemoryFolder(files);
    this.project = new RemoteProject(thread, { folder: '/app', diskAuthority: null, leftOut: [], ...options }, this);
  }

  settings(): LintSettings {
    // Read when the thread is told what is new.
    setImmediate(() => this.onTold());
    if (this.written.severities !== this.severities) {
      this.written = { ...defaultSettings, severities: this.severities };
    }
    return this.written;
  }

  filesExclude(): Readonly<Record<string, boolean>> {
    return nothing;
  }

  read(path: string): Promise<string | null> {
    return this.files.read(path);
  }

  entries(directory: string): Promise<readonly Entry[] | null> {
    return this.files.entries(directory);
  }

  changed(state: FolderState): void {
    this.state = state;
    this.changes++;
  }

  open(path: string, text = this.files.text(path) ?? ''): void {
    this.documents.set(path, text);
    this.texts.open(path, () => this.text(path));
  }

  /** Puts another text in an open document. */
  type(path: string, text: string): void {
    this.documents.set(path, text);
    this.texts.edit(path);
  }

  text(path: string): string {
    return this.documents.get(path) ?? this.files.text(path) ?? '';
  }

  closeDocument(path: string): void {
    this.documents.delete(path);
    this.texts.close(path);
  }

  /** Writes, makes or (with null) deletes files, as something outside of the editor does. */
  write(files: Readonly<Record<string, string | null>>): void {
    const changes: { changed: string[]; cameOrWent: string[] } = { changed: [], cameOrWent: [] };
    for (const [path, text] of Object.entries(files)) {
      changes[text !== null && this.files.text(path) !== null ? 'changed' : 'cameOrWent'].push(path);
      this.files.write(path, text);
    }
    this.tell(changes);
  }

  tell(changes: FileChanges): void {
    this.project.filesChanged(changes);
  }

  async rules(path: string): Promise<readonly string[] | null> {
    const answer = await this.project.lint(path, this.none);
    return answer && answer.findings.map(({ rule }) => rule);
  }
}
