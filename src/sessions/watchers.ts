import * as vscode from 'vscode';

/** Somebody who shows what Redis says: a view, a lens, a report that is open. */
export interface Watcher extends vscode.Disposable {
  /** Whether it is on the screen. */
  isWatching: boolean;
}

/** Who looks at the sessions of this window. Redis is asked only while somebody does, in a window that has the focus. */
export class Watchers implements vscode.Disposable {
  private readonly watching = new Set<Watcher>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** Somebody may have begun to look, or stopped. */
  readonly onDidChange = this.changed.event;
  private readonly subscription = vscode.window.onDidChangeWindowState(() => this.changed.fire());

  get isAnyWatching(): boolean {
    return vscode.window.state.focused && this.watching.size > 0;
  }

  /** One more, who is not watching yet. */
  add(): Watcher {
    const { watching, changed } = this;
    const watcher: Watcher = {
      get isWatching() {
        return watching.has(watcher);
      },
      set isWatching(isWatching) {
        if (isWatching === watching.has(watcher)) return;
        if (isWatching) watching.add(watcher);
        else watching.delete(watcher);
        changed.fire();
      },
      dispose: () => (watcher.isWatching = false),
    };
    return watcher;
  }

  /** One more, who watches while the view is visible. */
  addView(view: Pick<vscode.TreeView<unknown>, 'visible' | 'onDidChangeVisibility'>): vscode.Disposable {
    const watcher = this.add();
    const look = () => void (watcher.isWatching = view.visible);
    look();
    return vscode.Disposable.from(view.onDidChangeVisibility(look), watcher);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
