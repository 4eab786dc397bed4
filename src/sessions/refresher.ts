import * as vscode from 'vscode';
import { inBackground } from '../log/in-background';
import type { Logger } from '../log/logger';
import { onDidChangeSettings, readSetting } from '../settings';
import type { Sessions } from './sessions';
import type { Watchers } from './watchers';

/** Asks Redis anew while somebody watches, at the interval of the settings; nothing is asked while nobody does. */
export class Refresher implements vscode.Disposable {
  private timer: NodeJS.Timeout | null = null;
  private isRefreshing = false;
  private isDisposed = false;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly watchers: Watchers,
    private readonly sessions: Sessions,
    private readonly log: Logger,
  ) {
    this.subscriptions = [
      watchers.onDidChange(() => this.look()),
      onDidChangeSettings(['refreshInterval'], () => this.schedule()),
    ];
    this.look();
  }

  /** By the person's wish: also what has failed before, and queues that have come or gone, in their order. */
  async refreshAll(): Promise<void> {
    await this.sessions.watch();
    await Promise.all(this.sessions.all.map((session) => session.renew()));
    if (!this.watchers.isAnyWatching) this.sessions.rest();
  }

  dispose(): void {
    this.isDisposed = true;
    this.stop();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private look(): void {
    if (!this.watchers.isAnyWatching) {
      this.stop();
      this.sessions.rest();
      return;
    }
    inBackground(this.log, 'The connections could not be opened.', this.sessions.watch());
    if (!this.timer && !this.isRefreshing) this.tick();
  }

  private tick(): void {
    this.isRefreshing = true;
    const refreshed = Promise.all(this.sessions.all.map((session) => session.refresh())).finally(() => {
      this.isRefreshing = false;
      this.schedule();
    });
    inBackground(this.log, 'The queues could not be read anew.', refreshed);
  }

  private schedule(): void {
    this.stop();
    const seconds = readSetting('refreshInterval') ?? 0;
    if (this.watchers.isAnyWatching && seconds > 0 && !this.isDisposed)
      this.timer = setTimeout(() => this.tick(), seconds * 1_000);
  }

  private stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
