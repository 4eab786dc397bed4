import type * as vscode from 'vscode';
import type { Logger } from '../log/logger';
import type { RedisConnection, UnavailableAction } from '../queues';
import { dialectOf } from '../queues/dialects';
import type { Session } from './session';
import type { Sessions } from './sessions';

const NOTICE = 'actions';

/** Says below a connection which actions its Redis would refuse, and why: asked once for each socket, when its queues are known. */
export class UnavailableActions implements vscode.Disposable {
  /** Those that were asked on the socket that they have. */
  private readonly asked = new WeakSet<RedisConnection>();
  private readonly subscription: vscode.Disposable;

  constructor(
    sessions: Pick<Sessions, 'onDidChange'>,
    private readonly log: Logger,
  ) {
    this.subscription = sessions.onDidChange(({ session }) => void this.look(session));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async look(session: Session): Promise<void> {
    const { connection, monitor, status, isReadOnly } = session;
    // What is read-only offers no action in the first place.
    if (!connection || isReadOnly || status.state !== 'ready') {
      if (connection) this.asked.delete(connection);
      return session.withdraw(NOTICE);
    }
    if (this.asked.has(connection) || !monitor?.isComplete || monitor.isSearching) return;
    const queues = monitor.queues.filter((queue) => dialectOf(queue).takesChanges).map(({ ref }) => ref);
    if (queues.length === 0) return;
    this.asked.add(connection);
    try {
      const { unavailableActions } = await import('../queues');
      const unavailable = await unavailableActions(connection, queues);
      const isStill = session.connection === connection && this.asked.has(connection);
      if (isStill && unavailable.length > 0) {
        const text = describeUnavailable(unavailable);
        session.notify({ id: NOTICE, text, summary: 'actions off', severity: 'information' });
      }
    } catch (error) {
      this.log.warn(`${session.name}: What its Redis permits is not known`, error);
    }
  }
}

/** "Retry Failed Job and Retry All Failed Jobs are off. staging: Redis does not let the ACL user bob use LPUSH on …" */
export function describeUnavailable(unavailable: readonly UnavailableAction[]): string {
  const messages = [...new Set(unavailable.map(({ problem }) => problem.message))];
  return messages
    .map((message) => {
      const titles = unavailable.filter(({ problem }) => problem.message === message).map(({ title }) => title);
      return `${titles.join(' and ')} ${titles.length === 1 ? 'is' : 'are'} off. ${message}`;
    })
    .join(' ');
}
