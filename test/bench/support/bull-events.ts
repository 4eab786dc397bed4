import { setTimeout as pause } from 'node:timers/promises';
import type { RedisServer } from '../../support/redis';

/** A second. */
export const EVENTS = 2_000;

/** Commands a second that publishing them takes. */
export const TICKS = 10;

/** A third of the events of each kind: a job comes, is taken, completes, as bull 4.16.5's scripts publish it. */
const WORK = `
for i = 1, tonumber(ARGV[1]) do
  local id = redis.call('INCR', KEYS[1])
  redis.call('ZADD', KEYS[2], ARGV[2], id)
  redis.call('PUBLISH', ARGV[3] .. 'waiting@e1c0ab04-46a0-4a0c-a5f5-4b7d3ee12a3b', id)
  redis.call('PUBLISH', ARGV[3] .. 'active@e1c0ab04-46a0-4a0c-a5f5-4b7d3ee12a3b', id)
  redis.call('PUBLISH', ARGV[3] .. 'completed', '{"jobId":"' .. id .. '","val":"{\\\\"sent\\\\":true}"}')
end`;

/** What Bull would publish of 2,000 events a second in these queues, in turn. */
export async function publishEvents(server: RedisServer, queues: readonly string[], seconds: number): Promise<void> {
  const redis = server.connect();
  const start = performance.now();
  for (let tick = 0; tick < seconds * TICKS; tick++) {
    const base = `bull:${queues[tick % queues.length]}:`;
    const jobs = Math.round(EVENTS / TICKS / 3);
    await redis.eval(WORK, 2, `${base}id`, `${base}completed`, jobs, Date.now(), base);
    await pause(Math.max(0, start + ((tick + 1) * 1_000) / TICKS - performance.now()));
  }
}
