import type * as vscode from 'vscode';
import { registerCommands } from './commands';
import { createEditor } from './editor';
import { OutputLog } from './output-log';
import { createSessions } from './sessions';
import { createSidebar } from './sidebar';

export function activate(context: vscode.ExtensionContext): void {
  const log = new OutputLog();
  const sessions = createSessions(context, log.logger);
  const editor = createEditor(context, sessions, log);
  const sidebar = createSidebar(sessions, editor.codeIndex, context.workspaceState, log.logger);
  const handlers = { ...sidebar.handlers, ...editor.handlers };
  context.subscriptions.push(
    log,
    registerCommands(handlers, log.logger),
    sidebar.disposable,
    editor.disposable,
    sessions.disposable,
  );
}
