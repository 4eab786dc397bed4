import { count, plural } from '../words';

/** A queue, and how many of its jobs are meant. */
export interface CountedQueue {
  readonly name: string;
  readonly jobs: number;
}

/** Queues that are named one by one. */
const MOST_NAMED = 20;

/** `orders`, `3 queues` */
export function nameOfQueues(queues: readonly CountedQueue[]): string {
  const [only, another] = queues;
  return only && !another ? only.name : plural(queues.length, 'queue');
}

/** "12 of orders, 3 of mail."; null of one queue, which is named already. */
export function countQueues(queues: readonly CountedQueue[]): string | null {
  if (queues.length < 2) return null;
  const byJobs = queues.toSorted((a, b) => b.jobs - a.jobs);
  const named = byJobs.slice(0, MOST_NAMED).map(({ name, jobs }) => `${count(jobs)} of ${name}`);
  const others = byJobs.slice(MOST_NAMED);
  const rest = others.reduce((sum, { jobs }) => sum + jobs, 0);
  return `${[...named, ...(others.length > 0 ? [`${count(rest)} of ${others.length} more`] : [])].join(', ')}.`;
}
