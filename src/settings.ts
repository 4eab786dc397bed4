import * as vscode from 'vscode';
import type { Settings } from './contributions';
import type { DataSettings } from './job-data/shown-data';
import type { LintSettings } from './lint';
import type { FilesExclude } from './lint/files/files-exclude';
import { shapes, type Reading } from './setting-shapes';
import { changeInPlace, untilRead } from './settings-file';

/** The one place that reads and writes this extension's settings: whatever was written, its readers get what can be used. */

const SECTION = 'bullLens';

type PlainKey = keyof typeof shapes;

/** The setting in force, or its default where that cannot be used. */
export function readSetting<K extends PlainKey>(key: K, scope?: vscode.ConfigurationScope): Settings[K] {
  const configuration = vscode.workspace.getConfiguration(SECTION, scope);
  return read(key, configuration.get(key)).value ?? (configuration.inspect(key)?.defaultValue as Settings[K]);
}

/** What is to be shown of the data of jobs. What anybody hides is hidden: a workspace does not show what the user hides. */
export function readDataSettings(): DataSettings {
  const { globalValue, workspaceValue } = vscode.workspace.getConfiguration(SECTION).inspect('hiddenFields') ?? {};
  const written = [globalValue, workspaceValue].filter((value) => value !== undefined);
  return {
    hidden: written.flatMap((value) => read('hiddenFields', value).value ?? []),
    rowFields: readSetting('rowFields'),
  };
}

/** What cannot be used of the settings, in sentences, each once; what is wrong with a connection is said in its row. */
export function settingProblems(): string[] {
  const scopes = [undefined, ...(vscode.workspace.workspaceFolders ?? [])];
  const problems = scopes.flatMap((scope) => {
    const configuration = vscode.workspace.getConfiguration(SECTION, scope);
    return (Object.keys(shapes) as PlainKey[]).flatMap((key) =>
      read(key, configuration.get(key)).problems.map(({ part, sentence }) => `${SECTION}.${key}${part} ${sentence}`),
    );
  });
  return [...new Set(problems)];
}

function read<K extends PlainKey>(key: K, value: unknown): Reading<Settings[K]> {
  const shape = shapes[key] as (value: unknown) => Reading<Settings[K]>;
  return shape(plain(value));
}

/**
 * What the linter is told for the files of `scope`. Severities are only those that a person has written, since a rule
 * chooses by itself between its own.
 */
export function readLintSettings(scope: vscode.ConfigurationScope): LintSettings {
  const key: keyof Settings = 'rules';
  const rules = vscode.workspace.getConfiguration(SECTION, scope).inspect(key);
  const written = [rules?.globalValue, rules?.workspaceValue, rules?.workspaceFolderValue];
  return {
    severities: Object.assign({}, ...written.map((value) => read(key, value ?? {}).value)) as Settings['rules'],
    jobBudgets: readSetting('jobBudgets', scope),
    defaultJobBudget: readSetting('defaultJobBudget', scope),
    connectionLimit: readSetting('connectionLimit', scope),
    serverless: readSetting('serverless', scope),
    showUnknown: readSetting('showUnknown', scope),
  };
}

/** VS Code answers with proxies, which cannot be posted to a thread. */
function plain<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

/** VS Code's own `files.exclude`. */
export function readFilesExclude(scope: vscode.ConfigurationScope): FilesExclude {
  return plain(vscode.workspace.getConfiguration('files', scope).get<FilesExclude>('exclude') ?? {});
}

/** Whose settings a connection stands in; `remote` are those of the machine that a remote window is on. */
export type ConnectionOwner = 'workspace' | 'remote' | 'user';

/** VS Code tells these apart too, but not in its types. */
interface Inspected {
  readonly globalLocalValue?: unknown;
  readonly globalRemoteValue?: unknown;
}

