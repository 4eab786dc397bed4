import type * as vscode from 'vscode';
import type { Logger } from '../log/logger';
import type { QueueMonitor, RedisConnection, UnavailableAction } from '../queues';
import { ACTION_TITLES } from '../bull/actions';
import { dialectOf } from '../queues/dialects';
import type { Notice } from './notice';
import type { Session } from './session';
import type { Sessions } from './sessions';

const NOTICE = 'actions';

/** Says below a connection which actions its Redis would refuse, and why: asked after each search for queues. */
export class UnavailableActions implements vscode.Disposable {
  /** Those that were asked since their queues were searched for. */
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
      return tell(session, []);
    }
    if (!monitor?.isComplete || monitor.isSearching) this.asked.delete(connection);
    else if (!this.asked.has(connection)) await this.ask(session, connection, monitor);
  }

  private async ask(session: Session, connection: RedisConnection, monitor: QueueMonitor): Promise<void> {
    const queues = monitor.queues.filter((queue) => dialectOf(queue).takesChanges).map(({ ref }) => ref);
    if (queues.length === 0) return;
    this.asked.add(connection);
    try {
      const { unavailableActions } = await import('../queues');
      const unavailable = await unavailableActions(connection, queues);
      const isStill = session.connection === connection && this.asked.has(connection);
      if (isStill) tell(session, unavailable);
    } catch (error) {
      this.log.warn(`${session.name}: What its Redis permits is not known`, error);
    }
  }
}

function tell(session: Session, unavailable: readonly UnavailableAction[]): void {
  session.unavailable = unavailable;
  if (unavailable.length === 0) session.withdraw(NOTICE);
  else session.notify({ id: NOTICE, ...describeUnavailable(unavailable), severity: 'information' });
}

/** "Retry Failed Job is off: HSET not permitted"; "4 actions are off: ZREM not permitted", with their names in `detail`. */
export function describeUnavailable(
  unavailable: readonly UnavailableAction[],
): Pick<Notice, 'text' | 'detail' | 'summary'> {
  const byReason = [...new Set(unavailable.map(({ reason }) => reason))].map((reason) => {
    const actions = unavailable.filter((action) => action.reason === reason);
    return { reason, titles: actions.map(({ name }) => ACTION_TITLES[name]), said: actions[0]?.problem.message };
  });
  return {
    summary: 'actions off',
    text: byReason.map(({ reason, titles }) => `${whichAreOff(titles)}: ${reason}`).join(' · '),
    detail: byReason
      .flatMap(({ titles, said }) => [titles.length > 1 && `Off: ${titles.join(', ')}`, said])
      .filter(Boolean)
      .join('\n'),
  };
}

function whichAreOff(titles: readonly string[]): string {
  if (titles.length === Object.keys(ACTION_TITLES).length) return 'All changes are off';
  return titles.length === 1 ? `${titles[0]} is off` : `${titles.length} actions are off`;
}
