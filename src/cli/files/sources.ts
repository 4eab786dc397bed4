import { outlineOf, type Outline } from '../../lint/modules/outline';
import type { Notice } from '../notice';
import type { DiskFiles } from './disk-files';
import { readTextFile } from './text-file';

/** The source files of a workspace, each read once; only the texts with a word of Bull are kept in memory. */
export class Sources {
  private readonly found = new Map<string, Outline>();

  constructor(
    all: Iterable<string>,
    private readonly files: DiskFiles,
    notice: Notice,
  ) {
    for (const path of all) {
      try {
        const file = readTextFile(path);
        const outline = outlineOf(file.text);
        if (outline.mentionsBull) files.remember(path, file);
        this.found.set(path, outline);
      } catch (error) {
        notice(path, error);
      }
    }
  }

  get outlines(): ReadonlyMap<string, Outline> {
    return this.found;
  }

  /** Looks again at a file that was written. */
  changed(path: string): void {
    this.found.set(path, outlineOf(this.files.read(path) ?? ''));
  }
}
