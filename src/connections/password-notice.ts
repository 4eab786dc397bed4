import type * as vscode from 'vscode';
import type { Logger } from '../log/logger';
import { showErrorMessage, showWarningMessage } from '../messages';
import type { ConnectionStore } from './connection-store';
import { hasVariable } from './environment';
import { parseRedisUrl, withoutPassword } from './redis-url';

/** Notices a password that was written into the settings by hand, and offers to move it to SecretStorage; once a session. */
export class PasswordNotice implements vscode.Disposable {
  private readonly told = new Set<string>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly store: ConnectionStore,
    private readonly log: Logger,
  ) {
    this.subscription = store.onDidChange(() => this.look());
    this.look();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private look(): void {
    for (const { name, setting } of this.store.all) {
      if (!setting || this.told.has(name) || passwordIn(setting.url) === null) continue;
      this.told.add(name);
      this.offer(name).catch((error: unknown) => this.failed(name, error));
    }
  }

  private async offer(name: string): Promise<void> {
    const move = 'Move to SecretStorage';
    const message = `${name}: its password stands in the settings, where others can read it.`;
    if ((await showWarningMessage(message, move)) !== move) return;
    // The message may have stood for hours.
    const { setting } = this.store.find(name) ?? {};
    const password = setting ? passwordIn(setting.url) : null;
    if (setting && password !== null) {
      await this.store.change(name, { url: withoutPassword(setting.url) }, password);
    }
  }

  private failed(name: string, error: unknown): void {
    const message = `${name}: its password could not be moved: ${error instanceof Error ? error.message : String(error)}`;
    this.log.error(message, error);
    void showErrorMessage(message);
  }
}

/** null where there is none, or where it comes from the environment. */
function passwordIn(url: string): string | null {
  if (hasVariable(url)) return null;
  try {
    return parseRedisUrl(url).password;
  } catch {
    return null;
  }
}
