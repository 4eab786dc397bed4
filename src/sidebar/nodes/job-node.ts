import * as vscode from 'vscode';
import { commands, contextValue } from '../../contributions';
import { describeFields } from '../../job-data/shown-data';
import type { JobRow } from '../../queues';
import type { QueueFolder } from './folders';
import { icons } from './icons';
import type { JobFolder } from './job-folder';
import { ageOfJob, describeJob, jobTooltip, nameOfJob } from './job-row';
import type { Node } from './node';
import { rowId } from './row-id';

/** A job: how long it has been in its state, its id and name, then what there is to say about it. */
export class JobNode implements Node {
  readonly id: string;
  private drawnAge: string | null = null;

  constructor(
    readonly parent: JobFolder,
    private current: JobRow,
    /** How often its id stands in the list before this row. */
    before = 0,
  ) {
    this.id = rowId(parent, 'job', current.id.key, ...(before === 0 ? [] : [String(before)]));
  }

  get queueNode(): QueueFolder {
    return this.parent.queueNode;
  }

  get row(): JobRow {
    return this.current;
  }

  showing(row: JobRow): this {
    this.current = row;
    return this;
  }

  shows(row: JobRow): boolean {
    return this.current === row;
  }

  get isOutdated(): boolean {
    return this.drawnAge !== ageOfJob(this.row);
  }

  get isRetryable(): boolean {
    return this.row.state === 'failed' && this.queueNode.offers('retry');
  }

  item(): vscode.TreeItem {
    const { row } = this;
    const age = (this.drawnAge = ageOfJob(row));
    const name = nameOfJob(row);
    const item = new vscode.TreeItem([age, name].filter((part) => part !== null).join('  '));
    item.id = this.id;
    const shown = this.queueNode.parent.session.shownData();
    const fields = describeFields(shown.fields(this.queueNode.queue.ref.name, row.dataStart));
    item.description = [...fields, describeJob(row)].filter(Boolean).join(' · ');
    item.tooltip = jobTooltip(row, shown, this.isRetryable);
    if (row.presence !== 'present') item.iconPath = icons.missing();
    item.contextValue = contextValue('job', row.state, row.presence, ...this.queueNode.offered);
    item.command = { command: commands.openJob, title: 'Open Job', arguments: [this] };
    const said = [item.description, age].filter(Boolean).join(' · ');
    item.accessibilityInformation = { label: `${row.state} job ${name}${said && `: ${said}`}` };
    return item;
  }
}
