import { mkdirSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import type { SourceFiles } from '../../lint';
import type { Notice } from '../notice';
import { readTextFile, writeTextFile, type TextFile } from './text-file';

/** What a fix made of a file. */
export interface Change {
  readonly path: string;
  /** Null for a file that it makes. */
  readonly before: string | null;
  readonly after: string;
}

/** The files of the disk, each read once, with the changes that fixes have made and not saved yet. */
export class DiskFiles implements SourceFiles {
  private readonly files = new Map<string, TextFile | null>();
  private readonly lists = new Map<string, readonly string[] | null>();
  private readonly changed = new Set<string>();
  private readonly original = new Map<string, TextFile | null>();

  read(path: string): string | null {
    return this.file(path)?.text ?? null;
  }

  look(path: string): string | null {
    const known = this.files.get(path);
    return (known === undefined ? orNull(() => readTextFile(path)) : known)?.text ?? null;
  }

  list(directory: string): readonly string[] | null {
    let names = this.lists.get(directory);
    if (names === undefined) this.lists.set(directory, (names = orNull(() => readdirSync(directory))));
    return names;
  }

  /** Takes over a file that was read elsewhere. */
  remember(path: string, file: TextFile): void {
    this.files.set(path, file);
  }

  /** Whether a fix may write there: in code of the workspace, and not where saving would garble what is there. */
  isWritable(path: string): boolean {
    return !path.split('/').includes('node_modules') && this.file(path)?.isExact !== false;
  }

  write(path: string, text: string): void {
    const before = this.file(path);
    if (before?.text === text) return;
    if (!before) this.enlist(path);
    if (!this.changed.has(path)) this.original.set(path, before);
    this.files.set(path, { hasByteOrderMark: false, isExact: true, ...before, text });
    this.changed.add(path);
  }

  /** Whether a fix changed the file. */
  isChanged(path: string): boolean {
    return this.changed.has(path);
  }

  /** What was changed: the text as it was (null for a new file) and as it is, by path. */
  changes(): Change[] {
    return [...this.changed].flatMap((path) => {
      const file = this.file(path);
      return file ? [{ path, before: this.original.get(path)?.text ?? null, after: file.text }] : [];
    });
  }

  /**
   * Writes what was changed, the files that others need before those, and nothing where a file has changed on the disk
   * meanwhile; whether all of it could be written. Behind the first that could not, none is.
   */
  save(notice: Notice): boolean {
    const changes = this.changes();
    const moved = changes.filter(({ path, before }) => (orNull(() => readTextFile(path))?.text ?? null) !== before);
    for (const { path } of moved) notice(path, new Error('changed while it was fixed, so no file was written'));
    if (moved.length > 0) return false;
    const paths = changes.sort((a, b) => placeOf(a) - placeOf(b)).map(({ path }) => path);
    for (const [i, path] of paths.entries()) {
      try {
        mkdirSync(posix.dirname(path), { recursive: true });
        writeTextFile(path, this.file(path)!);
      } catch (error) {
        notice(path, error);
        for (const left of paths.slice(i + 1))
          notice(left, new Error(`not fixed, since ${posix.basename(path)} was not written`));
        return false;
      }
    }
    return true;
  }

  private file(path: string): TextFile | null {
    let file = this.files.get(path);
    if (file === undefined) this.files.set(path, (file = orNull(() => readTextFile(path))));
    return file;
  }

  private enlist(path: string): void {
    const directory = posix.dirname(path);
    const names = this.list(directory);
    if (!names) this.enlist(directory);
    this.lists.set(directory, [...(names ?? []), posix.basename(path)]);
  }
}

/** New files are imported by the others, and those import what package.json names. */
function placeOf({ path, before }: Change): number {
  if (before === null) return 0;
  return posix.basename(path) === 'package.json' ? 1 : 2;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
