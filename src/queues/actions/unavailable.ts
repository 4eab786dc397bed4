import type { QueueRef } from '../../bull/keys';
import type { RedisConnection } from '../redis/connection';
import { missingRights } from '../redis/permissions';
import { errorReply } from '../redis/replies';
import { explain, notPermitted, type RedisProblem } from '../redis/problem';
import { addAction } from './add';
import { discardAction } from './discard';
import { obliterateAction } from './obliterate';
import { pauseAction, resumeAction } from './pause';
import { promoteAction } from './promote';
import { removeAction } from './remove';
import { removeRepeatableAction } from './repeatables';
import { retryAsNewAction } from './retry-as-new';
import { retryEditedAction } from './retry-edited';
import { retryEachAction, retryManyAction } from './retry';
import type { ActionName } from '../../bull/actions';

/** An action that this Redis would refuse. */
export interface UnavailableAction {
  readonly name: ActionName;
  /** A few words: "ZREM not permitted", "read-only replica". */
  readonly reason: string;
  readonly problem: RedisProblem;
}

const ACTIONS = [
  ...[retryEachAction, retryManyAction, retryAsNewAction, retryEditedAction],
  ...[addAction, promoteAction, discardAction, removeAction, removeRepeatableAction],
  ...[pauseAction, resumeAction, obliterateAction],
];

/** Queues that are asked about; what is refused on each of them is taken to be refused on any. */
const ASKED = 20;

/**
 * The actions that Redis would refuse on all of these queues, as far as it tells: before 7.0 it says no more than that
 * it runs no scripts. Two commands however many queues there are, and nothing is changed.
 *
 * @throws RedisProblem
 */
export async function unavailableActions(
  connection: RedisConnection,
  queues: readonly QueueRef[],
): Promise<UnavailableAction[]> {
  const asked = queues.slice(0, ASKED);
  const questions = ACTIONS.map((action) => asked.map((queue) => action.rights(queue)));
  const [replication, missing] = await connection.run((redis) =>
    Promise.all([redis.info('replication').catch(() => ''), missingRights(redis, questions.flat(2))]),
  );
  if (isReadOnlyReplica(replication)) {
    const problem = onReplica(connection);
    return ACTIONS.map(({ name }) => ({ name, reason: problem.summary, problem }));
  }
  const isMissing = new Set(missing);
  const noScripts = missing?.find(({ key }) => key === null);
  return ACTIONS.flatMap(({ name }, i) => {
    const refused = questions[i]?.map((rights) => noScripts ?? rights.find((right) => isMissing.has(right))) ?? [];
    const [first] = refused;
    if (!first || !refused.every(Boolean)) return [];
    const problem = notPermitted(connection.spec, first);
    return [{ name, reason: `${first.command} ${problem.summary}`, problem }];
  });
}

/** What INFO says; a replica may also have been made writable. */
function isReadOnlyReplica(replication: string): boolean {
  return /^role:slave\r?$/m.test(replication) && /^slave_read_only:1\r?$/m.test(replication);
}

/** What Redis answers to every write there. */
function onReplica({ spec }: RedisConnection): RedisProblem {
  return explain(errorReply("READONLY You can't write against a read only replica."), spec);
}
