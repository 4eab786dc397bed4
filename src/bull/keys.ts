/** Names a queue in one Redis: Bull's `prefix` option (`bull` unless set) and the queue's name. */
export interface QueueRef {
  readonly prefix: string;
  readonly name: string;
}

/** Equal for equal queues only, whatever stands in their names. */
export function refKey({ prefix, name }: QueueRef): string {
  return JSON.stringify([prefix, name]);
}

export const DEFAULT_PREFIX = 'bull';

/** What Bull calls a job that was added without a name (bull 4.16.5 lib/job.js:11). */
export const DEFAULT_JOB_NAME = '__default__';

/** The keys of a queue that are not a job's, by suffix (bull 4.16.5 lib/queue.js:243-273). */
export type QueueKey =
  | 'id'
  | 'wait'
  | 'paused'
  | 'active'
  | 'delayed'
  | 'priority'
  | 'completed'
  | 'failed'
  | 'repeat'
  | 'stalled'
  | 'stalled-check'
  | 'meta-paused'
  | 'meta'
  | 'metrics:completed'
  | 'metrics:completed:data'
  | 'metrics:failed'
  | 'metrics:failed:data'
  | 'limiter'
  | 'limiter:index'
  | 'limiter:limited'
  | 'events'
  | 'prioritized'
  | 'waiting-children';

/** `bull:ai-parsing:`, what every key of the queue starts with. */
export function keyBase({ prefix, name }: QueueRef): string {
  return `${prefix}:${name}:`;
}

export function queueKey(queue: QueueRef, key: QueueKey): string {
  return keyBase(queue) + key;
}

/** The prefix that a key belongs to: the longest of those that it is under; undefined where it is under none. */
export function prefixOf(key: string, prefixes: readonly string[]): string | undefined {
  const under = prefixes.filter((prefix) => key.startsWith(`${prefix}:`));
  return under.toSorted((a, b) => b.length - a.length)[0];
}

/** Escapes text for a Redis glob pattern (`SCAN MATCH`, `PSUBSCRIBE`), where `* ? [ ] \` and `^` have a meaning. */
export function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]^-]/g, '\\$&');
}
