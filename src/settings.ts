import * as vscode from 'vscode';
import type { Settings } from './contributions';

const SECTION = 'bullLens';

/** The one place that reads and writes this extension's settings. */
export function readSetting<K extends keyof Settings>(
  key: K,
  scope?: vscode.ConfigurationScope,
): Settings[K] | undefined {
  return vscode.workspace.getConfiguration(SECTION, scope).get<Settings[K]>(key);
}

/** A setting by its full name, for those that a person has written; undefined where only the default is in force. */
export function readWrittenSetting(name: string, scope: vscode.ConfigurationScope): unknown {
  const configuration = vscode.workspace.getConfiguration(undefined, scope);
  const { globalValue, workspaceValue, workspaceFolderValue } = configuration.inspect(name) ?? {};
  const isWritten = [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
  return isWritten ? configuration.get(name) : undefined;
}

/** VS Code's own `files.exclude`: a glob to true, or to a condition on the file's siblings. */
export type FilesExclude = Readonly<Record<string, boolean | { readonly when: string }>>;

export function readFilesExclude(scope: vscode.ConfigurationScope): FilesExclude {
  return vscode.workspace.getConfiguration('files', scope).get<FilesExclude>('exclude') ?? {};
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
