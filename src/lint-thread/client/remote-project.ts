import type { LintSettings, Missing } from '../../lint';
import type { FilesExclude } from '../../lint/files/files-exclude';
import type { Logger } from '../../log/logger';
import type { Entry } from '../../workspace/source-walk';
import {
  fixesAt,
  type AboutClientType,
  type AboutOption,
  type Answer,
  type FixedFiles,
  type FixesAt,
  type LintedFile,
  type Place,
  type PlacedFix,
  type QueueIndex,
  type TextRange,
} from '../answers';
import type { StopFlag } from '../stop-flag';
import type { FileChanges, FolderState, Loaded, ProjectOptions, Update } from '../updates';
import { noAnswer, type LintThread, type ProjectConnection } from './lint-thread';
import type { OpenTexts } from './open-texts';

/** How often a question is asked while the texts that its answer is about keep changing. */
const MOST_TRIES = 3;

/** What the editor has that the thread is told, or asks for. */
export interface ProjectHost {
  readonly texts: OpenTexts;
  readonly log: Logger;
  settings(): LintSettings;
  filesExclude(): FilesExclude;
  /** Of files that are not open; null where there is none. */
  read(path: string): Promise<string | null>;
  entries(directory: string): Promise<readonly Entry[] | null>;
  /** Something that findings may rest on is another now, apart from the open documents. */
  changed(state: FolderState): void;
}

/**
 * The files of one folder, to be asked about on the linter's thread. An answer is given only where it is true of the
 * documents as they are when it arrives: null where it was stopped, or they kept changing. Rejects where the thread
 * failed, or the project was closed before (`isClosed`).
 */
export class RemoteProject {
  private readonly connection: ProjectConnection;
  /** What the thread was told last; null before anything was. */
  private told: Pick<Update, 'revision' | 'settings' | 'filesExclude'> | null = null;

  constructor(
    private readonly thread: Pick<LintThread, 'open' | 'watch'>,
    options: ProjectOptions,
    private readonly host: ProjectHost,
  ) {
    this.connection = thread.open(options, {
      load: (missing) => this.load(missing),
      changed: (state) => host.changed(state),
      log: (level, text) => host.log[level](text),
    });
  }

  get isClosed(): boolean {
    return this.connection.$closed;
  }

  lint(path: string, stop: StopFlag): Promise<LintedFile | null> {
    return this.ask(
      () => this.connection.lint(path, stop),
      ({ findings }) => [path, ...findings.flatMap(({ related }) => related.map(({ file }) => file))],
    );
  }

  fixes(path: string, range: TextRange, stop: StopFlag): Promise<FixesAt | null> {
    return this.ask(
      () => this.connection.fixes(path, range, stop),
      (fixes) => [path, ...fixesAt(fixes).flatMap(filesOf)],
    );
  }

  about(path: string, place: Place, stop: StopFlag): Promise<AboutOption | AboutClientType | null> {
    return this.ask(
      () => this.connection.about(path, place, stop),
      () => [path],
    );
  }

  fixAll(paths: readonly string[], stop: StopFlag): Promise<FixedFiles | null> {
    return this.ask(() => this.connection.fixAll(paths, stop), filesOf);
  }

  queues(stop: StopFlag): Promise<QueueIndex | null> {
    return this.ask(
      () => this.connection.queues(stop),
      ({ digests }) => digests.keys(),
    );
  }

  /** The files of the folder that can hold a queue, once all have been looked at. */
  async bullPaths(): Promise<readonly string[]> {
    if (this.isClosed) throw noAnswer();
    this.tell();
    return this.thread.watch(this.connection.bullPaths());
  }

  /** How many files of the folder could be linted, without those below other directories, once all have been looked at. */
  async sourceCount(without: readonly string[]): Promise<number> {
    if (this.isClosed) throw noAnswer();
    this.tell();
    return this.thread.watch(this.connection.sourceCount(without));
  }

  filesChanged(changes: FileChanges): void {
    this.host.texts.filesChanged(changes);
    this.tell();
  }

  /** Tells the thread what has changed, if anything has; done before each question. */
  tell(): void {
    if (this.isTold()) return;
    this.connection.update.asEvent(this.takeUpdate()).catch((error: unknown) => {
      if (!this.isClosed) this.host.log.error('The linter could not be told of a change.', error);
    });
  }

  close(): void {
    this.connection.$close(noAnswer());
  }

  private async ask<T>(question: () => Promise<Answer<T>>, filesOf: (value: T) => Iterable<string>): Promise<T | null> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (this.isClosed) throw noAnswer();
      this.tell();
      const answer = await this.thread.watch(question());
      if (!answer) return null;
      if (this.host.texts.areUnchanged(filesOf(answer.value), answer.revision)) return answer.value;
    }
    return null;
  }

  private isTold(): boolean {
    const { host, told } = this;
    if (!told || told.revision !== host.texts.revision) return false;
    return told.settings === host.settings() && told.filesExclude === host.filesExclude();
  }

  private takeUpdate(): Update {
    const { host } = this;
    const update = { ...host.texts.takeChanges(), settings: host.settings(), filesExclude: host.filesExclude() };
    this.told = update;
    return update;
  }

  /** Documents last, with no pause between them and the update: so they are the texts of its revision. */
  private async load({ files, directories }: Missing): Promise<Loaded> {
    const closed = files.filter((path) => !this.host.texts.has(path));
    const [read, entries] = await Promise.all([
      all(closed, (path) => this.host.read(path)),
      all(directories, (path) => this.host.entries(path)),
    ]);
    const texts = new Map(read);
    // One that was closed meanwhile is asked for again.
    for (const path of files) {
      const text = this.host.texts.ask(path);
      if (text !== null) texts.set(path, text);
    }
    return { update: this.takeUpdate(), texts, entries };
  }
}

function filesOf({ edits, newFiles }: Pick<PlacedFix, 'edits' | 'newFiles'>): string[] {
  return [...edits, ...newFiles].map(({ file }) => file);
}

async function all<T>(paths: readonly string[], read: (path: string) => Promise<T>): Promise<ReadonlyMap<string, T>> {
  return new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
}
