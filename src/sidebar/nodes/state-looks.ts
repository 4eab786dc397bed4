import type { JobState } from '../../bull/states';
import { FAILED_COLOR } from './icons';

interface StateLook {
  readonly title: string;
  readonly icon: string;
  readonly color?: string;
}

export const stateLooks: Readonly<Record<JobState, StateLook>> = {
  failed: { title: 'Failed', icon: 'error', color: FAILED_COLOR },
  active: { title: 'Active', icon: 'play-circle', color: 'testing.iconQueued' },
  waiting: { title: 'Waiting', icon: 'clock' },
  delayed: { title: 'Delayed', icon: 'watch' },
  completed: { title: 'Completed', icon: 'pass', color: 'testing.iconPassed' },
  paused: { title: 'Paused', icon: 'debug-pause' },
  priority: { title: 'Priority', icon: 'arrow-circle-up' },
};
