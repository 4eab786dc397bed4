import { JOB_STATES } from '../../bull/states';
import { countedCause, countsJson } from '../../cause-words';
import type { FailureGroup, MonitoredQueue } from '../../queues';
import { count, plural, shortened } from '../../words';
import { causesOf } from './causes';
import { allQueues, namesOf, type RedisSession } from './session';
import { table } from '../../columns';

interface QueueStatus {
  readonly queue: MonitoredQueue;
  readonly groups: readonly FailureGroup[];
}

/** Every queue with its counts, and why its jobs have failed. */
export async function status(session: RedisSession, format: 'table' | 'json'): Promise<string> {
  const { queues, connection } = session;
  const statuses = await queues.allWorkedOn(await allQueues(session), connection, async (queue) => {
    const causes = queue.snapshot?.counts.failed ? await causesOf(session, queue) : null;
    return { queue, groups: causes?.groups ?? [] };
  });
  return format === 'json' ? `${JSON.stringify(statuses.map(asJson), undefined, 2)}\n` : asTable(statuses);
}

function asJson({ queue: { ref, kind, snapshot }, groups }: QueueStatus) {
  return {
    name: ref.name,
    prefix: ref.prefix,
    library: kind,
    isPaused: snapshot?.isPaused ?? null,
    counts: snapshot?.counts ?? null,
    causes: countsJson(groups),
  };
}

function asTable(statuses: readonly QueueStatus[]): string {
  if (statuses.length === 0) return 'No queues.\n';
  const shown = JOB_STATES.filter((state) => statuses.some(({ queue }) => queue.snapshot?.counts[state] !== 0));
  const nameOf = namesOf(statuses.map(({ queue }) => queue));
  const rows = statuses.map(({ queue, groups }) => [
    nameOf(queue),
    ...shown.map((state) => numberOf(queue.snapshot?.counts[state] ?? null)),
    [queue.snapshot?.isPaused && 'paused', causesText(groups)].filter(Boolean).join(' · '),
  ]);
  return table([['queue', ...shown, ''], ...rows]);
}

/** What has room in a row. */
const MOST_CAUSES = 3;
const CAUSE_LENGTH = 60;

/** `28 Missing lock, 6 Stalled, 3 connect ECONNREFUSED ‹host›, 2 other causes` */
function causesText(groups: readonly FailureGroup[]): string {
  const named = groups.slice(0, MOST_CAUSES).map((group) => shortened(countedCause(group), CAUSE_LENGTH));
  const others = groups.length - named.length;
  return [...named, ...(others > 0 ? [plural(others, 'other cause')] : [])].join(', ');
}

function numberOf(jobs: number | null): string {
  return jobs === null ? '?' : count(jobs);
}
