import type * as vscode from 'vscode';
import type { ConnectionSetting } from '../contributions';
import { showWarningMessage } from '../messages';
import type { ConnectionStore } from './connection-store';
import { parseRedisUrl, withoutPassword } from './redis-url';

/** Notices a password that was written into the settings by hand, and offers to move it to SecretStorage; once a session. */
export class PasswordNotice implements vscode.Disposable {
  private readonly told = new Set<string>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly store: ConnectionStore) {
    this.subscription = store.onDidChange(() => this.look());
    this.look();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private look(): void {
    for (const setting of this.store.settings) {
      if (this.told.has(setting.name) || passwordIn(setting) === null) continue;
      this.told.add(setting.name);
      void this.offer(setting.name);
    }
  }

  private async offer(name: string): Promise<void> {
    const move = 'Move to SecretStorage';
    const message = `${name}: its password stands in the settings, where others can read it.`;
    if ((await showWarningMessage(message, move)) !== move) return;
    // The message may have stood for hours.
    const setting = this.store.find(name);
    const password = setting ? passwordIn(setting) : null;
    if (!setting || password === null) return;
    await this.store.save({ ...setting, url: withoutPassword(setting.url) }, password, name);
  }
}

/** null where there is none, or where it comes from the environment. */
function passwordIn({ url }: ConnectionSetting): string | null {
  if (url.includes('${env:')) return null;
  try {
    return parseRedisUrl(url).password;
  } catch {
    return null;
  }
}
