import type { ThreadEnd } from './lint-thread';

/** More ends than this in so many ms are no accident. */
const MOST_ENDS = 3;
const IN_TIME = 600_000;

/** What to do when the linter's thread has ended: the others files are to be linted on, and never in a circle. */
export class Recovery {
  private readonly ends: { readonly at: number; readonly file: string | null }[] = [];
  private readonly files = new Set<string>();

  constructor(private readonly now: () => number = Date.now) {}

  /** The files that are not to be linted any more, because the thread did not survive them. */
  get leftOut(): readonly string[] {
    return [...this.files];
  }

  /** Takes an end into account: what is to be told, and whether the thread may be started again. */
  after({ kind, file }: ThreadEnd): 'file left out' | 'start again' | 'give up' {
    const isGuilty = file !== null && (kind === 'stuck' || this.ends.some((before) => before.file === file));
    this.ends.push({ at: this.now(), file });
    if (isGuilty) this.files.add(file);
    if (this.ends.filter(({ at }) => at > this.now() - IN_TIME).length > MOST_ENDS) return 'give up';
    return isGuilty ? 'file left out' : 'start again';
  }

  /** A person wants to try again. */
  reset(): void {
    this.ends.length = 0;
  }
}
