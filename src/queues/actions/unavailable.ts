import type { QueueRef } from '../../bull/keys';
import type { RedisConnection } from '../redis/connection';
import { missingRights } from '../redis/permissions';
import { notPermitted } from '../redis/problem';
import { retryEachAction, retryManyAction } from './retry';

/** An action that this Redis would refuse. */
export interface UnavailableAction {
  /** "Retry All Failed Jobs" */
  readonly title: string;
  /** Why, and what to do next: a sentence or two, without the connection's name. */
  readonly reason: string;
}

const ACTIONS = [retryEachAction, retryManyAction];

/** Queues that are asked about: what is refused on all of these is taken to be refused on any. */
const ASKED = 20;

/**
 * The actions that Redis would refuse on all of these queues, as far as it tells (before 7.0 only that it runs no
 * scripts). Two commands, whatever there is; nothing is changed.
 *
 * @throws RedisProblem
 */
export async function unavailableActions(
  connection: RedisConnection,
  queues: readonly QueueRef[],
): Promise<UnavailableAction[]> {
  if (queues.length === 0) return [];
  const questions = ACTIONS.flatMap((action) => queues.slice(0, ASKED).map((queue) => ({ action, queue })));
  const asked = questions.map(({ action, queue }) => action.rights(queue));
  const [role, missing] = await connection.run((redis) =>
    Promise.all([redis.info('replication').catch(() => ''), missingRights(redis, asked.flat())]),
  );
  if (/^role:slave\r?$/m.test(role) && /^slave_read_only:1\r?$/m.test(role)) {
    const reason = 'This is a read-only replica: connect to its primary to change jobs.';
    return ACTIONS.map(({ title }) => ({ title, reason }));
  }
  const isMissing = new Set(missing);
  return ACTIONS.flatMap((action) => {
    const refused = questions.flatMap((question, i) =>
      question.action === action ? [asked[i]?.find((right) => isMissing.has(right))] : [],
    );
    const [first] = refused;
    return first && refused.every(Boolean) ? [{ title: action.title, reason: '' }] : [];
  });
}
