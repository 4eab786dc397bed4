import { mkdirSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import type { SourceFiles } from '../../lint';
import type { Notice } from '../notice';
import { readTextFile, writeTextFile, type TextFile } from './text-file';

/** The files of the disk, each read once, with the changes that fixes have made and not saved yet. */
export class DiskFiles implements SourceFiles {
  private readonly files = new Map<string, TextFile | null>();
  private readonly lists = new Map<string, readonly string[] | null>();
  private readonly changed = new Set<string>();

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
    this.files.set(path, { hasByteOrderMark: false, isExact: true, ...before, text });
    this.changed.add(path);
  }

  /** Whether a fix changed the file. */
  isChanged(path: string): boolean {
    return this.changed.has(path);
  }

  /** Writes what was changed; whether all of it could be written. */
  save(notice: Notice): boolean {
    let isSaved = true;
    for (const path of this.changed) {
      const file = this.file(path);
      try {
        mkdirSync(posix.dirname(path), { recursive: true });
        if (file) writeTextFile(path, file);
      } catch (error) {
        notice(path, error);
        isSaved = false;
      }
    }
    return isSaved;
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

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
