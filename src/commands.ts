import * as vscode from 'vscode';
import type { commands } from './contributions';
import { showErrorMessage } from './messages';

export type CommandId = (typeof commands)[keyof typeof commands];

/** What a command does; a tree's action gets the clicked row, then all selected ones. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- VS Code hands over whatever the caller gave
export type CommandHandler = (...args: any[]) => unknown;

/** Registers every command; the type holds that none is forgotten. A failure is told to the person, in its own words. */
export function registerCommands(handlers: Record<CommandId, CommandHandler>): vscode.Disposable {
  const registered = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        await showErrorMessage(error instanceof Error ? error.message : String(error));
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
