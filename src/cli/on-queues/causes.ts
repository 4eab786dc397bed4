import type { FailureCauses, FailureGroup, KnownQueue } from '../../queues';
import { UsageError } from '../usage';
import type { RedisSession } from './session';

/** Why the failed jobs of a queue have failed, read to the end; `most` as `FailureCauses` takes it. @throws UsageError */
export async function causesOf(
  { queues, connection }: RedisSession,
  queue: KnownQueue,
  most?: number,
): Promise<FailureCauses> {
  const causes = new queues.FailureCauses(connection, queue, most);
  await causes.refresh();
  if (causes.problem !== null) throw new UsageError(causes.problem);
  return causes;
}

/** What `--cause` takes for just this group of its queue, as it is typed: several groups can be of one known cause. */
export function causeArgument({ cause, pattern }: FailureGroup, groups: readonly FailureGroup[]): string {
  const areSeveral = groups.filter((group) => group.cause?.id === cause?.id).length > 1;
  return cause && !areSeveral ? cause.id : quoted(pattern);
}

/** As a shell takes a text for itself, whatever stands in it: what a job says may hold `$(…)`. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
