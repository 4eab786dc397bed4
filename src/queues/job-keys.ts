import { isUtf8 } from 'node:buffer';
import { keyBase } from '../bull/keys';
import type { KnownQueue } from './counts';

/** The keys of jobs' hashes, by their ids: as text where they are that, which ioredis sends several times faster than bytes. */
export function jobKeys({ ref }: Pick<KnownQueue, 'ref'>, ids: readonly Buffer[]): (string | Buffer)[] {
  const base = keyBase(ref);
  return ids.map((id) => (isUtf8(id) ? base + id.toString() : Buffer.concat([Buffer.from(base), id])));
}
