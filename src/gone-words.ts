import type { GoneJobs, ServerFacts } from './queues';
import { count } from './words';

/** `400 of 1,000 are gone (evicted: maxmemory-policy is allkeys-lru)`; why only where Redis says that it has evicted. */
export function describeGone({ count: gone, of }: GoneJobs, total: number | null, server: ServerFacts | null): string {
  const all = total !== null && total > of ? `the first ${count(of)}` : count(of);
  const verb = gone === 1 ? 'is' : 'are';
  const { evictionPolicy = null, hasEvicted = false } = server ?? {};
  const why =
    hasEvicted && evictionPolicy !== null ? `evicted: maxmemory-policy is ${evictionPolicy}` : 'no data in Redis';
  return `${count(gone)} of ${all} ${verb} gone (${why})`;
}
