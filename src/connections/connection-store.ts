import * as vscode from 'vscode';
import { DEFAULT_PREFIX } from '../bull/keys';
import type { ConnectionSetting } from '../contributions';
import type { ConnectionSpec } from '../queues';
import { onDidChangeSettings, readSetting, writeSetting } from '../settings';
import { expandEnvironment } from './environment';
import { parseRedisUrl } from './redis-url';

/** A connection of the settings: ready to be used, or with what is wrong with it, in a sentence. */
export type ConnectionEntry = { readonly name: string; readonly isReadOnly: boolean } & (
  | { readonly spec: ConnectionSpec; readonly problem?: undefined }
  | { readonly spec?: undefined; readonly problem: string }
);

/** The configured connections: settings and SecretStorage in, specs out. Passwords go to SecretStorage only. */
export class ConnectionStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly secrets: vscode.SecretStorage) {
    this.subscriptions = [
      this.changed,
      onDidChangeSettings(['connections'], () => this.changed.fire()),
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(SECRET_PREFIX)) this.changed.fire();
      }),
    ];
  }

  get settings(): readonly ConnectionSetting[] {
    return (readSetting('connections') ?? []).filter(isSetting);
  }

  async entries(): Promise<ConnectionEntry[]> {
    const names = new Set<string>();
    const unique = this.settings.filter(({ name }) => !names.has(name) && names.add(name));
    return Promise.all(unique.map((setting) => this.entry(setting)));
  }

  find(name: string): ConnectionSetting | undefined {
    return this.settings.find((setting) => setting.name === name);
  }

  /** The password in SecretStorage; undefined where there is none. */
  password(name: string): Thenable<string | undefined> {
    return this.secrets.get(secretKey(name));
  }

  /** Adds a connection, or puts it in the place of the one called `replaces`. A null password keeps the stored one. */
  async save(setting: ConnectionSetting, password: string | null, replaces?: string): Promise<void> {
    const kept = password ?? (replaces === undefined ? undefined : await this.password(replaces));
    if (replaces !== undefined && replaces !== setting.name) await this.secrets.delete(secretKey(replaces));
    if (kept) await this.secrets.store(secretKey(setting.name), kept);
    else await this.secrets.delete(secretKey(setting.name));

    const { settings } = this;
    const place = settings.findIndex(({ name }) => name === replaces);
    await writeSetting('connections', place < 0 ? [...settings, setting] : settings.with(place, setting));
  }

  async update(name: string, change: Partial<ConnectionSetting>): Promise<void> {
    await writeSetting(
      'connections',
      this.settings.map((setting) => (setting.name === name ? { ...setting, ...change } : setting)),
    );
  }

  async remove(name: string): Promise<void> {
    await writeSetting(
      'connections',
      this.settings.filter((setting) => setting.name !== name),
    );
    await this.secrets.delete(secretKey(name));
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async entry(setting: ConnectionSetting): Promise<ConnectionEntry> {
    const { name, prefix = DEFAULT_PREFIX, queues, readOnly: isReadOnly = false } = setting;
    try {
      const endpoint = parseRedisUrl(expandEnvironment(setting.url));
      const password = (await this.password(name)) ?? endpoint.password;
      const prefixes = typeof prefix === 'string' ? [prefix] : prefix;
      return {
        name,
        isReadOnly,
        spec: { name, endpoint: { ...endpoint, password }, prefixes, queues: queues?.length ? queues : null },
      };
    } catch (error) {
      return { name, isReadOnly, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}

const SECRET_PREFIX = 'bullLens.password:';
const secretKey = (name: string) => SECRET_PREFIX + name;

/** Settings are written by hand: what has no name or URL cannot be shown as a connection. */
function isSetting(setting: unknown): setting is ConnectionSetting {
  const { name, url } = (setting ?? {}) as Partial<ConnectionSetting>;
  return typeof name === 'string' && name !== '' && typeof url === 'string';
}
