import { JOB_STATES } from '../../bull/states';
import { countedCause, countsJson } from '../../cause-words';
import type { FailureGroup, MonitoredQueue } from '../../queues';
import { count } from '../../words';
import { causesOf } from './causes';
import { allQueues, namesOf, type RedisSession } from './session';
import { table } from '../../columns';

interface QueueStatus {
  readonly queue: MonitoredQueue;
  readonly groups: readonly FailureGroup[];
}

/** Every queue with its counts, and why its jobs have failed. */
export async function status(session: RedisSession, format: 'table' | 'json'): Promise<string> {
  const statuses: QueueStatus[] = [];
  for (const queue of await allQueues(session)) {
    const causes = queue.snapshot?.counts.failed ? await causesOf(session, queue) : null;
    statuses.push({ queue, groups: causes?.groups ?? [] });
  }
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
    [queue.snapshot?.isPaused && 'paused', groups.slice(0, 3).map(countedCause).join(', ')].filter(Boolean).join(' · '),
  ]);
  return table([['queue', ...shown, ''], ...rows]);
}

function numberOf(jobs: number | null): string {
  return jobs === null ? '?' : count(jobs);
}
