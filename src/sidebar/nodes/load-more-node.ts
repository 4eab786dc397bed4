import * as vscode from 'vscode';
import { commands, contextValue } from '../../contributions';
import { count } from '../../words';
import type { JobFolder } from './job-folder';
import type { Node } from './node';
import { rowId } from './row-id';

/** The row after the last job that is shown, while there are more. */
export class LoadMoreNode implements Node {
  readonly id: string;

  constructor(
    readonly parent: JobFolder,
    /** Jobs that are not shown yet. */
    private readonly left: number,
    private readonly pageSize: number,
  ) {
    this.id = rowId(parent, 'more');
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(`Load ${Math.min(this.pageSize, this.left)} More of ${count(this.left)}`);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon('more');
    item.contextValue = contextValue('loadMore');
    item.command = { command: commands.loadMoreJobs, title: 'Load More', arguments: [this] };
    return item;
  }
}
