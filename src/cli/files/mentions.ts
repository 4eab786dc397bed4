import { mentionsBull } from '../../lint/files/mentions';
import type { Notice } from '../notice';
import type { DiskFiles } from './disk-files';
import { readTextFile } from './text-file';

/** The files of a workspace that can have to do with Bull. Each costs one string search; only theirs are kept in memory. */
export class Mentions {
  private readonly mentioning = new Set<string>();

  constructor(
    private readonly all: ReadonlySet<string>,
    private readonly files: DiskFiles,
    private readonly notice: Notice,
  ) {
    for (const path of all) this.look(path, []);
  }

  get paths(): readonly string[] {
    return [...this.mentioning];
  }

  has(path: string): boolean {
    return this.mentioning.has(path);
  }

  add(path: string): void {
    this.mentioning.add(path);
  }

  /** Looks for further strings that lead to a queue in this workspace; whether more files hold one. */
  widen(needles: readonly string[]): boolean {
    const before = this.mentioning.size;
    if (needles.length) for (const path of this.all) if (!this.has(path)) this.look(path, needles);
    return this.mentioning.size > before;
  }

  private look(path: string, needles: readonly string[]): void {
    try {
      const file = readTextFile(path);
      if (!mentionsBull(file.text, needles)) return;
      this.files.remember(path, file);
      this.mentioning.add(path);
    } catch (error) {
      this.notice(path, error);
    }
  }
}
