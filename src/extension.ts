import type * as vscode from 'vscode';
import { registerCommands } from './commands';
import { createSidebar } from './sidebar';

export function activate(context: vscode.ExtensionContext): void {
  const sidebar = createSidebar(context);
  context.subscriptions.push(registerCommands({ ...sidebar.handlers }), sidebar.disposable);
}
