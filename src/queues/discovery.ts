import type Redis from 'ioredis';
import { escapeGlob, queueKey, type QueueKey, type QueueRef } from '../bull/keys';
import type { KnownQueue, QueueKind } from './counts';
import type { RedisConnection } from './redis/connection';

/** Keys of a queue that prove that it is there, with the type that Bull gives them: any one of them is enough. */
const witnesses = {
  id: 'string',
  wait: 'list',
  active: 'list',
  paused: 'list',
  delayed: 'zset',
  priority: 'zset',
  completed: 'zset',
  failed: 'zset',
  repeat: 'zset',
  'meta-paused': 'string',
  'stalled-check': 'string',
  meta: 'hash',
} as const satisfies Partial<Record<QueueKey, string>>;

type Witness = keyof typeof witnesses;

/**
 * The first and the last letter of every witness: the narrowest that one glob can say, so that one pass of SCAN finds
 * them all and Redis itself drops the keys of jobs with Bull's numeric ids.
 */
const witnessGlob = (() => {
  const letters = (index: number) => [...new Set(Object.keys(witnesses).map((name) => name.at(index)))].join('');
  return `[${letters(0)}]*[${letters(-1)}]`;
})();

/** Keys that one SCAN looks at: a millisecond or two of Redis's time (test/bench/discovery.bench.ts). */
const KEYS_PER_SCAN = 1_000;

/**
 * Finds the queues under the prefixes: yields after each step of SCAN those that it met for the first time.
 *
 * @throws RedisProblem of kind `permission` where SCAN is refused.
 */
export async function* discoverQueues(
  connection: RedisConnection,
  prefixes: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<KnownQueue[]> {
  for (const prefix of prefixes) {
    const pattern = `${escapeGlob(prefix)}:*:${witnessGlob}`;
    const known = new Set<string>();
    let cursor = '0';
    do {
      const [next, keys] = await connection.run((redis) =>
        redis.scan(cursor, 'MATCH', pattern, 'COUNT', KEYS_PER_SCAN),
      );
      cursor = next;
      const candidates = candidatesIn(keys, prefix, known);
      const found = candidates.length ? await connection.run((redis) => identify(redis, candidates)) : [];
      for (const { ref } of found) known.add(ref.name);
      yield found;
    } while (cursor !== '0' && !signal?.aborted);
    if (signal?.aborted) return;
  }
}

/** What kind of queue each name is, for queues that are named rather than discovered. */
export async function identifyNamed(redis: Redis, refs: readonly QueueRef[]): Promise<KnownQueue[]> {
  const facts = await readFacts(
    redis,
    refs.map((ref) => ({ ref, witness: 'meta' })),
  );
  return refs.map((ref, i) => ({ ref, kind: facts[i]?.kind ?? 'bull' }));
}

interface Candidate {
  readonly ref: QueueRef;
  readonly witness: Witness;
}

/** One candidate for each name that is not known yet and for each of its witnesses among the keys. */
function candidatesIn(keys: readonly string[], prefix: string, known: ReadonlySet<string>): Candidate[] {
  const candidates: Candidate[] = [];
  for (const key of keys) {
    const end = key.lastIndexOf(':');
    const witness = key.slice(end + 1);
    const name = key.slice(prefix.length + 1, Math.max(end, prefix.length + 1));
    if (name === '' || known.has(name) || !Object.hasOwn(witnesses, witness)) continue;
    candidates.push({ ref: { prefix, name }, witness: witness as Witness });
  }
  return candidates;
}

async function identify(redis: Redis, candidates: readonly Candidate[]): Promise<KnownQueue[]> {
  const facts = await readFacts(redis, candidates);
  const found = new Map<string, KnownQueue>();
  candidates.forEach(({ ref, witness }, i) => {
    const fact = facts[i];
    if (fact?.type !== witnesses[witness] || found.has(ref.name)) return;
    // A hash called `meta` may also be a job with that custom id.
    if (witness === 'meta' && !fact.hasQueueMeta) return;
    found.set(ref.name, { ref, kind: fact.kind });
  });
  return [...found.values()];
}

interface Facts {
  readonly type: string;
  readonly kind: QueueKind;
  readonly hasQueueMeta: boolean;
}

/** That `meta` exists proves nothing: Bull's pause writes it too (pause-5.lua). */
async function readFacts(redis: Redis, candidates: readonly Candidate[]): Promise<Facts[]> {
  const pipeline = redis.pipeline();
  for (const { ref, witness } of candidates) {
    pipeline.type(queueKey(ref, witness));
    pipeline.hmget(queueKey(ref, 'meta'), 'version', 'opts.maxLenEvents', 'paused');
    pipeline.type(queueKey(ref, 'events'));
  }
  const replies = (await pipeline.exec()) ?? [];
  const refusal = replies.find(([error]) => error && !error.message.startsWith('WRONGTYPE'))?.[0];
  if (refusal) throw refusal;
  return candidates.map((_, i) => {
    const [type, meta, events] = replies.slice(i * 3, i * 3 + 3).map(([, reply]) => reply);
    const [version, maxLenEvents, paused] = (meta ?? []) as (string | null)[];
    const isBullMQ = version?.startsWith('bullmq') === true || maxLenEvents != null || events === 'stream';
    return { type: String(type), kind: isBullMQ ? 'bullmq' : 'bull', hasQueueMeta: isBullMQ || paused != null };
  });
}
