import * as vscode from 'vscode';
import { connectionReport } from '../../link/connection-report';
import { readSetting } from '../../settings';
import type { Session } from '../../sessions/session';
import type { CodeOfQueues } from '../code-of-queues';
import type { Reports } from '../reports';

/** Asks Redis once who is connected, and shows that beside what the code opens. */
export async function showConnections(session: Session, code: CodeOfQueues, reports: Reports): Promise<void> {
  const { connection, monitor, name } = session;
  if (!connection || !monitor) throw new Error(`${name} is not connected.`);
  const { readClients, timeToConnect } = await import('../../queues');
  const { clients, connected, limit } = await connection.run(readClients);
  await monitor.refresh();
  const queues = monitor.queues.map(({ ref, snapshot }) => ({ ref, waiting: snapshot?.counts.waiting ?? null }));
  const { processes, isComplete } = code.queues;
  const text = connectionReport({
    ...{ connection: name, at: Date.now(), clients, connected, limit, queues, processes },
    isCodeRead: isComplete || !vscode.workspace.workspaceFolders,
    instances: readSetting('instances'),
    timeToConnect: await timeToConnect(connection.spec),
  });
  await reports.show(`connections of ${name}`, text);
}
