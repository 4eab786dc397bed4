import { prefixOf, type QueueRef } from './keys';

/**
 * What Bull publishes where a job comes to another state, or a queue is paused or resumed. It tells nobody of jobs that are
 * removed, cleaned, or put back by a worker for another attempt (bull 4.16.5 lib/commands/*.lua).
 */
export type QueueEventName =
  'waiting' | 'active' | 'completed' | 'failed' | 'delayed' | 'stalled' | 'paused' | 'resumed';

export interface QueueEvent {
  readonly ref: QueueRef;
  readonly name: QueueEventName;
}

/** `bull:mail:completed`, and `bull:mail:waiting@<token>` of what the queue that published it tells of itself too. */
const CHANNEL = /^(.+):(waiting|active|completed|failed|delayed|stalled|paused|resumed)(?:@[^:]*)?$/s;

/** What a channel tells of; null of one that is none of these. */
export function queueEventOn(channel: string, prefixes: readonly string[]): QueueEvent | null {
  const prefix = prefixOf(channel, prefixes);
  if (prefix === undefined) return null;
  const [, name, event] = CHANNEL.exec(channel.slice(prefix.length + 1)) ?? [];
  return name === undefined ? null : { ref: { prefix, name }, name: event as QueueEventName };
}
