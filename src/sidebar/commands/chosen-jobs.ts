import type { JobState } from '../../bull/states';
import type { JobId } from '../../queues';
import { CauseNode } from '../nodes/cause-node';
import type { QueueFolder } from '../nodes/folders';
import { ConnectionNode } from '../nodes/connection-node';
import { FoundNode } from '../nodes/found-node';
import { QueueNode } from '../nodes/queue-node';
import { SearchNode } from '../nodes/search-node';
import { SharedCauseNode } from '../nodes/shared-cause-node';
import { StateNode } from '../nodes/state-node';
import { readEach } from '../read-each';
import type { Exportable } from './exported-rows';

/** Jobs of one queue in one state, to which something is to be done. */
export interface Chosen {
  readonly queue: QueueFolder;
  readonly state: JobState;
  readonly ids: readonly JobId[];
  /** As `RetryOptions` has it. */
  readonly failedAt?: ReadonlyMap<string, number>;
}

/** Rows that stand for jobs of several states or queues below them. */
export type Folder = ConnectionNode | QueueNode | StateNode | FoundNode | SearchNode;

/** The jobs of these rows as they are now, as far as they are in one of the states. @throws Error where none is */
export async function chosenJobs(
  rows: Exportable | Folder,
  states: readonly JobState[],
  signal: AbortSignal,
): Promise<readonly Chosen[]> {
  const all = await jobsOf(rows, states, signal);
  const chosen = all.filter(({ state }) => states.includes(state));
  if (all.length > 0 && chosen.length === 0) throw new Error(`None of these jobs is ${states.join(' or ')}.`);
  return chosen.filter(({ ids }) => ids.length > 0);
}

/** The queues at or below a row that may be changed, and that have, or may have, jobs in a state. */
export function queuesIn(row: ConnectionNode | QueueNode, state: JobState): readonly QueueNode[] {
  const queues = row instanceof QueueNode ? [row] : row.children().filter((node) => node instanceof QueueNode);
  return queues.filter(({ queue, isWritable }) => isWritable && queue.snapshot?.counts[state] !== 0);
}

async function jobsOf(
  rows: Exportable | Folder,
  states: readonly JobState[],
  signal: AbortSignal,
): Promise<readonly Chosen[]> {
  if (rows instanceof ConnectionNode || rows instanceof QueueNode) return jobsBelow(rows, states, signal);
  if (rows instanceof SearchNode) {
    return rows.children().flatMap((node) => (node instanceof FoundNode ? ofFound(node) : []));
  }
  if (rows instanceof FoundNode) return [ofFound(rows)];
  if (rows instanceof StateNode) return [await jobsInState(rows.queueNode, rows.state, signal)];
  if (rows instanceof CauseNode || rows instanceof SharedCauseNode) {
    return (await rows.jobsNow()).map((jobs) => ({ state: 'failed', ...jobs }));
  }
  return [...new Set(rows.map(({ parent }) => parent))].flatMap((parent) => {
    const picked = rows.filter((row) => row.parent === parent).map(({ row }) => row);
    return [...new Set(picked.map(({ state }) => state))].map((state) => ({
      ...{ queue: parent.queueNode, state },
      ids: picked.filter((row) => row.state === state).map(({ id }) => id),
    }));
  });
}

/** A queue that was chosen itself is read whatever was counted last. */
export async function jobsBelow(
  row: ConnectionNode | QueueNode,
  states: readonly JobState[],
  signal: AbortSignal,
  before?: number,
): Promise<readonly Chosen[]> {
  const places = states.flatMap((state) =>
    (row instanceof QueueNode ? [row] : queuesIn(row, state)).map((queue) => ({ queue, state })),
  );
  return readEach(places, ({ queue, state }) => jobsInState(queue, state, signal, before));
}

function ofFound({ queueNode: queue, state, jobs }: FoundNode): Chosen {
  return { queue, state, ids: jobs.rows.map(({ id }) => id) };
}

/** @param before as `WhichJobs` has it */
export async function jobsInState(
  queue: QueueFolder,
  state: JobState,
  signal: AbortSignal,
  before?: number,
): Promise<Chosen> {
  const { idsIn } = await import('../../queues');
  const which = { signal, ...(before !== undefined && { before }) };
  return { queue, state, ids: await idsIn(queue.connection, queue.queue, state, which) };
}
