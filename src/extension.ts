import type * as vscode from 'vscode';
import { registerCommands } from './commands';
import { createEditor } from './editor';
import { createSidebar } from './sidebar';

export function activate(context: vscode.ExtensionContext): void {
  const sidebar = createSidebar(context);
  const editor = createEditor();
  const handlers = { ...sidebar.handlers, ...editor.handlers };
  context.subscriptions.push(registerCommands(handlers), sidebar.disposable, editor.disposable);
}
