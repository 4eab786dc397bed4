import { nameOfCause } from '../../cause-words';
import type { ExportedJobs } from '../../queues';
import type { Session } from '../../sessions/session';
import { CauseNode } from '../nodes/cause-node';
import { FoundNode } from '../nodes/found-node';
import type { JobNode } from '../nodes/job-node';
import { SearchNode } from '../nodes/search-node';
import { SharedCauseNode } from '../nodes/shared-cause-node';
import { StateNode } from '../nodes/state-node';

/** Rows whose jobs can be written to a file. */
export type Exportable = readonly JobNode[] | CauseNode | SharedCauseNode | StateNode | SearchNode | FoundNode;

/** The connection of these rows. @throws Error where they are of several, or there is none */
export function sessionOf(rows: Exportable): Session {
  const sessions = new Set(
    rows instanceof SearchNode
      ? [rows.parent.session]
      : rows instanceof SharedCauseNode
        ? [rows.parent.parent.session]
        : isJobs(rows)
          ? rows.map(({ queueNode }) => queueNode.parent.session)
          : [rows.queueNode.parent.session],
  );
  const [session, another] = sessions;
  if (!session) throw new Error('There is no job to export.');
  if (another) throw new Error('Choose jobs of one connection: they are exported to one file.');
  return session;
}

/** For a file: `orders-failed`. */
export function nameOf(rows: Exportable): string {
  if (rows instanceof SearchNode) return rows.search.query.text;
  if (rows instanceof SharedCauseNode) return nameOfCause(rows.group);
  const folder = isJobs(rows) ? rows[0]?.parent : rows;
  return folder ? `${folder.queueNode.queue.ref.name}-${folder.state}` : 'jobs';
}

/** The jobs of the rows as they are now; those of a folder also where it shows fewer. */
export async function exportedJobs(rows: Exportable, signal: AbortSignal): Promise<ExportedJobs[]> {
  if (rows instanceof SearchNode) return rows.search.found.map(ofFound);
  if (rows instanceof FoundNode) return [ofFound(rows.jobs)];
  if (rows instanceof StateNode) return [await ofState(rows, signal)];
  if (rows instanceof CauseNode || rows instanceof SharedCauseNode) return ofCause(rows);
  return [...new Set(rows.map(({ parent }) => parent))].map((parent) => ({
    ...{ queue: parent.queueNode.queue, state: parent.state },
    ids: [rows.filter((row) => row.parent === parent).map(({ row }) => row.id.bytes)],
  }));
}

function ofFound({ queue, state, rows }: FoundNode['jobs']): ExportedJobs {
  return { queue, state, ids: [rows.map(({ id }) => id.bytes)] };
}

async function ofState({ queueNode, state }: StateNode, signal: AbortSignal): Promise<ExportedJobs> {
  const { connection } = queueNode.parent.session;
  if (!connection) throw new Error(`${queueNode.parent.session.name} is not connected.`);
  const { listedJobs } = await import('../../queues');
  const { queue } = queueNode;
  async function* ids() {
    for await (const listed of listedJobs(connection!, queue, state, signal)) yield listed.map(({ id }) => id);
  }
  return { queue, state, ids: ids() };
}

async function ofCause(node: CauseNode | SharedCauseNode): Promise<ExportedJobs[]> {
  return (await node.jobsNow()).map(({ queue: { queue }, ids }) => ({
    ...{ queue, state: 'failed', ids: [ids.map(({ bytes }) => bytes)] },
  }));
}

function isJobs(rows: Exportable): rows is readonly JobNode[] {
  return Array.isArray(rows);
}
