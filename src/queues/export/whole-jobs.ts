import type Redis from 'ioredis';
import { workedOn } from '../ahead';
import type { KnownQueue } from '../counts';
import { decode, jobId, type JobId } from '../job-id';
import { jobKeys } from '../job-keys';
import type { RedisConnection } from '../redis/connection';
import { isWrongType, refusalIn } from '../redis/replies';
import { MAX_REPLY } from '../redis/reply-limit';
import type { ScriptKeys } from '../redis/script';

/** A job with every field of its hash, as it is in Redis. */
export interface WholeJob {
  readonly id: JobId;
  readonly fields: ReadonlyMap<string, string>;
}

/** Some of the jobs that were asked for, and how many of those before them could not be had. */
export interface WholeJobs {
  readonly jobs: readonly WholeJob[];
  /** Their hashes are not there, or their keys hold something else. */
  readonly gone: number;
  /** No reply may have their size. */
  readonly tooLarge: number;
}

/** Bytes that are read at once, with one job more; several times as much is on its way, also over a slow line. */
const STEP_BYTES = 128 * 1024;

/** What is larger is read by itself, so that memory has a bound. */
const LARGE_STEP = 1024 * 1024;

/** The fields of a job that can be large. */
const LARGE = ['data', 'opts', 'returnvalue', 'progress', 'failedReason', 'stacktrace'] as const;

/**
 * The jobs with these ids, in their order, as many at a time as memory and Redis take easily.
 *
 * @throws RedisProblem
 */
export async function* wholeJobs(
  connection: RedisConnection,
  queue: KnownQueue,
  ids: ListsOfIds,
): AsyncGenerator<WholeJobs, void> {
  const read = async ({ some, tooLarge }: SizedJobs): Promise<WholeJobs> => {
    const hashes = await connection.run((redis) => readHashes(redis, jobKeys(queue, some)));
    const jobs = hashes.flatMap((fields, i) => (fields.size > 0 ? [{ id: jobId(some[i] as Buffer), fields }] : []));
    return { jobs, gone: some.length - jobs.length, tooLarge: tooLarge.length };
  };
  const begin = async (step: SizedJobs) => (step.bytes > LARGE_STEP ? step : read(step));
  for await (const step of workedOn(bySize(connection, queue, ids, STEP_BYTES), connection, begin))
    yield 'some' in step ? await read(step) : step;
}

/** Some ids at a time. */
export type ListsOfIds = AsyncIterable<readonly Buffer[]> | Iterable<readonly Buffer[]>;

/** Ids of jobs that can be read together, in their order, and those of jobs between them that no reply may hold. */
export interface SizedJobs {
  readonly some: readonly Buffer[];
  /** Of all of these. */
  readonly bytes: number;
  readonly tooLarge: readonly Buffer[];
}

/** @param most bytes that are read at once, with one job more. @throws RedisProblem */
export async function* bySize(
  connection: RedisConnection,
  queue: Pick<KnownQueue, 'ref'>,
  lists: ListsOfIds,
  most: number,
): AsyncGenerator<SizedJobs, void> {
  const measured = workedOn(lists, connection, async (ids) => ({
    ids,
    sizes: await connection.run((redis) => readSizes(redis, jobKeys(queue, ids))),
  }));
  for await (const { ids, sizes } of measured) {
    for (let at = 0; at < ids.length;) {
      const some: Buffer[] = [];
      const tooLarge: Buffer[] = [];
      let bytes = 0;
      for (; at < ids.length && bytes <= most; at++) {
        const size = sizes[at] ?? 0;
        if (size > MAX_REPLY / 2) tooLarge.push(ids[at] as Buffer);
        else some.push(ids[at] as Buffer);
        bytes += size > MAX_REPLY / 2 ? 0 : size;
      }
      yield { some, bytes, tooLarge };
    }
  }
}

async function readSizes(redis: Redis, keys: ScriptKeys): Promise<number[]> {
  const pipeline = redis.pipeline();
  for (const key of keys) for (const field of LARGE) pipeline.hstrlen(key, field);
  const replies = (await pipeline.exec()) ?? [];
  const refusal = refusalIn(replies);
  if (refusal) throw refusal;
  return keys.map((_, i) =>
    LARGE.reduce((sum, _field, f) => sum + (Number(replies[i * LARGE.length + f]?.[1]) || 0), 0),
  );
}

/** HGETALL would need a right that nothing else does. */
async function readHashes(redis: Redis, keys: ScriptKeys): Promise<ReadonlyMap<string, string>[]> {
  const namings = redis.pipeline();
  for (const key of keys) namings.hkeysBuffer(key);
  const names = ((await namings.exec()) ?? []).map((reply) => answerOf(reply) as Buffer[]);
  const readings = redis.pipeline();
  // Of a hash that is not there one field is asked for, as none cannot be.
  keys.forEach((key, i) => readings.hmgetBuffer(key, ...(names[i]?.length ? names[i] : ['data'])));
  const values = ((await readings.exec()) ?? []).map((reply) => answerOf(reply) as (Buffer | null)[]);
  return keys.map((_, i) => {
    const fields = (names[i] ?? []).flatMap((name, f): [string, string][] => {
      const value = values[i]?.[f];
      return value ? [[decode(name), decode(value)]] : [];
    });
    return new Map(fields);
  });
}

/** Nothing, of a key that holds something else. @throws Error of Redis */
function answerOf([error, reply]: readonly [Error | null, unknown]): unknown {
  if (error && !isWrongType(error)) throw error;
  return error ? [] : reply;
}
