import type { JobState } from '../../bull/states';
import type { ShownData } from '../../job-data/shown-data';
import type { KnownQueue } from '../counts';
import type { RedisConnection } from '../redis/connection';
import { slices } from '../slices';
import { csvHeading, csvJob, jsonLine } from './job-lines';
import { wholeJobs, type ListsOfIds } from './whole-jobs';

export type ExportFormat = 'jsonl' | 'csv';

/** Jobs of one queue in one state that are to be written. */
export interface ExportedJobs {
  readonly queue: KnownQueue;
  readonly state: JobState;
  /** One that comes twice is written once. */
  readonly ids: ListsOfIds;
}

/** What became of each job. */
export interface ExportOutcome {
  readonly written: number;
  /** Their data is gone from Redis. */
  readonly gone: number;
  /** No reply may have their size. */
  readonly tooLarge: number;
}

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly shownData: ShownData;
  readonly write: (text: string) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress: (outcome: ExportOutcome) => void;
}

/** Ids that are looked at together. */
const STEP = 500;

/**
 * Writes jobs as JSON Lines or CSV, as they are read, until there are no more or it is cancelled.
 *
 * @throws RedisProblem, and what `write` throws
 */
export async function exportJobs(
  connection: RedisConnection,
  all: readonly ExportedJobs[],
  { format, shownData, write, signal, onProgress }: ExportOptions,
): Promise<ExportOutcome> {
  let outcome: ExportOutcome = { written: 0, gone: 0, tooLarge: 0 };
  const paths = [...new Set(all.flatMap(({ queue }) => shownData.pathsOf(queue.ref.name)))];
  if (format === 'csv') await write(csvHeading(paths));
  for (const { queue, state, ids } of all) {
    const { prefix, name } = queue.ref;
    const about = { connection: connection.spec.name, queue: name, prefix, state };
    for await (const { jobs, gone, tooLarge } of wholeJobs(connection, queue, onceEach(ids))) {
      if (signal.aborted) return outcome;
      let lines = '';
      for (const { id, fields } of jobs) {
        const job = { ...about, id: id.text, fields };
        lines += format === 'csv' ? await csvJob(job, paths, shownData) : await jsonLine(job, shownData);
      }
      await write(lines);
      outcome = {
        written: outcome.written + jobs.length,
        gone: outcome.gone + gone,
        tooLarge: outcome.tooLarge + tooLarge,
      };
      onProgress(outcome);
    }
  }
  return outcome;
}

async function* onceEach(ids: ListsOfIds): AsyncGenerator<readonly Buffer[], void> {
  const seen = new Set<string>();
  for await (const some of ids) {
    const fresh = some.filter((id) => {
      const key = id.toString('latin1');
      return !seen.has(key) && seen.add(key);
    });
    yield* slices(fresh, STEP);
  }
}
