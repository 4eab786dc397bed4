import { JOB_STATES } from '../../bull/states';
import type { FailureCauses, FailureGroup, MonitoredQueue } from '../../queues';
import { nameOfCause } from '../../cause-words';
import { count, firstLine } from '../../words';
import { allQueues, type RedisSession } from './session';
import { table } from './table';

interface QueueStatus {
  readonly queue: MonitoredQueue;
  readonly causes: FailureCauses | null;
}

/** Every queue with its counts, and why its jobs have failed. */
export async function status(session: RedisSession, format: 'table' | 'json'): Promise<string> {
  const statuses: QueueStatus[] = [];
  for (const queue of await allQueues(session)) statuses.push({ queue, causes: await causesOf(session, queue) });
  return format === 'json' ? `${JSON.stringify(statuses.map(asJson), undefined, 2)}\n` : asTable(statuses);
}

async function causesOf({ queues, connection }: RedisSession, queue: MonitoredQueue): Promise<FailureCauses | null> {
  if (!queue.snapshot?.counts.failed) return null;
  const causes = new queues.FailureCauses(connection, queue);
  await causes.refresh();
  if (causes.problem !== null) throw new Error(causes.problem);
  return causes;
}

function asJson({ queue: { ref, kind, snapshot }, causes }: QueueStatus) {
  return {
    name: ref.name,
    prefix: ref.prefix,
    library: kind,
    isPaused: snapshot?.isPaused ?? null,
    counts: snapshot?.counts ?? null,
    causes: (causes?.groups ?? []).map(({ cause, pattern, count: jobs }) => ({
      cause: cause?.id ?? null,
      pattern,
      count: jobs,
    })),
  };
}

function asTable(statuses: readonly QueueStatus[]): string {
  if (statuses.length === 0) return 'No queues.\n';
  const shown = JOB_STATES.filter((state) => statuses.some(({ queue }) => queue.snapshot?.counts[state] !== 0));
  const rows = statuses.map(({ queue: { ref, snapshot }, causes }) => [
    firstLine(ref.name),
    ...shown.map((state) => numberOf(snapshot?.counts[state] ?? null)),
    [snapshot?.isPaused && 'paused', (causes?.groups ?? []).slice(0, 3).map(brief).join(', ')]
      .filter(Boolean)
      .join(' · '),
  ]);
  return table([['queue', ...shown, ''], ...rows]);
}

function numberOf(jobs: number | null): string {
  return jobs === null ? '?' : count(jobs);
}

function brief(group: FailureGroup): string {
  return `${count(group.count)} ${nameOfCause(group)}`;
}
