import * as vscode from 'vscode';
import { JOB_STATES, type JobState } from '../../bull/states';
import type { MonitoredQueue, QueueSnapshot } from '../../queues';
import { dialectOf } from '../../queues/dialects';
import { count } from '../../words';
import { FAILED_COLOR } from './icons';

/** `9 failed · 3 waiting · 1 active`, `paused · 41 waiting`, `idle` */
export function describeQueue(queue: MonitoredQueue): string {
  const { snapshot } = queue;
  const dialect = dialectOf(queue);
  const library = dialect.takesChanges ? [] : [dialect.title];
  if (snapshot === null) return [...library, '…'].join(' · ');
  const parts: string[] = [];
  if (snapshot.isPaused) parts.push('paused');
  for (const state of JOB_STATES) {
    const jobs = snapshot.counts[state];
    if (jobs === null) parts.push(`${state} unreadable`);
    else if (jobs > 0 && !(state === 'priority' && dialect.waitingHoldsPriority))
      parts.push(`${count(jobs)} ${wordFor(state, snapshot)}`);
  }
  return [...library, ...(parts.length === 0 ? ['idle'] : parts)].join(' · ');
}

/** While a queue is paused, Bull keeps its waiting jobs under `paused` (pause-5.lua). */
function wordFor(state: JobState, { isPaused }: QueueSnapshot): string {
  if (state === 'paused' && isPaused) return 'waiting';
  return state === 'priority' ? 'prioritized' : state;
}

/** Its worst state. */
export function iconOfQueue(queue: MonitoredQueue): vscode.ThemeIcon {
  const { snapshot } = queue;
  const counts = snapshot?.counts;
  if (counts?.failed) return new vscode.ThemeIcon('warning', new vscode.ThemeColor(FAILED_COLOR));
  if (!dialectOf(queue).takesChanges)
    return new vscode.ThemeIcon('circle-large-outline', new vscode.ThemeColor('disabledForeground'));
  if (snapshot?.isPaused) return new vscode.ThemeIcon('debug-pause');
  if (counts?.active) return new vscode.ThemeIcon('play-circle', new vscode.ThemeColor('testing.iconQueued'));
  if (counts?.waiting) return new vscode.ThemeIcon('clock');
  if (counts?.delayed) return new vscode.ThemeIcon('watch');
  return new vscode.ThemeIcon('circle-outline');
}
