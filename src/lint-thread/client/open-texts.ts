import type { FileChanges } from '../updates';

/** What an open document looks like from here. */
interface OpenText {
  readonly read: () => string;
  /** Whether the thread has asked for its text, and so is told of each change. */
  isAsked: boolean;
}

/** The part of an update that is about texts. */
export interface TextChanges {
  readonly revision: number;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  readonly files: FileChanges;
}

/**
 * The documents that are open in the editor, and what the linter's thread has been told of them. Every change gets a
 * number; an answer that is true of an earlier one is out of date for what has changed since.
 */
export class OpenTexts {
  private readonly documents = new Map<string, OpenText>();
  /** The revision in which a document was last opened, edited or closed. */
  private readonly changedAt = new Map<string, number>();
  private readonly opened = new Set<string>();
  private readonly closed = new Set<string>();
  private readonly edited = new Set<string>();
  private readonly changed = new Set<string>();
  private readonly cameOrWent = new Set<string>();
  private current = 0;

  get revision(): number {
    return this.current;
  }

  has(path: string): boolean {
    return this.documents.has(path);
  }

  open(path: string, read: () => string): void {
    this.documents.set(path, { read, isAsked: false });
    this.changedAt.set(path, ++this.current);
    this.opened.add(path);
    this.closed.delete(path);
  }

  edit(path: string): void {
    const document = this.documents.get(path);
    if (!document) return;
    this.changedAt.set(path, ++this.current);
    if (document.isAsked) this.edited.add(path);
  }

  close(path: string): void {
    if (!this.documents.delete(path)) return;
    this.changedAt.set(path, ++this.current);
    for (const paths of [this.opened, this.edited]) paths.delete(path);
    this.closed.add(path);
  }

  filesChanged({ changed, cameOrWent }: FileChanges): void {
    this.current++;
    for (const path of changed) this.changed.add(path);
    for (const path of cameOrWent) this.cameOrWent.add(path);
  }

  /** The present text of an open document; null where none is open under this path. From now on its changes are told. */
  ask(path: string): string | null {
    const document = this.documents.get(path);
    if (!document) return null;
    document.isAsked = true;
    this.edited.delete(path);
    return document.read();
  }

  /** Whether no document among these was opened, edited or closed since a revision. */
  areUnchanged(paths: Iterable<string>, since: number): boolean {
    for (const path of paths) if ((this.changedAt.get(path) ?? 0) > since) return false;
    return true;
  }

  /** What has changed since this was called last. */
  takeChanges(): TextChanges {
    const changes = {
      revision: this.current,
      opened: [...this.opened],
      closed: [...this.closed],
      texts: new Map([...this.edited].map((path) => [path, this.documents.get(path)?.read() ?? ''])),
      files: { changed: [...this.changed], cameOrWent: [...this.cameOrWent] },
    };
    for (const paths of [this.opened, this.closed, this.edited, this.changed, this.cameOrWent]) paths.clear();
    return changes;
  }
}
