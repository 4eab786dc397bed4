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

  constructor(
    readonly parent: ConnectionFolder,
    private readonly causes: AllCauses,
  ) {
    this.id = rowId(parent, 'all causes');
  }

  item(): vscode.TreeItem {
    const { shared, size, isCut, mostOfQueue, isReading } = this.causes;
    const item = new vscode.TreeItem('Causes', vscode.TreeItemCollapsibleState.Expanded);
    item.id = this.id;
    const among = isCut ? `the newest ${count(mostOfQueue)} of a queue` : `${count(size)} failed`;
    item.description = [`${plural(shared.length, 'cause')} of ${among}`, isReading && 'so far']
      .filter(Boolean)
      .join(', ');
    item.tooltip = `Why jobs have failed over all queues: ${item.description}`;
    item.iconPath = isReading ? icons.busy() : new vscode.ThemeIcon('group-by-ref-type');
    item.contextValue = contextValue('allCauses');
    item.accessibilityInformation = { label: item.tooltip };
    return item;
  }

  children(): Node[] {
    const { shared, problem, isReading } = this.causes;
    const nodes = this.drawn.draw(shared, (cause) => new SharedCauseNode(this, cause, this.causes));
    if (problem !== null) return [new MessageNode(this, problem, { name: 'problem', icon: icons.warning() }), ...nodes];
    return nodes.length > 0 || isReading ? nodes : [new MessageNode(this, 'No failed jobs')];
  }

  has(child: Node): boolean {
    return this.drawn.has(child);
  }
}
