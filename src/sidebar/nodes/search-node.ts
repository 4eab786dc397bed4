import * as vscode from 'vscode';
import { contextValue } from '../../contributions';
import type { FoundJobs, JobSearch } from '../../queues';
import { describeSearch, searchNotes } from '../../search-words';
import { exactTime, visible } from '../../words';
import { DrawnNodes } from './drawn-nodes';
import type { ConnectionFolder, SearchFolder } from './folders';
import { FoundNode } from './found-node';
import { icons } from './icons';
import { MessageNode } from './message-node';
import type { Node } from './node';
import { rowId } from './row-id';

/** A search for jobs: what was asked, and what it has found so far. */
export class SearchNode implements SearchFolder {
  readonly id: string;
  private readonly drawn = new DrawnNodes<FoundJobs, FoundNode>();

  constructor(
    readonly parent: ConnectionFolder,
    readonly search: JobSearch,
  ) {
    this.id = rowId(parent, 'search', String(search.number));
  }

  item(): vscode.TreeItem {
    const { search } = this;
    const item = new vscode.TreeItem(visible(search.query.text), vscode.TreeItemCollapsibleState.Expanded);
    item.id = this.id;
    item.description = describeSearch(search);
    item.tooltip = [search.query.text, item.description, search.begunAt && `As of ${exactTime(search.begunAt)}`]
      .filter(Boolean)
      .join('\n');
    item.iconPath = search.isRunning ? icons.busy() : new vscode.ThemeIcon('search');
    item.contextValue = contextValue(
      ...(['search', search.isRunning ? 'running' : 'ended'] as const),
      ...new Set(search.found.map(({ state }) => state)),
      ...this.parent.offered,
    );
    item.accessibilityInformation = { label: `jobs found by ${search.query.text}: ${item.description}` };
    return item;
  }

  children(): Node[] {
    const { search } = this;
    const nodes = this.drawn.draw(search.found, (found) => new FoundNode(this, found));
    const notes = searchNotes(search).map(
      (text) => new MessageNode(this, text, { name: text, icon: icons.warning(), tooltip: text }),
    );
    if (nodes.length > 0 || notes.length > 0 || search.isRunning) return [...notes, ...nodes];
    return [new MessageNode(this, 'No such job')];
  }

  has(child: Node): boolean {
    return this.drawn.has(child);
  }
}
