import type * as vscode from 'vscode';
import type { Logger } from '../log/logger';
import { plainText } from '../plain-text';
import { onDidChangeAnySetting, settingProblems } from '../settings';

/** Says above the tree, and in the log, what of the settings cannot be used. */
export class SettingProblems implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly view: Pick<vscode.TreeView<unknown>, 'message'>,
    private readonly log: Logger,
  ) {
    this.subscription = onDidChangeAnySetting(() => this.look());
    this.look();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private look(): void {
    const problems = settingProblems();
    for (const problem of problems) this.log.warn(problem);
    this.view.message = problems.length > 0 ? plainText(problems.join('\n')) : undefined;
  }
}
