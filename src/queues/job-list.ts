import { isDeepStrictEqual } from 'node:util';
import type Redis from 'ioredis';
import type { JobState } from '../bull/states';
import type { CauseLists } from './causes/cause-lists';
import type { KnownQueue } from './counts';
import { Emitter, type Disposable } from './event';
import { countGone, type GoneJobs } from './gone-jobs';
import { FIELDS_BYTES, readJobs, readJobsOf, type JobRow } from './jobs';
import { queueId } from './monitor';
import type { RedisConnection } from './redis/connection';

/** Failed jobs of one cause; `key` is that of their `FailureGroup`. */
export interface JobsOfCause {
  readonly key: string;
  /** Which these are now, the newest first. */
  readonly ids: () => readonly Buffer[];
}

/** The first jobs of a queue in one state, or of one cause, as they were when they were last read. */
export class JobList {
  private jobs: readonly JobRow[] | null = null;
  private failure: string | null = null;
  private missing: GoneJobs | null = null;
  /** How many jobs are read at first, and how many more after each `showMore`. */
  readonly pageSize = 50;
  private wanted = this.pageSize;
  private reads = 0;

  /** Somebody looks at it, so that `JobLists.refresh` reads it again. */
  isWatched = true;

  constructor(
    private readonly connection: RedisConnection,
    readonly queue: KnownQueue,
    readonly state: JobState,
    readonly cause: JobsOfCause | null = null,
    private readonly showsFields: (queue: string) => boolean = () => false,
  ) {}

  /** null before they were read; the same array as before where nothing has changed. */
  get rows(): readonly JobRow[] | null {
    return this.jobs;
  }

  /** null where every job that is read is there. */
  get gone(): GoneJobs | null {
    return this.missing;
  }

  /** Why they could not be read, in a sentence; null where they could. */
  get problem(): string | null {
    return this.failure;
  }

  /** As many were read as were wanted, so that there may be more. */
  get isFull(): boolean {
    return (this.jobs?.length ?? 0) >= this.wanted;
  }

  /** Wants one page more from the next `read` on. */
  showMore(): void {
    this.wanted += this.pageSize;
  }

  /** Reads the jobs again. What goes wrong is in `problem`. */
  async read(): Promise<void> {
    const read = ++this.reads;
    try {
      const rows = await this.connection.run((redis) => this.readRows(redis));
      const isGone = rows.some(({ presence }) => presence === 'gone');
      const gone =
        isGone && !this.cause ? await this.connection.run((redis) => countGone(redis, this.queue, this.state)) : null;
      if (read !== this.reads) return;
      // The rows are drawn anew where this has changed.
      if (!isDeepStrictEqual(gone, this.missing)) this.jobs = null;
      this.missing = gone;
      if (!isDeepStrictEqual(rows, this.jobs)) this.jobs = rows;
      this.failure = null;
    } catch (error) {
      // While the connection is lost its own row says why, and the jobs that were read last stay.
      if (read !== this.reads || (this.jobs !== null && this.connection.status.state !== 'ready')) return;
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  private readRows(redis: Redis): Promise<JobRow[]> {
    const { queue, state, cause, wanted } = this;
    const dataBytes = this.showsFields(queue.ref.name) ? FIELDS_BYTES : undefined;
    if (!cause) return readJobs(redis, queue, state, 0, wanted, dataBytes);
    return readJobsOf(redis, queue, 'failed', cause.ids().slice(0, wanted), dataBytes);
  }
}

/** The lists of jobs that are open on one connection. Reads only what is watched, and only when told to. */
export class JobLists implements Disposable {
  private readonly lists = new Map<string, JobList>();
  private readonly wasRead = new Emitter<JobList>();
  /** A list was read again, whether or not that changed it: the ages of its jobs may have. */
  readonly onDidRead = this.wasRead.event;

  constructor(
    private readonly connection: RedisConnection,
    private readonly causes: Pick<CauseLists, 'find'>,
    /** Whether rows of a queue show fields of the data. */
    private readonly showsFields: (queue: string) => boolean = () => false,
  ) {}

  /** The list of a queue's jobs in a state, or of one cause, that is open. */
  find(queue: KnownQueue, state: JobState, cause?: string): JobList | undefined {
    return this.lists.get(listId(queue, state, cause));
  }

  /** The same, or a new one, which was not read yet. */
  open(queue: KnownQueue, state: JobState, cause?: string): JobList {
    const list =
      this.find(queue, state, cause) ??
      new JobList(this.connection, queue, state, this.jobsOf(queue, cause), this.showsFields);
    this.lists.set(listId(queue, state, cause), list);
    return list;
  }

  /** Lets go of the jobs, so that they are read anew when the list is opened next. */
  close(queue: KnownQueue, state: JobState, cause?: string): void {
    this.lists.delete(listId(queue, state, cause));
  }

  /** Reads the watched lists again: all of them, or those of one queue. */
  async refresh(queue?: KnownQueue): Promise<void> {
    const id = queue && queueId(queue);
    const lists = [...this.lists.values()].filter(
      (list) => list.isWatched && list.rows !== null && (id === undefined || queueId(list.queue) === id),
    );
    await Promise.all(lists.map((list) => this.read(list)));
  }

  async read(list: JobList): Promise<void> {
    await list.read();
    this.wasRead.fire(list);
  }

  dispose(): void {
    this.lists.clear();
    this.wasRead.dispose();
  }

  private jobsOf(queue: KnownQueue, key?: string): JobsOfCause | null {
    if (key === undefined) return null;
    const ids = () => (this.causes.find(queue)?.jobsOf({ key }) ?? []).map(({ id }) => id).reverse();
    return { key, ids };
  }
}

function listId(queue: KnownQueue, state: JobState, cause = ''): string {
  return `${state} ${queueId(queue)} ${cause}`;
}
