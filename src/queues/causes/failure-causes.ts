import { queueKey } from '../../bull/keys';
import { ahead, workedOn } from '../ahead';
import type { KnownQueue } from '../counts';
import { dialectOf } from '../dialects';
import { Emitter, type Disposable } from '../event';
import type { GoneJobs } from '../gone-jobs';
import type { RedisConnection } from '../redis/connection';
import { STEP } from '../listed-jobs';
import { failedIds, readFacts, readTraces, type Facts, type Listed } from './failed-jobs';
import { readVagueTraces } from './vague-traces';
import type { FailureGroup } from './failure-group';
import { Grouping } from './grouping';

/** Failed jobs that are grouped, the newest first: some 15 MB. */
export const MOST_JOBS = 100_000;

/** Jobs that are looked at together. */
interface Step {
  /** Those that are not grouped yet. */
  readonly fresh: readonly Listed[];
  /** There are more, which are not looked at. */
  readonly isCut: boolean;
  /** Nothing has changed since the last time, here and below. */
  readonly isKnown: boolean;
}

/** And what they are grouped by, of each of them. */
interface ReadStep extends Step {
  readonly facts: readonly Facts[];
  readonly traces: readonly (string | null)[];
}

/** Why the failed jobs of a queue have failed, as of its last `refresh`: read a step at a time, and only what is new. */
export class FailureCauses implements Disposable {
  private readonly grouping = new Grouping();
  private readonly changed = new Emitter<void>();
  /** More jobs are grouped than before, or others. */
  readonly onDidChange = this.changed.event;

  private reading: { readonly done: Promise<void>; readonly stop: AbortController } | null = null;
  private summary: readonly FailureGroup[] | null = null;
  private isRead = false;
  /** How many failed jobs there were when they were read last, or are now read. */
  private total = 0;
  private failure: string | null = null;

  /** There are more failed jobs than were grouped. */
  isCut = false;
  /** Somebody looks at it. */
  isWatched = true;

  constructor(
    private readonly connection: RedisConnection,
    readonly queue: KnownQueue,
    private readonly most = MOST_JOBS,
  ) {}

  /** The groups so far, the largest first; null before any job was looked at. */
  get groups(): readonly FailureGroup[] | null {
    if (!this.isRead && this.grouping.size === 0) return null;
    return (this.summary ??= this.grouping.summary());
  }

  /** How many jobs were looked at. */
  get size(): number {
    return this.grouping.size;
  }

  /** null where every job that was looked at is there. */
  get gone(): GoneJobs | null {
    const { gone: count, size: of } = this.grouping;
    return count === 0 ? null : { count, of };
  }

  get isReading(): boolean {
    return this.reading !== null;
  }

  /** All failed jobs were looked at, as far as it goes, since it was opened. */
  get isComplete(): boolean {
    return this.isRead;
  }

  /** Why they could not be read, in a sentence; null where they could. */
  get problem(): string | null {
    return this.failure;
  }

  /** The jobs of a group and when each has failed, oldest first: the same job may fail again, for another cause. */
  jobsOf(group: Pick<FailureGroup, 'key'>): { readonly id: Buffer; readonly time: number }[] {
    return this.grouping.jobsOf(group.key);
  }

  /** Reads the failures that are new, and forgets those that are gone. A call while one is under way joins it. */
  refresh(): Promise<void> {
    if (this.reading) return this.reading.done;
    const stop = new AbortController();
    const done = this.read(stop.signal)
      .then(() => (this.failure = null))
      .catch((error: unknown) => {
        // While the connection is lost its own row says why, and what was read last stays.
        if (this.isRead && this.connection.status.state !== 'ready') return;
        this.failure = error instanceof Error ? error.message : String(error);
      })
      .then(() => {
        this.reading = null;
        this.change();
      });
    this.reading = { stop, done };
    return done;
  }

  /** As `refresh`, but where there are more jobs than one step reads, it waits for the newest only. */
  begin(): Promise<void> {
    const reading = this.refresh();
    return new Promise((resolve) => {
      const done = () => {
        first.dispose();
        resolve();
      };
      const first = this.onDidChange(() => this.total > STEP && done());
      void reading.then(done);
    });
  }

  /** Stops reading; what was read so far stays. */
  stop(): void {
    this.reading?.stop.abort();
  }

  dispose(): void {
    this.stop();
    this.changed.dispose();
  }

  private async read(signal: AbortSignal): Promise<void> {
    const { connection, queue } = this;
    const ids = failedIds(connection, queue, signal);
    const total = await connection.run((redis) => redis.zcard(queueKey(queue.ref, dialectOf(queue).states.failed.key)));
    const isSame = total === this.total;
    this.total = total;
    let isCut = false;
    this.grouping.begin();
    const steps = workedOn(this.steps(ids, isSame), connection, (step) => this.readStep(step));
    for await (const step of ahead(steps)) {
      if (step.isKnown) return;
      isCut = step.isCut;
      if (step.fresh.length === 0) continue;
      await this.group(step);
      if (signal.aborted) return;
      this.change();
    }
    if (signal.aborted) return;
    this.grouping.end();
    this.isCut = isCut;
    this.isRead = true;
  }

  /** The failed jobs, a step at a time, the newest first, up to as many as are looked at. */
  private async *steps(ids: AsyncIterable<readonly Listed[]>, isSame: boolean): AsyncGenerator<Step, void> {
    const { grouping, most } = this;
    let left = most;
    /** Jobs that are grouped once these are. */
    let { size } = grouping;
    for await (const step of ids) {
      const listed = step.slice(0, left);
      left -= listed.length;
      const fresh = listed.filter(({ key, time }) => !grouping.has(key, time));
      for (const { key } of fresh) if (!grouping.knows(key)) size++;
      const isCut = listed.length < step.length || (left === 0 && this.total > most);
      const isKnown = fresh.length === 0 && this.isRead && (this.isCut ? isSame : this.total === size);
      yield { fresh, isCut, isKnown };
      if (isCut || isKnown) return;
    }
  }

  private async readStep(step: Step): Promise<ReadStep> {
    const { connection, queue } = this;
    const facts = await readFacts(connection, queue, step.fresh);
    return { ...step, facts, traces: await readVagueTraces(connection, queue, step.fresh, facts) };
  }

  private async group({ fresh, facts, traces }: ReadStep): Promise<void> {
    const { connection, queue, grouping } = this;
    fresh.forEach((job, i) => grouping.add(job.key, job.time, facts[i] ?? null, traces[i] ?? null));
    const untraced = grouping.takeUntraced();
    const theirs = await readTraces(connection, queue, untraced);
    untraced.forEach(({ told }, i) => told(theirs[i] ?? null));
  }

  private change(): void {
    this.summary = null;
    this.changed.fire();
  }
}
