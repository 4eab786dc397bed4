import * as vscode from 'vscode';
import type { commands } from './contributions';
import type { Logger } from './log/logger';
import { showErrorMessage } from './messages';

export type CommandId = (typeof commands)[keyof typeof commands];

/** What a command does; a tree's action gets the clicked row, then all selected ones. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- VS Code hands over whatever the caller gave
export type CommandHandler = (...args: any[]) => unknown;

/** Registers every command; the type holds that none is forgotten. A failure is told to the person, in its own words. */
export function registerCommands(handlers: Record<CommandId, CommandHandler>, log: Logger): vscode.Disposable {
  const registered = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.error(`The command ${id} failed: ${message}`, error);
        await showErrorMessage(message);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
