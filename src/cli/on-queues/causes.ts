import { nameOfCause } from '../../cause-words';
import type { FailureCauses, FailureGroup, KnownQueue } from '../../queues';
import { count } from '../../words';
import type { RedisSession } from './session';

/** Why the failed jobs of a queue have failed, read to the end; `most` as `FailureCauses` takes it. @throws Error */
export async function causesOf(
  { queues, connection }: RedisSession,
  queue: KnownQueue,
  most?: number,
): Promise<FailureCauses> {
  const causes = new queues.FailureCauses(connection, queue, most);
  await causes.refresh();
  if (causes.problem !== null) throw new Error(causes.problem);
  return causes;
}

/** As documented in docs/cli.md. */
export function countsJson(groups: readonly FailureGroup[]) {
  return groups.map(({ cause, pattern, count: jobs }) => ({ cause: cause?.id ?? null, pattern, count: jobs }));
}

/** `28 Missing lock` */
export function countedCause(group: FailureGroup): string {
  return `${count(group.count)} ${nameOfCause(group)}`;
}
