import type Redis from 'ioredis';
import { RedisConnection } from './connection';
import type { ConnectionSpec } from './endpoint';
import { ONE_NODE, readServer, type ServerFacts } from './server';
import type { TimeLimits } from './time-limits';

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
      const server = await readServer(redis);
      const limits = [...limitsOf(server), ...(await refusals(redis, spec))];
      return { ping, version: server?.version ?? null, limits };
    });
  } finally {
    connection.dispose();
  }
}

function limitsOf(server: ServerFacts | null): string[] {
  if (!server) return ['INFO is refused: the version is unknown.'];
  const { isReplica, isClusterNode, evictionPolicy } = server;
  const limits: string[] = [];
  if (isReplica) limits.push('It is a read-only replica: jobs cannot be retried through it.');
  if (isClusterNode) limits.push(ONE_NODE);
  if (evictionPolicy !== null && evictionPolicy !== 'noeviction') {
    limits.push(`maxmemory-policy is ${evictionPolicy}: Redis may evict jobs. Bull needs noeviction.`);
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
