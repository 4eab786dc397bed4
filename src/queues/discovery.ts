import type Redis from 'ioredis';
import { escapeGlob, keyBase, queueKey, type QueueKey, type QueueRef } from '../bull/keys';
import { ahead } from './ahead';
import type { KnownQueue } from './counts';
import { readFacts, type KeyFacts } from './key-facts';
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

/** Keys that one SCAN looks at: less than a millisecond of Redis's time (test/bench/discovery.bench.ts). */
const KEYS_PER_SCAN = 1_000;
/** More where an answer is so many ms on its way, in which nothing is asked of Redis: two milliseconds of its time. */
const KEYS_PER_FAR_SCAN = 5_000;
const FAR = 10;

/** Bytes of a job's id that are read where it names the owner of a key. */
const LONGEST_ID = 1_000;

/**
 * Finds the queues under the prefixes: yields after each step of SCAN those that it met for the first time. Keys that
 * the user may not read are none of the user's queues.
 *
 * @throws RedisProblem of kind `permission` where SCAN is refused.
 */
export async function* discoverQueues(
  connection: RedisConnection,
  prefixes: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<KnownQueue[]> {
  for (const prefix of new Set(prefixes)) {
    const pattern = `${escapeGlob(prefix)}:*:${witnessGlob}`;
    const known = new Set<string>();
    for await (const keys of ahead(keysLike(connection, pattern))) {
      const candidates = candidatesIn(keys, prefix, prefixes).filter(({ ref }) => !known.has(ref.name));
      const found = candidates.length ? await connection.run((redis) => identify(redis, candidates)) : [];
      for (const { ref } of found) known.add(ref.name);
      yield found;
      if (signal?.aborted) return;
    }
  }
}

async function* keysLike(connection: RedisConnection, pattern: string): AsyncGenerator<string[], void> {
  let cursor = '0';
  do {
    const [next, keys] = await connection.run((redis) =>
      redis.scan(cursor, 'MATCH', pattern, 'COUNT', connection.roundTrip < FAR ? KEYS_PER_SCAN : KEYS_PER_FAR_SCAN),
    );
    cursor = next;
    yield keys;
  } while (cursor !== '0');
}

/** What kind of queue each name is, for queues that are named rather than discovered. */
export async function identifyNamed(
  redis: Redis,
  prefixes: readonly string[],
  names: readonly string[],
): Promise<KnownQueue[]> {
  const byKeys = new Map<string, QueueRef>();
  // `eu:mail` under `bull` and `mail` under `bull:eu` are one queue: the longest prefix names it.
  for (const prefix of prefixes.toSorted((a, b) => b.length - a.length)) {
    for (const name of names) {
      const ref = { prefix, name };
      if (!byKeys.has(keyBase(ref))) byKeys.set(keyBase(ref), ref);
    }
  }
  const refs = [...byKeys.values()];
  const facts = await readFacts(
    redis,
    refs.map((ref) => ({ ref, key: 'meta', type: 'hash' })),
  );
  return refs.map((ref, i) => ({ ref, kind: facts[i]?.kind ?? 'bull' }));
}

/** Those of some queues, known from elsewhere, that jobs were ever added to: found before any SCAN. */
export async function findExpected(redis: Redis, refs: readonly QueueRef[]): Promise<KnownQueue[]> {
  const prefixes = [...new Set(refs.map(({ prefix }) => prefix))];
  const found = prefixes.map((prefix) => {
    const own = refs.filter((ref) => ref.prefix === prefix);
    return prove(
      redis,
      own.map((ref) => ({ ref, witness: 'id' })),
    );
  });
  return (await Promise.all(found)).flat();
}

interface Candidate {
  readonly ref: QueueRef;
  readonly witness: Witness;
}

/** One candidate for each key that may be a witness; a key belongs to the longest of the prefixes that it is under. */
function candidatesIn(keys: readonly string[], prefix: string, prefixes: readonly string[]): Candidate[] {
  const longer = prefixes.filter((other) => other.startsWith(`${prefix}:`));
  const candidates: Candidate[] = [];
  for (const key of keys) {
    const candidate = candidateOf(key, prefix);
    if (candidate && !longer.some((other) => candidateOf(key, other))) candidates.push(candidate);
  }
  return candidates;
}

function candidateOf(key: string, prefix: string): Candidate | null {
  const end = key.lastIndexOf(':');
  const start = prefix.length + 1;
  const witness = key.slice(end + 1);
  if (end <= start || !key.startsWith(`${prefix}:`) || !Object.hasOwn(witnesses, witness)) return null;
  return { ref: { prefix, name: key.slice(start, end) }, witness: witness as Witness };
}

/** The queues that the keys prove: of each name one key is asked for first, which mostly is enough. */
async function identify(redis: Redis, candidates: readonly Candidate[]): Promise<KnownQueue[]> {
  // A list or a sorted set is proof by its type alone.
  const strongest = candidates.toSorted((a, b) => strings(a) - strings(b));
  const first = new Map(strongest.toReversed().map((candidate) => [candidate.ref.name, candidate]));
  const found = await prove(redis, [...first.values()]);
  const names = new Set(found.map(({ ref }) => ref.name));
  const left = candidates.filter(
    (candidate) => first.get(candidate.ref.name) !== candidate && !names.has(candidate.ref.name),
  );
  return left.length > 0 ? [...found, ...(await prove(redis, left))] : found;
}

const strings = ({ witness }: Candidate) => Number(witnesses[witness] === 'string');

async function prove(redis: Redis, candidates: readonly Candidate[]): Promise<KnownQueue[]> {
  const facts = await readFacts(
    redis,
    candidates.map(({ ref, witness }) => ({ ref, key: witness, type: witnesses[witness] })),
  );
  const proven = candidates.flatMap((candidate, i) => {
    const fact = facts[i];
    return fact && proves(candidate, fact) ? [{ candidate, kind: fact.kind }] : [];
  });
  const debounced = await findDebounced(
    redis,
    proven.map(({ candidate }) => candidate),
  );
  const found = new Map<string, KnownQueue>();
  for (const { candidate, kind } of proven) {
    const { ref } = candidate;
    if (!debounced.has(candidate) && !found.has(ref.name)) found.set(ref.name, { ref, kind });
  }
  return [...found.values()];
}

/** Whether the key is what Bull writes for a queue of that name, and not what it writes for a job or a limit of another. */
function proves({ ref, witness }: Candidate, { isOfType, ends, hasQueueMeta }: KeyFacts): boolean {
  if (!isOfType) return false;
  // A hash called `meta` may also be a job with that custom id.
  if (witness === 'meta') return hasQueueMeta;
  // The counter of a limiter's group, `limiter:<group>`, ends by itself (bull 4.16.5 lib/commands/moveToActive-8.lua:107),
  // as does `stalled-check`, so that after `limiter` there is no telling one from the other.
  if (witness === 'id' || witness === 'meta-paused') return !ends;
  return witness !== 'stalled-check' || !/:(limiter|de)$/.test(`:${ref.name}`);
}

/**
 * Those candidates whose key is `<queue>:de:<debounce id>`, which holds the id of a job with that `deid`
 * (bull 4.16.5 lib/commands/includes/debounceJob.lua): all that `mail:de:id` has of a queue is its name.
 */
async function findDebounced(redis: Redis, candidates: readonly Candidate[]): Promise<ReadonlySet<Candidate>> {
  const suspects = candidates.flatMap((candidate) => {
    const { ref, witness } = candidate;
    if (witnesses[witness] !== 'string') return [];
    const rest = `${ref.name}:${witness}`;
    return [...rest.matchAll(/(?<=.):de:/g)].map(({ index }) => ({
      candidate,
      key: queueKey(ref, witness),
      queue: keyBase({ ...ref, name: rest.slice(0, index) }),
      debounceId: rest.slice(index + 4),
    }));
  });
  if (suspects.length === 0) return new Set();
  const jobIds = redis.pipeline();
  for (const { key } of suspects) jobIds.getrangeBuffer(key, 0, LONGEST_ID);
  const ids = (await jobIds.exec()) ?? [];
  const jobs = redis.pipeline();
  suspects.forEach(({ queue }, i) => {
    const [, id] = ids[i] ?? [];
    jobs.hget(Buffer.concat([Buffer.from(queue), Buffer.isBuffer(id) ? id : Buffer.of()]), 'deid');
  });
  const owners = (await jobs.exec()) ?? [];
  const isDebounced = (i: number) => owners[i]?.[1] === suspects[i]?.debounceId;
  return new Set(suspects.filter((_, i) => isDebounced(i)).map(({ candidate }) => candidate));
}
