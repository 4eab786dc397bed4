import * as vscode from 'vscode';
import { contextValue, type CommandId } from '../../contributions';
import type { Node } from './node';
import { rowId } from './row-id';

export interface MessageOptions {
  readonly icon?: vscode.ThemeIcon;
  /** Told apart from other messages below the same row. */
  readonly name?: string;
  /** A longer text than the row's. */
  readonly tooltip?: string | undefined;
  /** Run with a click. */
  readonly command?: CommandId | undefined;
}

/** A row that says something: that there is nothing here, or why, or what to know. */
export class MessageNode implements Node {
  readonly id: string;

  constructor(
    readonly parent: Node,
    private readonly text: string,
    private readonly options: MessageOptions = {},
  ) {
    this.id = rowId(parent, 'message', options.name ?? '');
  }

  item(): vscode.TreeItem {
    const { icon, tooltip = this.text, command } = this.options;
    const item = new vscode.TreeItem('');
    item.id = this.id;
    item.description = this.text;
    item.tooltip = tooltip;
    item.contextValue = contextValue('message');
    if (icon) item.iconPath = icon;
    if (command) item.command = { command, title: this.text, arguments: [this.parent] };
    item.accessibilityInformation = { label: tooltip };
    return item;
  }
}
