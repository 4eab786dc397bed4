import * as vscode from 'vscode';
import { contextValue } from '../../contributions';
import type { AllCauses, SharedCause } from '../../queues';
import { count, plural } from '../../words';
import { DrawnNodes } from './drawn-nodes';
import type { ConnectionFolder } from './folders';
import { icons } from './icons';
import { MessageNode } from './message-node';
import type { Node } from './node';
import { rowId } from './row-id';
import { SharedCauseNode } from './shared-cause-node';

/** Why jobs have failed over all queues of a connection. */
export class AllCausesNode implements Node {
  readonly id: string;
  private readonly drawn = new DrawnNodes<SharedCause, SharedCauseNode>();
  private drawnText = '';

  constructor(
    readonly parent: ConnectionFolder,
    private readonly causes: AllCauses,
  ) {
    this.id = rowId(parent, 'all causes');
  }

  /** The causes that say something else since they were drawn; null where there are others, or this row says something else. */
  outdated(): SharedCauseNode[] | null {
    if (this.drawnText !== this.text) return null;
    return this.sameCauses()?.filter((node) => node.isOutdated) ?? null;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem('Causes', vscode.TreeItemCollapsibleState.Expanded);
    item.id = this.id;
    item.description = this.description;
    item.tooltip = `Why jobs have failed over all queues: ${item.description}`;
    item.iconPath = this.causes.isComplete ? new vscode.ThemeIcon('group-by-ref-type') : icons.busy();
    item.contextValue = contextValue('allCauses');
    item.accessibilityInformation = { label: item.tooltip };
    return item;
  }

  children(): Node[] {
    const { problem, isComplete } = this.causes;
    this.drawnText = this.text;
    const nodes = (isComplete ? this.sameCauses() : null) ?? this.drawn.draw(this.causes.shared, this.newNode);
    if (problem !== null) return [new MessageNode(this, problem, { name: 'problem', icon: icons.warning() }), ...nodes];
    return nodes.length > 0 || !isComplete ? nodes : [new MessageNode(this, 'No failed jobs')];
  }

  has(child: Node): boolean {
    return this.drawn.has(child);
  }

  /** Rows stay where they are while they are the same ones. */
  private sameCauses(): SharedCauseNode[] | null {
    return this.drawn.same(this.causes.shared, this.newNode);
  }

  private readonly newNode = (cause: SharedCause) => new SharedCauseNode(this, cause, this.causes);

  private get description(): string {
    const { shared, size, isCut, mostOfQueue, isComplete } = this.causes;
    const among = isCut ? `the newest ${count(mostOfQueue)} of a queue` : `${count(size)} failed`;
    return [`${plural(shared.length, 'cause')} of ${among}`, !isComplete && 'so far'].filter(Boolean).join(', ');
  }

  private get text(): string {
    return [this.description, this.causes.problem].join('\n');
  }
}
