import * as vscode from 'vscode';
import { views } from '../contributions';
import { totalFailed } from './failed-total';
import type { Node } from './nodes/node';
import type { Sessions } from '../sessions/sessions';
import { count, exactTime, plural, span } from '../words';

/** How old a number may be before its age is said with it: ms. */
const FRESH = 60_000;

/** The number of failed jobs, on the view's badge and in the status bar; the last known one while nobody looks. */
export class FailedCount implements vscode.Disposable {
  private readonly statusBar = vscode.window.createStatusBarItem('bullLens.failed', vscode.StatusBarAlignment.Left);
  private readonly clock: NodeJS.Timeout;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly view: vscode.TreeView<Node>,
    private readonly sessions: Sessions,
  ) {
    this.statusBar.name = 'Bull Lens: Failed Jobs';
    this.statusBar.command = `${views.queues}.focus`;
    this.subscriptions = [
      this.statusBar,
      sessions.onDidChange(() => this.show()),
      sessions.onDidChangeList(() => this.show()),
    ];
    // Only the words change with the time; nothing is asked of Redis.
    this.clock = setInterval(() => this.show(), FRESH);
  }

  dispose(): void {
    clearInterval(this.clock);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private show(): void {
    const known = this.sessions.all.flatMap(({ name, failedJobs }) => (failedJobs ? [{ name, ...failedJobs }] : []));
    if (known.length === 0) {
      this.view.badge = undefined;
      this.statusBar.hide();
      return;
    }
    const failed = totalFailed(known);
    const shown = known.reduce((sum, connection) => sum + connection.count, 0);
    const oldest = Math.min(...known.map(({ at }) => at));
    const age = Date.now() - oldest;
    const aged = age < FRESH ? '' : ` · ${span(age)} ago`;
    this.view.badge = { value: failed, tooltip: `${plural(failed, 'failed job')}${aged}` };
    this.statusBar.text = `${failed > 0 ? '$(error)' : '$(pass)'} ${count(failed)} failed${aged}`;
    this.statusBar.tooltip = [
      ...known.map((connection) => `${connection.name}: ${plural(connection.count, 'failed job')}`),
      ...(shown > failed ? ['Queues that several connections show are counted once.'] : []),
      `As of ${exactTime(oldest)}`,
    ].join('\n');
    this.statusBar.accessibilityInformation = { label: `Bull Lens: ${plural(failed, 'failed job')}${aged}` };
    this.statusBar.show();
  }
}
