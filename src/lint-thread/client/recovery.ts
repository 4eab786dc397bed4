import type { LeftOutFile } from '../updates';
import type { ThreadEnd } from './lint-thread';

/** More ends than this in so many ms are no accident. */
const MOST_ENDS = 3;
const IN_TIME = 600_000;

/** How often a file that was left out is tried again. */
const MOST_RETURNS = 2;

/** What to do when the linter's thread has ended: the others files are to be linted on, and never in a circle. */
export class Recovery {
  private readonly ends: { readonly at: number; readonly file: string | null }[] = [];
  /** How often each was left out. */
  private readonly guilty = new Map<string, number>();
  private readonly files = new Map<string, LeftOutFile>();

  constructor(private readonly now: () => number = Date.now) {}

  /** The files that are not to be linted any more, because the thread did not survive them. */
  get leftOut(): readonly LeftOutFile[] {
    return [...this.files.values()];
  }

  /** Takes an end into account: what is to be told, and whether the thread may be started again. */
  after({ kind, file }: ThreadEnd): LeftOutFile | 'start again' | 'give up' {
    if (file !== null && this.guilty.has(file)) return this.leaveOut(file);
    const isGuilty = file !== null && (kind === 'stuck' || this.ends.some((before) => before.file === file));
    this.ends.push({ at: this.now(), file });
    const leftOut = isGuilty ? this.leaveOut(file) : null;
    if (this.ends.filter(({ at }) => at > this.now() - IN_TIME).length > MOST_ENDS) return 'give up';
    return leftOut ?? 'start again';
  }

  /** Something has happened to files on disk: those that come back for it are linted again. */
  filesChanged(paths: readonly string[]): void {
    for (const path of paths) if (this.files.get(path)?.comesBack) this.files.delete(path);
  }

  /** A person wants to try again. */
  reset(): void {
    this.ends.length = 0;
  }

  private leaveOut(path: string): LeftOutFile {
    const times = this.guilty.get(path) ?? 0;
    const file = { path, comesBack: times < MOST_RETURNS };
    this.guilty.set(path, times + 1);
    this.files.set(path, file);
    return file;
  }
}
