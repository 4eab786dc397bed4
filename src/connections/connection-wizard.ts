import * as vscode from 'vscode';
import type { ConnectionSetting } from '../contributions';
import type { ConnectionSpec, ProbeResult } from '../queues';
import type { ConnectionStore } from './connection-store';
import { expandEnvironment } from './environment';
import { findEnvironmentUrls } from './env-files';
import { showErrorMessage, showInformationMessage, showInputBox, showQuickPick, withProgress } from '../messages';
import { parseRedisUrl, withoutPassword } from './redis-url';

/** Asks for a connection, tests it, and keeps it: its password in SecretStorage, the rest in the settings. */
export class ConnectionWizard {
  constructor(private readonly store: ConnectionStore) {}

  async add(): Promise<void> {
    const start = await this.chooseUrl();
    if (start !== undefined) await this.askTestAndSave(start);
  }

  async edit(name: string): Promise<void> {
    const setting = this.store.find(name);
    if (setting) await this.askTestAndSave({ url: setting.url, isComplete: false }, setting);
  }

  /** The URL to start from; undefined where the person has left. */
  private async chooseUrl(): Promise<Start | undefined> {
    const offered = await findEnvironmentUrls();
    if (offered.length === 0) return { url: '', isComplete: false };
    const enter: vscode.QuickPickItem = { label: 'Enter a Redis URL…', iconPath: new vscode.ThemeIcon('edit') };
    const items = offered.map(({ variable, url, file }) => ({
      label: variable,
      description: addressOf(url),
      detail: `Found in ${file}`,
      iconPath: new vscode.ThemeIcon('database'),
      url,
    }));
    const chosen = await showQuickPick([...items, enter], {
      title: 'Add Connection',
      placeHolder: 'Which Redis do the queues live in?',
    });
    if (!chosen) return undefined;
    return 'url' in chosen ? { url: chosen.url, isComplete: true } : { url: '', isComplete: false };
  }

  private async askTestAndSave(start: Start, replaced?: ConnectionSetting): Promise<void> {
    const title = replaced ? `Edit ${replaced.name}` : 'Add Connection';
    let url: string | undefined = start.isComplete ? start.url : await askUrl(title, start.url, replaced !== undefined);
    while (url !== undefined) {
      const name = await this.askName(title, url, replaced);
      if (name === undefined) return;
      const endpoint = parseRedisUrl(expandEnvironment(url));
      const stored = replaced && (await this.store.password(replaced.name));
      const password = endpoint.password ?? stored ?? null;
      const { prefix, queues, readOnly } = replaced ?? {};
      const setting: ConnectionSetting = {
        name,
        url: hasVariable(url) ? url : withoutPassword(url),
        ...(prefix !== undefined && { prefix }),
        ...(queues !== undefined && { queues }),
        ...(readOnly !== undefined && { readOnly }),
      };
      const verdict = await this.test({
        name,
        endpoint: { ...endpoint, password },
        prefixes: typeof prefix === 'string' ? [prefix] : (prefix ?? ['bull']),
        queues: null,
      });
      if (verdict === 'edit') {
        url = await askUrl(title, url, replaced !== undefined);
        continue;
      }
      if (verdict === 'save')
        await this.store.save(setting, hasVariable(url) ? null : endpoint.password, replaced?.name);
      return;
    }
  }

  private async askName(title: string, url: string, replaced?: ConnectionSetting): Promise<string | undefined> {
    const taken = new Set(this.store.settings.map(({ name }) => name).filter((name) => name !== replaced?.name));
    const name = await showInputBox({
      title,
      prompt: 'A name for this connection',
      value: replaced?.name ?? suggestedName(url, taken),
      ignoreFocusOut: true,
      validateInput: (name) => {
        if (name.trim() === '') return 'The connection needs a name.';
        return taken.has(name.trim()) ? `There is a connection called ${name.trim()} already.` : undefined;
      },
    });
    return name?.trim();
  }

  /** Connects once, and says what it met; where it failed, the person decides. */
  private async test(spec: ConnectionSpec): Promise<'save' | 'edit' | 'leave'> {
    const { probe } = await import('../queues');
    try {
      const result = await withProgress({ title: `Testing ${spec.name}…` }, () => probe(spec));
      void showInformationMessage(describeProbe(spec.name, result));
      return 'save';
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const choice = await showErrorMessage(message, 'Edit', 'Save Anyway');
      return choice === 'Edit' ? 'edit' : choice === 'Save Anyway' ? 'save' : 'leave';
    }
  }
}

interface Start {
  readonly url: string;
  /** It was chosen as it is, so that it need not be asked for. */
  readonly isComplete: boolean;
}

function askUrl(title: string, value: string, keepsPassword: boolean): Thenable<string | undefined> {
  return showInputBox({
    title,
    prompt: keepsPassword
      ? 'The Redis URL. Without a password in it, the stored one is kept.'
      : 'The Redis URL. Its password goes into SecretStorage, never into the settings.',
    placeHolder: 'rediss://default:password@eu1.example.com:6379/0',
    value,
    ignoreFocusOut: true,
    validateInput: (text) => {
      try {
        parseRedisUrl(expandEnvironment(text));
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  });
}

function suggestedName(url: string, taken: ReadonlySet<string>): string {
  const { host } = parseRedisUrl(expandEnvironment(url));
  const base = /^(localhost|127\.|::1)/.test(host) ? 'local' : (host.split('.')[0] ?? host);
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base} ${i}`;
  return name;
}

function describeProbe(name: string, { ping, version, limits }: ProbeResult): string {
  const redis = version === null ? 'Redis' : `Redis ${version}`;
  return [`${name}: ${redis} answered in ${Math.max(1, Math.round(ping))} ms.`, ...limits].join(' ');
}

function addressOf(url: string): string {
  const { host, port, tls } = parseRedisUrl(url);
  return `${host}:${port}${tls ? ' (TLS)' : ''}`;
}

function hasVariable(url: string): boolean {
  return url.includes('${env:');
}