/**
 * `bullLens.connections` as it stands in the settings of each, whatever it is; undefined where it is not set. VS Code
 * would hide one list behind the other. Those of a workspace count only where it is trusted: VS Code drops them too,
 * but not always (before 1.136.2 not the nested form, `"bullLens": { "connections": … }`).
 */
export function writtenConnections(): Readonly<Record<ConnectionOwner, unknown>> {
  const written = vscode.workspace.getConfiguration(SECTION).inspect('connections') ?? { key: '' };
  const { globalRemoteValue: remote, globalLocalValue: local } = written as Inspected;
  return {
    workspace: vscode.workspace.isTrusted ? plain(written.workspaceValue) : undefined,
    remote: plain(remote),
    user: plain('globalLocalValue' in written ? local : written.globalValue),
  };
}

/**
 * Writes a list of connections. The comments in it stay where its file is found: `storage` is the folder that VS Code
 * keeps for the extension. In a remote window the user's own are on another machine, and VS Code writes the list anew.
 *
 * @throws Error where VS Code would write it elsewhere: it takes the remote machine's settings for the user's where these have a list
 */
export async function writeConnections(
  owner: ConnectionOwner,
  connections: readonly unknown[],
  storage: vscode.Uri,
): Promise<void> {
  if (owner === 'user' && writtenConnections().remote !== undefined) {
    throw new Error(
      'VS Code writes to the settings of the remote machine while these have bullLens.connections. Change yours by hand: run Preferences: Open User Settings (JSON).',
    );
  }
  const before = writtenConnections()[owner];
  if (Array.isArray(before)) {
    const isRead = () => JSON.stringify(writtenConnections()[owner]) === JSON.stringify(connections);
    if (await changeInPlace(filesOf(owner, storage), connectionPaths, { before, after: connections, isRead })) return;
  }
  const target = owner === 'workspace' ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration(SECTION).update('connections', connections, target);
}

/** Waits until `writtenConnections` says what the file of the settings holds, where that is found; some seconds at most. */
export async function untilConnectionsAreRead(owner: ConnectionOwner, storage: vscode.Uri): Promise<void> {
  if (owner === 'workspace' && !vscode.workspace.isTrusted) return;
  await untilRead(filesOf(owner, storage), connectionPaths, () => writtenConnections()[owner]);
}

/** In the user's and a folder's settings, in one key or two, and in the file of a workspace of several folders. */
const connectionPaths = [
  [`${SECTION}.connections`],
  [SECTION, 'connections'],
  ['settings', `${SECTION}.connections`],
  ['settings', SECTION, 'connections'],
];

/** Where the settings of each may stand. VS Code does not say it of its own: they are near what it stores for extensions. */
function filesOf(owner: ConnectionOwner, storage: vscode.Uri): vscode.Uri[] {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const { workspaceFile: ofWorkspace = folder && vscode.Uri.joinPath(folder.uri, '.vscode/settings.json') } =
    vscode.workspace;
  switch (owner) {
    case 'workspace':
      return ofWorkspace ? [ofWorkspace] : [];
    case 'remote':
      return [vscode.Uri.joinPath(storage, '../../../Machine/settings.json')];
    case 'user':
      // `User/globalStorage/ID`, or `User/profiles/PROFILE/globalStorage/ID`, where a profile may take the settings of `User`.
      return ['../../settings.json', '../../../../settings.json'].flatMap((path) => {
        const file = vscode.Uri.joinPath(storage, path);
        return USER_SCHEMES.map((scheme) => file.with({ scheme, authority: '' }));
      });
  }
}

/** VS Code notices a change at once where it is made under its own name for the file; the second is code-server's. */
const USER_SCHEMES = ['vscode-userdata', 'vscode-remote'];

/** Told when one of these settings changes. */
export function onDidChangeSettings(keys: readonly (keyof Settings)[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (keys.some((key) => event.affectsConfiguration(`${SECTION}.${key}`))) listener();
  });
}

/** Told when any of them changes. */
export function onDidChangeAnySetting(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) listener();
  });
}
