import type { LiveRedis } from '../link/live-queues';
import type { Sessions } from '../sessions/sessions';

/** What the sessions of this window know now; asks nothing. */
export function liveRedis(sessions: Pick<Sessions, 'all'>): readonly LiveRedis[] {
  return sessions.all.map(({ name, status, monitor }) => ({
    name,
    isConnected: status.state === 'ready',
    isComplete: monitor?.isComplete ?? false,
    queues: monitor?.queues ?? [],
  }));
}
