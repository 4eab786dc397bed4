import { queueKey } from '../../bull/keys';
import { isJobState, stateWords, type JobState } from '../../bull/states';
import type { ShownData } from '../../job-data/shown-data';
import { ahead, allWorkedOn, workedOn } from '../ahead';
import type { KnownQueue } from '../counts';
import { dialectOf } from '../dialects';
import { Emitter, type Disposable } from '../event';
import { readJobState } from '../job-document';
import { jobId } from '../job-id';
import { FIELDS_BYTES, readListedJobs, type JobRow } from '../jobs';
import { listedJobs, STEP, type ListedJob } from '../listed-jobs';
import { queueId } from '../monitor';
import type { RedisConnection } from '../redis/connection';
import { candidates, needsData } from './candidates';
import { matches } from './match';
import type { JobQuery } from './query';

/** Where jobs are searched for. */
export interface SearchScope {
  readonly queues: readonly KnownQueue[];
  readonly states: readonly JobState[];
}

/** The jobs that were found in one state of one queue, in the order in which they were found. */
export interface FoundJobs {
  readonly queue: KnownQueue;
  readonly state: JobState;
  readonly rows: readonly JobRow[];
}

/** Jobs that are found before a search stops by itself, so that memory has a bound. */
export const MOST_FOUND = 1_000;

/** The jobs that are searched in one state of one queue. */
interface Searched {
  readonly queue: KnownQueue;
  readonly state: JobState;
  readonly jobs: readonly ListedJob[];
}

/** What came of looking at some jobs. */
interface LookedAt {
  readonly looked: number;
  readonly tooLarge: number;
  /** null where none can be. */
  readonly found: FoundJobs | null;
}

/** A search for jobs: it goes through them a step at a time, and what it finds is there at once. */
export class JobSearch implements Disposable {
  private readonly changed = new Emitter<JobSearch>();
  readonly onDidChange = this.changed.event;
  private groups = new Map<string, FoundJobs>();
  private running: AbortController | null = null;
  /** Jobs that Redis is asked to look at together: fewer where they are large. */
  private width = STEP;

  /** ms since the epoch; null before it has begun. */
  begunAt: number | null = null;
  /** How many jobs were looked at. */
  looked = 0;
  /** How many of these have data, or a reason, too large to be searched. */
  tooLarge = 0;
  /** Why it ended before its end, in a sentence; null where it did not. */
  problem: string | null = null;
  /** The person has stopped it. */
  isStopped = false;

  constructor(
    /** Tells it from the others of its connection. */
    readonly number: number,
    private readonly connection: RedisConnection,
    readonly query: JobQuery,
    readonly scope: SearchScope,
    private readonly shownData: () => ShownData,
  ) {}

  get found(): readonly FoundJobs[] {
    return [...this.groups.values()];
  }

  /** The paths in its query whose values are hidden: nothing is compared with them. */
  get hiddenPaths(): readonly string[] {
    const shown = this.shownData();
    return this.query.conditions.flatMap((each) => (each.on === 'path' && !shown.shows(each.path) ? each.path : []));
  }

  /** How many jobs were found. */
  get size(): number {
    return this.found.reduce((sum, { rows }) => sum + rows.length, 0);
  }

  get isRunning(): boolean {
    return this.running !== null;
  }

  /** It found as many as it may, so that there may be more. */
  get isFull(): boolean {
    return this.size >= MOST_FOUND;
  }

  /** Searches from the beginning. What goes wrong is in `problem`. */
  async run(): Promise<void> {
    this.running?.abort();
    const run = (this.running = new AbortController());
    this.groups = new Map();
    this.begunAt = Date.now();
    [this.looked, this.tooLarge, this.problem, this.isStopped] = [0, 0, null, false];
    this.changed.fire(this);
    try {
      await this.search(run.signal);
    } catch (error) {
      if (!run.signal.aborted) this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      // Where it is full, what was asked for ahead is not wanted.
      run.abort();
      if (this.running === run) {
        this.running = null;
        this.changed.fire(this);
      }
    }
  }

  /** After an action on queues: lets go of jobs that are in their sorted set no more. @throws RedisProblem */
  async recheck(queues: readonly KnownQueue[]): Promise<void> {
    const ids = new Set(queues.map(queueId));
    const concerned = [...this.groups].filter(([, { queue }]) => ids.has(queueId(queue)));
    await allWorkedOn(concerned, this.connection, ([id, found]) => this.recheckGroup(id, found));
  }

  private async recheckGroup(id: string, found: FoundJobs): Promise<void> {
    const { queue, state } = found;
    const { key, type } = dialectOf(queue).states[state];
    if (type !== 'zset') return;
    const scores = await this.connection.run((redis) => {
      const pipeline = redis.pipeline();
      for (const { id: job } of found.rows) pipeline.zscore(queueKey(queue.ref, key), job.bytes);
      return pipeline.exec();
    });
    const rows = found.rows.filter((_, i) => scores?.[i]?.[1] !== null);
    // It may have been run again meanwhile.
    if (rows.length === found.rows.length || this.groups.get(id) !== found) return;
    if (rows.length > 0) this.groups.set(id, { ...found, rows });
    else this.groups.delete(id);
    this.changed.fire(this);
  }

