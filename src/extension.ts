import type * as vscode from 'vscode';
import { registerCommands } from './commands';
import { createEditor } from './editor';
import { OutputLog } from './output-log';
import { createSidebar } from './sidebar';

export function activate(context: vscode.ExtensionContext): void {
  const log = new OutputLog();
  const sidebar = createSidebar(context, log.logger);
  const editor = createEditor();
  const handlers = { ...sidebar.handlers, ...editor.handlers };
  context.subscriptions.push(log, registerCommands(handlers, log.logger), sidebar.disposable, editor.disposable);
}
