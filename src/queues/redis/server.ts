import type Redis from 'ioredis';
import { isErrorReply } from './replies';

/** What a Redis says of itself in INFO. */
export interface ServerFacts {
  /** `7.0.15` */
  readonly version: string | null;
  /** What it is known by, as far as it says: the id of its process, and that of its data, which its replicas have too. */
  readonly ids: readonly string[];
  readonly isReplica: boolean;
  /** It has only a part of the keys of its cluster. */
  readonly isClusterNode: boolean;
  /** `allkeys-lru`; null where that is not known. */
  readonly evictionPolicy: string | null;
  /** It has evicted keys since it started. */
  readonly hasEvicted: boolean;
}

export const ONE_NODE =
  'It is one node of a Redis Cluster: only the queues of this node are shown. Add a connection for each primary.';

/** null where the user may not use INFO. */
export async function readServer(redis: Redis): Promise<ServerFacts | null> {
  const info = await redis.info().catch((error: unknown) => {
    if (isErrorReply(error)) return null;
    throw error;
  });
  if (info === null) return null;
  const field = (name: string) => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1] ?? null;
  return {
    version: field('redis_version'),
    ids: [field('run_id'), field('master_replid')].filter((id) => isId(id)),
    isReplica: field('role') === 'slave',
    isClusterNode: field('redis_mode') === 'cluster',
    evictionPolicy: field('maxmemory_policy'),
    hasEvicted: Number(field('evicted_keys')) > 0,
  };
}

/** 40 random hex digits (Redis's server.c, replication.c); what is only like Redis may have something else there. */
function isId(text: string | null): text is string {
  return text !== null && /^[0-9a-f]{40}$/.test(text) && new Set(text).size > 1;
}
