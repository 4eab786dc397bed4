import * as vscode from 'vscode';
import { onDidChangeSettings, readSetting } from '../settings';
import type { Node } from '../sidebar/nodes/node';
import type { QueuesTree } from '../sidebar/queues-tree';
import type { Sessions } from './sessions';

/** Keeps the tree true while somebody can see it: nothing is asked of Redis while the view or the window is out of sight. */
export class Refresher implements vscode.Disposable {
  private timer: NodeJS.Timeout | null = null;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly view: vscode.TreeView<Node>,
    private readonly tree: QueuesTree,
    private readonly sessions: Sessions,
  ) {
    this.subscriptions = [
      view.onDidChangeVisibility(() => this.look()),
      vscode.window.onDidChangeWindowState(() => this.look()),
      onDidChangeSettings(['refreshInterval'], () => this.schedule()),
      sessions.onDidChange(({ session, change }) => {
        const isBack = change.type === 'status' && session.status.state === 'ready';
        if (isBack && this.isWatched) void session.refresh();
      }),
    ];
    this.look();
  }

  /** Counts and jobs now. */
  async refresh(): Promise<void> {
    await Promise.all([...this.sessions.all.map((session) => session.refresh()), this.tree.reloadExpanded()]);
  }

  /** By the person's wish: also what has failed before, and queues that have come or gone, in their order. */
  async refreshAll(): Promise<void> {
    await this.sessions.start();
    const again = this.sessions.all.map(async (session) => {
      if (session.isDisconnected) return;
      const { state } = session.status;
      await (state === 'failed' || state === 'reconnecting' ? session.reconnect() : session.search());
      session.monitor?.sort();
    });
    await Promise.all([...again, this.tree.reloadExpanded()]);
  }

  dispose(): void {
    this.stop();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private get isWatched(): boolean {
    return this.view.visible && vscode.window.state.focused;
  }

  private look(): void {
    if (!this.isWatched) {
      this.stop();
      this.sessions.rest();
    } else if (!this.timer) {
      void this.sessions.start();
      void this.tick();
    }
  }

  private async tick(): Promise<void> {
    if (!this.isWatched) return;
    await this.refresh();
    this.schedule();
  }

  private schedule(): void {
    this.stop();
    const seconds = readSetting('refreshInterval') ?? 0;
    if (this.isWatched && seconds > 0) this.timer = setTimeout(() => void this.tick(), seconds * 1_000);
  }

  private stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
