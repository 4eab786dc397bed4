import type Redis from 'ioredis';
import { RedisConnection, type TimeLimits } from './connection';
import type { ConnectionSpec } from './endpoint';

/** What a first meeting with a Redis tells, before the connection is kept. */
export interface ProbeResult {
  /** ms for one PING, on a connection that stands. */
  readonly ping: number;
  /** `7.0.15`; null where INFO is refused. */
  readonly version: string | null;
  /** What this Redis or this user will not do, each in a sentence. */
  readonly limits: readonly string[];
}

/** Connects on a socket of its own, asks, and closes it. @throws RedisProblem */
export async function probe(spec: ConnectionSpec, timeLimits?: TimeLimits): Promise<ProbeResult> {
  const connection = new RedisConnection(spec, timeLimits);
  try {
    return await connection.run(async (redis) => {
      const start = performance.now();
      await redis.ping().catch(() => {});
      const ping = performance.now() - start;
      const info = await redis.info().catch(() => '');
      const limits = [...limitsIn(info), ...(await refusals(redis, spec))];
      return { ping, version: infoField(info, 'redis_version'), limits };
    });
  } finally {
    connection.dispose();
  }
}

function limitsIn(info: string): string[] {
  const limits: string[] = [];
  if (info === '') limits.push('INFO is refused: the version is unknown.');
  if (infoField(info, 'role') === 'slave') limits.push('It is a read-only replica: jobs cannot be retried through it.');
  const policy = infoField(info, 'maxmemory_policy');
  if (policy && policy !== 'noeviction') {
    limits.push(`maxmemory-policy is ${policy}: Redis may evict jobs. Bull needs noeviction.`);
  }
  return limits;
}

async function refusals(redis: Redis, { prefixes }: ConnectionSpec): Promise<string[]> {
  const refused = async (ask: Promise<unknown>, consequence: string) =>
    ask.then(
      () => [],
      () => [consequence],
    );
  const answers = await Promise.all([
    refused(
      redis.scan(0, 'MATCH', `${prefixes[0]}:`, 'COUNT', 1),
      "SCAN is refused: name the queues in the connection's queues.",
    ),
    refused(redis.eval('return 1', 0), 'EVAL is refused: jobs can be read, not retried.'),
    refused(redis.client('GETNAME'), 'CLIENT is refused: the connection is not named bull-lens.'),
  ]);
  return answers.flat();
}

function infoField(info: string, field: string): string | null {
  return new RegExp(`^${field}:(.*?)\r?$`, 'm').exec(info)?.[1] ?? null;
}
