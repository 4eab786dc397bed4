import * as vscode from 'vscode';
import type { RowToken } from '../../contributions';
import type { Session } from '../../sessions/session';
import { plural } from '../../words';
import { icons } from './icons';

/** How a connection's row looks. */
export interface ConnectionState {
  readonly description: string;
  readonly detail?: string | undefined;
  readonly icon: vscode.ThemeIcon;
  /** Which actions make sense. */
  readonly tokens: readonly RowToken[];
}

export function connectionState(session: Session): ConnectionState {
  const { status, entry } = session;
  if (entry.problem !== undefined) {
    return { description: 'not usable', detail: entry.problem, icon: icons.error(), tokens: ['unusable'] };
  }
  if (session.isDisconnected || status.state === 'closed') {
    const description = `${addressOf(session)} · disconnected`;
    return { description, icon: new vscode.ThemeIcon('vm-outline'), tokens: ['disconnected'] };
  }
  if (status.state === 'failed') {
    const { kind, summary, message } = status.problem;
    const needsPassword = entry.takesPassword && (kind === 'password' || kind === 'no-password');
    const tokens: RowToken[] = needsPassword ? ['failed', 'passwordNeeded'] : ['failed'];
    return { description: summary, detail: message, icon: icons.error(), tokens };
  }
  if (status.state === 'reconnecting') {
    const { summary, message } = status.problem;
    const description = `${summary} · reconnecting`;
    return { description, detail: message, icon: icons.error(), tokens: ['failed', 'connected'] };
  }
  return openState(session);
}

function openState(session: Session): ConnectionState {
  const { status, monitor, isReadOnly, liveProblem } = session;
  const isConnecting = status.state !== 'ready';
  const hasQueues = monitor !== null && (monitor.queues.length > 0 || monitor.isComplete);
  const parts = [
    isReadOnly && 'read-only',
    addressOf(session),
    ...session.notices.map(({ summary }) => summary),
    hasQueues && plural(monitor.queues.length, 'queue'),
    monitor?.latency != null && `${Math.max(1, Math.round(monitor.latency))} ms`,
    monitor?.isSearching && 'searching…',
    isConnecting && 'connecting…',
  ];
  return {
    description: parts.filter(Boolean).join(' · '),
    detail: [session.refreshProblem?.message, liveProblem !== null && `Not live: ${liveProblem}`]
      .filter(Boolean)
      .join('\n'),
    icon: new vscode.ThemeIcon(isConnecting ? 'vm-connect' : isReadOnly ? 'lock' : 'vm-active'),
    tokens: monitor?.isSearching ? ['connected', 'searching'] : ['connected'],
  };
}

function addressOf({ entry }: Session): string {
  if (!entry.spec) return '';
  const { host, port, database } = entry.spec.endpoint;
  return `${host}:${port}${database === 0 ? '' : `/${database}`}`;
}
