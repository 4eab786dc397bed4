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
 * @param files where the list may stand; a file that VS Code turns out not to read is left as it was
 * @returns false where VS Code has to write it: there is no comment to keep, or none of the files is the one that it reads
 */
export async function changeInPlace(
  files: readonly vscode.Uri[],
  paths: readonly string[][],
  change: ListChange,
): Promise<boolean> {
  for (const file of files) if (await changeFile(file, paths, change)) return true;
  return false;
}

async function changeFile(
  file: vscode.Uri,
  paths: readonly string[][],
  { before, after, isRead }: ListChange,
): Promise<boolean> {
  if (vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.path === file.path)) return false;
  // VS Code may keep it elsewhere.
  const text = await readText(file).catch(() => '');
  const { changeList } = await import('./settings-text');
  const changed = changeList(text, paths, before, after);
  if (changed === null) return false;
  const read = untilConfiguration(isRead);
  await writeText(file, changed);
  if (await read) return true;
  if ((await readText(file)) === changed) await writeText(file, text);
  return false;
}

async function readText(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

async function writeText(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
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
