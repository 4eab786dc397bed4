import type { JobState } from '../../bull/states';
import { showInformationMessage, showQuickPick } from '../../messages';
import { count, plural } from '../../words';
import { ConnectionNode } from '../nodes/connection-node';
import type { QueueNode } from '../nodes/queue-node';
import { queuesIn } from './chosen-jobs';

const STATES = ['failed', 'completed', 'delayed', 'waiting', 'paused'] as const satisfies JobState[];

const HOUR = 3_600_000;

/** ms */
const AGES = [
  { label: 'More than 1 hour ago', age: HOUR },
  { label: 'More than 1 day ago', age: 24 * HOUR },
  { label: 'More than 1 week ago', age: 7 * 24 * HOUR },
  { label: 'More than 30 days ago', age: 30 * 24 * HOUR },
] as const;

/** The state of the jobs below a row that is meant; undefined where the person has left. */
export async function pickState(row: ConnectionNode | QueueNode): Promise<JobState | undefined> {
  const items = STATES.flatMap((state) => {
    const queues = queuesIn(row, state);
    if (queues.length === 0) return [];
    const counts = queues.map(({ queue }) => queue.snapshot?.counts[state] ?? null);
    const number = counts.every((jobs) => jobs !== null)
      ? `${count(counts.reduce((sum, jobs) => sum + jobs, 0))} `
      : '';
    const description = row instanceof ConnectionNode ? `in ${plural(queues.length, 'queue')}` : '';
    return [{ label: `${number}${state}`, description, state }];
  });
  if (items.length === 0) return void showInformationMessage('There are no jobs to remove.');
  return (await showQuickPick(items, { placeHolder: 'Remove jobs in which state?' }))?.state;
}

/** The age at the least, in ms; undefined where the person has left. */
export async function pickAge(state: JobState, isAnyOffered: boolean): Promise<number | undefined> {
  const what = state === 'failed' || state === 'completed' ? state : 'were added';
  const ages = isAnyOffered ? [...AGES, { label: 'At any time', age: 0 }] : AGES;
  return (await showQuickPick(ages, { placeHolder: `Remove jobs that ${what} when?` }))?.age;
}
