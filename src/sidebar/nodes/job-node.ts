import * as vscode from 'vscode';
import { failureCause } from '../../bull/failures';
import { commands } from '../../contributions';
import type { JobRow } from '../../queues';
import { age, bytes, duration, exactTime, firstLine, span } from '../words';
import type { Node } from './node';
import type { StateNode } from './state-node';

/** The name that Bull gives to a job which was added without one (bull 4.16.5 lib/job.js:14). */
const DEFAULT_NAME = '__default__';

const MINUTE = 60_000;

/** A job: its id and name, then what there is to say about it in its state. */
export class JobNode implements Node {
  readonly id: string;

  constructor(
    readonly parent: StateNode,
    private current: JobRow,
  ) {
    this.id = `${parent.id}/${current.id.key}`;
  }

  get row(): JobRow {
    return this.current;
  }

  showing(row: JobRow): this {
    this.current = row;
    return this;
  }

  /** Its handler had succeeded: to retry it is to do its work twice. */
  get alreadyFinished(): boolean {
    return failureCause(this.row.failedReason ?? '')?.alreadyFinished === true;
  }

  item(): vscode.TreeItem {
    const { row } = this;
    const item = new vscode.TreeItem(titleOf(row));
    item.id = this.id;
    item.description = describe(row);
    item.tooltip = tooltip(row);
    if (row.presence !== 'present') item.iconPath = missingIcon();
    const access = this.parent.parent.isWritable ? 'writable' : 'readOnly';
    item.contextValue = ['job', row.state, row.presence, access].join(' ');
    item.command = { command: commands.openJob, title: 'Open Job', arguments: [this] };
    item.accessibilityInformation = { label: `${row.state} job ${titleOf(row)}: ${item.description}` };
    return item;
  }
}

export function titleOf({ id, name }: Pick<JobRow, 'id' | 'name'>): string {
  return name === null || name === DEFAULT_NAME ? id.text : `${id.text}  ${firstLine(name)}`;
}

/** What the row says after the title; ages change by themselves. */
export function describe(row: JobRow): string {
  if (row.presence === 'gone') return 'its data is gone from Redis';
  if (row.presence === 'unreadable') return 'no job: its key holds something else';
  const now = Date.now();
  const since = (time: number | null) => (time === null ? null : age(now - time));
  const parts: Record<JobRow['state'], (string | null)[]> = {
    failed: [row.failedReason === null ? 'no reason given' : firstLine(row.failedReason), since(row.finishedOn)],
    active: [row.processedOn === null ? 'starting' : runningFor(now - row.processedOn)],
    waiting: [since(row.timestamp)],
    delayed: [row.dueOn === null ? null : dueIn(row.dueOn - now)],
    completed: [since(row.finishedOn)],
    paused: [since(row.timestamp)],
    priority: [since(row.timestamp)],
  };
  return parts[row.state].filter((part) => part !== null).join(' · ');
}

function runningFor(ms: number): string {
  return ms < MINUTE ? 'just started' : `for ${span(ms)}`;
}

function dueIn(ms: number): string {
  if (ms <= 0) return 'due';
  return ms < MINUTE ? 'in under 1 min' : `in ${span(ms)}`;
}

/** Plain text: what comes from Redis never becomes Markdown. */
function tooltip(row: JobRow): string {
  if (row.presence !== 'present') return `${titleOf(row)}\n${describe(row)}`;
  const cause = failureCause(row.failedReason ?? '');
  const tries = row.attempts === null ? `${row.attemptsMade}` : `${row.attemptsMade} of ${row.attempts}`;
  const waited = row.processedOn !== null && row.timestamp !== null ? row.processedOn - row.timestamp : null;
  const ran = row.finishedOn !== null && row.processedOn !== null ? row.finishedOn - row.processedOn : null;
  const lines = [
    titleOf(row),
    row.failedReason && `Reason: ${firstLine(row.failedReason)}`,
    cause?.explanation,
    `Attempts: ${tries}`,
    row.timestamp !== null && `Added: ${exactTime(row.timestamp)}`,
    row.dueOn !== null && `Due: ${exactTime(row.dueOn)}`,
    row.processedOn !== null &&
      `Started: ${exactTime(row.processedOn)}${waited === null ? '' : `, ${duration(waited)} after it was added`}`,
    row.finishedOn !== null &&
      `${row.state === 'failed' ? 'Failed' : 'Finished'}: ${exactTime(row.finishedOn)}${ran === null ? '' : `, after ${duration(ran)}`}`,
    row.dataStart === null ? `Data: ${bytes(row.dataBytes)}` : `Data: ${firstLine(row.dataStart)}`,
  ];
  return lines.filter(Boolean).join('\n');
}

const missingIcon = () => new vscode.ThemeIcon('question', new vscode.ThemeColor('disabledForeground'));
