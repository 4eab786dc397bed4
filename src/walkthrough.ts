import * as vscode from 'vscode';
import { contextKeys } from './contributions';

type Step = 'openedFailedJob' | 'wentToCode' | 'appliedFix' | 'retriedJobs' | 'watchedQueues';

/**
 * Completes a step of the walkthrough, once the thing is done: its key is set for a moment. VS Code looks for a change
 * of keys, and from the first opening of a walkthrough on; what was true before never completes a step. `onCommand:`
 * does not see what a row, a lens or a quick fix runs: that has an id which VS Code makes up.
 */
export function complete(step: Step): void {
  for (const isSet of [true, false]) void vscode.commands.executeCommand('setContext', contextKeys[step], isSet);
}

/** As a command, for VS Code to run after an edit; the key stays set, since a command does one thing. */
export function completing(step: Step, title: string): vscode.Command {
  return { command: 'setContext', title, arguments: [contextKeys[step], true] };
}
