import type { JobOptions } from 'bull';
import type Redis from 'ioredis';
import type { QueueRef } from '../../../src/bull/keys';
import {
  addJobs,
  discard,
  jobIdFromKey,
  pause,
  promote,
  readRepeatables,
  remove,
  removeRepeatable,
  resume,
  retryAsNew,
  retryEach,
  retryEdited,
  retryMany,
  retryPaced,
  type ActionOutcome,
  type JobId,
  type QueueOutcome,
  type RedisConnection,
} from '../../../src/queues';
import type { Action } from '../../../src/queues/actions/action';
import { addAction } from '../../../src/queues/actions/add';
import { discardAction } from '../../../src/queues/actions/discard';
import { obliterateAction } from '../../../src/queues/actions/obliterate';
import { pauseAction, resumeAction } from '../../../src/queues/actions/pause';
import { perform, performOnQueue } from '../../../src/queues/actions/perform';
import { promoteAction } from '../../../src/queues/actions/promote';
import { removeAction } from '../../../src/queues/actions/remove';
import { removeRepeatableAction } from '../../../src/queues/actions/repeatables';
import { retryAsNewAction } from '../../../src/queues/actions/retry-as-new';
import { retryEditedAction } from '../../../src/queues/actions/retry-edited';
import { retryEachAction, retryManyAction } from '../../../src/queues/actions/retry';
import type { BullJobs } from '../../support/bull';

export const JOBS = 6;
export const asked = Array.from({ length: JOBS }, (_, i) => jobIdFromKey(`text:${i + 1}`));
export const everyId = asked.map(({ text }) => text);

/** What is done to jobs, from how they stand before to what has come of it. */
export interface Row {
  readonly title: string;
  readonly action: Action;
  /** Jobs of `orders` have a worker, those of `mail` have none. */
  readonly queue: 'orders' | 'mail';
  /** Makes the jobs. */
  readonly prepare: (jobs: BullJobs, queue: string) => Promise<unknown>;
  readonly perform: (
    connection: RedisConnection,
    queue: QueueRef,
    ids: readonly JobId[],
    /** Of a user who may do everything, to look with. */
    admin: RedisConnection,
  ) => Promise<ActionOutcome>;
  readonly hasHappened: (admin: Redis) => Promise<boolean>;
  /** Those jobs that are there once it has happened. */
  readonly left: readonly string[];
  /** It is done to something else than these jobs. */
  readonly isBeside?: boolean;
}

export const areCompleted = async (admin: Redis) => (await admin.zcard('bull:orders:completed')) === JOBS;
const areRemoved = (queue: string) => async (admin: Redis) => {
  const keys = await admin.keys(`bull:${queue}:*`);
  return !keys.some((key) => /:(\d+(:logs)?|wait|paused|delayed|completed|failed|de:.*)$/.test(key));
};

const failSome = async (jobs: BullJobs, queue: string, number = JOBS) => {
  await jobs.fail(queue, 1, new Error('boom'), { lifo: true });
  await jobs.fail(queue, number - 1, new Error('boom'));
};
const failWithPriorities = async (jobs: BullJobs, queue: string) => {
  for (const priority of [2, 3, 1]) await jobs.fail(queue, 1, new Error('boom'), { priority });
  await failSome(jobs, queue, JOBS - 3);
};
const failAlike = async (jobs: BullJobs, queue: string) => {
  await jobs.fail(queue, [{ n: 1 }], new Error('boom'), { lifo: true });
  await jobs.fail(queue, Array(JOBS - 1).fill({ n: 1 }), new Error('boom'));
};
const delaySome = async (jobs: BullJobs, queue: string) => {
  for (const priority of [2, 3, 1]) await jobs.wait(queue, 1, { delay: 3_600_000, priority });
  await jobs.delay(queue, JOBS - 3, 3_600_000);
};
const debounceSome = async (jobs: BullJobs, queue: string, number = JOBS, options: JobOptions = {}) => {
  const [first] = await jobs.wait(queue, 1, { ...options, debounce: { id: 'Ann' } });
  await first?.log('sent');
  await jobs.wait(queue, number - 1, options);
};

/** The options of each job that is added. */
const ADDED_WITH: Readonly<Record<string, string>> = {
  ...{ 1: '{"priority":2}', 2: '{"priority":3}', 3: '{"priority":1}' },
  ...{ 4: '{"lifo":true}', 5: '{"delay":3600000}' },
};

/** An action on the queue, told of as of its jobs. */
const onQueue =
  (perform: (connection: RedisConnection, queue: QueueRef) => Promise<QueueOutcome>): Row['perform'] =>
  async (connection, queue) => {
    const none = await promote(connection, queue, []);
    const { end, problem } = await perform(connection, queue);
    return { ...none, [end]: asked, problem };
  };

