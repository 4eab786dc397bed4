import type { ShownData } from '../../job-data/shown-data';
import type { ConnectionSpec, MonitoredQueue, QueueMonitor, RedisConnection, RedisProblem } from '../../queues';
import { dialectOf } from '../../queues/dialects';
import { firstLine } from '../../words';
import { UsageError } from '../usage';
import { PASSWORD_VARIABLE, type MeantRedis } from './redis';

/** A Redis that a command of the terminal asks. */
export interface RedisSession {
  readonly queues: typeof import('../../queues');
  readonly connection: RedisConnection;
  readonly monitor: QueueMonitor;
  readonly shownData: ShownData;
  /** Told what to know of the Redis itself. */
  readonly notice: (text: string) => void;
}

/** Opens a Redis, once: a script that cannot reach it is told so, and does not wait for it. Loads ioredis. */
export async function withRedis<T>(
  { spec, isReadOnly }: MeantRedis,
  { shownData, notice }: Pick<RedisSession, 'shownData' | 'notice'>,
  use: (session: RedisSession) => Promise<T>,
): Promise<T> {
  const queues = await import('../../queues');
  const connection = new queues.RedisConnection(spec);
  connection.isReadOnly = isReadOnly;
  const monitor = new queues.QueueMonitor(connection, { recall: () => [], remember: () => {} });
  try {
    return await use({ queues, connection, monitor, shownData, notice });
  } catch (error) {
    throw (error instanceof queues.RedisProblem && aboutPassword(error, spec)) || error;
  } finally {
    monitor.dispose();
    connection.dispose();
  }
}

/** What is to be done about a password is another thing here than in VS Code. */
function aboutPassword({ summary }: RedisProblem, { name, endpoint }: ConnectionSpec): UsageError | null {
  switch (summary) {
    case 'password needed':
      return new UsageError(`${name}: Redis asks for a password: give it in ${PASSWORD_VARIABLE}, or in the URL.`);
    case 'wrong password': {
      const user = `the ACL user ${endpoint.username ?? 'default'}`;
      return new UsageError(`${name}: Redis refused the password. Check ${PASSWORD_VARIABLE} or the URL, and ${user}.`);
    }
    default:
      return null;
  }
}

/** All queues there are; where that is only a part, or they cannot all be counted, it says so. @throws RedisProblem */
export async function allQueues({ monitor, notice }: RedisSession): Promise<readonly MonitoredQueue[]> {
  await monitor.discover();
  if (monitor.searchProblem) throw monitor.searchProblem;
  const toKnow = monitor.onlyPart ?? monitor.countProblem?.message;
  if (toKnow !== undefined) notice(toKnow);
  return monitor.queues;
}

/** The queue of that name. @throws UsageError where there is none, or several under several prefixes */
export async function queueNamed(session: RedisSession, name: string): Promise<MonitoredQueue> {
  const found = (await allQueues(session)).filter(({ ref }) => ref.name === name);
  const [queue, another] = found;
  const { prefixes } = session.connection.spec;
  if (!queue)
    throw new UsageError(
      `There is no queue '${name}' under the prefix ${prefixes.join(' or ')}. bull-lens status lists those there are.`,
    );
  if (another) throw new UsageError(`There are several queues '${name}': say which with --prefix.`);
  return queue;
}

/** @throws UsageError where the queue is another library's */
export function mustBeBull(queue: MonitoredQueue): void {
  const { takesChanges, title } = dialectOf(queue);
  if (!takesChanges) throw new UsageError(`${queue.ref.name} is a queue of ${title}: Bull Lens changes nothing in it.`);
}

type Named = Pick<MonitoredQueue, 'ref'>;

/** A name for each of these queues that no other of them has: with the prefix where they have several. */
export function namesOf(queues: readonly Named[]): (queue: Named) => string {
  const areSeveral = new Set(queues.map(({ ref }) => ref.prefix)).size > 1;
  return ({ ref }) => firstLine(areSeveral ? `${ref.prefix}:${ref.name}` : ref.name);
}
