import type Redis from 'ioredis';
import { keyBase, type QueueRef } from '../../bull/keys';
import type { JobId } from '../job-id';
import type { RedisConnection } from '../redis/connection';
import { missingRights } from '../redis/permissions';
import { explain, notPermitted, type RedisProblem } from '../redis/problem';
import type { ProblemKind } from '../redis/problem-kind';
import { errorReply, isErrorReply } from '../redis/replies';
import { NOT_KNOWN, type ScriptArguments } from '../redis/script';
import { LOOK_AGAIN, RESULTS, type Action } from './action';
import { emptyOutcome, type ActionOutcome, type End } from './outcome';

export interface ActionProgress {
  /** Nothing is done: `done` are those to which it would be done now. */
  readonly isDry?: boolean;
  readonly signal?: AbortSignal;
  /** Told after each batch how many jobs have been dealt with. */
  readonly onProgress?: (done: number) => void;
}

/** Jobs that one script changes: about 10 ms of Redis's time. */
const BATCH_SIZE = 1_000;

/** Batches under way at once: one is prepared and read while Redis runs the other. */
const IN_FLIGHT = 2;

/** Looks at what an action has to know beforehand, until it has not changed by the time that the script runs. */
const MOST_LOOKS = 5;

/**
 * Does something to each of the jobs, batch by batch, as long as the connection allows it. Never throws: `problem` says
 * what went wrong.
 */
export async function perform(
  action: Action,
  connection: RedisConnection,
  queue: QueueRef,
  ids: readonly JobId[],
  { signal, onProgress, isDry = false }: ActionProgress,
  options: (batch: readonly JobId[]) => ScriptArguments,
): Promise<ActionOutcome> {
  const outcome = emptyOutcome();
  const inFlight: { readonly batch: readonly JobId[]; readonly answer: Promise<Answer> }[] = [];
  let problem: RedisProblem | null = null;
  let taken = 0;
  let dealtWith = 0;
  for (;;) {
    while (taken < ids.length && inFlight.length < IN_FLIGHT && !signal?.aborted && !problem) {
      const batch = ids.slice(taken, taken + BATCH_SIZE);
      inFlight.push({ batch, answer: send(action, connection, queue, batch, options(batch), isDry) });
      taken += batch.length;
    }
    const oldest = inFlight.shift();
    if (!oldest) break;
    const answer = await oldest.answer;
    oldest.batch.forEach((id, i) => outcome[answer.endOf(i)].push(id));
    problem ??= answer.problem;
    dealtWith += oldest.batch.length;
    onProgress?.(dealtWith);
  }
  for (let i = taken; i < ids.length; i++) outcome.unsent.push(ids[i] as JobId);
  return { ...outcome, problem: problem && (await named(problem, action, connection, queue, outcome.refused)) };
}

/** What became of a queue that an action was asked for, as of a job. */
export interface QueueOutcome {
  readonly end: End;
  readonly problem: RedisProblem | null;
}

/** Does something to a queue as a whole. Never throws: `problem` says what went wrong. */
export async function performOnQueue(
  action: Action,
  connection: RedisConnection,
  queue: QueueRef,
  options: ScriptArguments,
): Promise<QueueOutcome> {
  const { problem, endOf } = await send(action, connection, queue, [], options, false);
  return { end: endOf(0), problem: problem && (await named(problem, action, connection, queue, [])) };
}

interface Answer {
  readonly problem: RedisProblem | null;
  readonly endOf: (position: number) => End;
}

async function send(
  action: Action,
  connection: RedisConnection,
  queue: QueueRef,
  batch: readonly JobId[],
  options: ScriptArguments,
  isDry: boolean,
): Promise<Answer> {
  const { script } = action;
  let isAnswered = false;
  let isSent = false;
  const ask = (run: (redis: Redis) => Promise<unknown>) =>
    connection.change((redis) =>
      run(redis).catch((error: unknown) => {
        isAnswered = isErrorReply(error);
        throw error;
      }),
    );
  try {
    let reply: unknown = LOOK_AGAIN;
    for (let looks = 0; reply === LOOK_AGAIN && looks < MOST_LOOKS; looks++) {
      const others = (await action.others?.(connection, queue, batch)) ?? [];
      const request = [
        action.keys(queue, batch, others),
        [keyBase(queue), isDry ? 'dry' : '', others.length, ...options],
      ] as const;
      isSent = true;
      reply = await ask((redis) => script.runKnown(redis, ...request));
      // The connection is asked again: it may have been closed or made read-only meanwhile.
      if (reply === NOT_KNOWN) reply = await ask((redis) => script.runWhole(redis, ...request));
      isSent = reply !== LOOK_AGAIN;
    }
    if (reply === LOOK_AGAIN) throw errorReply('BULLLENS changes all the time');
    const exceptions = exceptionsIn(reply);
    return { problem: null, endOf: (position) => exceptions.get(position) ?? 'done' };
  } catch (error) {
    const problem = explain(error, connection.spec);
    const isUnchanged = isAnswered && !leavesOpen.has(problem.kind);
    if (!isSent || !problem.sent) {
      const end = problem.kind === 'permission' ? 'refused' : 'unsent';
      return { problem, endOf: () => end };
    }
    return { problem, endOf: () => (isUnchanged ? 'refused' : 'unknown') };
  }
}

/** What Redis says half way, and what something before it says that is not Redis: a proxy, or who knows. */
const leavesOpen = new Set<ProblemKind>(['interrupted', 'other']);

/** The scripts answer `[position, result, …]` for those jobs only that were left as they were; positions count from 1. */
function exceptionsIn(reply: unknown): ReadonlyMap<number, End> {
  if (!Array.isArray(reply)) throw new Error('The answer is not one of Redis');
  const ends = new Map<number, End>(Object.entries(RESULTS).map(([end, result]) => [result, end as End]));
  const exceptions = new Map<number, End>();
  for (let i = 0; i < reply.length; i += 2) {
    exceptions.set((reply[i] as number) - 1, ends.get(reply[i + 1] as number) ?? 'notInState');
  }
  return exceptions;
}

/** Redis does not always say which right is missing, but may be asked. */
async function named(
  problem: RedisProblem,
  action: Action,
  connection: RedisConnection,
  queue: QueueRef,
  refused: readonly JobId[],
): Promise<RedisProblem> {
  if (problem.kind !== 'permission') return problem;
  const jobs = refused.slice(0, BATCH_SIZE).map(({ text }) => text);
  const missing = await connection.run((redis) => missingRights(redis, action.rights(queue, jobs))).catch(() => null);
  return missing?.[0] ? notPermitted(connection.spec, missing[0]) : problem;
}
