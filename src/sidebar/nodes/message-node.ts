import * as vscode from 'vscode';
import type { Node } from './node';

/** A row that says something: that there is nothing here, or why. */
export class MessageNode implements Node {
  readonly id: string;

  constructor(
    readonly parent: Node,
    private readonly text: string,
    private readonly icon?: vscode.ThemeIcon,
    private readonly contextValue = 'message',
  ) {
    this.id = `${parent.id}/message`;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem('');
    item.id = this.id;
    item.description = this.text;
    item.tooltip = this.text;
    item.contextValue = this.contextValue;
    if (this.icon) item.iconPath = this.icon;
    item.accessibilityInformation = { label: this.text };
    return item;
  }
}

export const warningIcon = () =>
  new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'));
