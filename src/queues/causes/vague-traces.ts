import type { KnownQueue } from '../counts';
import type { RedisConnection } from '../redis/connection';
import { readTraces, type Facts, type Listed } from './failed-jobs';
import { isVague } from './grouping';

/** Of each job its newest stack trace where that is needed to say which group it is of; null of all others. @throws RedisProblem */
export async function readVagueTraces(
  connection: RedisConnection,
  queue: KnownQueue,
  jobs: readonly Pick<Listed, 'id'>[],
  facts: readonly Facts[],
): Promise<(string | null)[]> {
  const vague = jobs.filter((_, i) => isVague(facts[i]?.reason ?? 'gone'));
  const traces = await readTraces(connection, queue, vague);
  const traceOf = new Map(vague.map((job, i) => [job, traces[i] ?? null]));
  return jobs.map((job) => traceOf.get(job) ?? null);
}
