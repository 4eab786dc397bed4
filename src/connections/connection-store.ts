import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { DEFAULT_PREFIX } from '../bull/keys';
import type { ConnectionSetting } from '../contributions';
import type { Logger } from '../log/logger';
import type { ConnectionSpec } from '../queues';
import { onDidChangeSettings, type ConnectionOwner } from '../settings';
import {
  changeConnections,
  changed,
  listConnections,
  ownerOfNew,
  settingsOf,
  untilAllAreRead,
  type ListedConnection,
} from './connection-list';
import { readUrl } from './environment';
import { moveOldPasswords, PasswordStore, samePassword } from './password-store';
import { tlsOf } from './tls-files';

/** A connection of the settings: ready to be used, or with what is wrong with it, in a sentence. */
export type ConnectionEntry = {
  readonly name: string;
  readonly owner: ConnectionOwner;
  readonly isReadOnly: boolean;
  /** The URL brings none, so that one can be entered. */
  readonly takesPassword: boolean;
} & (
  | { readonly spec: ConnectionSpec; readonly problem?: undefined }
  | { readonly spec?: undefined; readonly problem: string }
);

/** The configured connections: settings and SecretStorage in, specs out. Passwords go to SecretStorage only. */
export class ConnectionStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly passwords: PasswordStore;
  private readonly subscriptions: vscode.Disposable[];
  /** While a file of settings is written, VS Code may read it as if it were empty: that no connection is there is not told. */
  private isWriting = false;
  private moved: Promise<void> | null = null;

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'secrets' | 'globalState' | 'globalStorageUri'>,
    private readonly log: Logger,
  ) {
    this.passwords = new PasswordStore(context.secrets);
    const fire = () => this.isWriting || this.changed.fire();
    this.subscriptions = [
      this.changed,
      onDidChangeSettings(['connections'], fire),
      vscode.workspace.onDidGrantWorkspaceTrust(fire),
      this.passwords.onDidChange(fire),
    ];
  }

  get all(): readonly ListedConnection[] {
    return listConnections();
  }

  find(name: string): ListedConnection | undefined {
    return this.all.find((connection) => connection.name === name);
  }

  async entries(): Promise<ConnectionEntry[]> {
    await (this.moved ??= this.moveOldPasswords());
    const entries = await Promise.all(this.all.map((connection) => this.entry(connection)));
    for (const { name, problem } of entries) if (problem !== undefined) this.log.warn(`${name}: ${problem}`);
    return entries;
  }

  /**
   * What is connected to, be it for a test or for good: the URL's own password counts before the one that was just
   * entered, and that before the stored one.
   *
   * @throws Error with what is wrong with the setting
   */
  async spec(setting: ConnectionSetting, entered: string | null = null): Promise<ConnectionSpec> {
    const endpoint = endpointOf(setting);
    const password = endpoint.password ?? entered ?? (await this.passwords.get(endpoint));
    const { name, prefix = DEFAULT_PREFIX, queues } = setting;
    return {
      name,
      endpoint: { ...endpoint, password },
      prefixes: typeof prefix === 'string' ? [prefix] : prefix,
      queues: queues?.length ? queues : null,
    };
  }

  /** Adds it to the person's own settings, with the password that was entered for it; null for none. */
  async add(setting: ConnectionSetting, password: string | null): Promise<void> {
    await this.untilRead();
    const owner = ownerOfNew();
    await this.keep(setting, password, () => this.write(owner, (entries) => [...entries, setting]));
    if (!this.all.some((listed) => listed.owner === owner && listed.setting?.name === setting.name)) {
      throw new Error(`${setting.name} was written to ${settingsOf[owner]}, and VS Code does not read it from there.`);
    }
  }

  /**
   * Changes some of a connection. A password that was entered takes the place of the stored one; null leaves that.
   *
   * @throws Error where the settings have no such connection any more
   */
  async change(name: string, change: Partial<ConnectionSetting>, password: string | null = null): Promise<void> {
    await this.untilRead();
    const { owner, setting } = this.findOrThrow(name);
    if (!setting) return;
    const changeOne = (entries: readonly unknown[]) => {
      // It may have moved while the password was stored.
      const { index } = this.findOrThrow(name, owner);
      return entries.with(index, changed(entries[index], change));
    };
    await this.keep({ ...setting, ...change }, password, () => this.write(owner, changeOne));
    await this.forgetUnused(setting);
  }

  async remove(name: string): Promise<void> {
    await this.untilRead();
    const { owner, setting } = this.find(name) ?? {};
    if (!owner) return;
    await this.write(owner, (entries) => entries.toSpliced(this.findOrThrow(name, owner).index, 1));
    if (setting) await this.forgetUnused(setting);
  }

  /** Keeps a password for where the connection leads. */
  async setPassword(name: string, password: string): Promise<void> {
    const { setting } = this.find(name) ?? {};
    if (setting) await this.passwords.set(endpointOf(setting), password);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async entry({ name, owner, setting, problem }: ListedConnection): Promise<ConnectionEntry> {
    const isReadOnly = setting?.readOnly ?? false;
    const known = { name, owner, isReadOnly, takesPassword: false };
    if (problem !== undefined) return { ...known, problem };
    try {
      const takesPassword = endpointOf(setting).password === null;
      return { ...known, takesPassword, spec: { ...(await this.spec(setting)), name } };
    } catch (error) {
      return { ...known, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  private findOrThrow(name: string, owner?: ConnectionOwner): ListedConnection {
    const connection = this.find(name);
    if (!connection || (owner && connection.owner !== owner))
      throw new Error(`${name} is not in the settings any more.`);
    return connection;
  }

  private untilRead(): Promise<void> {
    return untilAllAreRead(this.context.globalStorageUri);
  }

  private async write(
    owner: ConnectionOwner,
    change: (entries: readonly unknown[]) => readonly unknown[],
  ): Promise<void> {
    this.isWriting = true;
    try {
      await changeConnections(owner, change, this.context.globalStorageUri);
    } finally {
      this.isWriting = false;
      this.changed.fire();
    }
  }

  /** The password is there before the settings change, since what they say is connected to at once. */
  private async keep(setting: ConnectionSetting, password: string | null, write: () => Promise<void>): Promise<void> {
    if (password === null) return write();
    const endpoint = endpointOf(setting);
    await this.passwords.set(endpoint, password);
    try {
      await write();
    } catch (error) {
      await this.forgetUnused(setting);
      throw error;
    }
  }

  /** Deletes a password that no connection of this window gets any more. */
  private async forgetUnused(setting: ConnectionSetting): Promise<void> {
    const endpoint = endpointIfAny(setting);
    if (!endpoint) return;
    const isUsed = this.all.some((other) => {
      const used = other.setting && endpointIfAny(other.setting);
      return used && samePassword(used, endpoint);
    });
    if (!isUsed) await this.passwords.delete(endpoint);
  }

  private async moveOldPasswords(): Promise<void> {
    const ofUser = this.all.flatMap(({ owner, setting }) => {
      const endpoint = owner === 'user' && setting && endpointIfAny(setting);
      return endpoint ? [{ name: setting.name, endpoint }] : [];
    });
    const { secrets, globalState } = this.context;
    await moveOldPasswords(secrets, globalState, ofUser).catch((error: unknown) =>
      this.log.error('The passwords that version 0.1.0 stored could not be moved: they are asked for.', error),
    );
  }
}

/** Where a connection leads, with the password that its URL brings. @throws Error with what is wrong */
function endpointOf({ url, tls: files }: ConnectionSetting): ConnectionSpec['endpoint'] {
  const { tls, ...rest } = readUrl(url);
  return { ...rest, tls: tlsOf(tls, files, { home: homedir(), folder: trustedFolder() }) };
}

function endpointIfAny(setting: ConnectionSetting): ConnectionSpec['endpoint'] | null {
  try {
    return endpointOf(setting);
  } catch {
    // It leads nowhere, and its row says why.
    return null;
  }
}

/** A folder that is not trusted could bring an authority of its own. */
function trustedFolder(): string | null {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.workspace.isTrusted && folder?.uri.scheme === 'file' ? folder.uri.fsPath : null;
}
