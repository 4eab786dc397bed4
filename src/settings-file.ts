import * as vscode from 'vscode';

/** ms that VS Code may take to read a file of settings that has changed. */
const READ_TIME = 5_000;

interface ListChange {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
  /** VS Code has read the change. */
  readonly isRead: () => boolean;
}

/**
 * Changes a list of the settings in its file, so that the comments in it stay.
 *
 * @returns false where VS Code has to write it: there is no comment to keep, or the file is not the one that it reads
 */
export async function changeInPlace(
  file: vscode.Uri,
  paths: readonly string[][],
  { before, after, isRead }: ListChange,
): Promise<boolean> {
  if (vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.path === file.path)) return false;
  const text = await vscode.workspace.fs.readFile(file).then(
    (bytes) => new TextDecoder().decode(bytes),
    // VS Code keeps it elsewhere.
    () => '',
  );
  const { changeList } = await import('./settings-text');
  const changed = changeList(text, paths, before, after);
  if (changed === null) return false;
  const read = untilConfiguration(isRead);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(changed));
  return read;
}

/** false where it has not come to that in time. */
function untilConfiguration(isSo: () => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (result: boolean) => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(result);
    };
    const timer = setTimeout(() => end(isSo()), READ_TIME);
    const subscription = vscode.workspace.onDidChangeConfiguration(() => isSo() && end(true));
  });
}
