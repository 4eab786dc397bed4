import type Redis from 'ioredis';
import type { FailureGroup } from '../causes/failure-group';
import { Grouping } from '../causes/grouping';
import { keyOf } from '../listed-jobs';
import type { KnownQueue, QueueSnapshot } from '../counts';
import { dialectOf } from '../dialects';
import type { JobRow } from '../jobs';
import type { FinishEvent } from './job-events';
import { finishedSince, newestTime, readFinished, type FinishedId, type FinishedState } from './finished-jobs';

const STATES = ['completed', 'failed'] as const satisfies FinishedState[];

/** ms by which the clocks of a queue's workers may differ before a job that finished is taken for an older one. */
const CLOCKS = 5_000;

/** Failures whose reason is read again at each look: the newest. */
const READ_AGAIN = 500;

/** What is known of the jobs of a queue that have finished since the start. */
export interface QueueObservations extends KnownQueue {
  readonly completed: number;
  /** For good: attempts that are tried again are none. */
  readonly failed: number;
  /** What the completed jobs took that are still in Redis, in ms in all, and how many these are. */
  readonly duration: { readonly total: number; readonly jobs: number };
  /** Why the failed ones have failed, the most frequent cause first. */
  readonly causes: readonly FailureGroup[];
  /** How many more jobs wait or are active than at the start, 0 where there are fewer; null where that is not known. */
  readonly growth: number | null;
}

/** Follows one queue: each job that finishes after `begin` is counted once, however it was learnt of. */
export class WatchedQueue {
  private readonly counts = { completed: 0, failed: 0 };
  private readonly duration = { total: 0, jobs: 0 };
  private readonly grouping = new Grouping();
  private readonly failures = new Map<string, FinishedId>();
  /** What was counted, or was there at the start, by state, id and time: it is met again where jobs are read anew. */
  private readonly met = { completed: new Map<string, number>(), failed: new Map<string, number>() };
  /** Jobs of which a set told, with when they finished: that they finished is still to be published, or never will be. */
  private readonly untold = { completed: new Map<string, number>(), failed: new Map<string, number>() };
  private readonly since = { completed: 0, failed: 0 };
  private pendingAtStart: number | null = 0;
  private pending: number | null = 0;

  constructor(readonly queue: KnownQueue) {}

  /** Takes what is there now for the start. A queue that has come later began empty. */
  async begin(redis: Redis, snapshot: QueueSnapshot): Promise<void> {
    this.pendingAtStart = this.pending = this.pendingIn(snapshot);
    await Promise.all(
      STATES.map(async (state) => {
        this.since[state] = timeBefore(await newestTime(redis, this.queue, state));
        for (const job of await finishedSince(redis, this.queue, state, this.since[state])) {
          this.meet(state, job);
          this.untold[state].set(keyOf(job.id), job.time);
        }
      }),
    );
  }

  /** @throws Error of ioredis */
  async look(redis: Redis, events: readonly FinishEvent[], snapshot: QueueSnapshot): Promise<void> {
    this.pending = this.pendingIn(snapshot);
    await Promise.all(
      STATES.map(async (state) => {
        const own = events.filter((event) => event.state === state && !this.untold[state].delete(keyOf(event.id)));
        const rows = await readFinished(
          redis,
          this.queue,
          state,
          own.map(({ id }) => id),
        );
        own.forEach(({ id, reason }, i) => this.count(state, id, timeOf(rows[i]), rows[i], reason));
        await this.lookAtSet(redis, state);
      }),
    );
    await this.readReasonsAgain(redis);
  }

  get growth(): number | null {
    const { pendingAtStart, pending } = this;
    return pending === null || pendingAtStart === null ? null : Math.max(0, pending - pendingAtStart);
  }

  get observations(): QueueObservations {
    return {
      ...this.queue,
      ...this.counts,
      duration: { ...this.duration },
      causes: this.grouping.summary(),
      growth: this.growth,
    };
  }

  private async lookAtSet(redis: Redis, state: FinishedState): Promise<void> {
    const found = await finishedSince(redis, this.queue, state, this.since[state]);
    const fresh = found.filter(({ id, time }) => !this.met[state].has(meetingKey(id, time)));
    const rows = await readFinished(
      redis,
      this.queue,
      state,
      fresh.map(({ id }) => id),
    );
    fresh.forEach(({ id, time }, i) => {
      this.untold[state].set(keyOf(id), time);
      this.count(state, id, time, rows[i], null);
    });
    const newest = found[0]?.time;
    if (newest === undefined) return;
    this.since[state] = Math.max(this.since[state], timeBefore(newest));
    for (const known of [this.met[state], this.untold[state]]) {
      for (const [key, time] of known) if (time < this.since[state]) known.delete(key);
    }
  }

  private count(
    state: FinishedState,
    id: Buffer,
    time: number | null,
    row: JobRow | undefined,
    reason: string | null,
  ): void {
    if (time !== null && !this.meet(state, { id, time })) return;
    this.counts[state]++;
    const processedOn = typeof row?.processedOn === 'number' ? row.processedOn : null;
    const isOfThisRun = time !== null && timeOf(row) === time;
    if (state === 'failed') {
      const failedReason = isOfThisRun ? row?.failedReason : null;
      const failed = { id, time: time ?? Date.now() };
      this.failures.set(keyOf(id), failed);
      this.grouping.add(keyOf(id), failed.time, {
        reason: failedReason ?? reason ?? '',
        name: row?.name ?? '',
        processedOn: isOfThisRun ? processedOn : null,
      });
    } else if (isOfThisRun && processedOn !== null && time >= processedOn) {
      this.duration.total += time - processedOn;
      this.duration.jobs++;
    }
  }

  /** A worker that comes late writes `Missing lock` over the reason of a job that has failed as stalled. */
  private async readReasonsAgain(redis: Redis): Promise<void> {
    const newest = [...this.failures.values()].slice(-READ_AGAIN);
    const rows = await readFinished(
      redis,
      this.queue,
      'failed',
      newest.map(({ id }) => id),
    );
    newest.forEach(({ id, time }, i) => {
      const row = rows[i];
      if (!row || timeOf(row) !== time || row.failedReason === null) return;
      const processedOn = typeof row.processedOn === 'number' ? row.processedOn : null;
      this.grouping.add(keyOf(id), time, { reason: row.failedReason, name: row.name ?? '', processedOn });
    });
  }

  /** Whether it is met for the first time. */
  private meet(state: FinishedState, { id, time }: FinishedId): boolean {
    const key = meetingKey(id, time);
    const isNew = !this.met[state].has(key);
    this.met[state].set(key, time);
    return isNew;
  }

  private pendingIn({ counts: { waiting, paused, active, priority } }: QueueSnapshot): number | null {
    const states = [waiting, paused, active, ...(dialectOf(this.queue).waitingHoldsPriority ? [] : [priority])];
    return states.reduce((sum, jobs) => (sum === null || jobs === null ? null : sum + jobs), 0);
  }
}

function meetingKey(id: Buffer, time: number): string {
  return `${time} ${keyOf(id)}`;
}

function timeOf(row: JobRow | undefined): number | null {
  return typeof row?.finishedOn === 'number' ? row.finishedOn : null;
}

/** No clock that is ahead of ours hides what other workers finish. */
function timeBefore(newest: number): number {
  return Math.min(newest, Date.now()) - CLOCKS;
}
