import type Redis from 'ioredis';
import type { ActionOutcome } from '../../../src/queues';
import type { BullJobs } from '../../support/bull';

/** The outcome as a person would tell it: which ids ended where; empty ends are left out. */
export function told({ problem, ...ends }: ActionOutcome): Record<string, unknown> {
  const lists = Object.entries(ends).filter(([, jobs]) => jobs.length > 0);
  const texts = lists.map(([end, jobs]) => [end, jobs.map(({ text }) => text)]);
  return { ...(Object.fromEntries(texts) as object), ...(problem && { problem: problem.kind }) };
}

/** Every id that any state of a queue holds, at one moment: a job that is moved meanwhile would stand in two lists, or none. */
export async function idsInLists(admin: Redis, queue: string): Promise<string[]> {
  const key = (name: string) => `bull:${queue}:${name}`;
  const reading = admin.multi();
  for (const list of ['wait', 'paused', 'active']) reading.lrange(key(list), 0, -1);
  for (const set of ['failed', 'completed', 'delayed']) reading.zrange(key(set), 0, -1);
  const replies = (await reading.exec()) ?? [];
  return replies.flatMap(([, ids]) => ids as string[]).sort();
}

/** Makes two jobs of `orders` that have yet to run, in each of the states in which they can be. */
export const TWO_ORDERS = [
  ['waiting', (jobs: BullJobs) => jobs.wait('orders', 2)],
  ['delayed', (jobs: BullJobs) => jobs.delay('orders', 2, 3_600_000)],
  ['priority', (jobs: BullJobs) => jobs.wait('orders', 2, { priority: 3 })],
  [
    'paused',
    async (jobs: BullJobs) => {
      await jobs.wait('orders', 2);
      await jobs.queue('orders').pause();
    },
  ],
] as const;