export const rows: readonly Row[] = [
  ...[
    { action: retryEachAction, title: 'retryEach', perform: retryEach, prepare: failSome },
    { action: retryManyAction, title: 'retryMany', perform: retryMany, prepare: failSome },
    {
      action: retryManyAction,
      title: 'retryPaced',
      perform: (connection: RedisConnection, ref: QueueRef, ids: readonly JobId[]) =>
        retryPaced(connection, { ref, kind: 'bull' }, ids, { rate: 1_000, keys: null }),
      prepare: failSome,
    },
    { action: retryAsNewAction, title: 'retryAsNew', perform: retryAsNew, prepare: failWithPriorities },
    {
      action: retryEditedAction,
      title: 'retryEdited',
      perform: (connection: RedisConnection, ref: QueueRef, ids: readonly JobId[]) =>
        retryEdited(connection, ref, ids, { before: Buffer.from('{"n":1}'), after: '{"n":2}' }),
      prepare: failAlike,
    },
    { action: promoteAction, title: 'promote', perform: promote, prepare: delaySome },
  ].map(({ perform, ...row }) => ({
    ...row,
    perform: (connection: RedisConnection, queue: QueueRef, ids: readonly JobId[]) => perform(connection, queue, ids),
    queue: 'orders' as const,
    hasHappened: areCompleted,
    left: everyId,
  })),
  ...[
    { state: 'delayed' as const, options: { delay: 3_600_000 } },
    { state: 'waiting' as const, options: { priority: 2 } },
  ].map(({ state, options }) => ({
    title: `discard, of ${state} jobs`,
    action: discardAction,
    queue: 'mail' as const,
    prepare: (jobs: BullJobs, queue: string) => debounceSome(jobs, queue, JOBS, options),
    perform: (connection: RedisConnection, queue: QueueRef, ids: readonly JobId[]) =>
      discard(connection, queue, ids, { state }),
    hasHappened: async (admin: Redis) => (await admin.zcard('bull:mail:failed')) === JOBS,
    left: everyId,
  })),
  {
    title: 'remove, of failed jobs',
    action: removeAction,
    queue: 'orders',
    prepare: failSome,
    perform: (connection, queue, ids) => remove(connection, queue, ids, { state: 'failed' }),
    hasHappened: areRemoved('orders'),
    left: [],
  },
  {
    title: 'remove, of waiting jobs',
    action: removeAction,
    queue: 'mail',
    prepare: (jobs, queue) => debounceSome(jobs, queue),
    perform: (connection, queue, ids) => remove(connection, queue, ids, { state: 'waiting' }),
    hasHappened: areRemoved('mail'),
    left: [],
  },
  {
    title: 'removeRepeatable',
    action: removeRepeatableAction,
    queue: 'mail',
    prepare: async (jobs, queue) => {
      await jobs.wait(queue, JOBS);
      await jobs.queue(queue).add({}, { repeat: { every: 3_600_000 } });
    },
    perform: async (connection, queue, ids, admin) => {
      const [repeatable] = await readRepeatables(admin, queue);
      if (!repeatable) return promote(connection, queue, []);
      const { problem, ...ends } = await removeRepeatable(connection, queue, repeatable);
      const all = Object.entries(ends).map(([end, some]) => [end, some.length > 0 ? ids : []]);
      return { ...(Object.fromEntries(all) as Omit<ActionOutcome, 'problem'>), problem };
    },
    hasHappened: async (admin) => (await admin.exists('bull:mail:repeat', 'bull:mail:delayed')) === 0,
    left: everyId,
    isBeside: true,
  },
  {
    title: 'addJobs',
    action: addAction,
    queue: 'mail',
    prepare: (jobs, queue) => jobs.wait(queue, JOBS),
    perform: (connection, queue, ids) =>
      addJobs(
        connection,
        queue,
        ids,
        ids.map(({ text }) => ({ name: 'new', data: '{}', options: ADDED_WITH[text] ?? '{}' })),
      ),
    hasHappened: async (admin) => (await admin.get('bull:mail:id')) === String(2 * JOBS),
    left: Array.from({ length: 2 * JOBS }, (_, i) => String(i + 1)),
  },
  {
    title: 'obliterate',
    action: obliterateAction,
    queue: 'mail',
    prepare: async (jobs, queue) => {
      await jobs.fail(queue, 2, new Error('boom'));
      await jobs.complete(queue, 1);
      await jobs.delay(queue, 1, 3_600_000);
      await debounceSome(jobs, queue, 2);
      await jobs.queue(queue).pause();
    },
    // Its jobs, then the rest: the queue is paused already.
    perform: async (connection, queue, ids) => {
      const outcome = await perform(obliterateAction, connection, queue, ids, {}, () => ['']);
      if (outcome.problem) return outcome;
      const { problem } = await performOnQueue(obliterateAction, connection, queue, ['']);
      return { ...outcome, problem };
    },
    hasHappened: areRemoved('mail'),
    left: [],
  },
  {
    title: 'pause',
    action: pauseAction,
    queue: 'mail',
    prepare: (jobs, queue) => jobs.wait(queue, JOBS),
    perform: onQueue(pause),
    hasHappened: async (admin) => (await admin.llen('bull:mail:paused')) === JOBS,
    left: everyId,
  },
  {
    title: 'resume',
    action: resumeAction,
    queue: 'mail',
    prepare: async (jobs, queue) => {
      await jobs.wait(queue, JOBS);
      await jobs.queue(queue).pause();
    },
    perform: onQueue(resume),
    hasHappened: async (admin) => (await admin.llen('bull:mail:wait')) === JOBS,
    left: everyId,
  },
];
