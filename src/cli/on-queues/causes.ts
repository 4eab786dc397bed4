import type { FailureCauses, KnownQueue } from '../../queues';
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
