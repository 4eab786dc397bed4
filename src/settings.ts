import * as vscode from 'vscode';
import type { Settings } from './contributions';
import type { LintSettings, Severity } from './lint';
import type { FilesExclude } from './lint/files/files-exclude';

const SECTION = 'bullLens';

/** The one place that reads and writes this extension's settings. */
export function readSetting<K extends keyof Settings>(
  key: K,
  scope?: vscode.ConfigurationScope,
): Settings[K] | undefined {
  return vscode.workspace.getConfiguration(SECTION, scope).get<Settings[K]>(key);
}

const severities: readonly unknown[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies (
  Severity | 'off'
)[];

/**
 * What the linter is told for the files of `scope`. Severities are only those that a person has written, since a rule
 * chooses by itself between its own; a value that is none counts as not written.
 */
export function readLintSettings(scope: vscode.ConfigurationScope): LintSettings {
  const key: keyof Settings = 'rules';
  const rules = vscode.workspace.getConfiguration(SECTION, scope).inspect<Settings['rules']>(key);
  const written = { ...rules?.globalValue, ...rules?.workspaceValue, ...rules?.workspaceFolderValue };
  return plain({
    severities: Object.fromEntries(Object.entries(written).filter(([, severity]) => severities.includes(severity))),
    jobBudgets: readSetting('jobBudgets', scope) ?? {},
    defaultJobBudget: readSetting('defaultJobBudget', scope) ?? null,
    showUnknown: readSetting('showUnknown', scope) ?? false,
  });
}

/** VS Code answers with proxies, which cannot be posted to a thread. */
function plain<T>(settings: T): T {
  return JSON.parse(JSON.stringify(settings)) as T;
}

/** VS Code's own `files.exclude`. */
export function readFilesExclude(scope: vscode.ConfigurationScope): FilesExclude {
  return plain(vscode.workspace.getConfiguration('files', scope).get<FilesExclude>('exclude') ?? {});
}

/** Writes where the value in force comes from: the workspace if it is set there, otherwise the user's settings. */
export async function writeSetting<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const inWorkspace = configuration.inspect(key)?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update(key, value, target);
}

/** Told when one of these settings changes. */
export function onDidChangeSettings(keys: readonly (keyof Settings)[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (keys.some((key) => event.affectsConfiguration(`${SECTION}.${key}`))) listener();
  });
}
