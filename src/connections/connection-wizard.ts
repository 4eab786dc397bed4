import * as vscode from 'vscode';
import type { ConnectionSetting } from '../contributions';
import { showErrorMessage, showInformationMessage, withProgress } from '../messages';
import type { ConnectionSpec, ProbeResult, RedisProblem } from '../queues';
import type { ConnectionOwner } from '../settings';
import type { ConnectionEntry, ConnectionStore } from './connection-store';
import { hasVariable, readUrl, urlToKeep } from './environment';
import { askName, askPassword, askUrl, chooseUrl } from './questions';

/** Asks for a connection, tests it, and keeps it: its password in SecretStorage, the rest in the settings. */
export class ConnectionWizard {
  constructor(private readonly store: ConnectionStore) {}

  async add(): Promise<void> {
    const title = 'Add Connection';
    const chosen = await chooseUrl(title);
    const url = chosen === '' ? await askUrl(title, '') : chosen;
    if (url === undefined) return;
    const name = await askName(title, suggestedName(url), this.names());
    if (name === undefined) return;
    const draft = await this.test(title, new Draft({ name, url: '' }).withUrl(url));
    if (draft) await this.store.add(draft.setting, draft.password);
  }

  /** A connection that is no such in the settings is shown there, since there is nothing here to start from. */
  async edit(name: string): Promise<void> {
    const connection = this.store.find(name);
    if (!connection) return;
    const { setting, owner } = connection;
    if (!setting) {
      await vscode.commands.executeCommand(openSettings[owner]);
      return;
    }
    const title = `Edit ${name}`;
    const url = await askUrl(title, shownUrl(setting.url));
    if (url === undefined) return;
    const newName = await askName(title, setting.name, this.names(name));
    if (newName === undefined) return;
    const draft = await this.test(title, new Draft({ ...setting, name: newName }).withUrl(url));
    if (draft) await this.store.change(name, { name: newName, url: draft.setting.url }, draft.password);
  }

  async enterPassword({ name, spec, problem, takesPassword }: ConnectionEntry): Promise<void> {
    if (!spec) throw new Error(`${name}: ${problem}`);
    if (!takesPassword) throw new Error(`${name}: Its URL brings the password. Edit the connection.`);
    const password = await askPassword(name, spec.endpoint);
    if (password !== undefined) await this.store.setPassword(name, password);
  }

  /** Tries until it connects, or the person wants it as it is; undefined where the person has left. */
  private async test(title: string, start: Draft): Promise<Draft | undefined> {
    let draft: Draft | undefined = start;
    while (draft) {
      const spec = await this.store.spec(draft.setting, draft.password);
      const problem = await tryOut(spec);
      if (!problem) return draft;
      const mayEnter = draft.takesPassword && (problem.kind === 'password' || problem.kind === 'no-password');
      const buttons = [...(mayEnter ? [ENTER] : []), EDIT, SAVE];
      switch (await showErrorMessage(problem.message, ...buttons)) {
        case ENTER: {
          const password = await askPassword(spec.name, spec.endpoint);
          draft = password === undefined ? undefined : draft.withPassword(password);
          break;
        }
        case EDIT: {
          const url = await askUrl(title, draft.setting.url);
          draft = url === undefined ? undefined : draft.withUrl(url);
          break;
        }
        case SAVE:
          return draft;
        default:
          return undefined;
      }
    }
    return undefined;
  }

  private names(except?: string): ReadonlySet<string> {
    return new Set(this.store.all.map(({ name }) => name).filter((name) => name !== except));
  }
}

const openSettings: Readonly<Record<ConnectionOwner, string>> = {
  workspace: 'workbench.action.openWorkspaceSettingsFile',
  remote: 'workbench.action.openRemoteSettingsFile',
  user: 'workbench.action.openSettingsJson',
};

const ENTER = 'Enter Password';
const EDIT = 'Edit';
const SAVE = 'Save Anyway';

/** A connection that is not kept yet. Its setting never holds a password that was typed. */
class Draft {
  constructor(
    readonly setting: ConnectionSetting,
    /** What was entered; null takes the stored one. */
    readonly password: string | null = null,
  ) {}

  get takesPassword(): boolean {
    return readUrl(this.setting.url).password === null;
  }

  /** A password in the URL is taken out of it. One that was entered before counts for the same endpoint only. */
  withUrl(text: string): Draft {
    const { password, ...address } = readUrl(text);
    const url = urlToKeep(text);
    if (hasVariable(text)) return new Draft({ ...this.setting, url });
    const isSame = this.password !== null && isSameAddress(address, readUrl(this.setting.url));
    return new Draft({ ...this.setting, url }, password ?? (isSame ? this.password : null));
  }

  withPassword(password: string): Draft {
    return new Draft(this.setting, password);
  }
}

type Address = Omit<ReturnType<typeof readUrl>, 'password'>;

function isSameAddress(a: Address, b: Address): boolean {
  return a.host === b.host && a.port === b.port && a.tls === b.tls && a.username === b.username;
}

/** Connects once, and says what it met; null where all is well. */
async function tryOut(spec: ConnectionSpec): Promise<RedisProblem | null> {
  const { probe, RedisProblem } = await import('../queues');
  try {
    const result = await withProgress({ title: `Testing ${spec.name}…` }, () => probe(spec));
    void showInformationMessage(describeProbe(spec.name, result));
    return null;
  } catch (error) {
    if (error instanceof RedisProblem) return error;
    throw error;
  }
}

function describeProbe(name: string, { ping, version, limits }: ProbeResult): string {
  const redis = version === null ? 'Redis' : `Redis ${version}`;
  return [`${name}: ${redis} answered in ${Math.max(1, Math.round(ping))} ms.`, ...limits].join(' ');
}

/** The URL to start from; empty where it cannot be used, and may hold anything. */
function shownUrl(url: string): string {
  try {
    return urlToKeep(url);
  } catch {
    return '';
  }
}

function suggestedName(url: string): string {
  const { host } = readUrl(url);
  if (/^(localhost|127\.|::1)/.test(host)) return 'local';
  return /^[\d.:a-f]+$/.test(host) ? host : (host.split('.')[0] ?? host);
}
