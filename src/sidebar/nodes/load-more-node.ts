import * as vscode from 'vscode';
import { commands } from '../../contributions';
import { count } from '../words';
import type { Node } from './node';
import { PAGE_SIZE, type StateNode } from './state-node';

/** The row after the last job that is shown, while there are more. */
export class LoadMoreNode implements Node {
  readonly id: string;

  constructor(
    readonly parent: StateNode,
    /** Jobs that are not shown yet. */
    private readonly left: number,
  ) {
    this.id = `${parent.id}/more`;
  }

  item(): vscode.TreeItem {
    const more = Math.min(PAGE_SIZE, this.left);
    const item = new vscode.TreeItem(`Load ${more} More of ${count(this.left)}`);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon('more');
    item.contextValue = 'loadMore';
    item.command = { command: commands.loadMoreJobs, title: 'Load More', arguments: [this] };
    return item;
  }
}
