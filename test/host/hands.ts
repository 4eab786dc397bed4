import * as vscode from 'vscode';
import type { Node } from '../../src/sidebar/nodes/node';

/** What the person does with the view, without the view. */
export class Hands {
  private readonly opened = new vscode.EventEmitter<vscode.TreeViewExpansionEvent<Node>>();
  private readonly closed = new vscode.EventEmitter<vscode.TreeViewExpansionEvent<Node>>();
  readonly onDidExpandElement = this.opened.event;
  readonly onDidCollapseElement = this.closed.event;
  open = (element: Node) => this.opened.fire({ element });
  close = (element: Node) => this.closed.fire({ element });
}