  stop(): void {
    if (!this.running) return;
    this.isStopped = true;
    this.running.abort();
    this.running = null;
    this.changed.fire(this);
  }

  dispose(): void {
    this.running?.abort();
    this.running = null;
    this.changed.dispose();
  }

  private async search(signal: AbortSignal): Promise<void> {
    const id = this.query.conditions.find((condition) => condition.on === 'id')?.id;
    const { connection, scope } = this;
    const steps =
      id === undefined
        ? workedOn(this.chunks(signal), connection, (some) => this.lookAt(some, signal))
        : workedOn(scope.queues, connection, (queue) => this.lookUp(queue, Buffer.from(id)));
    for await (const { looked, tooLarge, found } of ahead(steps)) {
      if (signal.aborted) return;
      this.looked += looked;
      this.tooLarge += tooLarge;
      if (found) this.take(found);
      this.changed.fire(this);
      if (this.isFull) return;
    }
  }

  /** One job, in whatever state it is. */
  private async lookUp(queue: KnownQueue, id: Buffer): Promise<LookedAt> {
    const nothing = { looked: 0, tooLarge: 0, found: null };
    const state = await this.connection.run((redis) => readJobState(redis, queue, jobId(id)));
    if (isJobState(state)) return { ...nothing, found: await this.read({ queue, state, jobs: [{ id, score: null }] }) };
    const { rows } = await this.read({ queue, state: 'waiting', jobs: [{ id, score: null }] });
    if (rows[0]) this.problem = `Job ${rows[0].id.text} of ${queue.ref.name} is ${stateWords[state]}.`;
    return nothing;
  }

  /** All jobs in question, as many at a time as Redis looks at together. */
  private async *chunks(signal: AbortSignal): AsyncGenerator<Searched, void> {
    const places = this.scope.queues.flatMap((queue) => this.scope.states.map((state) => ({ queue, state })));
    const listings = workedOn(places, this.connection, ({ queue, state }) => ({
      ...{ queue, state },
      steps: listedJobs(this.connection, queue, state, signal),
    }));
    for await (const { queue, state, steps } of listings) {
      // What holds for no number, as `inf`, is looked at.
      const { since, until } = this.timesIn(state);
      for await (const listed of steps) {
        const notEarlier = listed.filter(({ score }) => !(Number(score) < since));
        for (let rest = notEarlier.filter(({ score }) => !(Number(score) > until)); rest.length > 0;) {
          const jobs = rest.slice(0, this.width);
          rest = rest.slice(jobs.length);
          yield { queue, state, jobs };
        }
        if (notEarlier.length < listed.length) break;
      }
    }
  }

  /** Between which scores the jobs in question are: those that have finished are listed by when they did, in ms, the newest first. */
  private timesIn(state: JobState): { readonly since: number; readonly until: number } {
    const isByTime = state === 'failed' || state === 'completed';
    const times = (on: 'since' | 'until') =>
      this.query.conditions.flatMap((condition) => (isByTime && condition.on === on ? condition.time : []));
    return { since: Math.max(...times('since')), until: Math.min(...times('until')) };
  }

  private async lookAt({ queue, state, jobs }: Searched, signal: AbortSignal): Promise<LookedAt> {
    const matching: ListedJob[] = [];
    let [looked, tooLarge] = [0, 0];
    while (looked < jobs.length && !signal.aborted) {
      const rest = jobs.slice(looked);
      const found = await this.connection.run((redis) => candidates(redis, queue, this.query, rest));
      const shown = this.shownData();
      for (const { i, job } of found.found) {
        const data = job.data === null ? null : await shown.text(job.data);
        if (matches(this.query, { ...job, data })) matching.push(rest[i] as ListedJob);
      }
      looked += found.looked;
      tooLarge += found.tooLarge;
      this.width = found.width;
    }
    return { looked, tooLarge, found: await this.read({ queue, state, jobs: matching }) };
  }

  private rowsOf(queue: KnownQueue): readonly JobRow[] {
    return this.found.filter((each) => queueId(each.queue) === queueId(queue)).flatMap(({ rows }) => rows);
  }

  private async read({ queue, state, jobs }: Searched): Promise<FoundJobs> {
    const dataBytes = this.shownData().hasFields(queue.ref.name) ? FIELDS_BYTES : undefined;
    const rows = await this.connection.run((redis) => readListedJobs(redis, queue, state, jobs, dataBytes));
    return { queue, state, rows: rows.filter(({ presence }) => presence === 'present') };
  }

  private take({ queue, state, rows }: FoundJobs): void {
    const id = `${state} ${queueId(queue)}`;
    const before = this.groups.get(id)?.rows ?? [];
    // What has moved meanwhile comes again, and what waits with a priority does so in two states.
    const known = new Set(this.rowsOf(queue).map((row) => row.id.key));
    const fresh = rows.filter((row) => !known.has(row.id.key)).slice(0, MOST_FOUND - this.size);
    if (fresh.length > 0) this.groups.set(id, { queue, state, rows: [...before, ...fresh] });
  }
}

/** What a search costs Redis, told before it runs. */
export function priceOf(query: JobQuery): 'lookup' | 'small fields' | 'data' {
  if (query.conditions.some(({ on }) => on === 'id')) return 'lookup';
  return needsData(query) ? 'data' : 'small fields';
}
