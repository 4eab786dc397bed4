import type { FileChanges } from '../updates';

/** So long after the last event of a burst it is told, in ms; while events keep coming, every so often. */
const QUIET = 100;
const LONGEST_WAIT = 1_000;

/** What happens to files, told in batches: a checkout of 5,000 files is one thing that happened. */
export class FileBatch {
  private changed = new Set<string>();
  private cameOrWent = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private first = 0;

  constructor(private readonly tell: (changes: FileChanges) => void) {}

  add(path: string, kind: keyof FileChanges): void {
    this[kind].add(path);
    const now = Date.now();
    if (!this.timer) this.first = now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.max(0, Math.min(QUIET, this.first + LONGEST_WAIT - now)));
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private flush(): void {
    const changes = { changed: [...this.changed], cameOrWent: [...this.cameOrWent] };
    this.changed = new Set();
    this.cameOrWent = new Set();
    this.timer = undefined;
    this.tell(changes);
  }
}
