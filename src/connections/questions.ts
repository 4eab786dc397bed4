import * as vscode from 'vscode';
import { showInputBox, showQuickPick } from '../messages';
import type { RedisEndpoint } from '../queues';
import { uniqueName } from './connection-setting';
import { findEnvironmentUrls } from './env-files';
import { readUrl, urlToKeep } from './environment';
import { parseRedisUrl } from './redis-url';

/** What the person is asked about a connection; undefined where the person has left. */

/** A URL of the workspace's `.env` files; empty where one is to be typed. */
export async function chooseUrl(title: string): Promise<string | undefined> {
  const offered = await findEnvironmentUrls();
  if (offered.length === 0) return '';
  const items = offered.map(({ variable, url, file }) => ({
    label: variable,
    description: addressOf(url),
    detail: `Found in ${file}`,
    iconPath: new vscode.ThemeIcon('database'),
    url,
  }));
  const enter = { label: 'Enter a Redis URL…', iconPath: new vscode.ThemeIcon('edit'), url: '' };
  const placeHolder = 'Which Redis do the queues live in?';
  return (await showQuickPick([...items, enter], { title, placeHolder }))?.url;
}

export function askUrl(title: string, value: string): Thenable<string | undefined> {
  return showInputBox({
    title,
    prompt: 'The Redis URL. A password in it goes into SecretStorage, never into the settings.',
    placeHolder: 'rediss://default:password@eu1.example.com:6379/0',
    value,
    validateInput: (text) => {
      try {
        readUrl(text);
        urlToKeep(text);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  });
}

export async function askName(title: string, value: string, taken: ReadonlySet<string>): Promise<string | undefined> {
  const name = await showInputBox({
    title,
    prompt: 'A name for this connection',
    value: uniqueName(value, taken),
    validateInput: (name) => {
      if (name.trim() === '') return 'The connection needs a name.';
      return taken.has(name.trim()) ? `There is a connection called ${name.trim()} already.` : undefined;
    },
  });
  return name?.trim();
}

/** The address is said, because the password is kept for it. */
export function askPassword(connection: string, { host, port, username }: RedisEndpoint): Thenable<string | undefined> {
  return showInputBox({
    title: `Password for ${connection}`,
    prompt: `The password of the user ${username ?? 'default'} at ${host}:${port}. It is kept in SecretStorage, for this address only.`,
    password: true,
    validateInput: (text) => (text === '' ? 'The password is empty.' : undefined),
  });
}

function addressOf(url: string): string {
  const { host, port, tls } = parseRedisUrl(url);
  return `${host}:${port}${tls ? ' (TLS)' : ''}`;
}
