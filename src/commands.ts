import * as vscode from 'vscode';
import type { CommandId } from './contributions';
import type { Logger } from './log/logger';
import { showErrorMessage } from './messages';

/** Anybody may call a command with anything: rows and menus do, and so may a keybinding, or a link in any text. */
export type CommandHandler = (...args: readonly unknown[]) => unknown;

/** What a command works on. */
export interface Target<T> {
  /** Names it to a person who has to choose one: `a job in the Bull Lens view`. */
  readonly needs: string;
  /** Finds it in what the command was called with; undefined where that is nothing of the kind. */
  read(args: readonly unknown[]): T | undefined;
}

/** A command that gets its target and nothing else, and does not run without. */
export function on<T>(target: Target<T>, run: (target: T) => unknown): CommandHandler {
  return (...args) => {
    if (isRowLost(args)) {
      throw new Error(
        `The row was being drawn anew at that moment, so nothing was done. Choose ${target.needs} again.`,
      );
    }
    const found = target.read(args);
    if (found === undefined) throw new Error(`Choose ${target.needs} first.`);
    return run(found);
  };
}

/**
 * Whether a row's menu gave `undefined` for the row, or for one that is selected with it: VS Code does not find those
 * below a row that it was told of before it has asked for them again (extHostTreeViews.ts `_convertArgument`). A menu
 * always gives two arguments.
 */
function isRowLost(args: readonly unknown[]): boolean {
  const [row, selection] = args;
  return args.length > 1 && (row === undefined || (Array.isArray(selection) && selection.includes(undefined)));
}

/** Registers every command; the type holds that none is forgotten. A failure is told to the person, in its own words. */
export function registerCommands(
  handlers: Readonly<Record<CommandId, CommandHandler>>,
  log: Logger,
): vscode.Disposable {
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
