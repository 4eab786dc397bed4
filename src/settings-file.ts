import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';

/** ms that VS Code may take to read a file of settings that has changed. */
const READ_TIME = 5_000;
/** ms in which VS Code mostly notices that one has changed. */
const NOTICE_TIME = 1_500;
/** ms between two looks at whether it has. */
const LOOK_INTERVAL = 20;

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

/**
 * Waits until VS Code has read what the first of the files that is there holds: one that is being written can read as if
 * it were empty, one that was replaced may not be noticed at all, and who changes a list that was read then loses what is
 * in it. A file that VS Code does not read when it is written again either is not the one that it reads.
 */
export async function untilRead(
  files: readonly vscode.Uri[],
  paths: readonly string[][],
  value: () => unknown,
): Promise<void> {
  const { valuesAt } = await import('./settings-text');
  const file = await firstReadable(files);
  if (!file) return;
  const isRead = async () => {
    const held = valuesAt(await readText(file), paths);
    return (held.length > 0 ? held : [undefined]).some((one) => JSON.stringify(one) === JSON.stringify(value()));
  };
  if (await comesTrue(isRead, NOTICE_TIME)) return;
  await writeText(file, await readText(file));
  await comesTrue(isRead, READ_TIME);
}

async function firstReadable(files: readonly vscode.Uri[]): Promise<vscode.Uri | null> {
  for (const file of files) {
    const isThere = await readText(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return null;
}

async function comesTrue(isTrue: () => Promise<boolean>, within: number): Promise<boolean> {
  const end = Date.now() + within;
  while (!(await isTrue())) {
    if (Date.now() > end) return false;
    await setTimeout(LOOK_INTERVAL);
  }
  return true;
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
    const timer = globalThis.setTimeout(() => end(isSo()), READ_TIME);
    const subscription = vscode.workspace.onDidChangeConfiguration(() => isSo() && end(true));
  });
}
